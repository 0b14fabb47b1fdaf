#include "kernels/cpu/cpu_weight.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "kernels/cpu/quant_form.h"
#include "kernels/half.h"
#include "kernels/kv_rounding.h"

namespace kernels::cpu {

namespace {

constexpr std::size_t kHalf = kPanelColumns / 2;

float fromBf16(std::uint16_t bits) {
    return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

/// Element `i` of a part that is not quantised; files give no alignment.
float elementOf(const HostMatrix& part, std::size_t i) {
    if (part.type == HostType::F32) {
        float value;
        std::memcpy(&value, part.bytes.data() + 4 * i, 4);
        return value;
    }
    std::uint16_t bits;
    std::memcpy(&bits, part.bytes.data() + 2 * i, 2);
    return part.type == HostType::Bf16 ? fromBf16(bits) : halfToFloat(bits);
}

bool areAllBf16(std::span<const HostMatrix> parts) {
    return std::all_of(parts.begin(), parts.end(), [](const HostMatrix& part) { return part.type == HostType::Bf16; });
}

std::vector<CpuWeight::Segment> segmentsOf(std::span<const HostMatrix> parts, CpuGemm layout) {
    std::vector<CpuWeight::Segment> segments;
    const auto k = std::size_t(parts.front().k);
    const auto add = [&](std::span<const HostMatrix> together) {
        CpuWeight::Segment s;
        if (isQuantised(together.front().type)) {
            s.type = PanelType::Quantised;
            s.hostType = together.front().type;
            s.form = quantFormOf(s.hostType);
        } else if (layout == CpuGemm::Packed && areAllBf16(together)) {
            s.type = PanelType::Bf16;
        }
        for (const HostMatrix& part : together) s.n += part.n;
        if (!segments.empty()) {
            s.firstRow = segments.back().firstRow + segments.back().n;
            s.begin = segments.back().begin + segments.back().bytes;
        }
        s.bytes = layout == CpuGemm::OpenBlas ? std::size_t(s.n) * k * sizeof(float) : s.panels() * s.panelBytes(k);
        segments.push_back(s);
    };
    if (std::any_of(parts.begin(), parts.end(), [](const HostMatrix& part) { return isQuantised(part.type); }))
        for (std::size_t i = 0; i < parts.size(); ++i) add(parts.subspan(i, 1));
    else
        add(parts);
    return segments;
}

}  // namespace

std::size_t CpuWeight::bytesFor(std::span<const HostMatrix> parts, CpuGemm layout) {
    const Segment last = segmentsOf(parts, layout).back();
    return last.begin + last.bytes;
}

CpuWeight::CpuWeight(std::span<const HostMatrix> parts, CpuGemm layout, Buffer memory, ThreadPool& pool)
    : m_k(parts.front().k), m_layout(layout), m_segments(segmentsOf(parts, layout)), m_memory(std::move(memory)) {
    std::vector<SourceRow> rows;
    for (const HostMatrix& part : parts)
        for (int row = 0; row < part.n; ++row) rows.push_back({&part, std::size_t(row)});
    m_n = static_cast<int>(rows.size());
    for (const Segment& segment : m_segments) {
        const std::span<const SourceRow> own =
            std::span(rows).subspan(std::size_t(segment.firstRow), std::size_t(segment.n));
        pool.run(static_cast<int>(segment.panels()), [&](int task, int) {
            const std::size_t first = std::size_t(task) * kPanelColumns;
            switch (segment.type) {
                case PanelType::F32: return storeF32Panel(segment, first, own);
                case PanelType::Bf16: return storeBf16Panel(segment, first, own);
                case PanelType::Quantised: return storeQuantisedPanel(segment, first, own);
            }
        });
    }
}

/// The panel that holds a row of the segment.
std::byte* CpuWeight::panelOf(const Segment& segment, std::size_t row) const {
    return static_cast<std::byte*>(m_memory.data()) + segment.begin +
           row / kPanelColumns * segment.panelBytes(std::size_t(m_k));
}

void CpuWeight::storeF32Panel(const Segment& segment, std::size_t first, std::span<const SourceRow> rows) {
    const auto k = std::size_t(m_k);
    const bool isPacked = m_layout == CpuGemm::Packed;
    auto* panel = isPacked ? reinterpret_cast<float*>(panelOf(segment, first)) : m_memory.as<float>() + first * k;
    for (std::size_t row = first; row < std::min(rows.size(), first + kPanelColumns); ++row) {
        const SourceRow& source = rows[row];
        for (std::size_t i = 0; i < k; ++i)
            panel[isPacked ? i * kPanelColumns + row - first : (row - first) * k + i] =
                elementOf(*source.part, source.number * k + i);
    }
}

void CpuWeight::storeBf16Panel(const Segment& segment, std::size_t first, std::span<const SourceRow> rows) {
    constexpr std::size_t kAtOnce = 32;  // elements of a row: what they are written to stays in the near cache
    const auto k = std::size_t(m_k);
    const auto sourceOf = [&](std::size_t row) {
        return row < rows.size() ? rows[row].part->bytes.data() + 2 * rows[row].number * k : nullptr;
    };
    const auto halfAt = [](const std::byte* source, std::size_t i) {
        std::uint16_t half;
        std::memcpy(&half, source + 2 * i, 2);
        return std::uint32_t{half};
    };
    auto* words = reinterpret_cast<std::uint32_t*>(panelOf(segment, first));
    for (std::size_t begin = 0; begin < k; begin += kAtOnce) {
        const std::size_t end = std::min(k, begin + kAtOnce);
        for (std::size_t column = 0; column < kHalf; ++column) {
            const std::byte* lower = sourceOf(first + column);
            const std::byte* upper = sourceOf(first + column + kHalf);
            if (upper != nullptr)
                for (std::size_t i = begin; i < end; ++i)
                    words[i * kHalf + column] = halfAt(lower, i) | halfAt(upper, i) << 16;
            else if (lower != nullptr)
                for (std::size_t i = begin; i < end; ++i) words[i * kHalf + column] = halfAt(lower, i);
        }
    }
}

void CpuWeight::storeQuantisedPanel(const Segment& segment, std::size_t first, std::span<const SourceRow> rows) {
    const QuantForm& form = segment.form;
    const std::size_t units = std::size_t(m_k) / form.elements;
    const std::size_t groups = form.elements / form.group;
    const std::size_t blockBytes = blockOf(segment.hostType).bytes;
    const std::size_t columns = std::min(rows.size() - first, kPanelColumns);
    UnpackedBlock block;
    auto* at = reinterpret_cast<std::uint8_t*>(panelOf(segment, first));
    for (std::size_t unit = 0; unit < units; ++unit, at += form.unitBytes()) {
        auto* halves = reinterpret_cast<std::uint16_t*>(at);
        auto* scales = reinterpret_cast<std::int8_t*>(at) + form.halves * 2 * kPanelColumns;
        std::uint8_t* numbers = at + form.numbersAt();
        for (std::size_t column = 0; column < columns; ++column) {
            const SourceRow& row = rows[first + column];
            unpackBlock(segment.hostType, row.part->bytes.data() + (row.number * units + unit) * blockBytes, block);
            halves[column] = block.scale;
            if (form.halves > 1) halves[kPanelColumns + column] = block.offset;
            for (std::size_t g = 0; form.isNested && g < groups; ++g) {
                scales[g * kPanelColumns + column] = block.scales[g];
                if (form.halves > 1) scales[(groups + g) * kPanelColumns + column] = block.offsets[g];
            }
            if (!form.hasFourBits) {
                for (std::size_t i = 0; i < form.elements; ++i)
                    numbers[i * kPanelColumns + column] = static_cast<std::uint8_t>(block.numbers[i]);
                continue;
            }
            const auto zero = static_cast<int>(form.zero);
            const int shift = column < kHalf ? 0 : 4;
            for (std::size_t i = 0; i < form.elements; ++i)
                numbers[i * kHalf + column % kHalf] |= static_cast<std::uint8_t>((block.numbers[i] + zero) << shift);
        }
    }
}

void CpuWeight::copyQuantisedRow(const Segment& segment, std::size_t row, float* out) const {
    const QuantForm& form = segment.form;
    const std::size_t column = row % kPanelColumns;
    const std::size_t groups = form.elements / form.group;
    UnpackedBlock block;
    const auto* at = reinterpret_cast<const std::uint8_t*>(panelOf(segment, row));
    for (std::size_t unit = 0; unit < std::size_t(m_k) / form.elements; ++unit, at += form.unitBytes()) {
        const auto* halves = reinterpret_cast<const std::uint16_t*>(at);
        const auto* scales = reinterpret_cast<const std::int8_t*>(at) + form.halves * 2 * kPanelColumns;
        const std::uint8_t* numbers = at + form.numbersAt();
        block.scale = halves[column];
        block.offset = form.halves > 1 ? halves[kPanelColumns + column] : std::uint16_t{0};
        for (std::size_t g = 0; g < groups; ++g) {
            if (form.isNested) {
                block.scales[g] = scales[g * kPanelColumns + column];
                block.offsets[g] = form.halves > 1 ? scales[(groups + g) * kPanelColumns + column] : std::int8_t{0};
            }
            const GroupScale s = groupScaleOf(segment.hostType, block, g);
            for (std::size_t i = g * form.group; i < (g + 1) * form.group; ++i) {
                const int number = form.hasFourBits
                                       ? (numbers[i * kHalf + column % kHalf] >> (column < kHalf ? 0 : 4) & 15) -
                                             static_cast<int>(form.zero)
                                       : static_cast<std::int8_t>(numbers[i * kPanelColumns + column]);
                *out++ = fromBf16(bf16Of(s.scale * static_cast<float>(number) + s.offset));
            }
        }
    }
}

void CpuWeight::copyRow(int n, float* out) const {
    const auto k = std::size_t(m_k);
    if (m_layout == CpuGemm::OpenBlas) {
        std::memcpy(out, rowMajor() + std::size_t(n) * k, k * sizeof(float));
        return;
    }
    auto segment = m_segments.begin();
    while (n >= segment->firstRow + segment->n) ++segment;
    const auto row = std::size_t(n - segment->firstRow);
    const std::size_t column = row % kPanelColumns;
    if (segment->type == PanelType::Quantised) return copyQuantisedRow(*segment, row, out);
    if (segment->type == PanelType::Bf16) {
        const auto* words = reinterpret_cast<const std::uint32_t*>(panelOf(*segment, row)) + column % kHalf;
        for (std::size_t i = 0; i < k; ++i) {
            const std::uint32_t word = words[i * kHalf];
            out[i] = std::bit_cast<float>(column >= kHalf ? word & 0xFFFF0000U : word << 16);
        }
        return;
    }
    const auto* values = reinterpret_cast<const float*>(panelOf(*segment, row)) + column;
    for (std::size_t i = 0; i < k; ++i) out[i] = values[i * kPanelColumns];
}

}  // namespace kernels::cpu

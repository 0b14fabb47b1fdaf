#include "app/run/hidden_writer.h"

#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "app/run/error_reason.h"
#include "app/run/hidden_file.h"
#include "app/run/hidden_format.h"
#include "app/run/resources.h"
#include "kernels/half.h"

namespace app {
namespace {

namespace fs = std::filesystem;

/// Neither a file of another kind nor a device or link is replaced.
void requireReplaceable(const std::string& path) {
    std::error_code error;
    const fs::file_status found = fs::symlink_status(path, error);
    if (!fs::exists(found)) return;
    if (!fs::is_regular_file(found)) throw std::runtime_error(path + ": cannot write hidden rows: it is not a file");
    if (fs::file_size(path, error) == 0) return;
    std::string first;
    try {
        engine::LineReader lines(path, hidden::kMaxHeaderBytes);
        if (const auto line = lines.next()) first = line->text;
    } catch (const std::runtime_error&) {
        first.clear();
    }
    const auto json = nlohmann::json::parse(first, nullptr, false);
    if (!json.is_object() || json.value("e", nlohmann::json()) != "hidden")
        throw std::runtime_error(path + ": cannot write hidden rows: the file exists and holds something else; " +
                                 "remove it or give the recording another name");
}

void add(std::string& record, std::span<const float> values, std::size_t width, bool isFloat32) {
    for (std::size_t i = 0; i < width; ++i) {
        const float value = i < values.size() ? values[i] : 0.0F;
        const std::uint16_t half = isFloat32 ? std::uint16_t{0} : kernels::floatToHalf(value);
        const void* bytes = isFloat32 ? static_cast<const void*>(&value) : &half;
        record.append(static_cast<const char*>(bytes), isFloat32 ? sizeof value : sizeof half);
    }
}

}  // namespace

HiddenWriter::HiddenWriter(const std::string& recordingPath) : m_path(hiddenPathOf(recordingPath)) {
    std::error_code error;
    if (fs::exists(recordingPath, error) && !fs::is_regular_file(recordingPath, error))
        throw std::runtime_error(recordingPath + ": hidden rows lie beside a recording, and this is not a file");
    requireReplaceable(m_path);
    m_draft = std::make_unique<engine::FileDraft>(m_path);
}

bool HiddenWriter::begin(const RunStarted& header) {
    m_hiddenSize = static_cast<std::size_t>(std::max(0, header.model.hiddenSize));
    m_isFloat32 = header.backend == "cpu";
    const nlohmann::json json = {{"e", "hidden"},
                                 {"format", hidden::kFormat},
                                 {"program", kProgramVersion},
                                 {"run", identityOfRun(header)},
                                 {"model", header.model.sha256},
                                 {"hidden_size", m_hiddenSize},
                                 {"thought_tokens", header.options.slim.minTokens},
                                 {"type", m_isFloat32 ? hidden::kFloat32 : hidden::kFloat16}};
    const std::string line = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    m_headerChecksum = hidden::checksum(0, std::as_bytes(std::span(line)));
    if (!write(line)) return false;
    try {
        requireReplaceable(m_path);  // again: loading a model takes a while
        m_draft->putInPlace();
        return true;
    } catch (const std::exception& error) {
        m_problem = reasonOf(error);
        m_draft.reset();
        return false;
    }
}

bool HiddenWriter::append(const StepRow& step) {
    const hidden::RecordHead head{index(step.trace), step.end, index(step.token), step.thoughtTokens};
    m_record.assign(reinterpret_cast<const char*>(head.data()), hidden::kHeadBytes);
    const hidden::Checksum ofHead = addChecksum(m_headerChecksum, 0);
    const std::size_t rows = m_record.size();
    add(m_record, step.row, m_hiddenSize, m_isFloat32);
    add(m_record, step.thought, m_hiddenSize, m_isFloat32);
    addChecksum(ofHead, rows);
    return write(m_record);
}

/// Appends to the record the checksum of its bytes from there on, and returns it.
std::uint32_t HiddenWriter::addChecksum(std::uint32_t before, std::size_t from) {
    const hidden::Checksum sum = hidden::checksum(before, std::as_bytes(std::span(m_record)).subspan(from));
    m_record.append(reinterpret_cast<const char*>(&sum), sizeof sum);
    return sum;
}

bool HiddenWriter::write(std::string_view bytes) {
    if (!m_draft) return false;
    try {
        m_draft->append(bytes);
        return true;
    } catch (const std::exception& error) {
        m_problem = reasonOf(error);
        m_draft.reset();
        return false;
    }
}

}  // namespace app

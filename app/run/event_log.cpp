#include "app/run/event_log.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "app/run/recording.h"

namespace app {
namespace {

constexpr unsigned kContinued = 0x80;  // in the byte that says a record's form
constexpr std::size_t kChunkBytes = std::size_t{1} << 20;

// ---- bytes: only this process reads them, so they need no order of their own and no checks

template <typename T>
void putRaw(std::string& out, T value) {
    static_assert(std::is_trivially_copyable_v<T>);
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void putNumber(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
}

/// Small numbers of either sign become short.
void putSigned(std::string& out, std::int64_t value) {
    putNumber(out, (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
}

class Unpacker {
public:
    explicit Unpacker(const char* at) : m_at(at) {}

    template <typename T>
    T raw() {
        T value;
        std::memcpy(&value, m_at, sizeof value);
        m_at += sizeof value;
        return value;
    }
    std::uint64_t number() {
        std::uint64_t value = 0;
        for (int shift = 0;; shift += 7) {
            const auto byte = static_cast<unsigned char>(*m_at++);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80) return value;
        }
    }
    int integer() {
        const std::uint64_t value = number();
        return static_cast<int>(static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1));
    }
    std::string bytes(std::size_t size) {
        m_at += size;
        return {m_at - size, size};
    }

private:
    const char* m_at;
};

void pack(std::string& out, const PassDone& e) {
    putNumber(out, e.tokens.size());
    for (const TokenOut& token : e.tokens) {
        putSigned(out, index(token.trace));
        putSigned(out, index(token.token));
        putNumber(out, token.text.size() << 1 | (token.confidence != 0 ? 1 : 0));
        out += token.text;
        putRaw(out, token.logProbability);
        if (token.confidence != 0) putRaw(out, token.confidence);
    }
    putNumber(out, e.granted.size());
    for (const BlockGrant& grant : e.granted) {
        putSigned(out, index(grant.trace));
        putSigned(out, index(grant.block));
    }
    putSigned(out, e.prefillTokens);
    putRaw(out, e.passS);
    putRaw(out, e.scorerS);
}

PassDone unpackPass(Unpacker& in) {
    PassDone e;
    e.tokens.resize(in.number());
    for (TokenOut& token : e.tokens) {
        token.trace = TraceId{in.integer()};
        token.token = TokenId{in.integer()};
        const std::uint64_t sizeAndFlag = in.number();
        token.text = in.bytes(sizeAndFlag >> 1);
        token.logProbability = in.raw<float>();
        if (sizeAndFlag & 1) token.confidence = in.raw<float>();
    }
    e.granted.resize(in.number());
    for (BlockGrant& grant : e.granted) {
        grant.trace = TraceId{in.integer()};
        grant.block = BlockId{in.integer()};
    }
    e.prefillTokens = in.integer();
    e.passS = in.raw<double>();
    e.scorerS = in.raw<double>();
    return e;
}

/// Their lines in a recording leave out the paths of model and scorer.
bool isKeptWhole(const EventBody& body) {
    return std::holds_alternative<RunStarted>(body) || std::holds_alternative<Rescored>(body);
}

}  // namespace

void EventLog::append(const Event& event) {
    // What would have been is no part of the run's time.
    const double before = m_index.empty() ? event.t : m_index.back().latest;
    const double latest = event.continued ? before : std::max(before, event.t);
    const auto marked = [&event](Form form) {
        return static_cast<char>(static_cast<unsigned>(form) | (event.continued ? kContinued : 0U));
    };
    m_record.clear();
    if (const auto* pass = std::get_if<PassDone>(&event.body)) {
        m_record += marked(Form::Pass);
        putRaw(m_record, event.t);
        pack(m_record, *pass);
    } else if (const auto* score = std::get_if<StepScored>(&event.body)) {
        m_record += marked(Form::Score);
        putRaw(m_record, event.t);
        putSigned(m_record, index(score->trace));
        putSigned(m_record, score->end);
        putRaw(m_record, score->score);
    } else if (const auto* step = std::get_if<StepEnded>(&event.body)) {
        m_record += marked(Form::Step);
        putRaw(m_record, event.t);
        putSigned(m_record, index(step->trace));
        putSigned(m_record, step->end);
    } else if (isKeptWhole(event.body)) {
        m_record += marked(Form::Whole);
        putNumber(m_record, m_whole.size());
        m_whole.push_back(event);
    } else {
        m_record += marked(Form::Text);
        const std::string line = toJsonLine(event);
        putNumber(m_record, line.size());
        m_record += line;
    }
    put(m_record);
    m_index.back().latest = latest;
}

void EventLog::put(const std::string& record) {
    if (m_chunks.empty() || m_chunks.back().size() + record.size() > kChunkBytes) {
        if (!m_chunks.empty()) m_chunks.back().shrink_to_fit();
        m_chunks.emplace_back().reserve(std::max(record.size(), kChunkBytes));
    }
    m_index.push_back(
        {0, static_cast<std::uint32_t>(m_chunks.size() - 1), static_cast<std::uint32_t>(m_chunks.back().size())});
    m_chunks.back() += record;
}

Event EventLog::operator[](std::size_t i) const {
    const Entry& entry = m_index[i];
    const char* const at = m_chunks[entry.chunk].data() + entry.offset;
    Unpacker in(at + 1);
    const auto head = static_cast<unsigned char>(*at);
    const bool continued = (head & kContinued) != 0;
    switch (static_cast<Form>(head & ~kContinued)) {
        case Form::Pass: {
            const auto t = in.raw<double>();
            return {t, unpackPass(in), continued};
        }
        case Form::Score: {
            const auto t = in.raw<double>();
            const TraceId trace{in.integer()};
            const int end = in.integer();
            return {t, StepScored{trace, end, in.raw<float>()}, continued};
        }
        case Form::Step: {
            const auto t = in.raw<double>();
            const TraceId trace{in.integer()};
            return {t, StepEnded{trace, in.integer()}, continued};
        }
        case Form::Whole: return m_whole[in.number()];
        case Form::Text: break;
    }
    return fromJsonLine(in.bytes(in.number())).value_or(Event{entry.latest, Notice{Notice::Severity::Info, {}}});
}

std::size_t EventLog::countUntil(double t) const {
    const auto end = std::upper_bound(m_index.begin(), m_index.end(), t,
                                      [](double value, const Entry& e) { return value < e.latest; });
    return static_cast<std::size_t>(end - m_index.begin());
}

std::size_t EventLog::bytes() const {
    std::size_t bytes = m_index.capacity() * sizeof(Entry) + m_whole.capacity() * sizeof(Event);
    for (const std::string& chunk : m_chunks) bytes += chunk.capacity();
    return bytes;
}

}  // namespace app

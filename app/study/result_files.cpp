#include "app/study/result_files.h"

#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>
#include <string_view>

#include "engine/files/atomic_file.h"
#include "engine/files/regular_file.h"

namespace app {

namespace {

constexpr std::uint64_t kMaxLineBytes = std::uint64_t{1} << 30;
constexpr std::uint64_t kTailBytes = 1 << 16;

}  // namespace

void writeJson(const std::filesystem::path& path, const nlohmann::json& value) {
    engine::writeFileAtomically(path, value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

std::vector<std::string> readLines(const std::filesystem::path& path) {
    std::vector<std::string> lines;
    if (!std::filesystem::exists(path)) return lines;
    engine::LineReader reader(path, kMaxLineBytes);
    for (auto line = reader.next(); line && line->endsInLineFeed; line = reader.next()) lines.emplace_back(line->text);
    return lines;
}

void removeUnfinishedLine(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) return;
    std::uint64_t end = 0;  // of the last whole line
    {
        const engine::RegularFile file = engine::RegularFile::open(path);
        std::string tail(kTailBytes, '\0');
        for (end = file.size(); end > 0;) {
            const std::uint64_t begin = end > kTailBytes ? end - kTailBytes : 0;
            const std::span<char> part(tail.data(), static_cast<std::size_t>(end - begin));
            const std::size_t got = file.readSome(begin, std::as_writable_bytes(part));
            const auto feed = std::string_view(tail).substr(0, got).rfind('\n');
            end = feed == std::string::npos ? begin : begin + feed + 1;
            if (feed != std::string::npos) break;
        }
        if (end == file.size()) return;
    }
    std::filesystem::resize_file(path, end);
}

void appendLine(const std::filesystem::path& path, const std::string& line) {
    std::ofstream file(path, std::ios::binary | std::ios::app);
    file << line << '\n' << std::flush;
    if (!file) throw std::runtime_error(path.string() + ": cannot be written (disk full?)");
}

}  // namespace app

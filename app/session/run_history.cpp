#include "app/session/run_history.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <random>
#include <system_error>

#include "app/run/hidden_file.h"
#include "app/run/notes.h"
#include "app/run/recording_writer.h"

namespace app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono;

// Digits stand where # is, hexadecimal ones where @ is.
constexpr std::string_view kPattern = "####-##-##_##-##-##.###_@@@@@@@@@@@@@@@@.stepscope";

bool fits(char letter, char wanted) {
    const bool isDigit = letter >= '0' && letter <= '9';
    if (wanted == '#') return isDigit;
    if (wanted == '@') return isDigit || (letter >= 'a' && letter <= 'f');
    return letter == wanted;
}

/// The number in `name` at [at, at + digits), which are digits.
int numberAt(std::string_view name, std::size_t at, std::size_t digits) {
    int number = 0;
    std::from_chars(name.data() + at, name.data() + at + digits, number);
    return number;
}

void remove(const fs::path& folder, const std::vector<HistoryFile>& files) {
    std::error_code ignored;  // another program may have removed it already
    for (const HistoryFile& file : files) {
        if (file.isInUse) continue;
        fs::remove(folder / file.name, ignored);
        fs::remove(hiddenPathOf((folder / file.name).string()), ignored);  // rows alone say nothing
        fs::remove(notesPathOf(folder / file.name), ignored);
    }
}

}  // namespace

std::string historyName(HistoryTime startedAt, std::uint64_t number) {
    const sys_days day = floor<days>(startedAt);
    const year_month_day date(day);
    const hh_mm_ss time(startedAt - day);
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u_%02d-%02d-%02d.%03d_%016llx.stepscope",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()),
                  static_cast<unsigned long long>(number));
    return text.data();
}

std::optional<HistoryTime> startOfHistoryName(std::string_view name) {
    if (!std::ranges::equal(name, kPattern, fits)) return std::nullopt;
    const year_month_day date(year(numberAt(name, 0, 4)), month(static_cast<unsigned>(numberAt(name, 5, 2))),
                              day(static_cast<unsigned>(numberAt(name, 8, 2))));
    const int hour = numberAt(name, 11, 2);
    const int minute = numberAt(name, 14, 2);
    const int second = numberAt(name, 17, 2);
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    return sys_days(date) + hours(hour) + minutes(minute) + seconds(second) + milliseconds(numberAt(name, 20, 3));
}

fs::path newHistoryFile(const fs::path& folder) {
    std::random_device random;
    const std::uint64_t number = (std::uint64_t{random()} << 32) ^ random();
    return folder / historyName(floor<milliseconds>(system_clock::now()), number);
}

std::vector<HistoryFile> findHistoryFiles(const fs::path& folder, const fs::path& inUse) {
    std::vector<HistoryFile> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        HistoryFile file{.name = entry->path().filename().string(), .startedAt = {}};
        const auto startedAt = startOfHistoryName(file.name);
        std::error_code gone;
        if (!startedAt || !fs::is_regular_file(entry->symlink_status(gone))) continue;
        file.startedAt = *startedAt;
        file.bytes = entry->file_size(gone);
        if (!gone) file.changedAt = entry->last_write_time(gone).time_since_epoch().count();
        if (gone) continue;
        std::error_code none;
        const std::uintmax_t rows = fs::file_size(hiddenPathOf(entry->path().string()), none);
        if (!none) file.bytes += rows;
        file.isInUse = entry->path() == inUse || isBeingRecorded(entry->path().string());
        files.push_back(std::move(file));
    }
    std::ranges::sort(files, std::ranges::greater(), &HistoryFile::name);
    return files;
}

std::vector<HistoryFile> surplusOf(const std::vector<HistoryFile>& newestFirst, const HistoryLimits& limits,
                                   HistoryTime now) {
    // A file that is too large on its own pushes no other out.
    const auto isTooLarge = [&](const HistoryFile& file) { return file.bytes > limits.bytes; };
    std::vector<HistoryFile> surplus;
    std::size_t runs = newestFirst.size();
    std::uintmax_t bytes = 0;
    for (const HistoryFile& file : newestFirst) bytes += isTooLarge(file) ? 0 : file.bytes;
    for (std::size_t i = newestFirst.size(); i-- > 1;) {
        const HistoryFile& file = newestFirst[i];
        const bool isOld = now - file.startedAt > limits.age;
        if (file.isInUse || (!isOld && !isTooLarge(file) && runs <= limits.runs && bytes <= limits.bytes)) continue;
        surplus.push_back(file);
        --runs;
        bytes -= isTooLarge(file) ? 0 : file.bytes;
    }
    return surplus;
}

void tidyHistory(const fs::path& folder, const HistoryLimits& limits, const fs::path& inUse) {
    remove(folder, surplusOf(findHistoryFiles(folder, inUse), limits, floor<milliseconds>(system_clock::now())));
}

void clearHistory(const fs::path& folder, const fs::path& inUse) {
    remove(folder, findHistoryFiles(folder, inUse));
}

}  // namespace app

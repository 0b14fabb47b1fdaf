#include "kernels/cpu/memory_limits.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>

namespace kernels::cpu {
namespace {

namespace fs = std::filesystem;

/// The number that a file consists of; nothing if it holds something else ("max") or cannot be read.
std::optional<std::uint64_t> findNumber(const fs::path& path) {
    std::ifstream file(path);
    std::uint64_t value = 0;
    return file >> value ? std::optional(value) : std::nullopt;
}

/// The number after a word at the beginning of a line.
std::uint64_t numberAfter(const fs::path& path, const std::string& word) {
    std::ifstream file(path);
    std::uint64_t value = 0;
    for (std::string name; file >> name >> value;)
        if (name == word) return value;
    return 0;
}

/// Names of the files of a group, which the two versions of control groups call differently.
struct Names {
    const char* limit;
    const char* usage;
    const char* cache;
};
constexpr Names kVersion1{"memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"};
constexpr Names kVersion2{"memory.max", "memory.current", "inactive_file"};

void lower(std::optional<std::size_t>& value, std::uint64_t bound) {
    value = std::min<std::uint64_t>(value.value_or(SIZE_MAX), bound);
}

/// Goes from the group up to the mount: the tightest limit counts. A container often sees its own group as the mount.
void readGroups(const fs::path& mount, std::string group, const Names& names, GroupMemory& memory) {
    constexpr std::uint64_t kNoLimit = std::uint64_t{1} << 60;  // version 1 writes a number near 2^63 for none
    constexpr int kMostLevels = 64;
    for (int level = 0; level < kMostLevels; ++level) {
        const fs::path folder = mount / fs::path(group).relative_path();
        const auto limit = findNumber(folder / names.limit);
        const auto usage = findNumber(folder / names.usage);
        if (limit && *limit < kNoLimit) {
            lower(memory.limit, *limit);
            const std::uint64_t used = usage.value_or(0);
            const std::uint64_t held = used - std::min(used, numberAfter(folder / "memory.stat", names.cache));
            lower(memory.left, *limit - std::min(*limit, held));
        }
        if (group.empty() || group == "/") return;
        group.resize(group.rfind('/') == std::string::npos ? 0 : group.rfind('/'));
    }
}

}  // namespace

GroupMemory readGroupMemory(const fs::path& root) {
    GroupMemory memory;
    std::ifstream file(root / "proc/self/cgroup");
    for (std::string line; std::getline(file, line);) {  // "0::/user.slice/x", "9:memory:/docker/y"
        const auto first = line.find(':');
        const auto second = first == std::string::npos ? first : line.find(':', first + 1);
        if (second == std::string::npos) continue;
        const std::string controllers = line.substr(first + 1, second - first - 1);
        const std::string group = line.substr(second + 1);
        if (controllers.empty())
            readGroups(root / "sys/fs/cgroup", group, kVersion2, memory);
        else if (("," + controllers + ",").find(",memory,") != std::string::npos)
            readGroups(root / "sys/fs/cgroup/memory", group, kVersion1, memory);
    }
    return memory;
}

std::optional<std::size_t> addressSpaceLeft() {
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
    const std::uint64_t pages = findNumber("/proc/self/statm").value_or(0);
    const std::uint64_t taken = pages * static_cast<std::uint64_t>(std::max(0L, sysconf(_SC_PAGESIZE)));
    return limit.rlim_cur - std::min<std::uint64_t>(limit.rlim_cur, taken);
}

}  // namespace kernels::cpu

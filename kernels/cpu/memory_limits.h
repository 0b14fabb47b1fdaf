// The limits that are put on this process's memory beside the machine's own: control groups (containers, services) and
// the address space (ulimit -v). Read from /proc and /sys at each call; no state, any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

namespace kernels::cpu {

struct GroupMemory {
    std::optional<std::size_t> limit{};  ///< the least of the group and those around it; none: no limit
    std::optional<std::size_t> left{};  ///< the least that one of them still gives; caches that can be dropped are left
};
/// @param root  of the file system, another one in tests
GroupMemory readGroupMemory(const std::filesystem::path& root = "/");

/// Bytes of addresses that can still be taken; none: no limit.
std::optional<std::size_t> addressSpaceLeft();

}  // namespace kernels::cpu

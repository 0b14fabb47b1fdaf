#include "kernels/cpu/cpu_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "kernels/cpu/memory_limits.h"

namespace kernels::cpu {

namespace {

/// The rest of the first line of `file` that begins with `key`, after ':' and blanks.
std::optional<std::string> findLine(const char* file, std::string_view key) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        if (!line.starts_with(key)) continue;
        const std::size_t start = line.find_first_not_of(" \t", std::min(line.find(':'), line.size() - 1) + 1);
        return start == std::string::npos ? std::string() : line.substr(start);
    }
    return std::nullopt;
}

}  // namespace

Buffer allocateMemory(std::size_t bytes, std::string_view label) {
    if (bytes == 0) return {};
    int flags = MAP_PRIVATE | MAP_ANONYMOUS;
#ifdef MAP_NORESERVE
    flags |= MAP_NORESERVE;
#endif
    void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (data == MAP_FAILED) throw OutOfMemory(label, bytes, availableMemoryBytes());
#ifdef MADV_HUGEPAGE
    // Weights and KV are read from end to end in every pass: large pages spare address translations. Advice only.
    constexpr std::size_t kWorthHugePages = std::size_t{8} << 20;
    if (bytes >= kWorthHugePages) (void)madvise(data, bytes, MADV_HUGEPAGE);
#endif
    return {data, bytes, [](void* memory, std::size_t size) { munmap(memory, size); }};
}

std::size_t totalMemoryBytes() {
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long pageBytes = sysconf(_SC_PAGESIZE);
    const std::size_t machine = pages > 0 && pageBytes > 0 ? std::size_t(pages) * std::size_t(pageBytes) : 0;
    return std::min(machine, readGroupMemory().limit.value_or(machine));
}

std::size_t availableMemoryBytes() {
    std::size_t bytes = totalMemoryBytes();
    if (const std::optional<std::string> line = findLine("/proc/meminfo", "MemAvailable"))
        bytes = std::strtoull(line->c_str(), nullptr, 10) * 1024;
    bytes = std::min(bytes, readGroupMemory().left.value_or(bytes));
    return std::min(bytes, addressSpaceLeft().value_or(bytes));
}

std::string processorName() {
    const std::optional<std::string> name = findLine("/proc/cpuinfo", "model name");
    return name && !name->empty() ? *name : "CPU";
}

}  // namespace kernels::cpu

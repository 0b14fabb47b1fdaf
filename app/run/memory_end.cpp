#include "app/run/memory_end.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>

#include "engine/files/atomic_file.h"

namespace app {
namespace {

constexpr std::size_t kReserveBytes = std::size_t{1} << 20;

// Read where nothing may be allocated any more, by any thread.
std::atomic<void*> g_reserve{nullptr};
std::atomic<bool> g_endsAtOnce{false};
const char* g_program = "";
std::terminate_handler g_before = nullptr;

[[noreturn]] void sayAndEnd() {
    engine::FileDraft::removeAll();
    std::fflush(stdout);
    std::fprintf(stderr, "%s: out of memory\n", g_program);
    std::_Exit(1);
}

void giveReserve() {
    if (g_endsAtOnce) sayAndEnd();
    std::free(g_reserve.exchange(nullptr));
    throw std::bad_alloc();
}

bool isOutOfMemory() noexcept {
    const std::exception_ptr current = std::current_exception();
    if (!current) return false;
    try {
        std::rethrow_exception(current);
    } catch (const std::bad_alloc&) {
        return true;
    } catch (...) {
        return false;
    }
}

/// nlohmann::json, for one, takes memory to destroy nested values.
[[noreturn]] void endProgram() {
    if (!isOutOfMemory()) {
        if (g_before) g_before();
        std::abort();
    }
    sayAndEnd();
}

}  // namespace

void endInOrderWithoutMemory(const char* program) {
    g_program = program;
    g_reserve = std::malloc(kReserveBytes);
    g_before = std::set_terminate(endProgram);
    std::set_new_handler(giveReserve);
}

EndsAtOnceWithoutMemory::EndsAtOnceWithoutMemory() {
    g_endsAtOnce = true;
}
EndsAtOnceWithoutMemory::~EndsAtOnceWithoutMemory() {
    g_endsAtOnce = false;
}

}  // namespace app

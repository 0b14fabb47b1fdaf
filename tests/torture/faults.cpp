// A library for LD_PRELOAD that makes single calls of a program fail: an allocation, or a call that writes files. The
// driver (torture.py) counts the calls of a whole run first and then lets each of them fail in a run of its own.
//
//   FAULT_CALL    new: operator new; malloc: that and malloc itself; write, fsync, rename, close, open: files; clock:
//   the
//                 time of day
//   FAULT_AT      which call fails, counted from 1; 0 or not given: none, calls are only counted
//   FAULT_FOR     once (default); good: that call and all later ones; full (new): memory is full from that call on, and
//                 what was freed since is all there is
//   FAULT_ERROR   errno of a failing file call, a number (default: ENOSPC)
//   FAULT_HALF    1: the write before the failing one takes only half of its bytes, as a full disk does
//   FAULT_PATH    only files whose path contains this text
//   FAULT_JUMP    clock: seconds that it jumps by from call FAULT_AT on
//   FAULT_FRAMES  how many callers tell one call from another (default: 12)
//   FAULT_REPORT  a file that gets the number of calls, and for new and malloc a list: each call whose callers were not
//                 seen before
//
// Calls count from the start of main() to its end, in all threads together.
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <malloc.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <new>

extern "C" {
void* __libc_malloc(std::size_t bytes);
void* __libc_calloc(std::size_t count, std::size_t bytes);
void* __libc_realloc(void* memory, std::size_t bytes);
void* __libc_memalign(std::size_t alignment, std::size_t bytes);
void __libc_free(void* memory);
}

namespace {

enum class Call { None, New, Malloc, Write, Fsync, Rename, Close, Open, Clock };

// Read by calls of any thread, written before main() begins.
Call g_call = Call::None;
long g_at = 0;
bool g_forGood = false;
bool g_full = false;
bool g_half = false;
int g_errno = ENOSPC;
int g_frames = 12;
double g_jumpS = 0;
const char* g_path = nullptr;
const char* g_report = nullptr;

std::atomic<bool> g_counts{false};
std::atomic<long> g_calls{0};
std::atomic<bool> g_hasFailed{false};
std::atomic<long> g_room{0};           // bytes that may be taken, once memory is full
thread_local bool t_isInside = false;  // our own calls do not count

// Stacks that were seen: a table of hashes, and the calls at which new ones came.
constexpr std::size_t kSlots = std::size_t{1} << 18;
constexpr std::size_t kMostFirsts = std::size_t{1} << 16;
std::uint64_t g_seen[kSlots];
long g_firsts[kMostFirsts];
std::size_t g_firstCount = 0;
std::atomic_flag g_lock = ATOMIC_FLAG_INIT;

Call callOf(const char* name) {
    const struct {
        const char* name;
        Call call;
    } all[] = {{"new", Call::New},       {"malloc", Call::Malloc}, {"write", Call::Write}, {"fsync", Call::Fsync},
               {"rename", Call::Rename}, {"close", Call::Close},   {"open", Call::Open},   {"clock", Call::Clock}};
    for (const auto& one : all)
        if (std::strcmp(one.name, name) == 0) return one.call;
    return Call::None;
}

void readSettings() {
    const char* call = std::getenv("FAULT_CALL");
    if (call == nullptr) return;
    g_call = callOf(call);
    if (const char* at = std::getenv("FAULT_AT")) g_at = std::atol(at);
    if (const char* how = std::getenv("FAULT_FOR")) {
        g_forGood = std::strcmp(how, "good") == 0;
        g_full = std::strcmp(how, "full") == 0;
    }
    if (const char* half = std::getenv("FAULT_HALF")) g_half = half[0] == '1';
    if (const char* error = std::getenv("FAULT_ERROR")) g_errno = std::atoi(error);
    if (const char* jump = std::getenv("FAULT_JUMP")) g_jumpS = std::atof(jump);
    if (const char* frames = std::getenv("FAULT_FRAMES")) g_frames = std::atoi(frames);
    g_path = std::getenv("FAULT_PATH");
    g_report = std::getenv("FAULT_REPORT");
}

/// A stack's hash is entered, and the call is kept if it is new.
void noteStack(long call) {
    constexpr int kMostFrames = 32;
    constexpr int kOwn = 3;
    void* frames[kMostFrames];
    const int count = backtrace(frames, g_frames + kOwn < kMostFrames ? g_frames + kOwn : kMostFrames);
    std::uint64_t hash = 1469598103934665603ULL;
    for (int i = kOwn; i < count; ++i) hash = (hash ^ reinterpret_cast<std::uintptr_t>(frames[i])) * 1099511628211ULL;
    hash |= 1;  // 0 is an empty slot
    while (g_lock.test_and_set(std::memory_order_acquire)) {
    }
    std::size_t slot = hash % kSlots;
    std::size_t tries = 0;
    while (g_seen[slot] != 0 && g_seen[slot] != hash && ++tries < kSlots) slot = (slot + 1) % kSlots;
    if (g_seen[slot] == 0) {
        g_seen[slot] = hash;
        if (g_firstCount < kMostFirsts) g_firsts[g_firstCount++] = call;
    }
    g_lock.clear(std::memory_order_release);
}

/// Counts a call of the kind that is watched; true where it has to fail.
bool failsNow() {
    const long call = ++g_calls;
    if (g_report != nullptr && (g_call == Call::New || g_call == Call::Malloc)) noteStack(call);
    if (g_at <= 0) return false;
    const bool fails = g_full || g_forGood ? call >= g_at : call == g_at;
    if (fails) g_hasFailed = true;
    return fails;
}

bool isWatched(Call call) {
    return g_call == call && g_counts.load(std::memory_order_relaxed) && !t_isInside;
}

/// Counts an allocation; true where it has to fail.
bool allocationFails(bool byNew, std::size_t bytes) {
    if (!(isWatched(Call::Malloc) || (byNew && isWatched(Call::New)))) return false;
    t_isInside = true;
    bool fails = failsNow();
    t_isInside = false;
    if (!fails || !g_full) return fails;
    fails = g_room.fetch_sub(static_cast<long>(bytes)) < static_cast<long>(bytes);
    if (fails) g_room += static_cast<long>(bytes);
    return fails;
}

void freed(void* memory) {
    if (g_full && g_hasFailed.load(std::memory_order_relaxed) && memory != nullptr)
        g_room += static_cast<long>(malloc_usable_size(memory));
    __libc_free(memory);
}

/// What operator new does where it gets nothing: the program's handler first, which may throw.
void* failedNew() {
    if (const std::new_handler handler = std::get_new_handler()) handler();
    throw std::bad_alloc();
}

bool isOfPath(const char* path) {
    if (path == nullptr || g_path == nullptr) return path != nullptr;
    char whole[8192] = "";
    if (path[0] != '/' && getcwd(whole, sizeof whole / 2) != nullptr) std::strcat(whole, "/");
    std::strncat(whole, path, sizeof whole / 2 - 2);
    return std::strstr(whole, g_path) != nullptr;
}

bool isOfPath(int fd) {
    char link[64];
    char path[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t size = readlink(link, path, sizeof path - 1);
    if (size <= 0) return false;
    path[size] = '\0';
    return path[0] == '/' && isOfPath(path);
}

/// True where a file call of this kind has to fail; errno is set then.
template <typename Place>
bool fileFails(Call call, Place place) {
    if (!isWatched(call) || !isOfPath(place) || !failsNow()) return false;
    errno = g_errno;
    return true;
}

template <typename Function>
Function next(const char* name) {
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

void report() {
    g_counts = false;
    if (g_report == nullptr) return;
    const int fd =
        static_cast<int>(next<int (*)(const char*, int, ...)>("open")(g_report, O_WRONLY | O_CREAT | O_TRUNC, 0644));
    if (fd < 0) return;
    t_isInside = true;
    dprintf(fd, "calls %ld failed %d\n", g_calls.load(), g_hasFailed.load() ? 1 : 0);
    for (std::size_t i = 0; i < g_firstCount; ++i) dprintf(fd, "%ld\n", g_firsts[i]);
    next<int (*)(int)>("close")(fd);
}

int (*g_main)(int, char**, char**) = nullptr;

int countedMain(int argc, char** argv, char** environment) {
    void* frames[4];
    (void)backtrace(frames, 4);  // loads what it needs
    g_counts = true;
    const int code = g_main(argc, argv, environment);
    report();
    return code;
}

bool shouldHalve() {
    return g_half && g_at > 1 && g_calls.load() + 1 == g_at - 1;
}

}  // namespace

// ---- the program's start

extern "C" int __libc_start_main(int (*program)(int, char**, char**), int argc, char** argv, void (*init)(),
                                 void (*fini)(), void (*unload)(), void* stackEnd) {
    readSettings();
    g_main = program;
    using Start = int (*)(int (*)(int, char**, char**), int, char**, void (*)(), void (*)(), void (*)(), void*);
    return next<Start>("__libc_start_main")(countedMain, argc, argv, init, fini, unload, stackEnd);
}

// ---- memory

extern "C" void* malloc(std::size_t bytes) {
    if (!allocationFails(false, bytes)) return __libc_malloc(bytes);
    errno = ENOMEM;
    return nullptr;
}

extern "C" void* calloc(std::size_t count, std::size_t bytes) {
    if (!allocationFails(false, count * bytes)) return __libc_calloc(count, bytes);
    errno = ENOMEM;
    return nullptr;
}

extern "C" void* realloc(void* memory, std::size_t bytes) {
    if (!allocationFails(false, bytes)) return __libc_realloc(memory, bytes);
    errno = ENOMEM;
    return nullptr;
}

extern "C" void free(void* memory) {
    freed(memory);
}

void* operator new(std::size_t bytes) {
    if (allocationFails(true, bytes)) return failedNew();
    if (void* memory = __libc_malloc(bytes == 0 ? 1 : bytes)) return memory;
    return failedNew();
}
void* operator new[](std::size_t bytes) {
    return operator new(bytes);
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
    return allocationFails(true, bytes) ? nullptr : __libc_malloc(bytes == 0 ? 1 : bytes);
}
void* operator new[](std::size_t bytes, const std::nothrow_t& tag) noexcept {
    return operator new(bytes, tag);
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
    if (allocationFails(true, bytes)) return failedNew();
    if (void* memory = __libc_memalign(static_cast<std::size_t>(alignment), bytes == 0 ? 1 : bytes)) return memory;
    return failedNew();
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
    return operator new(bytes, alignment);
}

void operator delete(void* memory) noexcept {
    freed(memory);
}
void operator delete[](void* memory) noexcept {
    freed(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    freed(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    freed(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    freed(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
    freed(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    freed(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
    freed(memory);
}

// ---- files

extern "C" ssize_t write(int fd, const void* bytes, std::size_t size) {
    const auto real = next<ssize_t (*)(int, const void*, std::size_t)>("write");
    if (isWatched(Call::Write) && isOfPath(fd)) {
        const bool halves = shouldHalve();
        if (failsNow()) {
            errno = g_errno;
            return -1;
        }
        if (halves) return real(fd, bytes, (size + 1) / 2);
    }
    return real(fd, bytes, size);
}

extern "C" ssize_t writev(int fd, const struct iovec* parts, int count) {
    if (fileFails(Call::Write, fd)) return -1;
    return next<ssize_t (*)(int, const struct iovec*, int)>("writev")(fd, parts, count);
}

extern "C" ssize_t pwrite64(int fd, const void* bytes, std::size_t size, off64_t offset) {
    if (fileFails(Call::Write, fd)) return -1;
    return next<ssize_t (*)(int, const void*, std::size_t, off64_t)>("pwrite64")(fd, bytes, size, offset);
}

extern "C" int fsync(int fd) {
    if (fileFails(Call::Fsync, fd)) return -1;
    return next<int (*)(int)>("fsync")(fd);
}

extern "C" int fdatasync(int fd) {
    if (fileFails(Call::Fsync, fd)) return -1;
    return next<int (*)(int)>("fdatasync")(fd);
}

extern "C" int rename(const char* from, const char* to) {
    if (fileFails(Call::Rename, to)) return -1;
    return next<int (*)(const char*, const char*)>("rename")(from, to);
}

extern "C" int close(int fd) {
    const bool fails = fileFails(Call::Close, fd);
    const int error = errno;
    const int code = next<int (*)(int)>("close")(fd);  // closed it is, also where that reports an error
    if (!fails) return code;
    errno = error;
    return -1;
}

namespace {

template <typename Open>
int openedBy(Open real, const char* path, int flags, mode_t mode) {
    if ((flags & O_CREAT) != 0 && fileFails(Call::Open, path)) return -1;
    return real(path, flags, mode);
}

mode_t modeOf(int flags, std::va_list arguments) {
    return (flags & O_CREAT) != 0 ? static_cast<mode_t>(va_arg(arguments, int)) : 0;
}

}  // namespace

extern "C" int open(const char* path, int flags, ...) {
    std::va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return openedBy(next<int (*)(const char*, int, ...)>("open"), path, flags, mode);
}

extern "C" int open64(const char* path, int flags, ...) {
    std::va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return openedBy(next<int (*)(const char*, int, ...)>("open64"), path, flags, mode);
}

// ---- the time of day

namespace {

/// Seconds by which this call's answer is off.
time_t jumpNow() {
    if (!isWatched(Call::Clock) || !(++g_calls >= g_at && g_at > 0)) return 0;
    g_hasFailed = true;
    return static_cast<time_t>(g_jumpS);
}

}  // namespace

extern "C" int clock_gettime(clockid_t clock, struct timespec* time) {
    const int code = next<int (*)(clockid_t, struct timespec*)>("clock_gettime")(clock, time);
    if (code == 0 && clock == CLOCK_REALTIME) time->tv_sec += jumpNow();
    return code;
}

extern "C" time_t time(time_t* kept) {
    const time_t now = next<time_t (*)(time_t*)>("time")(nullptr) + jumpNow();
    if (kept != nullptr) *kept = now;
    return now;
}

extern "C" int gettimeofday(struct timeval* time, void* zone) {
    const int code = next<int (*)(struct timeval*, void*)>("gettimeofday")(time, zone);
    if (code == 0) time->tv_sec += jumpNow();
    return code;
}

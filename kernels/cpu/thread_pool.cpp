#include "kernels/cpu/thread_pool.h"

#include <algorithm>
#include <utility>

namespace kernels {

namespace {

// Ops of a pass follow each other within microseconds: waiting that long awake is cheaper than a system call.
constexpr int kSpinsBeforeSleep = 4000;

void pause() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

std::uint32_t generationOf(std::uint64_t ticket) {
    return static_cast<std::uint32_t>(ticket >> 32);
}
std::uint32_t unclaimedOf(std::uint64_t ticket) {
    return static_cast<std::uint32_t>(ticket);
}

}  // namespace

ThreadPool::ThreadPool(int threads) {
    if (threads <= 0) threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    m_workers.reserve(static_cast<std::size_t>(threads - 1));
    for (int i = 1; i < threads; ++i) m_workers.emplace_back([this, i] { workerLoop(i); });
}

ThreadPool::~ThreadPool() {
    m_stop.store(true);
    m_generation.fetch_add(1);
    m_generation.notify_all();
    for (std::thread& worker : m_workers) worker.join();
}

void ThreadPool::runErased(int tasks, const void* body, Invoke invoke) {
    if (tasks <= 0) return;
    if (tasks == 1 || m_workers.empty()) {
        for (int task = 0; task < tasks; ++task) invoke(body, task, 0);
        return;
    }
    m_body = body;
    m_invoke = invoke;
    m_tasks = tasks;
    m_done.store(0, std::memory_order_relaxed);
    const std::uint32_t generation = generationOf(m_ticket.load(std::memory_order_relaxed)) + 1;
    m_ticket.store(std::uint64_t{generation} << 32 | static_cast<std::uint32_t>(tasks), std::memory_order_release);
    m_generation.fetch_add(1);
    if (m_sleepers.load() > 0) m_generation.notify_all();

    work(generation, 0);
    for (int spins = 0; m_done.load(std::memory_order_acquire) != tasks; ++spins) {
        if (spins < kSpinsBeforeSleep)
            pause();
        else
            std::this_thread::yield();
    }
    if (m_error) std::rethrow_exception(std::exchange(m_error, nullptr));
}

void ThreadPool::workerLoop(int thread) {
    int seen = 0;
    while (true) {
        for (int spins = 0; m_generation.load(std::memory_order_acquire) == seen && spins < kSpinsBeforeSleep; ++spins)
            pause();
        m_sleepers.fetch_add(1);
        m_generation.wait(seen);  // returns at once where the number has changed
        m_sleepers.fetch_sub(1);
        if (m_stop.load()) return;
        seen = m_generation.load(std::memory_order_acquire);
        work(generationOf(m_ticket.load(std::memory_order_acquire)), thread);
    }
}

void ThreadPool::work(std::uint32_t generation, int thread) {
    std::uint64_t ticket = m_ticket.load(std::memory_order_acquire);
    while (generationOf(ticket) == generation && unclaimedOf(ticket) > 0) {
        if (!m_ticket.compare_exchange_weak(ticket, ticket - 1, std::memory_order_acquire)) continue;
        // The claimed task keeps the job alive, so its body may be read now.
        runTask(m_tasks - static_cast<int>(unclaimedOf(ticket)), thread);
        m_done.fetch_add(1, std::memory_order_release);
        ticket = m_ticket.load(std::memory_order_acquire);
    }
}

void ThreadPool::runTask(int task, int thread) {
    try {
        m_invoke(m_body, task, thread);
    } catch (...) {
        const std::lock_guard lock(m_errorMutex);
        if (!m_error) m_error = std::current_exception();
    }
}

}  // namespace kernels

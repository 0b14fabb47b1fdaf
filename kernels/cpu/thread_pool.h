// Threads of the CPU backend. run() hands out task numbers one at a time, so that a thread that the system holds up
// delays one task and not a fixed share. The caller's thread works too; one thread calls run() at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace kernels {

class ThreadPool {
public:
    /// `threads` in all, the caller's included; 0: one per hardware thread.
    explicit ThreadPool(int threads);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    int threads() const { return static_cast<int>(m_workers.size()) + 1; }

    /// Calls body(task, thread) for every task in 0 .. tasks-1 and returns when all are done; `thread` in
    /// 0 .. threads()-1 names scratch memory. The first exception of a task is thrown again here.
    template <class Body>
    void run(int tasks, const Body& body) {
        runErased(tasks, &body,
                  [](const void* b, int task, int thread) { (*static_cast<const Body*>(b))(task, thread); });
    }

private:
    using Invoke = void (*)(const void* body, int task, int thread);

    void runErased(int tasks, const void* body, Invoke invoke);
    void workerLoop(int thread);
    /// Claims and runs tasks of job `generation` until none is left.
    void work(std::uint32_t generation, int thread);
    void runTask(int task, int thread);

    // A job's number and its unclaimed tasks in one word: a thread that wakes late can't claim a task of another job.
    std::atomic<std::uint64_t> m_ticket{0};  // generation << 32 | unclaimed
    std::atomic<int> m_generation{0};        // what sleeping threads wait on
    std::atomic<int> m_sleepers{0};
    std::atomic<int> m_done{0};
    std::atomic<bool> m_stop{false};
    const void* m_body = nullptr;  // written before the ticket, read after a claim
    Invoke m_invoke = nullptr;
    int m_tasks = 0;
    std::mutex m_errorMutex;
    std::exception_ptr m_error;
    std::vector<std::thread> m_workers;
};

}  // namespace kernels

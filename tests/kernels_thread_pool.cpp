// The CPU backend's threads: every task once, exceptions come back, jobs follow each other closely. Run under the
// thread sanitizer it also shows that nothing is shared without order.
#include <QtTest>
#include <atomic>
#include <numeric>
#include <stdexcept>

#include "kernels/cpu/thread_pool.h"

class KernelsThreadPool : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTaskRunsOnce();
    void resultsAreVisibleWithoutAtomics();
    void exceptionsComeBack();
    void sleepingThreadsWake();
    void poolsComeAndGo();
};

void KernelsThreadPool::everyTaskRunsOnce() {
    kernels::ThreadPool pool(4);
    QCOMPARE(pool.threads(), 4);
    for (const int tasks : {0, 1, 2, 3, 7, 64, 1000}) {
        std::vector<std::atomic<int>> runs(static_cast<std::size_t>(tasks));
        std::atomic<bool> badThread = false;
        pool.run(tasks, [&](int task, int thread) {
            ++runs[std::size_t(task)];
            if (thread < 0 || thread >= 4) badThread = true;
        });
        for (const std::atomic<int>& count : runs) QCOMPARE(count.load(), 1);
        QVERIFY(!badThread);
    }
}

void KernelsThreadPool::resultsAreVisibleWithoutAtomics() {
    kernels::ThreadPool pool(3);
    std::vector<int> values(17, 0);
    for (int job = 1; job <= 3000; ++job)  // each job reads what the one before wrote, on other threads
        pool.run(int(values.size()), [&](int task, int) { values[std::size_t(task)] += 1; });
    QCOMPARE(std::accumulate(values.begin(), values.end(), 0), 3000 * 17);
}

void KernelsThreadPool::exceptionsComeBack() {
    kernels::ThreadPool pool(3);
    std::atomic<int> runs = 0;
    const auto job = [&](int task, int) {
        ++runs;
        if (task == 5) throw std::runtime_error("task five");
    };
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, pool.run(20, job));
    QCOMPARE(runs.load(), 20);
    runs = 0;
    pool.run(4, job);
    QCOMPARE(runs.load(), 4);
}

void KernelsThreadPool::sleepingThreadsWake() {
    kernels::ThreadPool pool(2);
    for (int i = 0; i < 5; ++i) {
        QTest::qSleep(5);  // long enough for the other thread to sleep
        std::atomic<int> runs = 0;
        pool.run(50, [&](int, int) { ++runs; });
        QCOMPARE(runs.load(), 50);
    }
}

void KernelsThreadPool::poolsComeAndGo() {
    for (int i = 0; i < 50; ++i) {
        kernels::ThreadPool pool(1 + i % 4);
        int sum = 0;
        if (i % 2 == 0) pool.run(1, [&](int, int) { sum = 1; });
        QCOMPARE(sum, i % 2 == 0 ? 1 : 0);
    }
}

QTEST_GUILESS_MAIN(KernelsThreadPool)
#include "kernels_thread_pool.moc"

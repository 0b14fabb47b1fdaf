#include "app/session/study_desk.h"

#include <chrono>
#include <exception>
#include <utility>

#include "app/run/error_reason.h"
#include "app/run/steady_seconds.h"
#include "app/study/local_host.h"

namespace app {
namespace {

/// At most ten notes a second.
class Beat {
public:
    bool isDue() {
        const auto now = std::chrono::steady_clock::now();
        if (now < m_due) return false;
        m_due = now + std::chrono::milliseconds(100);
        return true;
    }

private:
    std::chrono::steady_clock::time_point m_due{};
};

ModelSession& requireFree(ModelSession* session, const std::string& busy) {
    if (!session) throw UsageError("load a model before starting a study");
    if (!busy.empty()) throw UsageError(busy);
    session->transformer().releaseKv();  // of a finished run
    return *session;
}

}  // namespace

void StudyDesk::end(StudyEnd how) {
    (how == StudyEnd::Now ? m_stopped : m_paused) = m_posted.load();
}

void StudyDesk::measure(ModelSession* session, MeasureStudy& command, const std::string& busy) {
    const int number = ++m_begun;
    StudyMeasured done;
    try {
        ModelSession& free = requireFree(session, busy);
        Beat beat;
        MeasureObserver observer;
        observer.isStopped = [&] { return isStopped(number) || m_paused >= number; };
        completeStudyPlan(command.plan, LocalHost(free), observer.isStopped);
        observer.progress = [&](double share) {
            if (beat.isDue()) m_send(StudyMeasuring{share});
        };
        if (!observer.isStopped()) {
            StudyMeasure measure = measureStudy(free, command.plan, observer);
            if (!observer.isStopped()) done.measure = std::move(measure);
        }
    } catch (const std::exception& error) {
        done.error = reasonOf(error);
    }
    m_send(std::move(done));
}

void StudyDesk::run(ModelSession* session, RunStudy& command, const std::string& busy) {
    const int number = ++m_begun;
    StudyDone done;
    try {
        ModelSession& free = requireFree(session, busy);
        const double begin = steadySeconds();
        Beat beat;
        StudyObserver observer;
        observer.isStopped = [&] { return isStopped(number); };
        observer.isPausing = [&] { return m_paused >= number; };
        observer.progress = [&](const std::string& what, int finished, int total, double leftS) {
            if (beat.isDue() || finished == total)
                m_send(StudyProgress{what, finished, total, leftS, steadySeconds() - begin});
        };
        done.outcome = runStudyJob(free, std::move(command.plan), observer);
    } catch (const std::exception& error) {
        done.error = reasonOf(error);
    }
    m_send(std::move(done));
}

}  // namespace app

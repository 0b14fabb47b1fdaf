// What the worker and the reader of recordings tell the session.
#include <algorithm>
#include <exception>
#include <utility>

#include "app/run/memory_offers.h"
#include "app/study/run_host.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qsizetype kWarningLetters = 600;

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

}  // namespace

void SessionController::take(app::Note note) {
    std::visit(Overloaded{
                   [this](const app::Event& event) { takeEvent(event); },
                   [this](const app::LoadProgress& progress) {
                       Q_EMIT loadProgress(appSentence(progress.stage), progress.fraction);
                   },
                   [this](const app::ModelPriced& priced) {
                       m_memory = priced.memory;
                       m_priced = priced.memory;
                       Q_EMIT modelPriced();
                   },
                   [this](const app::ModelReady& ready) { takeModel(ready); },
                   [this](const app::ScorerReady& ready) {
                       m_scorer = ready.scorer;
                       Q_EMIT scorerReady();
                   },
                   [this](const app::RecordingStopped& stopped) {
                       if (m_run.isWorkers) m_run.isRecorded = false;
                       Q_EMIT runTroubled(SessionController::tr("%1: the recording is not complete")
                                              .arg(QString::fromStdString(stopped.path)));
                       Q_EMIT statusChanged();
                   },
                   [this](const app::HistoryStopped& stopped) {
                       if (m_run.isWorkers) m_run.isKept = false;
                       if (m_before && m_before->isWorkers) m_before->isKept = false;
                       Q_EMIT historyStopped(appSentence(stopped.reason));
                       Q_EMIT statusChanged();
                   },
                   [this](const app::TrainingProgress& progress) { Q_EMIT trainingProgress(progress); },
                   [this](const app::TrainingDone& done) {
                       m_training = false;
                       Q_EMIT trainingDone(done);
                       Q_EMIT statusChanged();
                   },
                   [this](const app::RescoringProgress& progress) { Q_EMIT rescoringProgress(progress.fraction); },
                   [this](const app::RescoringDone& done) { takeRescored(done); },
                   [this](const app::StudyMeasuring& measuring) { Q_EMIT studyMeasuring(measuring.share); },
                   [this](const app::StudyMeasured& measured) {
                       m_studying = false;
                       Q_EMIT studyMeasured(measured);
                       Q_EMIT statusChanged();
                   },
                   [this](const app::StudyProgress& progress) { Q_EMIT studyProgress(progress); },
                   [this](const app::StudyDone& done) {
                       m_studying = false;
                       Q_EMIT studyDone(done);
                       Q_EMIT statusChanged();
                   },
                   [this](const app::Refused& refusal) { takeRefusal(refusal); },
               },
               note);
}

void SessionController::takeModel(const app::ModelReady& ready) {
    m_model = ready;
    m_memory = ready.memory;
    if (ready.server) m_scorer.reset();  // that of a plugin comes next
    m_loads = std::max(0, m_loads - 1);
    Q_EMIT modelReady();
    Q_EMIT statusChanged();
}

void SessionController::takeRefusal(const app::Refused& refusal) {
    if (refusal.what == "model") {
        m_loads = std::max(0, m_loads - 1);
        m_memory.reset();
        if (m_model) m_memory = m_model->memory;
    }
    if (refusal.what == "run") m_starting = false;
    const QString reason = appSentence(refusal.message);
    const auto fits = refusal.what == "model" && m_priced && app::isTooLarge(*m_priced)
                          ? app::findSmallerWeights(*m_priced)
                          : std::nullopt;
    if (fits) {
        app::LoadModel order = m_order;
        order.weights = *fits;
        Q_EMIT weightsOffered(reason, order);
    } else if (refusal.plainPromptHelps) {
        Q_EMIT plainPromptOffered(reason);
    } else if (refusal.cpuHelps) {
        Q_EMIT cpuOffered(reason);
    } else {
        Q_EMIT message(MessageKind::Error, reason);
    }
    Q_EMIT refused(QString::fromStdString(refusal.what), reason);
    Q_EMIT statusChanged();
}

void SessionController::takeEvent(const app::Event& event) {
    if (event.continued) {
        takeContinued(event);
        return;
    }
    const bool starts = std::holds_alternative<app::RunStarted>(event.body);
    const bool changesStatus = starts || std::holds_alternative<app::RunFinished>(event.body) ||
                               std::holds_alternative<app::Paused>(event.body) ||
                               std::holds_alternative<app::Resumed>(event.body) ||
                               std::holds_alternative<app::PaceChanged>(event.body);
    if (starts) begin(SourceKind::Live);
    if (const auto* rescored = std::get_if<app::Rescored>(&event.body)) m_scorer = rescored->scorer;
    if (!m_run.isWorkers) {  // another scorer counts its last run again behind the one shown
        if (m_before && m_before->isWorkers) m_before->timeline.append(event);
        return;
    }
    m_jumped = m_jumped || std::holds_alternative<app::Rescored>(event.body);
    tellEvent(event);
    m_run.timeline.append(event);
    m_changed = true;
    if (starts) refreshShown();
    if (changesStatus) Q_EMIT statusChanged();
}

/// What of an event is worth a message.
void SessionController::tellEvent(const app::Event& event) {
    if (const auto* notice = std::get_if<app::Notice>(&event.body);
        notice && notice->severity != app::Notice::Severity::Info) {
        const bool isError = notice->severity == app::Notice::Severity::Error;
        QString text = appSentence(notice->text);
        if (text.startsWith(u"trace"_s)) text[0] = text[0].toUpper();  // "trace 3 was lost", in the middle of a log
        Q_EMIT message(isError ? MessageKind::Error : MessageKind::Warning, text);
    }
    const auto* end = std::get_if<app::RunFinished>(&event.body);
    const int lost = end && end->end != app::RunEnd::Failed ? app::countLost(latest()) : 0;
    if (lost > 0) {  // the log has a line for each time that traces were lost; what counts in the end is how many
        Q_EMIT message(MessageKind::Warning,
                       tr("%1 of %2 traces were lost with their connections. The vote is of the others.")
                           .arg(lost)
                           .arg(latest().traces.size()));
    }
    if (!end || end->end != app::RunEnd::Failed) return;
    const QString problem = tr("The run failed: %1").arg(appSentence(end->message));
    if (latest().header.backend == "cuda") {
        Q_EMIT cpuOffered(problem);
    } else {
        Q_EMIT message(MessageKind::Error, problem);
    }
    Q_EMIT runTroubled(problem);
}

/// Another run is shown from now on; a run of the worker that was shown is kept.
void SessionController::begin(SourceKind kind) {
    if (kind == SourceKind::Live) {  // it takes the place of whatever was being opened
        m_opener.giveUp();
        if (m_before) m_before->isWorkers = false;
        m_run.isWorkers = false;
    }
    if (m_run.kind == SourceKind::Live && !m_run.timeline.events().empty()) m_before = std::move(m_run);
    m_run = {};
    m_run.number = ++m_runs;
    m_run.kind = kind;
    m_run.isWorkers = kind == SourceKind::Live;
    m_run.isRecorded = m_run.isWorkers && m_startsRecorded;
    m_run.isKept = m_run.isWorkers && m_startsKept;
    if (m_run.isWorkers) m_run.rowsBeside = m_startsRowsBeside;
    if (m_run.isWorkers) m_run.files = m_startsIn;
    m_starting = false;
    showFromItsEnd();
}

void SessionController::showFromItsEnd() {
    m_playback.followEnd();
    m_shown = &latest();
    m_jumped = true;
    select(engine::TraceId{1});
}

/// Takes a recording that was read and folded in the background.
bool SessionController::takeRecording() {
    const QString path = m_opener.path();
    try {
        auto opened = m_opener.take();
        if (!opened) return false;
        begin(SourceKind::Recorded);
        m_run.timeline = std::move(opened->timeline);
        m_run.path = m_run.rowsBeside = path;
        tellWarnings(opened->warnings());
    } catch (const std::exception& error) {
        const QString reason = appSentence(error.what());
        Q_EMIT message(MessageKind::Error, reason);
        Q_EMIT refused(u"recording"_s, reason);
        Q_EMIT statusChanged();
        return false;
    }
    m_jumped = true;
    refreshShown();
    Q_EMIT recordingOpened();
    Q_EMIT statusChanged();
    return true;
}

/// What is not as the file has it.
void SessionController::tellWarnings(const std::vector<std::string>& warnings) {
    QStringList sentences;
    for (const std::string& warning : warnings) sentences.append(asSentence(appSentence(warning)));
    if (!sentences.isEmpty()) Q_EMIT message(MessageKind::Warning, shortened(sentences.join(u' '), kWarningLetters));
}

}  // namespace ui

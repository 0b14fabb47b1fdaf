// The session: commands out, notes in, the moment shown, recordings. A script stands in for the worker.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "app/run/recording_writer.h"
#include "ui/lanes/run_words.h"
#include "ui/session/session_controller.h"
#include "ui_scripted_run.h"

using namespace Qt::StringLiterals;
using engine::TraceId;
using ui::SessionController;

class UiSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        auto source =
            std::make_unique<ui_test::ScriptedSource>(ui_test::Script{.traces = 8, .kvBlocks = 48, .maxTokens = 200});
        m_source = source.get();
        m_session = std::make_unique<SessionController>(std::move(source));
    }

    void aModelLoadsWithProgress() {
        const QSignalSpy progress(m_session.get(), &SessionController::loadProgress);
        const QSignalSpy ready(m_session.get(), &SessionController::modelReady);
        const QSignalSpy scorer(m_session.get(), &SessionController::scorerReady);
        m_session->loadModel({});
        QVERIFY(m_session->loadingModel());
        m_session->tick();
        QVERIFY(!m_session->loadingModel());
        QCOMPARE(progress.size(), 1);
        QCOMPARE(ready.size(), 1);
        QCOMPARE(scorer.size(), 1);
    }

    void aRunIsFoldedToItsEnd() {
        QVERIFY(!m_session->runActive());
        startRun();
        QVERIFY(m_session->runActive());
        runToEnd();
        QVERIFY(!m_session->runActive());
        QVERIFY(m_session->latest().prunedCount > 0);
        QCOMPARE(&m_session->shown(), &m_session->latest());
        QVERIFY(m_session->kind() == ui::SourceKind::Live);
    }

    void lookingBackLeavesTheRunAlone() {
        startRun();
        for (int i = 0; i < 80; ++i) m_session->tick();
        const double then = m_session->duration() / 2;
        m_session->seek(then);
        QVERIFY(!m_session->playback().followsEnd());
        const auto tokens = m_session->shown().generatedTokens;
        const auto before = m_session->latest().generatedTokens;
        for (int i = 0; i < 20; ++i) m_session->tick();
        QCOMPARE(m_session->shown().generatedTokens, tokens);
        QVERIFY(m_session->latest().generatedTokens > before);
        QVERIFY(m_session->shown().now <= then);
        m_session->followEnd();
        QCOMPARE(m_session->shown().generatedTokens, m_session->latest().generatedTokens);
    }

    void playGoesOnFromTheBeginning() {
        startRun();
        runToEnd();
        m_session->setPlaySpeed(1000);
        m_session->togglePlay();
        QVERIFY(m_session->playback().playing());
        QTRY_VERIFY_WITH_TIMEOUT((m_session->tick(), !m_session->playback().playing()), 60000);
        QVERIFY(m_session->playback().followsEnd());
    }

    void commandsReachTheWorkerOnlyDuringARun() {
        m_session->setTraces(5);
        m_session->setPace(3);
        m_session->setKvCache(9);
        m_session->pause();
        QVERIFY(m_source->posted.empty());
        startRun();
        m_session->setTraces(5);
        QCOMPARE(std::get<app::SetTraces>(m_source->posted.back()).traces, 5);
        m_session->setPace(3);
        QCOMPARE(std::get<app::SetPace>(m_source->posted.back()).tokensPerSecond, 3.0);
        m_session->setKvCache(9);
        QCOMPARE(std::get<app::SetKvCache>(m_source->posted.back()).mib, 9.0);
        m_session->pause();
        m_session->tick();
        QVERIFY(m_session->latest().phase == app::RunPhase::Paused);
        QVERIFY(m_session->runActive());
        m_session->resume();
        m_session->stop();
        m_session->tick();
        QVERIFY(!m_session->runActive());
    }

    void refusalsAreToldAndEndTheWaiting() {
        const QSignalSpy messages(m_session.get(), &SessionController::message);
        m_session->loadModel({});
        m_source->drain();
        m_source->say(app::Refused{"model", "config.json is missing"});
        m_session->tick();
        QVERIFY(!m_session->loadingModel());
        QCOMPARE(messages.size(), 1);
        QCOMPARE(messages.front().at(1).toString(), u"config.json is missing"_s);
    }

    void recordingsOpenAsTheyWereSaved() {
        startRun();
        runToEnd();
        QTemporaryDir dir;
        const QString path = dir.filePath(u"run.stepscope"_s);
        QVERIFY(m_session->saveRecording(path));
        const auto tokens = m_session->latest().generatedTokens;

        SessionController other(std::make_unique<ui_test::ScriptedSource>(ui_test::Script{}));
        const QSignalSpy opened(&other, &SessionController::recordingOpened);
        other.openRecording(path);
        QVERIFY(other.loadingRecording());
        QTRY_VERIFY_WITH_TIMEOUT((other.tick(), !opened.isEmpty()), 60000);
        QCOMPARE(other.latest().generatedTokens, tokens);
        QVERIFY(other.kind() == ui::SourceKind::Recorded);
        QVERIFY(!other.runActive());
        other.seek(1);
        QVERIFY(other.shown().now <= 1);
    }

    void whatIsNoRecordingIsRefused() {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"bad.stepscope"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("not a recording\n");
        file.close();
        const QSignalSpy messages(m_session.get(), &SessionController::message);
        m_session->openRecording(path);
        QTRY_VERIFY_WITH_TIMEOUT((m_session->tick(), !messages.isEmpty()), 60000);
        QVERIFY(m_session->kind() == ui::SourceKind::None);
        QVERIFY(!m_session->loadingRecording());
    }

    void whatMayNotBeDoneSaysWhy() {
        const QSignalSpy messages(m_session.get(), &SessionController::message);
        m_session->start({});
        QCOMPARE(messages.back().at(1).toString(), m_session->whyNot(ui::Action::Run));
        QVERIFY(m_source->posted.empty());
        m_session->loadModel({});
        m_session->loadModel({});
        QVERIFY(m_session->activity() == ui::Activity::LoadingModel);
        m_session->start({});
        QCOMPARE(messages.size(), 2);
        m_session->tick();
        QVERIFY(m_session->activity() == ui::Activity::Idle);  // both have come
        startRun();
        QVERIFY(m_session->activity() == ui::Activity::Running);
        const std::size_t posted = m_source->posted.size();
        m_session->loadModel({});
        m_session->start({});
        QVERIFY(!m_session->trainScorer({}));
        QCOMPARE(messages.size(), 5);
        QCOMPARE(m_source->posted.size(), posted);
    }

    void aRunIsNotClosedByARecording() {
        startRun();
        const QSignalSpy messages(m_session.get(), &SessionController::message);
        m_session->openRecording(u"/nowhere.stepscope"_s);
        QCOMPARE(messages.size(), 1);
        QVERIFY(m_session->runActive());
    }

    void otherScoresAreShownAtOnce() {
        startRun();
        runToEnd();
        app::Rescored rescored;
        rescored.scorer = ui_test::scriptedScorer();
        rescored.scorer.name = "other.pt";
        for (const app::TraceState& trace : m_session->latest().traces) {
            rescored.traces.push_back({trace.id, std::vector<float>(trace.steps.size(), 0.25F)});
        }
        m_source->say(app::Event{m_session->duration(), rescored});
        m_session->tick();
        QCOMPARE(m_session->scorer()->name, std::string("other.pt"));
        for (const app::TraceState& trace : m_session->latest().traces) {
            if (trace.score()) QCOMPARE(*trace.score(), 0.25);
        }
    }

    /// A recording that is shown gets scores by another scorer: asked of the worker, and appended when they come.
    void aRecordingIsScoredAgain() {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"r.stepscope"_s);
        {
            app::RecordingWriter writer(path.toStdString());
            for (const app::Event& event : ui_test::ScriptedRun::all({.traces = 4, .kvBlocks = 60, .maxTokens = 60}))
                QVERIFY(writer.append(event));
        }
        m_session->loadModel({});
        m_session->tick();
        m_session->openRecording(path);
        QTRY_VERIFY((m_session->tick(), m_session->kind() == ui::SourceKind::Recorded));
        QSignalSpy done(m_session.get(), &SessionController::rescoringDone);
        m_source->posted.clear();
        QVERIFY(m_session->rescore(u"/m/other.pt"_s));
        const auto* order = std::get_if<app::RescoreRun>(&m_source->posted.back());
        QVERIFY(order && order->scorerPath == "/m/other.pt" && order->recordingPath == path.toStdString());
        QCOMPARE(order->steps.traces.size(), m_session->latest().traces.size());
        QVERIFY(m_session->activity() == ui::Activity::Rescoring && !m_session->may(ui::Action::Run));
        QVERIFY(!m_session->rescore(u"/m/third.pt"_s));  // one at a time
        m_session->cancelRescoring();
        QVERIFY(std::holds_alternative<app::CancelRescoring>(m_source->posted.back()));

        app::Rescored rescored;
        rescored.scorer = ui_test::scriptedScorer();
        rescored.scorer.name = "other.pt";
        rescored.scorer.sha256 = "other";
        for (const app::TraceState& trace : m_session->latest().traces)
            rescored.traces.push_back({trace.id, std::vector<float>(trace.steps.size(), 0.75F)});
        const int number = order->number;
        m_source->say(app::RescoringDone{number, {{m_session->duration(), rescored}}, {}});
        m_session->tick();
        QVERIFY(m_session->activity() == ui::Activity::Idle);
        QCOMPARE(done.size(), 1);
        QCOMPARE(done[0][0].toBool(), true);
        QVERIFY(m_session->latest().isRescored());
        for (const app::TraceState& trace : m_session->latest().traces) {
            if (trace.score()) QCOMPARE(*trace.score(), 0.75);
        }
        QVERIFY(ui::settingsLine(m_session->latest()).contains(u"re-scored with other.pt"_s));
        // What comes for a run that is not shown any more changes nothing.
        QVERIFY(m_session->rescore(u"/m/other.pt"_s));
        m_session->openRecording(path);
        QTRY_VERIFY((m_session->tick(), !m_session->loadingRecording()));
        m_source->say(app::RescoringDone{number, {{1, rescored}}, {}});
        m_session->tick();
        QVERIFY(!m_session->latest().isRescored());
        QCOMPARE(done.back()[0].toBool(), false);
    }

private:
    void startRun() {
        if (!m_session->model()) {
            m_session->loadModel({});
            m_session->tick();
        }
        app::StartRun run;
        run.problem = "1 + 1";
        m_session->start(run);
        m_session->tick();
    }
    void runToEnd() {
        for (int i = 0; i < 2000 && m_session->runActive(); ++i) m_session->tick();
    }

    ui_test::ScriptedSource* m_source = nullptr;
    std::unique_ptr<SessionController> m_session;
};

QTEST_GUILESS_MAIN(UiSession)
#include "ui_session.moc"

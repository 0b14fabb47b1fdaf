// Training a scorer from the window, and reports of studies, offscreen.
// A script stands in for the worker. With STEPSCOPE_TEST_PICTURES set, pictures of the dialog are left in that folder.
#include <QAction>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include "app/study/statistics/study_record.h"
#include "cpu_time.h"
#include "ui/app_window.h"
#include "ui/dialogs/problem_set_box.h"
#include "ui/dialogs/train_dialog.h"
#include "ui/dialogs/training_tables.h"
#include "ui/message_bar.h"
#include "ui/session/study_opener.h"
#include "ui_scripted_run.h"

using namespace Qt::StringLiterals;
using engine::TraceId;

/// Takes what would go to the browser.
class Browser : public QObject {
    Q_OBJECT
public Q_SLOTS:
    void take(const QUrl& url) { urls.push_back(url.toLocalFile()); }

public:
    QStringList urls;
};

namespace {

QPushButton* findButton(const QWidget& in, const QString& text) {
    for (QPushButton* button : in.findChildren<QPushButton*>())
        if (button->text().remove(u'&') == text) return button;
    return nullptr;
}

QString textOf(const QWidget& in, const QString& accessibleName) {
    for (const QLabel* label : in.findChildren<QLabel*>())
        if (label->accessibleName() == accessibleName) return label->text();
    return {};
}

scorer::ScorerMetrics metrics(double auc) {
    scorer::ScorerMetrics m;
    m.problems = 40;
    m.traces = 1280;
    m.stepAuc = auc;
    m.traceAuc = auc + 0.04;
    m.f1 = auc - 0.02;
    for (std::size_t i = 0; i < m.ranking.size(); ++i) m.ranking[i].auc = auc - 0.1 + 0.03 * static_cast<double>(i);
    m.calibrationError = 0.043;
    return m;
}

scorer::EpochReport epoch(int number) {
    return {.epoch = number,
            .trainLoss = 0.6 - 0.02 * number,
            .validationLoss = 0.6,
            .auc = 0.7 + 0.01 * number,
            .f1 = 0.68,
            .quality = 0.7};
}

app::TrainingProgress sampling(int done) {
    return {.progress = {.what = "sampling", .done = done, .total = 200, .leftS = 312.0, .epoch = {}}, .epochs = {}};
}

app::TrainingDone finished(const std::string& file) {
    app::ScorerOutcome outcome;
    outcome.file = file;
    outcome.report.chosenEpoch = 2;
    outcome.report.validation = metrics(0.83);
    outcome.test = metrics(0.81);
    outcome.testBefore = metrics(0.78);
    outcome.droppedTraces = 12;
    return {outcome, {}};
}

}  // namespace

class UiTraining : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
        for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "HF_HOME"})
            qputenv(name, m_folder.path().toUtf8());
        m_theme.apply(ui::ThemeChoice::Light);
        QDesktopServices::setUrlHandler(u"file"_s, &m_browser, "take");
    }

    void init() {
        auto source = std::make_unique<ui_test::ScriptedSource>(
            ui_test::Script{.traces = 8, .kvBlocks = 48, .maxTokens = 200}, 0);
        m_source = source.get();
        ui::LaunchOptions launch;
        launch.size = QSize(1280, 800);
        launch.examples = {{.title = "One", .question = "Find x.", .answer = "4", .family = "equations", .level = 1}};
        m_window = std::make_unique<ui::AppWindow>(std::move(source), m_theme, launch);
        m_window->show();
        m_window->begin();
        m_window->session().setTimerRunning(false);
        m_window->session().tick();
        m_source->posted.clear();
        m_browser.urls.clear();
    }
    void cleanup() { m_window.reset(); }
    void cleanupTestCase() { QDesktopServices::unsetUrlHandler(u"file"_s); }

    void aTrainingGoesFromFormToScorer() {
        ui::TrainDialog& dialog = m_window->training();
        dialog.show();
        dialog.problemSet().chooseOwn(u"train"_s);
        dialog.problemSet().setCount(7);
        dialog.testSet().chooseOwn(u"heldout"_s);
        dialog.testSet().setCount(5);
        dialog.setTracesPerProblem(3);
        QVERIFY2(dialog.output().endsWith("Scripted-model_step_scorer.safetensors"_L1), qPrintable(dialog.output()));
        dialog.setOutput(m_folder.filePath(u"new.safetensors"_s));
        QCOMPARE(textOf(dialog, u"What will be sampled"_s), u"21 traces to sample, and 15 for the test."_s);
        picture(u"form"_s);
        findButton(dialog, u"Start"_s)->click();
        const auto& plan = std::get<app::TrainScorer>(m_source->posted.back()).plan;
        QCOMPARE(plan.problems.size(), std::size_t{7});
        QCOMPARE(plan.testProblems.size(), std::size_t{5});
        QCOMPARE(plan.tracesPerProblem, 3);
        QCOMPARE(plan.options.maxTokens, 700);
        QCOMPARE(plan.output.string(), m_folder.filePath(u"new.safetensors"_s).toStdString());

        tell(sampling(40));
        QCOMPARE(textOf(dialog, u"State of the training"_s), u"Sampling traces"_s);
        QCOMPARE(dialog.findChild<QProgressBar*>()->value(), 40);
        picture(u"sampling"_s);
        app::TrainingProgress trained{
            .progress = {.what = "training, epoch 2", .done = 200, .total = 1000, .leftS = 4.0, .epoch = {}},
            .epochs = {epoch(1), epoch(2), epoch(3)}};
        tell(trained);
        QCOMPARE(dialog.findChild<ui::EpochTable*>()->rowCount(), 3);
        QVERIFY(!findButton(dialog, u"Use this scorer"_s)->isVisible());
        tell(finished(m_folder.filePath(u"new.safetensors"_s).toStdString()));
        auto* table = dialog.findChild<ui::MetricsTable*>();
        QCOMPARE(table->columnCount(), 3);
        QCOMPARE(table->item(0, 0)->text(), u"0.830"_s);
        QCOMPARE(table->item(0, 2)->text(), u"0.780"_s);
        QVERIFY(dialog.findChild<ui::EpochTable*>()->item(1, 0)->text().startsWith(u'\u2713'));
        picture(u"done"_s);
        findButton(dialog, u"Use this scorer"_s)->click();
        QCOMPARE(std::get<app::LoadScorer>(m_source->posted.back()).path,
                 m_folder.filePath(u"new.safetensors"_s).toStdString());
        QVERIFY(findButton(dialog, u"Start"_s)->isVisible());
    }

    void aScorerIsJudgedInWords_data() {
        QTest::addColumn<double>("now");
        QTest::addColumn<double>("before");  // negative: there was none
        QTest::addColumn<QString>("begins");
        QTest::addColumn<bool>("isRecommended");
        QTest::newRow("worse than chance") << 0.17 << 0.93 << u"Worse than chance: "_s << false;
        QTest::newRow("worse") << 0.80 << 0.93 << u"Worse than the scorer in use: AUC 0.80 against 0.93"_s << false;
        QTest::newRow("same") << 0.93 << 0.93 << u"As good as the scorer in use"_s << false;
        QTest::newRow("better") << 0.95 << 0.90 << u"Better than the scorer in use: AUC 0.95 against 0.90"_s << true;
        QTest::newRow("the first one") << 0.80 << -1.0 << u"It prefers the right one"_s << true;
    }

    void aScorerIsJudgedInWords() {
        QFETCH(double, now);
        QFETCH(double, before);
        QFETCH(QString, begins);
        QFETCH(bool, isRecommended);
        ui::TrainDialog& dialog = m_window->training();
        dialog.show();
        app::TrainingDone done = finished(m_folder.filePath(u"judged.safetensors"_s).toStdString());
        done.outcome->test.reset();
        done.outcome->testBefore.reset();
        done.outcome->report.validation = metrics(now);
        done.outcome->report.validation.traceAuc = now;
        if (before >= 0) {
            done.outcome->validationBefore = metrics(before);
            done.outcome->validationBefore->traceAuc = before;
        }
        dialog.problemSet().chooseOwn(u"train"_s);
        dialog.start();
        tell(done);
        const QString said = textOf(dialog, u"What the trained scorer is worth"_s);
        QVERIFY2(said.startsWith(begins), qPrintable(said));
        QCOMPARE(findButton(dialog, u"Use this scorer"_s)->property("primary").toBool(), isRecommended);
        QCOMPARE(findButton(dialog, u"Start"_s)->property("primary").toBool(), !isRecommended);
        picture(u"verdict_"_s + QLatin1String(QTest::currentDataTag()).toString().replace(u' ', u'_'));
    }

    void theWorkerTrainsWhatTheDialogAsks() {
        ui::LaunchOptions launch;
        launch.model.backend = app::BackendChoice::Cpu;
        launch.applyTo = [](app::RunOptions options) {
            options.sampling.temperature = 1.3;  // right and wrong answers
            options.maxTokens = 400;
            return options;
        };
        auto window = std::make_unique<ui::AppWindow>(std::make_unique<ui::WorkerSource>(), m_theme, launch);
        window->show();
        const QSignalSpy scorers(&window->session(), &ui::SessionController::scorerReady);
        const QSignalSpy ends(&window->session(), &ui::SessionController::trainingDone);
        window->begin();
        QTRY_COMPARE_WITH_TIMEOUT(scorers.size(), 1, 60000);
        ui::TrainDialog& dialog = window->training();
        dialog.show();
        dialog.problemSet().chooseOwn(u"train"_s);
        dialog.problemSet().setCount(16);
        dialog.setTracesPerProblem(4);
        dialog.setOutput(m_folder.filePath(u"trained.safetensors"_s));
        dialog.start();
        QTRY_COMPARE_WITH_TIMEOUT(ends.size(), 1, 300000);
        QPushButton* use = findButton(dialog, u"Use this scorer"_s);
        QVERIFY2(use && use->isVisible(), qPrintable(textOf(dialog, u"State of the training"_s)));
        QVERIFY(dialog.findChild<ui::EpochTable*>()->rowCount() > 0);
        use->click();
        QTRY_COMPARE_WITH_TIMEOUT(scorers.size(), 2, 60000);
        QCOMPARE(window->session().scorer()->name, std::string("trained.safetensors"));
        QTRY_COMPARE(use->text(), u"In use"_s);
        dialog.problemSet().setCount(200);
        dialog.setOutput(m_folder.filePath(u"other.safetensors"_s));
        dialog.start();
        const QSignalSpy progress(&window->session(), &ui::SessionController::trainingProgress);
        QTRY_VERIFY_WITH_TIMEOUT(!progress.isEmpty(), 60000);
        const cpu::ProcessClock work;
        window->close();
        window.reset();
        QVERIFY2(work.seconds() < 2 * cpu::kSlack,
                 qPrintable(QString::number(work.seconds())));  // it does not train on
    }

    void aRunWaitsForATraining() {
        start();
        QPushButton* run = findButton(*m_window, u"Run"_s);
        QVERIFY(run && !run->isEnabled() && run->toolTip().contains(u"being trained"_s));
        m_source->posted.clear();
        m_window->startRun();
        m_window->session().loadScorer(u"other.pt"_s);
        m_window->session().loadModel({});
        QVERIFY(m_source->posted.empty());
        QVERIFY(m_window->messages().text().contains(u"being trained"_s));
        picture(u"window-training"_s, m_window.get());
        m_window->training().hide();
        tell(app::TrainingDone{std::nullopt, "the disk is full"});
        QVERIFY2(m_window->messages().text().contains(u"the disk is full"_s), qPrintable(m_window->messages().text()));
        QVERIFY(run->isEnabled());
    }

    void aTrainingIsCancelled() {
        start();
        ui::TrainDialog& dialog = m_window->training();
        findButton(dialog, u"Cancel training"_s)->click();
        QVERIFY(std::holds_alternative<app::CancelTraining>(m_source->posted.back()));
        QVERIFY(!findButton(dialog, u"Cancel training"_s)->isEnabled());
        tell(app::TrainingDone{});
        QVERIFY(textOf(dialog, u"State of the training"_s).startsWith(u"Cancelled"_s));
        QVERIFY(findButton(dialog, u"Start"_s)->isEnabled());
    }

    void closingTheWindowCancels() {
        start();
        m_window->close();
        QVERIFY(std::holds_alternative<app::CancelTraining>(m_source->posted.back()));
    }

    void aTrainingWaitsForARun() {
        m_window->startRun();
        m_source->passesPerDrain = 5;
        m_window->session().tick();
        ui::TrainDialog& dialog = m_window->training();
        dialog.show();
        QVERIFY(!findButton(dialog, u"Start"_s)->isEnabled());
        QCOMPARE(findButton(dialog, u"Start"_s)->toolTip(), u"Stop the run first."_s);
        m_source->posted.clear();
        dialog.start();
        QVERIFY(m_source->posted.empty());
    }

    void whatCannotBeTrainedOnIsSaid() {
        ui::TrainDialog& dialog = m_window->training();
        dialog.show();
        const QString path = m_folder.filePath(u"bad.jsonl"_s);
        QFile bad(path);
        QVERIFY(bad.open(QIODevice::WriteOnly) && bad.write("no problems\n") > 0);
        bad.close();
        dialog.problemSet().chooseFile(path);
        QVERIFY2(textOf(dialog, u"What will be sampled"_s).contains(u"bad.jsonl"_s),
                 qPrintable(textOf(dialog, u"What will be sampled"_s)));
        QVERIFY(!findButton(dialog, u"Start"_s)->isEnabled());
        dialog.problemSet().chooseOwn(u"train"_s);
        QVERIFY(findButton(dialog, u"Start"_s)->isEnabled());
        dialog.setOutput(u"scorer.txt"_s);
        QVERIFY(!findButton(dialog, u"Start"_s)->isEnabled());
    }

    void theOutputLiesWhereItMay() {
        app::ModelInfo model{};
        model.name = "some/model: 4B";
        model.path = m_folder.path().toStdString();
        QCOMPARE(ui::proposeScorerFile(model), m_folder.filePath(u"step_scorer/model-4B_step_scorer.safetensors"_s));
        QVERIFY(QDir(m_folder.path()).mkpath(u"step_scorer"_s));
        QFile there(ui::proposeScorerFile(model));
        QVERIFY(there.open(QIODevice::WriteOnly));
        QCOMPARE(ui::proposeScorerFile(model), m_folder.filePath(u"step_scorer/model-4B_step_scorer_2.safetensors"_s));
        QFile gguf(m_folder.filePath(u"model.gguf"_s));
        QVERIFY(gguf.open(QIODevice::WriteOnly));
        model.path = gguf.fileName().toStdString();
        QCOMPARE(ui::proposeScorerFile(model), m_folder.filePath(u"model-4B_step_scorer.safetensors"_s));
        model.embedded = true;
        QCOMPARE(ui::proposeScorerFile(model),
                 m_folder.filePath(u"stepscope/scorers/model-4B_step_scorer.safetensors"_s));
    }

    void studiesOpenInTheBrowser() {
        QSignalSpy opened(&m_window->studies(), &ui::StudyOpener::opened);
        const QTemporaryDir study;
        m_window->studies().open(study.path());
        QTRY_VERIFY(m_window->messages().text().contains(u"no study"_s));
        writeStudy(study.path());
        m_window->studies().open(study.filePath(u"study.json"_s));
        QTRY_COMPARE(opened.size(), 1);
        QCOMPARE(m_browser.urls, QStringList{study.filePath(u"report.html"_s)});
        QVERIFY(QFile::exists(study.filePath(u"report.html"_s)));
        m_window->studies().open(study.filePath(u"report.html"_s));
        QTRY_COMPARE(opened.size(), 2);
    }

    void aMissingStudyIsSaid() {
        for (const QAction* top : m_window->menuBar()->actions())
            for (const QAction* action : top->menu()->actions())
                if (action->text().contains("embedded model"_L1)) {
                    QCOMPARE(action->isEnabled(), !action->toolTip().contains("missing"_L1));
                    return;
                }
        QFAIL("no such action");
    }

private:
    void start() {
        ui::TrainDialog& dialog = m_window->training();
        dialog.show();
        dialog.problemSet().setCount(2);
        dialog.start();
        QVERIFY(std::holds_alternative<app::TrainScorer>(m_source->posted.back()));
    }
    void tell(app::Note note) {
        m_source->say(std::move(note));
        m_window->session().tick();
    }
    void picture(const QString& name, QWidget* of = nullptr) {
        const QString folder = qEnvironmentVariable("STEPSCOPE_TEST_PICTURES");
        if (folder.isEmpty()) return;
        for (const auto choice : {ui::ThemeChoice::Dark, ui::ThemeChoice::Light}) {
            m_theme.apply(choice);
            for (int round = 0; round < 3; ++round) QCoreApplication::processEvents();
            (of ? of : &m_window->training())
                ->grab()
                .save(
                    QDir(folder).filePath(name + (choice == ui::ThemeChoice::Dark ? u"-dark.png"_s : u"-light.png"_s)));
        }
    }
    void writeStudy(const QString& folder) {
        app::StudySetup setup;
        setup.model = "model";
        setup.device = "device";
        setup.policies = {"sc"};
        setup.traces = {2};
        setup.memory = {1};
        setup.seeds = {1};
        setup.problems = 1;
        app::StudyRecord record;
        record.cell = {"sc", 2, 1, 1, false};
        record.answer = "42";
        record.correct = true;
        record.generated = 10;
        QVERIFY(QDir(folder).mkpath(u"runs"_s));
        const std::pair<QString, std::string> files[] = {{u"study.json"_s, toJson(setup).dump()},
                                                         {u"runs/a.jsonl"_s, toJson(record).dump() + "\n"}};
        for (const auto& [name, text] : files) {
            QFile file(QDir(folder).filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text.c_str()) > 0);
        }
    }

    QTemporaryDir m_folder;
    ui::Theme m_theme;
    Browser m_browser;
    ui_test::ScriptedSource* m_source = nullptr;
    std::unique_ptr<ui::AppWindow> m_window;
};

QTEST_MAIN(UiTraining)
#include "ui_training.moc"

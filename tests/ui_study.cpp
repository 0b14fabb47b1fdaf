// Studies from the window, offscreen: chosen, estimated, paused, continued, finished, equal to those of the command
// line. With STEPSCOPE_TEST_PICTURES set, pictures are left in that folder.
#include <QCheckBox>
#include <QDesktopServices>
#include <QLabel>
#include <QMenuBar>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <map>
#include <nlohmann/json.hpp>

#include "cli_support.h"
#include "ui/dialogs/problem_set_box.h"
#include "ui/dialogs/study_dialog.h"
#include "ui/dialogs/study_form.h"
#include "ui/dialogs/study_table.h"
#include "ui/dialogs/study_words.h"
#include "ui/message_bar.h"
#include "ui/session/remembered.h"
#include "ui/session/study_opener.h"
#include "ui_dialog_support.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using nlohmann::json;
using State = ui::StudyDialog::State;
using ui_test::findButton;
using ui_test::textOf;

/// Takes what would go to the browser.
class Browser : public QObject {
    Q_OBJECT
public Q_SLOTS:
    void take(const QUrl& url) { urls.push_back(url.toLocalFile()); }

public:
    QStringList urls;
};

namespace {

/// Without times, which differ from run to run, and without what they are computed to.
json withoutTimes(const json& value) {
    if (value.is_array()) {
        json out = json::array();
        for (const json& item : value) out.push_back(withoutTimes(item));
        return out;
    }
    if (!value.is_object()) return value;
    json out = json::object();
    for (const auto& [key, item] : value.items()) {
        const QString name = QString::fromStdString(key);
        if (name.contains(u"latency"_s) || name.contains(u"wait"_s) || name.endsWith(u"_s"_s) ||
            name.contains(u"_s_"_s) || name == u"started_at"_s)
            continue;
        out[key] = withoutTimes(item);
    }
    return out;
}

json fileOf(const QString& folder, const char* name) {
    return withoutTimes(json::parse(cli::contents(folder + u'/' + QLatin1String(name)).toStdString(), nullptr, false));
}

/// The records of a study, by file, sorted: a pause changes the order in which runs end, and how many of them share the
/// storage that unpruned runs have no cap on.
std::map<QString, std::vector<std::string>> recordsOf(const QString& folder) {
    std::map<QString, std::vector<std::string>> files;
    const QDir runs(folder + u"/runs"_s);
    for (const QString& name : runs.entryList({u"*.jsonl"_s})) {
        for (const QByteArray& line : cli::contents(runs.filePath(name)).split('\n')) {
            if (line.isEmpty()) continue;
            json record = withoutTimes(json::parse(line.toStdString()));
            if (record["memory"] == 1.0 && record["policy"] == "sc") record.erase("kv_blocks");
            files[name].push_back(record.dump());
        }
        std::ranges::sort(files[name]);
    }
    return files;
}

}  // namespace

class UiStudy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_folder);
        m_theme.apply(ui::ThemeChoice::Light);
        QDesktopServices::setUrlHandler(u"file"_s, &m_browser, "take");
    }
    void init() {
        m_browser.urls.clear();
        ui::rememberStudy({});
    }
    void cleanupTestCase() { QDesktopServices::unsetUrlHandler(u"file"_s); }

    /// The real worker: estimated, started, paused, another thing done meanwhile, resumed, finished; and the command
    /// line with the same settings has the same results.
    void aStudyGoesFromFormToReport() {
        const QString folder = m_folder.filePath(u"window"_s);
        auto window = realWindow();
        ui::SessionController& session = window->session();
        ui::StudyDialog& dialog = window->study();
        dialog.show();
        ui::StudyForm& form = dialog.form();
        form.problemSet().chooseOwn(u"heldout"_s);
        form.problemSet().setCount(3);
        form.setTraces(u"4"_s);
        form.setMemory(u"50, 100"_s);
        form.setSeeds(u"1"_s);
        form.setTogether(2);
        form.setAlone(1);
        form.setFolder(folder);
        QCOMPARE(textOf(dialog, u"What will run, and how long"_s), u"16 runs, 4 of them timed alone."_s);
        picture(u"study-form"_s, dialog);

        findButton(dialog, u"Estimate the time"_s)->click();
        QCOMPARE(dialog.state(), State::Measuring);
        QVERIFY(!session.may(ui::Action::Run) && session.whyNot(ui::Action::Run).contains(u"study"_s));
        QTRY_COMPARE_WITH_TIMEOUT(dialog.state(), State::Choosing, 120000);
        const QString size = textOf(dialog, u"What will run, and how long"_s);
        QVERIFY2(size.contains(u" About "_s), qPrintable(size));
        QVERIFY(textOf(dialog, u"What the time is based on"_s).contains(u"6 traces of 3 problems"_s));
        picture(u"study-estimated"_s, dialog);

        const QSignalSpy progress(&session, &ui::SessionController::studyProgress);
        findButton(dialog, u"Start"_s)->click();
        QCOMPARE(dialog.state(), State::Running);
        QCOMPARE(ui::rememberedStudy().isEmpty(), !QFile::exists(folder + u"/plan.json"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!progress.isEmpty(), 60000);
        findButton(dialog, u"Pause"_s)->click();
        QCOMPARE(dialog.state(), State::Pausing);
        QTRY_COMPARE_WITH_TIMEOUT(dialog.state(), State::Paused, 60000);
        const int before = cli::recordsIn(folder);
        QVERIFY2(before >= 1 && before < 16, qPrintable(QString::number(before)));
        QVERIFY(m_browser.urls.isEmpty());

        // The model is free meanwhile.
        QVERIFY(session.may(ui::Action::Run));
        const QSignalSpy status(&session, &ui::SessionController::statusChanged);
        window->startRun();
        QTRY_COMPARE_WITH_TIMEOUT(session.latest().phase, app::RunPhase::Finished, 60000);

        findButton(dialog, u"Resume"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(dialog.state(), State::Finished, 120000);
        QTRY_COMPARE(m_browser.urls, QStringList{folder + u"/report.html"_s});
        QVERIFY(ui::rememberedStudy().isEmpty());
        QCOMPARE(dialog.findChild<ui::StudyTable*>()->rowCount(), 4);
        picture(u"study-finished"_s, dialog);
        window.reset();

        const QString other = m_folder.filePath(u"cli"_s);
        const cli::Result result =
            cli::run(QStringList{u"study"_s, u"--problems"_s, cli::kHeldout, u"--output"_s, other} +
                     cli::words("--limit 3 --policies sc,step --n-values 4 --memory 0.5,1 --seeds 1 --parallel 2 "
                                "--alone 1 --max-tokens 60 --backend cpu"));
        QVERIFY2(result.code == 0, result.err.constData());
        const auto records = recordsOf(folder);
        QCOMPARE(records.size(), std::size_t{8});
        for (const auto& [name, lines] : recordsOf(other)) {
            const auto found = records.find(name);
            QVERIFY2(found != records.end(), qPrintable(name));
            for (std::size_t i = 0; i < std::max(lines.size(), found->second.size()); ++i)
                QCOMPARE(QString::fromStdString(found->second.at(i)), QString::fromStdString(lines.at(i)));
        }
        for (const char* name : {"study.json", "summary.json", "plan.json"}) {
            const json a = fileOf(folder, name);
            const json b = fileOf(other, name);
            QVERIFY2(a == b, json::diff(a, b).dump(1).c_str());
            QVERIFY(a.is_object() && !a.empty());
        }
    }

    /// Closed in the midst of a study; the next window continues it.
    void aStudyOutlivesTheWindow() {
        const QString folder = m_folder.filePath(u"outlives"_s);
        auto first = realWindow();
        begin(*first, folder);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(folder + u"/plan.json"_s), 60000);
        first->close();
        first.reset();
        QCOMPARE(ui::rememberedStudy(), folder);

        auto second = realWindow();
        QVERIFY2(second->messages().text().contains(u"is not finished"_s), qPrintable(second->messages().text()));
        findButton(second->messages(), u"Continue it"_s)->click();
        ui::StudyDialog& dialog = second->study();
        QCOMPARE(dialog.state(), State::Paused);
        QCOMPARE(dialog.folder(), folder);
        QVERIFY(textOf(dialog, u"What runs"_s).startsWith(u"2 problems of heldout.jsonl"_s));
        dialog.resume();
        QTRY_COMPARE_WITH_TIMEOUT(dialog.state(), State::Finished, 120000);
        QVERIFY(ui::rememberedStudy().isEmpty() && QFile::exists(folder + u"/report.html"_s));
        second.reset();
        ui::rememberStudy(folder);
        const auto offer = [this] { return ui_test::ScriptedWindow(m_theme).window->messages().text(); };
        QVERIFY(offer().contains(u"is not finished"_s));
        QVERIFY(offer().isEmpty());  // once
    }

    /// A script stands in for the worker: what the dialog asks of it, and what it makes of the answers.
    void theDialogFollowsTheWorker() {
        ui_test::ScriptedWindow opened(m_theme);
        ui::StudyDialog& dialog = prepared(opened);
        dialog.start();
        const auto& plan = std::get<app::RunStudy>(opened.source->posted.back()).plan;
        QVERIFY(plan.problems.size() == 20 && plan.limit == 20 && plan.policies.size() == 2);
        QVERIFY(plan.traces == std::vector{16} && plan.memory == (std::vector{0.25, 0.5, 1.0}));
        QCOMPARE(plan.options.pace, 0.0);
        tell(opened, app::StudyProgress{"seed 1, unpruned", 4, 164, 251, 20});
        QCOMPARE(textOf(dialog, u"State of the study"_s), u"Unpruned runs, seed 1: run 5 of 164"_s);
        QCOMPARE(textOf(dialog, u"Time left"_s), u"4 min left"_s);
        QCOMPARE(dialog.findChild<QProgressBar*>()->value(), qRound(1000 * 20 / 271.0));
        picture(u"study-running"_s, dialog);
        picture(u"window-study"_s, *opened.window);
        dialog.pause();
        QCOMPARE(std::get<app::EndStudy>(opened.source->posted.back()).how, app::StudyEnd::AfterRuns);
        QVERIFY(findButton(dialog, u"Pause now"_s));
        dialog.pause();
        QCOMPARE(std::get<app::EndStudy>(opened.source->posted.back()).how, app::StudyEnd::Now);
        QCOMPARE(dialog.state(), State::Stopping);
        app::StudyOutcome outcome;
        outcome.folder = plan.folder;
        outcome.runs = 12;
        outcome.rows = {{"sc", 16, 1, 12, 0.75, 4096, std::nullopt}};
        tell(opened, app::StudyDone{outcome, {}});
        QCOMPARE(dialog.state(), State::Paused);
        QVERIFY(textOf(dialog, u"State of the study"_s).contains(u"12 runs"_s));
        QVERIFY(opened.session().may(ui::Action::Run));
        picture(u"study-paused"_s, dialog);
        dialog.resume();
        QCOMPARE(opened.countPosted<app::RunStudy>(), 2);
        tell(opened, app::StudyDone{std::nullopt, "the disk is full"});
        QCOMPARE(dialog.state(), State::Failed);
        QVERIFY(textOf(dialog, u"State of the study"_s).contains(u"the disk is full"_s));
        dialog.resume();
        QCOMPARE(opened.countPosted<app::RunStudy>(), 3);
        outcome.complete = true;
        outcome.seconds = 700;
        outcome.failedRuns = 2;
        outcome.rows = manyRows();
        tell(opened, app::StudyDone{outcome, {}});
        QCOMPARE(dialog.state(), State::Finished);
        QCOMPARE(textOf(dialog, u"State of the study"_s), u"Finished: 12 runs in 12 min."_s);
        QVERIFY(textOf(dialog, u"About the study"_s).startsWith(u"2 runs failed."_s));
        picture(u"study-many-rows"_s, dialog);
        dialog.chooseAnother();
        QCOMPARE(dialog.state(), State::Choosing);
    }

    void othersWaitForAStudy() {
        ui::LaunchOptions launch;
        launch.size = QSize(1280, 800);
        ui_test::ScriptedWindow opened(m_theme, launch);
        ui::StudyDialog& dialog = prepared(opened);
        dialog.start();
        opened.source->posted.clear();
        opened.window->startRun();
        opened.session().loadModel({});
        opened.session().loadScorer(u"other.pt"_s);
        QVERIFY(opened.source->posted.empty());
        QVERIFY2(opened.window->messages().text().contains(u"study"_s), qPrintable(opened.window->messages().text()));
        QVERIFY(opened.session().may(ui::Action::OpenRecording));
        picture(u"window-study-small"_s, *opened.window);
        QPushButton* run = findButton(*opened.window, u"Run"_s);
        QVERIFY(run && !run->isEnabled() && run->toolTip().contains(u"study"_s));
        dialog.hide();
        tell(opened, app::StudyDone{std::nullopt, "a device was lost"});
        QVERIFY(opened.window->messages().text().contains(u"a device was lost"_s) && run->isEnabled());
        opened.window->close();
        QCOMPARE(opened.countPosted<app::EndStudy>(), 0);
    }

    void aStudyWaitsForARun() {
        ui_test::ScriptedWindow opened(m_theme);
        ui::StudyDialog& dialog = prepared(opened);
        opened.window->startRun();
        opened.passes(5);
        QVERIFY(!findButton(dialog, u"Start"_s)->isEnabled());
        QCOMPARE(findButton(dialog, u"Start"_s)->toolTip(), u"Stop the run first."_s);
        dialog.start();
        dialog.measure();
        QCOMPARE(opened.countPosted<app::RunStudy>() + opened.countPosted<app::MeasureStudy>(), 0);
    }

    /// An estimate holds for other sizes of the same study, and not for another set.
    void anEstimateFollowsTheForm() {
        ui_test::ScriptedWindow opened(m_theme);
        ui::StudyDialog& dialog = prepared(opened);
        dialog.measure();
        QVERIFY(std::holds_alternative<app::MeasureStudy>(opened.source->posted.back()));
        tell(opened, app::StudyMeasuring{0.4});
        QCOMPARE(textOf(dialog, u"What the time is based on"_s), u"Measuring\u2026 40\u00a0%"_s);
        app::StudyMeasure measure;
        measure.problems = {{.promptTokens = 40, .meanTokens = 240}, {.promptTokens = 40, .meanTokens = 360}};
        measure.spread = {0.8, 1.2};
        measure.traces = 4;
        measure.passes.perRowS = 0.001;
        measure.seconds = 6;
        measure.tokens = 12000;
        tell(opened, app::StudyMeasured{measure, {}});
        const auto size = [&] { return textOf(dialog, u"What will run, and how long"_s); };
        QCOMPARE(textOf(dialog, u"What the time is based on"_s),
                 u"Measured just now in 6 s: 4 traces of 2 problems, 300 tokens a trace, %1."_s.arg(
                     u"2\u202f000\u00a0tok/s"_s));
        const QString twenty = size();
        QVERIFY2(twenty.contains(u"About "_s), qPrintable(twenty));
        dialog.form().problemSet().setCount(40);
        QVERIFY(size().contains(u"About "_s) && size() != twenty);
        dialog.form().problemSet().chooseOwn(u"handwritten"_s);
        QVERIFY2(!size().contains(u"About "_s), qPrintable(size()));
    }

    void whatIsNoStudyIsSaid() {
        ui_test::ScriptedWindow opened(m_theme);
        ui::StudyDialog& dialog = prepared(opened);
        const auto said = [&] { return textOf(dialog, u"What will run, and how long"_s); };
        dialog.form().setTraces(u"4, x"_s);
        QVERIFY2(said().startsWith(u"n: x is not allowed."_s), qPrintable(said()));
        QVERIFY(!findButton(dialog, u"Start"_s)->isEnabled());
        dialog.form().setTraces(u"4"_s);
        dialog.form().setMemory(u"0"_s);
        QVERIFY(said().startsWith(u"Memory: 0 is not allowed."_s));
        dialog.form().setMemory(u"50"_s);
        dialog.form().setSeeds(u"-1"_s);
        QVERIFY(said().startsWith(u"Seeds: "_s));
        dialog.form().setSeeds(u"1"_s);
        dialog.form().setPolicies({});
        QCOMPARE(said(), u"Choose at least one policy."_s);
        dialog.form().setPolicies({u"cot"_s});
        QVERIFY(findButton(dialog, u"Start"_s)->isEnabled());
    }

    /// A folder that cannot be continued says why; one of another model names it.
    void aFolderIsContinuedOnlyWhereItCan() {
        ui_test::ScriptedWindow opened(m_theme);
        const QTemporaryDir empty;
        opened.window->continueStudy(empty.path());
        ui::StudyDialog& dialog = opened.window->study();
        QCOMPARE(dialog.state(), State::Failed);
        QVERIFY(textOf(dialog, u"State of the study"_s).contains(u"no study there"_s));
        QVERIFY(!findButton(dialog, u"Resume"_s)->isEnabled());
        // Made by the command line with the embedded model; the script's model is another.
        const QString folder = m_folder.filePath(u"of-cli"_s);
        const cli::Result result =
            cli::run(QStringList{u"study"_s, u"--problems"_s, cli::kHeldout, u"--output"_s, folder} +
                     cli::words("--limit 1 --policies sc --n-values 2 --memory 1 --seeds 1 --alone 0 --max-tokens 10 "
                                "--backend cpu"));
        QVERIFY2(result.code == 0, result.err.constData());
        opened.window->openPath(folder);
        QCOMPARE(dialog.state(), State::Paused);
        QVERIFY2(textOf(dialog, u"About the study"_s).contains(u"Load them"_s),
                 qPrintable(textOf(dialog, u"About the study"_s)));
        QVERIFY(!findButton(dialog, u"Resume"_s)->isEnabled());
        picture(u"study-other-model"_s, dialog);
        findButton(dialog, u"Load its model"_s)->click();
        QVERIFY(std::get<app::LoadModel>(opened.source->posted.back()).path.empty());
    }

    void words() {
        QCOMPARE(ui::durationText(0.2), u"1 s"_s);
        QCOMPARE(ui::durationText(89), u"89 s"_s);
        QCOMPARE(ui::durationText(90), u"2 min"_s);
        QCOMPARE(ui::durationText(3 * 3600), u"3.0 h"_s);
        QCOMPARE(ui::durationText(3 * 86400), u"3.0 days"_s);
        QCOMPARE(ui::parseNumbers(u"16, 32;16  64"_s, u"n"_s, 1, 100, false).values, (std::vector{16.0, 32.0, 64.0}));
        QVERIFY(!ui::parseNumbers(u"1.5"_s, u"n"_s, 1, 100, false).error.isEmpty());
        QVERIFY(!ui::parseNumbers(u" , "_s, u"n"_s, 1, 100, true).error.isEmpty());
        QVERIFY(!ui::parseNumbers(u"nan"_s, u"n"_s, 1, 100, true).error.isEmpty());
        QCOMPARE(ui::parseSeeds(u"18446744073709551615,1"_s).values,
                 (std::vector<std::uint64_t>{18446744073709551615U, 1}));
        QVERIFY(!ui::parseSeeds(u"18446744073709551616"_s).error.isEmpty());
        QCOMPARE(ui::studyStageText("seed 3, alone"), u"Runs timed alone, seed 3"_s);
        QCOMPARE(ui::policyTitle("step:random"), u"step:random"_s);
    }

private:
    std::unique_ptr<ui::AppWindow> realWindow() {
        QSettings(u"Stepscope"_s, u"Stepscope"_s).remove("next"_L1);
        ui::LaunchOptions launch;
        launch.model.backend = app::BackendChoice::Cpu;
        launch.problem = u"2 + 3"_s;
        launch.pace = 0;
        launch.historyFolder = m_folder.filePath(u"history"_s);
        launch.applyTo = [](app::RunOptions options) {
            options.maxTokens = 60;
            options.traces = 4;
            return options;
        };
        auto window = std::make_unique<ui::AppWindow>(std::make_unique<ui::WorkerSource>(), m_theme, launch);
        window->show();
        const QSignalSpy scorers(&window->session(), &ui::SessionController::scorerReady);
        window->begin();
        [[maybe_unused]] const bool ready = QTest::qWaitFor([&] { return !scorers.isEmpty(); }, 60000);
        return window;
    }
    /// A study that takes a while.
    void begin(ui::AppWindow& window, const QString& folder) {
        ui::StudyDialog& dialog = window.study();
        dialog.show();
        dialog.form().problemSet().setCount(2);
        dialog.form().setTraces(u"8"_s);
        dialog.form().setMemory(u"50"_s);
        dialog.form().setSeeds(u"1"_s);
        dialog.form().setTogether(1);
        dialog.form().setAlone(0);
        dialog.form().setFolder(folder);
        dialog.start();
        QCOMPARE(dialog.state(), State::Running);
    }
    ui::StudyDialog& prepared(ui_test::ScriptedWindow& opened) {
        ui::StudyDialog& dialog = opened.window->study();
        dialog.form().setTraces(u"16"_s);
        dialog.form().setFolder(m_folder.filePath(u"scripted"_s));
        dialog.show();
        opened.source->posted.clear();
        return dialog;
    }
    static void tell(ui_test::ScriptedWindow& opened, app::Note note) {
        opened.source->say(std::move(note));
        opened.session().tick();
    }
    static std::vector<app::StudyRow> manyRows() {
        std::vector<app::StudyRow> rows;
        for (const app::PolicyRow& policy : app::policyRows()) {
            for (const double memory : policy.oneTrace ? std::vector{1.0} : std::vector{0.25, 0.5, 1.0})
                rows.push_back({policy.name, policy.oneTrace ? 1 : 64, memory, 100, 0.7 + 0.2 * memory, 9000 * memory,
                                0.5 + memory});
        }
        return rows;
    }
    void picture(const QString& name, QWidget& of) { ui_test::picture(m_theme, name, of); }

    QTemporaryDir m_folder;
    ui::Theme m_theme;
    Browser m_browser;
};

QTEST_MAIN(UiStudy)
#include "ui_study.moc"

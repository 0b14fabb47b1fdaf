// The settings of the next run: they come back after a restart and survive another device or model; the command line
// wins over them, and what cannot be loaded any more does no harm.
#include "app/session/next_run.h"
#include "ui/message_bar.h"
#include "ui/session/remembered.h"
#include "ui/setup/device_box.h"
#include "ui/setup/model_box.h"
#include "ui/setup/policy_chooser.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using Past = ui_test::ScriptedWindow::Past;

class UiNextRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_home);
        m_theme.apply(ui::ThemeChoice::Light);
    }
    void init() { m_opened = open(Past::Forgotten); }
    void cleanup() { m_opened.reset(); }

    void everythingComesBack() {
        choose();
        m_opened->window->setup().problem().setProblem(u"What is 6 * 7?"_s, u"42"_s);
        restart();
        requireChosen();
        QCOMPARE(m_opened->window->setup().problem().problem(), u"What is 6 * 7?"_s);
        QVERIFY(m_opened->window->setup().problem().knownAnswer() == u"42"_s);
        QVERIFY2(m_opened->window->messages().text().isEmpty(), qPrintable(m_opened->window->messages().text()));
        restart();  // and once more, untouched
        requireChosen();
    }

    /// Who goes back to another policy finds its parameters as they were.
    void parametersOfOtherPoliciesComeBack() {
        choose();
        auto* policies = m_opened->window->findChild<ui::PolicyChooser*>();
        app::RunOptions options = shown();
        policies->writeTo(options);
        options.slim.similarity = 0.91;
        options.deepconf.window = 99;
        policies->showOptions(options);
        restart();
        requireChosen();
        app::RunOptions back = shown();
        m_opened->window->findChild<ui::PolicyChooser*>()->writeAllTo(back);
        QCOMPARE(back.slim.similarity, 0.91);
        QCOMPARE(back.deepconf.window, 99);
        QVERIFY(!back.deepconf.percentile);
    }

    void aKilledProgramRemembersItsLastRun() {
        choose();
        m_opened->runToItsEnd();
        const auto killed = std::move(m_opened);  // never closed
        m_opened = open(Past::Remembered);
        requireChosen();
    }

    void theCommandLineWins() {
        choose();
        m_opened->window->setup().problem().setProblem(u"What is 6 * 7?"_s, u"42"_s);
        QVERIFY(m_opened->window->close());
        ui::LaunchOptions launch;
        launch.problem = u"What is 8 * 9?"_s;
        launch.applyTo = [](app::RunOptions options) {
            options.traces = 5;
            return options;
        };
        m_opened = open(Past::Remembered, launch);
        QCOMPARE(shown().traces, 5);
        QCOMPARE(shown().sampling.temperature, 1.25);
        QCOMPARE(m_opened->window->setup().problem().problem(), u"What is 8 * 9?"_s);
        QVERIFY(!m_opened->window->setup().problem().knownAnswer());
    }

    void anotherDeviceKeepsThem() {
        choose();
        app::ModelReady ready = ui_test::scriptedModel();
        ready.backend = ready.memory.backend = "cuda";
        ready.device = ready.memory.device = "Scripted GPU";
        adopt(ready);
        const app::RunOptions options = shown();
        QCOMPARE(options.traces, 20);
        QCOMPARE(options.sampling.temperature, 1.25);
        QVERIFY(policy() == app::PolicyKind::SelfConsistency);
    }

    void anotherModelAdaptsWhatMust() {
        choose();
        app::ModelReady ready = ui_test::scriptedModel();
        ready.model.path = "/models/other";
        ready.model.embedded = false;
        ready.defaults.kvCacheMib = 1.25;  // 20 blocks of 64 KiB
        ready.defaults.maxTokens = 999;
        adopt(ready);
        const app::RunOptions options = shown();
        QCOMPARE(options.kvCacheMib, std::optional(1.25));
        QCOMPARE(options.maxTokens, 999);
        QCOMPARE(options.sampling.temperature, 1.25);
        QVERIFY(policy() == app::PolicyKind::SelfConsistency);
        QVERIFY2(options.traces >= 1 && options.traces < 20, qPrintable(QString::number(options.traces)));
        const QString said = m_opened->window->messages().text();
        QVERIFY2(said.contains(u"Your settings stay"_s) && said.contains(u"instead of 20"_s) && !said.contains(u'\n'),
                 qPrintable(said));
    }

    void modelScorerAndDeviceAreAskedForAgain() {
        const QString scorer = m_home.filePath(u"mine.pt"_s);
        QFile file(scorer);
        QVERIFY(file.open(QIODevice::WriteOnly));
        ui::Remembered last = remembered();
        last.model = m_home.path();
        last.scorer = scorer;
        last.backend = app::BackendChoice::Cuda;
        last.device = 1;
        last.save();
        m_opened = open(Past::Remembered);
        const auto order = std::get<app::LoadModel>(m_opened->source->posted.front());
        QCOMPARE(order.path, m_home.path().toStdString());
        QVERIFY(order.scorerPath == scorer.toStdString());
        QVERIFY(order.backend == app::BackendChoice::Cuda && order.device == 1);
        QVERIFY((m_opened->window->setup().model().device().choice() == ui::DeviceChoice{app::BackendChoice::Cuda, 1}));

        ui::LaunchOptions launch;
        launch.model.path = "/models/given";
        launch.model.backend = app::BackendChoice::Cpu;
        last.save();
        m_opened = open(Past::Remembered, launch);
        const auto given = std::get<app::LoadModel>(m_opened->source->posted.front());
        QCOMPARE(given.path, std::string("/models/given"));
        QVERIFY(!given.scorerPath && !given.device && given.backend == app::BackendChoice::Cpu);
    }

    void aModelThatIsGoneIsReplaced() {
        ui::Remembered last = remembered();
        last.model = m_home.filePath(u"gone"_s);
        last.save();
        m_opened = open(Past::Remembered);
        QVERIFY(std::get<app::LoadModel>(m_opened->source->posted.front()).path.empty());
        QVERIFY2(m_opened->window->messages().text().contains(u"gone"_s),
                 qPrintable(m_opened->window->messages().text()));
    }

    void aModelThatIsRefusedIsReplaced() {
        ui::Remembered last = remembered();
        last.model = m_home.path();
        last.save();
        auto scripted = std::make_unique<ui_test::ScriptedSource>(ui_test::Script{}, 0);
        ui_test::ScriptedSource& source = *scripted;
        source.refuseModels = 1;
        ui::AppWindow window(std::move(scripted), m_theme, {});
        window.show();
        window.begin();
        window.session().setTimerRunning(false);
        window.session().tick();
        QTRY_COMPARE(source.posted.size(), std::size_t{2});
        QVERIFY(std::get<app::LoadModel>(source.posted[1]).path.empty());
        window.session().tick();
        QVERIFY(window.session().model());
        QVERIFY2(window.messages().text().contains(u"scripted refusal"_s), qPrintable(window.messages().text()));
    }

    void aScorerSurvivesAnotherDevice() {
        app::ScorerInfo scorer = ui_test::scriptedScorer();
        scorer.path = "/scorers/mine.pt";
        m_opened->source->say(app::ScorerReady{scorer});
        m_opened->session().tick();
        ui::DeviceBox& device = m_opened->window->setup().model().device();
        device.setChoice({app::BackendChoice::Cpu, {}});
        Q_EMIT device.chosen(device.choice());
        const auto order = std::get<app::LoadModel>(m_opened->source->posted.back());
        QVERIFY(order.scorerPath == scorer.path && order.backend == app::BackendChoice::Cpu);
    }

    void spoiledSettingsAreIgnored() {
        QSettings settings(u"Stepscope"_s, u"Stepscope"_s);
        settings.setValue("next/options"_L1, u"{\"n\":\"many\"}"_s);
        settings.setValue("next/defaults"_L1, 5);
        settings.setValue("next/device"_L1, u"x"_s);
        settings.setValue("next/backend"_L1, QStringList{u"a"_s, u"b"_s});
        settings.sync();
        m_opened = open(Past::Remembered);
        QCOMPARE(shown().traces, 32);
        QVERIFY(!remembered().chosen && !remembered().device);
    }

    void aPictureNeitherReadsNorWrites() {
        choose();
        QVERIFY(m_opened->window->close());
        ui::LaunchOptions launch;
        launch.screenshot = ui::ScreenshotOptions{.path = m_home.filePath(u"p.png"_s), .atS = {}, .size = {}};
        m_opened = open(Past::Remembered, launch);
        QCOMPARE(shown().traces, 32);
        QVERIFY(m_opened->window->close());
        QCOMPARE(remembered().chosen->options.traces, 20);
    }

private:
    std::unique_ptr<ui_test::ScriptedWindow> open(Past past, ui::LaunchOptions launch = {}) {
        return std::make_unique<ui_test::ScriptedWindow>(m_theme, std::move(launch), past);
    }
    void restart() {
        QVERIFY(m_opened->window->close());
        m_opened = open(Past::Remembered);
    }
    static ui::Remembered remembered() { return ui::Remembered::load(); }
    app::RunOptions shown() const { return m_opened->window->setup().options(); }
    app::PolicyKind policy() const { return m_opened->window->findChild<ui::PolicyChooser*>()->policy(); }

    /// Away from the defaults: policy, n, memory, sampling.
    void choose() {
        app::RunOptions options = shown();
        options.policy = app::PolicyKind::SelfConsistency;
        options.traces = 20;
        options.kvCacheMib = 33;
        options.sampling.temperature = 1.25;
        options.sampling.seed = 77;
        m_opened->window->setup().setOptions(options);
        m_opened->window->findChild<ui::PolicyChooser*>()->setPolicy(options.policy);
    }
    void requireChosen() {
        QCOMPARE(shown().traces, 20);
        QCOMPARE(shown().kvCacheMib, std::optional(33.0));
        QCOMPARE(shown().sampling.temperature, 1.25);
        QCOMPARE(shown().sampling.seed, std::uint64_t{77});
        QVERIFY(policy() == app::PolicyKind::SelfConsistency);
    }
    void adopt(const app::ModelReady& ready) {
        m_opened->source->say(ready);
        m_opened->session().tick();
    }

    QTemporaryDir m_home;
    ui::Theme m_theme;
    std::unique_ptr<ui_test::ScriptedWindow> m_opened;
};

QTEST_MAIN(UiNextRun)
#include "ui_next_run.moc"

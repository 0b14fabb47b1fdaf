// Models, devices and plans in the window: what is found and lacks something, what is chosen, dropped or refused.
#include <QAction>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <memory>

#include "ui/message_bar.h"
#include "ui/setup/device_box.h"
#include "ui/setup/model_box.h"
#include "ui/setup/model_menu.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/sampling_box.h"
#include "ui/setup/setup_panel.h"
#include "ui/setup/weights_box.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;

class UiWindowModels : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    ui::Theme m_theme;
    std::unique_ptr<ui_test::ScriptedWindow> m_opened;

    ui::AppWindow& window() { return *m_opened->window; }

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_folder);
        const QString snapshot = m_folder.path() + u"/hub/models--some--gpt/snapshots/1"_s;
        QVERIFY(QDir().mkpath(snapshot));
        QFile config(snapshot + u"/config.json"_s);  // one model that cannot be loaded
        QVERIFY(config.open(QIODevice::WriteOnly) && config.write("{\"model_type\":\"gpt2\"}") > 0);
        m_theme.apply(ui::ThemeChoice::Light);
    }
    void init() { m_opened = std::make_unique<ui_test::ScriptedWindow>(m_theme); }
    void cleanup() { m_opened.reset(); }

    void modelBoxSaysThatWeightsAreQuantised() {
        ui::ModelBox box(m_theme);
        app::ModelReady ready;
        ready.model = {.name = "m", .hiddenSize = 8, .format = "gguf Q4_1", .quantised = true};
        const app::ScorerInfo scorer{.name = "s.pt", .inputWidth = 8, .hiddenWidth = 4};
        const auto says = [&](const QString& words) {
            const auto labels = box.findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(),
                               [&](const QLabel* l) { return l->text().contains(words); });
        };
        box.showModel(ready);
        box.showScorer(scorer, ready);
        QVERIFY(says(u"gguf Q4_1"_s) && says(u"unquantised weights"_s));
        ready.model.format = "safetensors";
        ready.model.quantised = false;
        box.showModel(ready);
        box.showScorer(scorer, ready);
        QVERIFY(says(u"safetensors"_s) && !says(u"unquantised"_s));
    }

    void foundModelsAreListedWithWhatTheyLack() {
        QTRY_VERIFY(window().scan().everDone());
        ui::ModelMenu& menu = window().modelMenu();
        const auto entry = [&](const QString& part) {
            for (QAction* action : menu.actions())
                if (action->text().contains(part)) return action;
            return static_cast<QAction*>(nullptr);
        };
        QAction* demo = entry(u"embedded"_s);
        QAction* broken = entry(u"some/gpt"_s);
        QVERIFY(demo && broken);
        QVERIFY(broken->isEnabled() && broken->text().startsWith(u'\u2717') &&
                broken->toolTip().contains(u"model_type"_s));
        broken->trigger();
        QVERIFY2(window().messages().text().contains(u"gpt2"_s), qPrintable(window().messages().text()));
        m_opened->source->posted.clear();
        demo->trigger();
        QVERIFY(std::get<app::LoadModel>(m_opened->source->posted.back()).path.empty());
    }

    void theDeviceThatIsChosenComputesTheModel() {
        QTRY_VERIFY(window().scan().everDone());
        ui::DeviceBox& box = window().setup().model().device();
        app::DeviceChoices devices{.cpuName = "CPU", .cpuBytes = std::size_t{8} << 30, .gpus = {}};
        devices.gpus.devices = {{.index = 0, .name = "A", .totalBytes = 1, .freeBytes = 1},
                                {.index = 3, .name = "B", .totalBytes = 1, .freeBytes = 1}};
        box.setDevices(devices);
        QCOMPARE(box.count(), 4);
        m_opened->source->posted.clear();
        box.setFocus();
        QTest::keyClick(&box, Qt::Key_End);
        QVERIFY(!m_opened->source->posted.empty());
        const auto& load = std::get<app::LoadModel>(m_opened->source->posted.back());
        QCOMPARE(load.device, std::optional<int>(3));
        QVERIFY(load.backend == app::BackendChoice::Cuda);
    }

    void aTemplateThatIsNotUnderstoodLeavesAChoice() {
        app::ModelReady ready = ui_test::scriptedModel();
        ready.templateProblem = "chat template uses the block 'macro', which this program does not understand (line 3)";
        m_opened->source->say(ready);
        window().session().tick();
        QVERIFY(window().messages().text().contains(u"'macro'"_s));
        QVERIFY(!window().setup().options().plainPrompt);
        for (auto* button : window().messages().findChildren<QPushButton*>()) button->click();
        QVERIFY(window().setup().options().plainPrompt);
        QVERIFY(window().messages().text().isEmpty());
    }

    void aModelWithoutACapGetsWhatTheCpuGives() {
        app::ModelReady ready = ui_test::scriptedModel();
        ready.defaults.kvCacheMib.reset();
        m_opened->source->say(ready);
        window().session().tick();
        const double expected = app::kvBytesFor(ready.memory, ready.defaults) / (1024.0 * 1024.0);
        QVERIFY(expected > 1000);
        const std::optional<double> shown = window().setup().options().kvCacheMib;
        QVERIFY(shown && std::abs(*shown - expected) < 0.1 * expected);
    }

    void aGpuThatFailsLeavesTheCpu() {
        m_opened->source->say(
            app::Refused{"model", "not enough memory for the weights: needs 9000 MiB, 10 MiB free", false, true});
        window().session().tick();
        QVERIFY(window().messages().text().contains(u"9000 MiB"_s));
        m_opened->source->posted.clear();
        for (auto* button : window().messages().findChildren<QPushButton*>()) button->click();
        QVERIFY(!m_opened->source->posted.empty());
        QVERIFY(std::get<app::LoadModel>(m_opened->source->posted.back()).backend == app::BackendChoice::Cpu);
    }

    void whatIsDroppedIsOpened() {
        const QTemporaryDir folder;
        QFile config(folder.filePath(u"config.json"_s));
        QVERIFY(config.open(QIODevice::WriteOnly) && config.write("{}") > 0);
        config.close();
        m_opened->source->posted.clear();
        window().openPath(folder.path());
        QCOMPARE(std::get<app::LoadModel>(m_opened->source->posted.back()).path, folder.path().toStdString());
        window().openPath(folder.filePath(u"other_scorer.pt"_s));
        QVERIFY(std::holds_alternative<app::LoadScorer>(m_opened->source->posted.back()));
        const QTemporaryDir plain;
        window().openPath(plain.path());
        QCOMPARE(window().scan().folders(), std::vector<std::string>{plain.path().toStdString()});
        QVERIFY(window().scan().setFolders({}));
        QTRY_VERIFY(!window().scan().running());
    }

    void aDroppedTextIsTheProblem() {
        const QTemporaryDir folder;
        const auto write = [&folder](const QString& name, const QByteArray& text) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) qFatal("cannot write");
            return file.fileName();
        };
        ui::ProblemBox& box = window().setup().problem();
        window().openPath(write(u"mine.txt"_s, "\n What is 6 * 7?\n"));
        QCOMPARE(box.problem(), u"What is 6 * 7?"_s);
        QVERIFY(!box.knownAnswer());
        QVERIFY2(window().messages().text().contains(u"mine.txt"_s), qPrintable(window().messages().text()));
        for (const QByteArray& text :
             {QByteArray("a\0b", 3), QByteArray("\xff\xfe\xfd"), QByteArray(" \n"), QByteArray(300'000, 'x')}) {
            window().openPath(write(u"bad.md"_s, text));
            QCOMPARE(box.problem(), u"What is 6 * 7?"_s);
            QVERIFY2(window().messages().text().contains(u"bad.md"_s), qPrintable(window().messages().text()));
        }
        window().openPath(write(u"picture.png"_s, "x"));
        QVERIFY2(window().messages().text().contains(u"is not a recording"_s), qPrintable(window().messages().text()));
    }

    /// Of 8 B parameters on a small card, say.
    static app::MemoryFacts smallCard() {
        app::MemoryFacts facts = ui_test::scriptedModel().memory;
        facts.backend = "cuda";
        facts.deviceBytes = std::size_t{8} << 30;
        facts.freeBytes.reset();
        facts.weightBytes = std::size_t{16} << 30;
        facts.weightPrices = {{{std::size_t{16} << 30, kernels::HostType::Bf16},
                               {std::size_t{16} << 30, kernels::HostType::Bf16},
                               {std::size_t{9} << 30, kernels::HostType::Q8_0},
                               {std::size_t{5} << 30, kernels::HostType::Q4_0}}};
        return facts;
    }

    void aModelThatIsTooLargeIsOfferedWithFewerBits() {
        window().loadModel(u"/models/large"_s);
        m_opened->source->say(app::ModelPriced{.name = "large", .memory = smallCard()});
        m_opened->source->say(app::Refused{"model", "the model does not fit", false, true});
        window().session().tick();
        QVERIFY2(window().messages().text().contains(u"does not fit"_s), qPrintable(window().messages().text()));
        m_opened->source->posted.clear();
        for (auto* button : window().messages().findChildren<QPushButton*>()) button->click();
        QCOMPARE(m_opened->countPosted<app::LoadModel>(), 1);
        const auto& load = std::get<app::LoadModel>(m_opened->source->posted.front());
        QCOMPARE(load.path, std::string("/models/large"));
        QCOMPARE(load.weights, std::optional(app::WeightChoice::Q4));
    }

    void otherWeightsLoadTheModelAgain() {
        ui::WeightsBox& box = window().setup().model().weights();
        QCOMPARE(box.count(), 4);
        QVERIFY(window().setup().options().weights == app::WeightChoice::File);
        m_opened->source->posted.clear();
        box.setFocus();
        QTest::keyClick(&box, Qt::Key_End);
        QCOMPARE(m_opened->countPosted<app::LoadModel>(), 1);
        QCOMPARE(std::get<app::LoadModel>(m_opened->source->posted.back()).weights,
                 std::optional(app::WeightChoice::Q4));
        m_opened->source->say(app::Refused{"model", "no"});  // then the old one stays, with its weights
        window().session().tick();
        QVERIFY(box.choice() == app::WeightChoice::File);
        app::ModelReady ready = ui_test::scriptedModel();
        ready.defaults.weights = app::WeightChoice::Q8;
        ready.model.weights = "Q8_0";
        ready.memory.weightPrices[2] = {15'000'000, kernels::HostType::Q8_0};
        m_opened->source->say(ready);
        window().session().tick();
        QVERIFY(box.choice() == app::WeightChoice::Q8);
        QVERIFY2(box.currentText().contains(u"MiB"_s), qPrintable(box.currentText()));
        QVERIFY(window().setup().options().weights == app::WeightChoice::Q8);
        QVERIFY2(window().setup().preflightText().contains(u"as Q8_0"_s), qPrintable(window().setup().preflightText()));
    }

    /// A link below the controls sets them to what fits.
    void offersSetTheControls() {
        app::ModelReady ready = ui_test::scriptedModel();
        ready.defaults.traces = 64;
        ready.defaults.kvCacheMib = 4;
        ready.memory.kvHeads = 16;
        ready.memory.kvHeadWidth = 32;
        ready.memory.blockBytes = app::blockBytesFor(ready.memory, app::KvChoice::Auto);
        m_opened->source->say(ready);
        window().session().tick();
        ui::SetupPanel& setup = window().setup();
        setup.setOptions(ready.defaults);
        QVERIFY2(setup.preflightText().contains(u"Too little"_s), qPrintable(setup.preflightText()));
        QLabel* plan = nullptr;
        for (auto* label : setup.findChildren<QLabel*>())
            if (label->text().contains(u"<a href='0'"_s)) plan = label;
        QVERIFY2(plan, qPrintable(setup.preflightText()));
        QVERIFY(plan->textInteractionFlags() & Qt::LinksAccessibleByKeyboard);
        Q_EMIT plan->linkActivated(u"0"_s);
        QVERIFY2(!setup.preflightText().contains(u"Too little"_s), qPrintable(setup.preflightText()));
        QVERIFY2(!setup.preflightText().contains(u"Fits: "_s), qPrintable(setup.preflightText()));
        Q_EMIT plan->linkActivated(u"9"_s);  // of an older text
    }

    void theScorersNoteNamesItsWeights() {
        ui::ModelBox box(m_theme);
        app::ModelReady ready;
        ready.model = {.name = "m", .hiddenSize = 8, .format = "safetensors", .weights = "Q4_0", .quantised = true};
        app::ScorerInfo scorer{.name = "s.pt", .inputWidth = 8, .hiddenWidth = 4};
        const auto says = [&](const QString& words) {
            const auto labels = box.findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(),
                               [&](const QLabel* l) { return l->text().contains(words); });
        };
        box.showScorer(scorer, ready);
        QVERIFY(says(u"unquantised weights; this model's are Q4_0"_s));
        scorer.metrics = {{"metrics.weights", "BF16"}};
        box.showScorer(scorer, ready);
        QVERIFY(says(u"of BF16 weights; this model's are Q4_0"_s));
        scorer.metrics = {{"metrics.weights", "Q4_0"}};
        box.showScorer(scorer, ready);
        QVERIFY(!says(u"was trained on hidden states"_s));
    }

    void thePlanIsShownBeforeTheWeightsAreRead() {
        app::ModelPriced priced{.name = "large", .memory = ui_test::scriptedModel().memory};
        priced.memory.backend = "cuda";
        priced.memory.deviceBytes = std::size_t{80} << 30;
        priced.memory.otherBytes = std::size_t{2} << 30;
        priced.memory.weightBytes = std::size_t{8} << 30;
        m_opened->source->say(priced);
        window().session().tick();
        const QString plan = window().setup().preflightText();
        QVERIFY2(plan.contains(u"Weights 8.0"_s) && plan.contains(u"others use 2.0"_s), qPrintable(plan));
        m_opened->source->say(app::Refused{"model", "no"});
        window().session().tick();
        QVERIFY2(!window().setup().preflightText().contains(u"Weights 8.0"_s),
                 qPrintable(window().setup().preflightText()));
    }
};

QTEST_MAIN(UiWindowModels)
#include "ui_window_models.moc"

// The first steps of somebody who has never run the program: the empty window, the model's own scorer, and where models
// come from.
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "app/models/known_models.h"
#include "app/study/examples.h"
#include "ui/app_window.h"
#include "ui/get_model_dialog.h"
#include "ui/paint/format.h"
#include "ui/setup/model_box.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/scorer_menu.h"
#include "ui/setup/setup_panel.h"
#include "ui/welcome.h"
#include "ui_scripted_run.h"

using namespace Qt::StringLiterals;

class UiFirstSteps : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    ui::Theme m_theme;
    ui_test::ScriptedSource* m_source = nullptr;
    std::unique_ptr<ui::AppWindow> m_window;

    QList<QPushButton*> buttons(const QWidget& inside, const QString& nameBegins) const {
        QList<QPushButton*> found;
        for (QPushButton* button : inside.findChildren<QPushButton*>())
            if (button->accessibleName().startsWith(nameBegins)) found << button;
        return found;
    }
    QAction* findAction(const QMenu& menu, const QString& begins) const {
        for (QAction* action : menu.actions())
            if (action->text().remove(u'&').startsWith(begins)) return action;
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase() {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
        for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "HF_HOME"})
            qputenv(name, m_folder.path().toUtf8());
        m_theme.apply(ui::ThemeChoice::Light);
    }

    void init() {
        auto source = std::make_unique<ui_test::ScriptedSource>(
            ui_test::Script{.traces = 8, .kvBlocks = 48, .maxTokens = 200}, 0);
        m_source = source.get();
        ui::LaunchOptions launch;
        launch.size = QSize(1280, 800);
        launch.examples = app::loadExamples();
        m_window = std::make_unique<ui::AppWindow>(std::move(source), m_theme, launch);
        m_window->show();
        m_window->begin();
        m_window->session().setTimerRunning(false);
        m_window->session().tick();
    }
    void cleanup() { m_window.reset(); }

    void oneClickRunsAnExample() {
        auto* welcome = m_window->findChild<ui::Welcome*>();
        QVERIFY(welcome->isVisible());
        const QList<QPushButton*> cards = buttons(*welcome, u"Run the example: "_s);
        QCOMPARE(cards.size(), 3);
        QVERIFY(cards.front()->accessibleName().endsWith(u"Order of operations"_s));
        QTest::mouseClick(cards[1], Qt::LeftButton);
        const auto& run = std::get<app::StartRun>(m_source->posted.back());
        QCOMPARE(run.problem, app::loadExamples()[3].question);
        QCOMPARE(run.knownAnswer, std::optional(app::loadExamples()[3].answer));
        QCOMPARE(m_window->setup().problem().problem().toStdString(), run.problem);
        for (int i = 0; i < 5; ++i) m_window->session().tick();
        QVERIFY(!welcome->isVisible());
    }

    void theModelsOwnScorerIsOneClickAway() {
        ui::ScorerMenu& menu = m_window->setup().model().scorers();
        menu.setChoice(u"/models/own/step_scorer.pt"_s, u"/tmp/other.pt"_s, 384);
        menu.rebuild();
        QAction* own = findAction(menu, u"The model's own scorer"_s);
        QVERIFY(own);
        QVERIFY2(own->isEnabled(), qPrintable(own->toolTip()));
        QVERIFY(!own->isChecked());
        own->trigger();
        QCOMPARE(std::get<app::LoadScorer>(m_source->posted.back()).path, std::string("/models/own/step_scorer.pt"));
        menu.setChoice(u"/models/own/step_scorer.pt"_s, u"/models/own/step_scorer.pt"_s, 384);
        menu.setReason(u"A run is in progress."_s);
        menu.rebuild();
        own = findAction(menu, u"The model's own scorer"_s);
        QVERIFY(own->isChecked() && !own->isEnabled());
        menu.setChoice({}, {}, 384);
        menu.rebuild();
        QVERIFY(findAction(menu, u"This model comes without a scorer"_s));
    }

    void modelsToGetSayWhetherTheyFit() {
        ui::GetModelDialog& dialog = m_window->getModel();
        app::MemoryFacts device;
        device.backend = "cuda";
        device.device = "A card of 12 GB";
        device.deviceBytes = std::size_t{12} << 30;
        dialog.setDevice(device);
        dialog.show();
        QString text;
        for (const QLabel* label : dialog.findChildren<QLabel*>()) text += label->text() + u'\n';
        QVERIFY2(
            text.contains(u"This machine: A card of 12 GB, %1 of memory."_s.arg(ui::formatBytes(12.0 * (1 << 30)))),
            qPrintable(text));
        QCOMPARE(text.count(u"\u2713 Fits this machine"_s) + text.count(u"\u2717 "_s), 5);
        QVERIFY2(text.count(u"\u2717 The model does not fit"_s) >= 2, qPrintable(text));
        QVERIFY2(text.contains(u"With n = 64, memory saturates near"_s), qPrintable(text));
        QVERIFY(text.contains(u"hf download Qwen/Qwen3-0.6B"_s));
        const QList<QPushButton*> copies = buttons(dialog, u"Copy the command for Qwen3-0.6B"_s);
        QCOMPARE(copies.size(), 1);
        QTest::mouseClick(copies.front(), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"hf download Qwen/Qwen3-0.6B"_s);
        QCOMPARE(buttons(dialog, u"Load "_s).size(), 0);
    }
};

QTEST_MAIN(UiFirstSteps)
#include "ui_first_steps.moc"

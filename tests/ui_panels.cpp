// The window on every screen: what folds up, what comes back, what stays as the user wants it; and that at all sizes,
// scales, fonts and text sizes every control is there and every text whole. STEPSCOPE_PICTURES=FOLDER keeps pictures.
#include <QAction>
#include <QDockWidget>
#include <QFontDatabase>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>

#include "ui/lanes/lanes_view.h"
#include "ui/lanes/trace_text.h"
#include "ui/paint/slider_spin.h"
#include "ui/panels/block_map.h"
#include "ui/panels/edge_bar.h"
#include "ui/panels/panel_deck.h"
#include "ui/panels/panel_fit.h"
#include "ui/panels/time_slider.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/sampling_box.h"
#include "ui/setup/setup_panel.h"
#include "ui_audit.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using ui::PanelId;

namespace {

constexpr QSize kScreens[] = {{1024, 640}, {1280, 800}, {1366, 768}, {1680, 1040}, {1920, 1080}};
constexpr double kScales[] = {1, 1.25, 1.5, 2};
constexpr QSize kSmallest(960, 540);  // 1920 x 1080 at 200 %
constexpr PanelId kAll[] = {PanelId::Setup, PanelId::Kv, PanelId::Vote, PanelId::Reader, PanelId::Events};

QSize logical(const QSize& screen, double scale) {
    return {static_cast<int>(screen.width() / scale), static_cast<int>(screen.height() / scale)};
}

bool isUsable(const QSize& size) {
    return size.width() >= kSmallest.width() && size.height() >= kSmallest.height();
}

ui::PanelNeed beside(int width, double share) {
    return {.area = Qt::LeftDockWidgetArea, .least = QSize(width, 200), .stripShare = share};
}

}  // namespace

class UiPanels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_settings);
        m_theme.apply(ui::ThemeChoice::Light);
    }
    void init() {
        QSettings(u"Stepscope"_s, u"Stepscope"_s).clear();
        m_theme.apply(ui::ThemeChoice::Light);  // after a test with a theme of its own
    }

    // ---- what folds

    void theOneThatAsksMostForTheStripsFoldsFirst() {
        std::vector<ui::PanelNeed> panels{beside(300, 0.34), beside(250, 0.24)};
        panels[1].area = Qt::RightDockWidgetArea;
        ui::PanelRoom room{.middle = QSize(1680, 800), .laneColumns = 430, .laneHeight = 250, .edgeBar = 27};
        QCOMPARE(ui::foldedPanels(panels, room), (std::vector<bool>{false, false}));
        room.middle.setWidth(1280);
        QCOMPARE(ui::foldedPanels(panels, room), (std::vector<bool>{true, false}));
        room.middle.setWidth(800);
        QCOMPARE(ui::foldedPanels(panels, room), (std::vector<bool>{true, true}));
        panels[0].isKept = true;
        room.middle.setWidth(1280);
        QVERIFY(!ui::foldedPanels(panels, room)[0]);
        room.middle.setWidth(700);
        QVERIFY(ui::foldedPanels(panels, room)[0]);  // there is no room for it at all
    }

    void whatTakesNoRoomNeverFolds() {
        ui::PanelNeed hidden = beside(300, 0.34);
        hidden.isDocked = false;
        const ui::PanelRoom room{.middle = QSize(600, 300), .laneColumns = 430, .laneHeight = 250, .edgeBar = 27};
        QCOMPARE(ui::foldedPanels({hidden}, room), std::vector<bool>{false});
    }

    void aLowWindowFoldsTheLessImportantOne() {
        std::vector<ui::PanelNeed> panels{beside(200, 0.1), beside(200, 0.1)};
        const ui::PanelRoom room{.middle = QSize(1600, 390), .laneColumns = 430, .laneHeight = 250, .edgeBar = 27};
        QCOMPARE(ui::foldedPanels(panels, room), (std::vector<bool>{false, true}));
        panels[1].isBehind = true;  // a tab of the first
        QCOMPARE(ui::foldedPanels(panels, room), (std::vector<bool>{false, false}));
        panels[1].isBehind = false;
        panels[1].area = Qt::BottomDockWidgetArea;
        QCOMPARE(ui::foldedPanels(panels, room), (std::vector<bool>{false, true}));  // the lanes need the height
    }

    // ---- every size

    void everyScreenShowsAll_data() {
        QTest::addColumn<QString>("family");
        QTest::addColumn<bool>("dark");
        for (const QString& family : {u"DejaVu Sans"_s, u"Noto Sans"_s}) {
            QTest::addRow("%s, light", qPrintable(family)) << family << false;
            QTest::addRow("%s, dark", qPrintable(family)) << family << true;
        }
    }
    /// One window is made larger and smaller, as a user does it, so that folding and coming back are tested, too.
    void everyScreenShowsAll() {
        QFETCH(const QString, family);
        QFETCH(const bool, dark);
        if (!QFontDatabase::families().contains(family))
            QSKIP(qPrintable(u"%1 is not installed (Debian: fonts-noto-core, fonts-dejavu-core)"_s.arg(family)));
        ui::Theme theme;
        theme.setFamily(family);
        theme.apply(dark ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
        QCOMPARE(QFontInfo(theme.base()).family(), family);
        ui_test::ScriptedWindow opened(theme);
        opened.window->startRun();
        opened.passes(170);
        QVERIFY(!opened.session().latest().vote.answers.empty());
        QList<QSize> seen;
        for (const double scale : kScales) {
            for (const QSize& screen : kScreens) {
                const QSize size = logical(screen, scale);
                if (!isUsable(size) || seen.contains(size)) continue;
                seen << size;
                showAt(opened, size);
                keepPicture(opened, u"%1 %2 %3x%4"_s.arg(family, dark ? u"dark"_s : u"light"_s)
                                        .arg(size.width(), 4, 10, QChar(u'0'))
                                        .arg(size.height()));
                checkAll(opened);
            }
        }
        QVERIFY(seen.size() > 10);
        showAt(opened, {1280, 800});
        opened.passes(100'000);  // the run's end has more to say
        opened.window->refreshAll();
        checkAll(opened);
    }

    void everyScaleShowsAll_data() {
        QTest::addColumn<double>("scale");
        for (const double scale : kScales) QTest::addRow("%g", scale) << scale;
    }
    /// A scale is for a whole process.
    void everyScaleShowsAll() {
        QFETCH(const double, scale);
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_SCALE_FACTOR"_s, QString::number(scale));
        process.setProcessEnvironment(environment);
        process.start(QCoreApplication::applicationFilePath(), {u"atThisScale"_s});
        QVERIFY(process.waitForFinished(60'000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardOutput().constData());
    }
    void atThisScale() {
        if (!qEnvironmentVariableIsSet("QT_SCALE_FACTOR")) return;  // everyScaleShowsAll() calls it in its own process
        const double scale = qEnvironmentVariable("QT_SCALE_FACTOR").toDouble();
        ui_test::ScriptedWindow opened(m_theme);
        QCOMPARE(opened.window->devicePixelRatioF(), scale);
        opened.window->startRun();
        opened.passes(170);
        for (const QSize& screen : kScreens) {
            const QSize size = logical(screen, scale);
            if (!isUsable(size)) continue;
            showAt(opened, size);
            checkAll(opened);
        }
    }

    void at1280EverythingToRunAndWatchIsThere() {
        ui_test::ScriptedWindow opened(m_theme, at({1280, 800}));
        const auto findButton = [&](const QString& text) {
            const auto buttons = opened.window->findChildren<QPushButton*>();
            const auto found =
                std::ranges::find_if(buttons, [&](auto* b) { return b->isVisible() && b->text() == text; });
            return found == buttons.end() ? nullptr : *found;
        };
        QVERIFY(findButton(u"Run"_s));
        QVERIFY(opened.window->findChild<ui::TimeSlider*>()->isVisible());
        opened.window->startRun();
        opened.passes(60);
        QVERIFY(findButton(u"Pause"_s) && findButton(u"Stop"_s));
        for (const PanelId id : {PanelId::Kv, PanelId::Vote, PanelId::Reader, PanelId::Events})
            QVERIFY(!opened.window->panels().isFolded(id));
        QVERIFY(opened.window->panels().isFolded(PanelId::Setup));
        const double strips = opened.window->lanes().columnWidth(ui::LanesModel::Steps);
        QVERIFY2(strips >= 0.4 * 1280, qPrintable(QString::number(strips)));
    }

    void withoutLanesTheSetupHasTheirRoom() {
        ui_test::ScriptedWindow opened(m_theme, at({1280, 800}));
        settle(opened);
        for (const PanelId id : kAll) QVERIFY(!panels(opened).isFolded(id));
        keepPicture(opened, u"before the run"_s);
        checkAll(opened);
        opened.window->startRun();
        opened.passes(3);
        QVERIFY(panels(opened).isFolded(PanelId::Setup));
    }

    // ---- what the user does

    void aFoldedPanelOpensOverTheLanes() {
        ui_test::ScriptedWindow opened(m_theme, at({1280, 800}));
        opened.window->startRun();
        opened.passes(20);
        const int strips = opened.window->lanes().columnWidth(ui::LanesModel::Steps);
        action(opened, u"Next run"_s)->trigger();
        QVERIFY(panels(opened).isDrawerOpen(PanelId::Setup));
        QVERIFY(opened.window->setup().isVisible());
        QVERIFY(action(opened, u"Next run"_s)->isChecked());
        QCOMPARE(opened.window->lanes().columnWidth(ui::LanesModel::Steps), strips);
        QCoreApplication::processEvents();
        keepPicture(opened, u"drawer of the next run"_s);
        checkAll(opened);
        QTest::keyClick(opened.window->setup().problem().findChild<QPlainTextEdit*>(), Qt::Key_Escape);
        QVERIFY(!panels(opened).isDrawerOpen(PanelId::Setup));
        QVERIFY(!action(opened, u"Next run"_s)->isChecked());
        QVERIFY(!opened.window->setup().isVisible());
    }

    void goingToThePanelOpensIt() {
        ui_test::ScriptedWindow opened(m_theme, at(kSmallest));
        action(opened, u"Go to the pro&blem"_s)->trigger();
        QVERIFY(opened.window->setup().isVisible());
        opened.window->startRun();
        opened.passes(40);
        QVERIFY(!opened.window->setup().isVisible());  // the lanes are what is to be seen now
        action(opened, u"&Search in the trace"_s)->trigger();
        QCoreApplication::processEvents();
        QVERIFY(opened.window->findChild<ui::TraceText*>()->isVisible());
        checkAll(opened);
    }

    void panelsComeBackWithTheRoom() {
        ui_test::ScriptedWindow opened(m_theme, at({1680, 1040}));
        opened.window->startRun();
        opened.passes(20);
        for (const PanelId id : kAll) QVERIFY(!panels(opened).isFolded(id));
        const QList<int> before = widths(opened);
        showAt(opened, kSmallest);
        QVERIFY(panels(opened).isFolded(PanelId::Setup));
        panels(opened).reveal(PanelId::Setup);
        showAt(opened, {1680, 1040});
        for (const PanelId id : kAll) QVERIFY(!panels(opened).isFolded(id) && !panels(opened).isDrawerOpen(id));
        const QList<int> after = widths(opened);
        for (qsizetype i = 0; i < before.size(); ++i) QVERIFY(std::abs(before[i] - after[i]) < 40);
    }

    void whatWasHiddenStaysHidden() {
        ui_test::ScriptedWindow opened(m_theme, at({1680, 1040}));
        action(opened, u"Weighted vote"_s)->trigger();
        showAt(opened, kSmallest);
        QVERIFY(!panels(opened).isFolded(PanelId::Vote));
        showAt(opened, {1920, 1080});
        QVERIFY(!dock(opened, u"voteDock"_s)->isVisible());
        opened.window->resetLayout();
        QVERIFY(dock(opened, u"voteDock"_s)->isVisible());
    }

    void whatIsKeptBesideTheLanesStaysThere() {
        ui_test::ScriptedWindow opened(m_theme, at({1280, 800}));
        opened.window->startRun();
        opened.passes(20);
        panels(opened).reveal(PanelId::Setup);
        for (auto* button : opened.window->findChildren<QAbstractButton*>()) {
            if (button->accessibleName() == "Keep Next run beside the lanes"_L1) button->click();
        }
        QCoreApplication::processEvents();
        QVERIFY(!panels(opened).isFolded(PanelId::Setup) && dock(opened, u"setupDock"_s)->isVisible());
        showAt(opened, {1366, 768});
        QVERIFY(!panels(opened).isFolded(PanelId::Setup));
        opened.window->resetLayout();
        QVERIFY(panels(opened).isFolded(PanelId::Setup));
    }

    void aLayoutOutlivesTheProgram() {
        {
            ui_test::ScriptedWindow opened(m_theme, at({1280, 800}));
            opened.window->startRun();
            opened.passes(20);
            action(opened, u"Events"_s)->trigger();
            opened.window->close();
        }
        ui_test::ScriptedWindow opened(m_theme, at({1280, 800}));
        opened.window->startRun();
        opened.passes(20);
        QVERIFY(panels(opened).isFolded(PanelId::Setup));
        QVERIFY(!dock(opened, u"eventsDock"_s)->isVisible());
        showAt(opened, {1680, 1040});
        QVERIFY(dock(opened, u"setupDock"_s)->isVisible());
        QVERIFY(!dock(opened, u"eventsDock"_s)->isVisible());
    }

    // ---- text size

    void everythingFollowsTheTextSize() {
        ui::Theme theme;
        theme.apply(ui::ThemeChoice::Light);
        ui_test::ScriptedWindow opened(theme, at({1680, 1040}));
        opened.window->startRun();
        opened.passes(170);
        const auto rowHeight = [&] { return opened.window->lanes().rowHeight(0); };
        const auto answerWidth = [&] { return opened.window->lanes().columnWidth(ui::LanesModel::Answer); };
        const int row = rowHeight(), column = answerWidth();
        for (int i = 0; i < 10; ++i) {
            action(opened, u"Larg&er text"_s)->trigger();
            settle(opened);
            checkAll(opened);
        }
        QCOMPARE(theme.textPercent(), ui::textPercents().back());
        keepPicture(opened, u"text 200"_s);
        QVERIFY(rowHeight() > 1.3 * row && answerWidth() > 1.3 * column);
        QCOMPARE(QSettings(u"Stepscope"_s, u"Stepscope"_s).value("window/textPercent"_L1).toInt(), 200);
        action(opened, u"&Usual text size"_s)->trigger();
        settle(opened);
        QCOMPARE(rowHeight(), row);
        QCOMPARE(answerWidth(), column);
        for (const PanelId id : kAll) QTRY_VERIFY2(!panels(opened).isFolded(id), qPrintable(QString::number(int(id))));
        for (int i = 0; i < 10; ++i) action(opened, u"S&maller text"_s)->trigger();
        settle(opened);
        checkAll(opened);
    }

    // ---- the setup panel

    /// Whatever a figure says, and with the vertical scroll bar.
    void theSetupIsNeverCut() {
        ui_test::ScriptedWindow opened(m_theme);
        opened.window->startRun();
        opened.passes(120);
        opened.window->setup().sampling().setOpen(true);
        for (const QSize size : {QSize(1680, 1040), QSize(1680, 700), QSize(1280, 800), kSmallest}) {
            showAt(opened, size);
            panels(opened).reveal(PanelId::Setup);
            QCoreApplication::processEvents();
            const auto* area = opened.window->setup().findChild<QScrollArea*>();
            QVERIFY(area->widget()->width() <= area->viewport()->width());
            checkAll(opened);
        }
    }

    /// Also when nothing happens in the run any more, after which panels are not refreshed.
    void theBlockMapFitsAtEverySize() {
        ui_test::ScriptedWindow opened(m_theme);
        opened.runToItsEnd();
        const auto* map = opened.window->findChild<ui::BlockMap*>();
        for (const QSize size : {QSize(1680, 1040), QSize(1680, 700), QSize(1920, 1080)}) {
            opened.window->resize(size);
            for (int round = 0; round < 3; ++round) QCoreApplication::processEvents();
            const double needed = map->grid().rows * map->grid().cell;
            QVERIFY2(needed > 0 && needed <= map->height() + 1,
                     qPrintable(u"%1 in %2"_s.arg(needed).arg(map->height())));
        }
    }

    void beforeThereIsAModelNoNumberIsShown() {
        auto source = std::make_unique<ui_test::ScriptedSource>(ui_test::Script{}, 0);
        ui::LaunchOptions launch = at({1680, 1040});
        ui::AppWindow window(std::move(source), m_theme, launch);
        window.show();
        const auto controls = window.setup().findChildren<ui::SliderSpin*>();
        for (const ui::SliderSpin* control : controls) {
            QVERIFY(!control->isEnabled());
            QCOMPARE(control->findChild<QDoubleSpinBox*>()->text(), QString(QChar(0x2013)));
        }
        QVERIFY(!window.setup().preflightText().contains("Too little"_L1));
        window.begin();
        window.session().setTimerRunning(false);
        window.session().tick();
        QCOMPARE(controls[0]->findChild<QDoubleSpinBox*>()->text(), u"32"_s);
        QVERIFY(controls[0]->isEnabled());
        QVERIFY(window.setup().preflightText().contains("KV"_L1));
    }

private:
    static ui::LaunchOptions at(const QSize& size) {
        ui::LaunchOptions launch;
        launch.size = size;
        return launch;
    }
    static ui::PanelDeck& panels(const ui_test::ScriptedWindow& opened) { return opened.window->panels(); }
    static QAction* action(const ui_test::ScriptedWindow& opened, const QString& text) {
        for (QAction* found : opened.window->findChildren<QAction*>()) {
            if (found->text() == text) return found;
        }
        qFatal("no action %s", qPrintable(text));
    }
    static QDockWidget* dock(const ui_test::ScriptedWindow& opened, const QString& name) {
        return opened.window->findChild<QDockWidget*>(name);
    }
    static QList<int> widths(const ui_test::ScriptedWindow& opened) {
        QList<int> all;
        for (const QDockWidget* dock : opened.window->findChildren<QDockWidget*>()) all << dock->width();
        return all;
    }
    static void settle(const ui_test::ScriptedWindow& opened) {
        for (int round = 0; round < 3; ++round) QCoreApplication::processEvents();
        opened.window->refreshAll();
        QCoreApplication::processEvents();
    }
    static void showAt(const ui_test::ScriptedWindow& opened, const QSize& size) {
        opened.window->resize(size);
        settle(opened);
    }
    static void checkAll(const ui_test::ScriptedWindow& opened) {
        const QSize size = opened.window->size();
        const QStringList troubles = ui_test::troublesOf(*opened.window);
        const QString where = u"%1x%2, %3, text %4 px"_s.arg(size.width())
                                  .arg(size.height())
                                  .arg(QFontInfo(QApplication::font()).family())
                                  .arg(QFontInfo(QApplication::font()).pixelSize());
        QVERIFY2(troubles.isEmpty(), qPrintable(where + u"\n  "_s + troubles.join(u"\n  "_s)));
        if (opened.window->lanes().model()->rowCount() == 0) return;
        const double strips = opened.window->lanes().columnWidth(ui::LanesModel::Steps);
        // At usual text sizes the strips have their share; with text twice as large they are still there.
        const double share = QFontInfo(QApplication::font()).pixelSize() < 15 ? 0.24 * size.width() : ui::kLeastStrips;
        QVERIFY2(strips >= share - 1, qPrintable(where + u": strips %1"_s.arg(strips)));
    }
    static void keepPicture(const ui_test::ScriptedWindow& opened, const QString& name) {
        const QString folder = qEnvironmentVariable("STEPSCOPE_PICTURES");
        if (!folder.isEmpty())
            opened.window->grab().save(folder + u'/' + QString(name).replace(u' ', u'_') + u".png"_s);
    }

    QTemporaryDir m_settings;
    ui::Theme m_theme;
};

QTEST_MAIN(UiPanels)
#include "ui_panels.moc"

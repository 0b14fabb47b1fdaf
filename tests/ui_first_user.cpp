// What a person does who has the program in front of them for the first time, by mouse alone, with the real worker and
// the embedded model. Each task has a number of clicks that it may take; the table at the end says how many it took.
#include <QAbstractItemView>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTextBrowser>
#include <QTimer>
#include <cstdio>

#include "app/study/examples.h"
#include "ui/compare/compare_window.h"
#include "ui/panels/events_model.h"
#include "ui/panels/events_panel.h"
#include "ui/panels/rank_card.h"
#include "ui/setup/setup_panel.h"
#include "ui/welcome.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int kMinuteMs = 60'000;

/// The mouse of the person.
class Mouse {
public:
    int clicks() const { return m_clicks; }

    void click(QWidget* widget, QPoint at = {}) {
        QVERIFY2(widget && widget->isVisible() && widget->isEnabled(), "what is to be clicked is not there");
        ++m_clicks;
        QTest::mouseClick(widget, Qt::LeftButton, {}, at);
    }
    /// Goes through menus by the words on them.
    void choose(const QMenuBar& bar, const QStringList& path) {
        QMenu* menu = nullptr;
        for (const QString& word : path) {
            QWidget* list = menu ? static_cast<QWidget*>(menu) : const_cast<QMenuBar*>(&bar);
            QAction* action = nullptr;
            for (QAction* candidate : list->actions())
                if (QString(candidate->text()).remove(u'&').startsWith(word)) action = candidate;
            QVERIFY2(action && action->isEnabled(), qPrintable(u"no menu entry "_s + word));
            const QRect place = menu ? menu->actionGeometry(action) : bar.actionGeometry(action);
            menu = action->menu();
            click(list, place.center());
            if (menu) QTRY_VERIFY(menu->isVisible());
        }
    }

private:
    int m_clicks = 0;
};

QPushButton* findButton(const QWidget& inside, const QString& begins) {
    for (QPushButton* button : inside.findChildren<QPushButton*>())
        if (button->isVisible() &&
            (QString(button->text()).remove(u'&').startsWith(begins) || button->accessibleName().startsWith(begins)))
            return button;
    return nullptr;
}

QString textOf(const QWidget& inside) {
    QString all;
    for (const QLabel* label : inside.findChildren<QLabel*>())
        if (label->isVisible()) all += label->text() + u'\n';
    return all;
}

}  // namespace

class UiFirstUser : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    ui::Theme m_theme;
    std::unique_ptr<ui::AppWindow> m_window;
    std::vector<std::pair<QString, int>> m_took;

    ui::SessionController& session() const { return m_window->session(); }
    void waitForEnd() const {
        QTRY_VERIFY_WITH_TIMEOUT(session().runActive(), kMinuteMs);
        QTRY_VERIFY_WITH_TIMEOUT(!session().runActive(), 2 * kMinuteMs);
    }
    QString leader() const {
        const app::AnswerVote* first = session().latest().vote.leader();
        return first ? QString::fromStdString(first->answer) : QString();
    }
    void note(const QString& task, const Mouse& mouse, int most) {
        m_took.emplace_back(task, mouse.clicks());
        QVERIFY2(mouse.clicks() <= most, qPrintable(u"%1 takes %2 clicks"_s.arg(task).arg(mouse.clicks())));
    }

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_folder);
        m_theme.apply(ui::ThemeChoice::Light);
        ui::LaunchOptions launch;
        launch.size = QSize(1680, 1040);
        launch.model.backend = app::BackendChoice::Cpu;
        launch.examples = app::loadExamples();
        launch.pace = 0;  // at full speed: the words are the same
        m_window = std::make_unique<ui::AppWindow>(std::make_unique<ui::WorkerSource>(), m_theme, launch);
        m_window->show();
        m_window->begin();
        QTRY_VERIFY_WITH_TIMEOUT(session().scorer().has_value(), kMinuteMs);
        QTRY_VERIFY(m_window->findChild<ui::Welcome*>()->isVisible());
    }
    void cleanupTestCase() {
        for (const auto& [task, clicks] : m_took) std::printf("%d  %s\n", clicks, qPrintable(task));
        m_window.reset();
    }

    void runsAnExample() {
        Mouse mouse;
        mouse.click(findButton(*m_window->findChild<ui::Welcome*>(), u"Run the example: "_s));
        waitForEnd();
        QCOMPARE(leader(), u"1343"_s);
        note(u"run an example"_s, mouse, 1);
    }

    void understandsWhoWasPrunedAndWhy() {
        Mouse mouse;
        const auto* events = m_window->findChild<ui::EventsPanel*>();
        QListView* list = events->view();
        QTest::qWait(300);
        // The newest line of a prune; the wheel brings it into view.
        QModelIndex pruned;
        for (int row = 0; row < list->model()->rowCount() && !pruned.isValid(); ++row) {
            const QModelIndex line = list->model()->index(row, 0);
            if (line.data().toString().contains(u"pruned"_s)) pruned = line;
        }
        QVERIFY(pruned.isValid());
        list->scrollTo(pruned);
        mouse.click(list->viewport(), list->visualRect(pruned).center());
        QTRY_VERIFY(events->ranking().isVisible());
        const QString why = events->ranking().text();
        QVERIFY2(why.contains(u"pruned"_s) && why.contains(u"lowest of"_s) && why.contains(u"frees"_s),
                 qPrintable(why));
        note(u"see who was pruned, and why"_s, mouse, 1);
    }

    void comparesWithSelfConsistency() {
        Mouse mouse;
        QTimer::singleShot(0, this, [&] {  // the dialog blocks until it is answered
            QDialog* dialog = nullptr;
            QTRY_VERIFY((dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget())));
            for (QPushButton* button : dialog->findChildren<QPushButton*>())
                if (button->isDefault()) return mouse.click(button);
            dialog->reject();
        });
        mouse.click(m_window->findChild<QPushButton*>(u"compare"_s));
        waitForEnd();  // of the first run
        ui::CompareWindow* compared = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((compared = m_window->findChild<ui::CompareWindow*>()) && compared->isVisible(),
                                 2 * kMinuteMs);
        QTest::qWait(200);
        const QString words = textOf(*compared);
        QVERIFY2(words.contains(u"4458"_s) && words.contains(u"1343"_s), qPrintable(words));
        QVERIFY2(words.contains(u"weight"_s), "says why the answers differ");
        compared->close();
        note(u"compare with self-consistency"_s, mouse, 2);
    }

    void changesTheMemory() {
        Mouse mouse;
        QSpinBox* memory = nullptr;
        QDoubleSpinBox* fine = nullptr;
        for (QSpinBox* spin : m_window->setup().findChildren<QSpinBox*>())
            if (spin->accessibleName() == u"KV cache"_s) memory = spin;
        for (QDoubleSpinBox* spin : m_window->setup().findChildren<QDoubleSpinBox*>())
            if (spin->accessibleName() == u"KV cache"_s) fine = spin;
        QAbstractSpinBox* box = memory ? static_cast<QAbstractSpinBox*>(memory) : fine;
        QVERIFY(box);
        const int before = session().latest().header.kvBlocks;
        mouse.click(box);
        box->selectAll();
        QTest::keyClicks(box, u"12"_s);
        QTest::keyClick(box, Qt::Key_Return);
        mouse.click(findButton(*m_window, u"Run"_s));
        waitForEnd();
        QVERIFY(session().latest().header.kvBlocks < before);
        note(u"run again with half the memory"_s, mouse, 2);
    }

    void opensARecording() {
        Mouse mouse;
        const int number = session().latest().header.kvBlocks;
        mouse.choose(*m_window->menuBar(), {u"File"_s, u"Recent runs"_s});
        auto* recent = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(recent);
        QTRY_VERIFY(recent->actions().size() >= 5);
        mouse.click(recent, recent->actionGeometry(recent->actions()[3]).center());  // the first run of all
        QTRY_VERIFY_WITH_TIMEOUT(session().kind() == ui::SourceKind::Recorded, kMinuteMs);
        QVERIFY(session().latest().header.kvBlocks > number);
        QCOMPARE(leader(), u"1343"_s);
        note(u"open an earlier run"_s, mouse, 3);
    }

    void findsWhatAucMeans() {
        Mouse mouse;
        QString page;
        QTimer::singleShot(0, this, [&] {
            QDialog* dialog = nullptr;
            QTRY_VERIFY((dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget())));
            if (const auto* browser = dialog->findChild<QTextEdit*>()) page = browser->toPlainText();
            if (page.isEmpty()) page = textOf(*dialog);
            dialog->reject();
        });
        mouse.choose(*m_window->menuBar(), {u"Help"_s, u"Glossary"_s});
        QTRY_VERIFY(!page.isEmpty());
        QVERIFY2(page.contains(u"AUC"_s), qPrintable(page.left(2000)));
        note(u"find what AUC means"_s, mouse, 2);
    }
};

QTEST_MAIN(UiFirstUser)
#include "ui_first_user.moc"

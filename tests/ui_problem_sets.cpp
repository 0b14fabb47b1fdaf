// Problem sets as the source of problems: the examples' menu, the list that is searched, sets that are dropped.
// With STEPSCOPE_TEST_PICTURES set, pictures are left in that folder.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

#include "app/study/examples.h"
#include "ui/dialogs/problem_chooser.h"
#include "ui/dialogs/problem_set_box.h"
#include "ui/message_bar.h"
#include "ui/session/remembered.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"
#include "ui_dialog_support.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;

class UiProblemSets : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_folder);
        m_theme.apply(ui::ThemeChoice::Light);
    }
    void init() { QSettings(u"Stepscope"_s, u"Stepscope"_s).remove("problems"_L1); }

    /// One level, in the order and with the numbers of the command line.
    void theExamplesAreOneMenu() {
        ui::LaunchOptions launch;
        launch.examples = app::loadExamples();
        const ui_test::ScriptedWindow opened(m_theme, launch);
        ui::ProblemBox& box = opened.window->setup().problem();
        const QMenu& menu = menuOf(box);
        QStringList texts;
        for (const QAction* action : menu.actions()) {
            QVERIFY(!action->menu());
            texts << action->text();
        }
        QCOMPARE(texts.size(), qsizetype(launch.examples.size()) + 2);  // a separator, and another set
        QCOMPARE(texts[2], u"3. Order of operations\tlevel 4"_s);
        QCOMPARE(texts.last(), u"&Open a problem set\u2026"_s);
        menu.actions()[2]->trigger();
        QCOMPARE(box.problem(), QString::fromStdString(launch.examples[2].question));
        QCOMPARE(box.knownAnswer(), QString::fromStdString(launch.examples[2].answer));
        picture(u"examples-menu"_s, const_cast<QMenu&>(menu));
    }

    /// Thousands of problems make a list that is searched, and no menu.
    void aLongSetIsSearched() {
        QByteArray text;
        for (int i = 0; i < 5000; ++i)
            text += QStringLiteral(
                        "{\"problem\":\"Find the product of %1 and %2.\",\"solution\":\"It is "
                        "$\\\\boxed{%3}$.\",\"level\":\"Level %4\",\"type\":\"%5\"}\n")
                        .arg(i)
                        .arg(i + 1)
                        .arg(i * (i + 1))
                        .arg(1 + i % 5)
                        .arg(i % 2 ? u"Algebra"_s : u"Number Theory"_s)
                        .toUtf8();
        text += "no problem\n{\"problem\": [7]}\n";
        const QString path = write(u"math.jsonl"_s, text);
        ui_test::ScriptedWindow opened(m_theme);
        ui::ProblemChooser& chooser = opened.window->problemChooser();
        const QAbstractItemModelTester tester(&chooser.problems());
        QSignalSpy read(&chooser, &ui::ProblemChooser::opened);
        opened.window->openProblemSet(path);
        QTRY_COMPARE(read.size(), 1);
        QVERIFY(chooser.isVisible());
        QCOMPARE(chooser.problems().rowCount(), 5000);
        QVERIFY(chooser.problems().hasLevels() && chooser.problems().hasKinds());
        QVERIFY(labels(chooser).contains(u"2 lines cannot be used, the first: line 5001: "_s));
        picture(u"chooser"_s, chooser);
        chooser.search().setText(u"algebra"_s);
        QTRY_COMPARE(chooser.problems().rowCount(), 2500);
        picture(u"chooser-search"_s, chooser);
        chooser.search().setText(u"ALGEBRA 1233 1234"_s);
        QTRY_COMPARE(chooser.problems().rowCount(), 1);
        QTest::keyClick(&chooser.search(), Qt::Key_Down);
        QTest::keyClick(&chooser.search(), Qt::Key_Return);
        QVERIFY(!chooser.isVisible());
        ui::ProblemBox& box = opened.window->setup().problem();
        QCOMPARE(box.problem(), u"Find the product of 1233 and 1234."_s);
        QCOMPARE(box.knownAnswer(), QString::number(1233 * 1234));
        // It is remembered, here and in the form of studies and trainings.
        QCOMPARE(ui::rememberedSets(), QStringList{path});
        QVERIFY(QMetaObject::invokeMethod(&menuOf(box), "aboutToShow"));
        QStringList texts;
        for (const QAction* action : menuOf(box).actions()) texts << action->text();
        QVERIFY2(texts.contains(u"Problems of math.jsonl\u2026"_s), qPrintable(texts.join(u'|')));
        const ui::ProblemSetBox sets(u"Set"_s, ui::ProblemSetBox::Needed::Yes, m_theme);
        QVERIFY(sets.findChild<QComboBox*>()->findData(path) >= 0);
    }

    /// The known answer marks the run's answers right or wrong.
    void theChosenAnswerIsUsed() {
        const QString path = write(u"gsm.jsonl"_s,
                                   "{\"question\":\"How many?\",\"answer\":\"A lot.\\n#### 1,204\"}\n"
                                   "{\"question\":\"Nobody knows?\"}\n");
        ui_test::ScriptedWindow opened(m_theme);
        open(opened, path);
        ui::ProblemChooser& chooser = opened.window->problemChooser();
        chooser.choose();
        opened.window->startRun();
        const auto& run = std::get<app::StartRun>(opened.source->posted.back());
        QCOMPARE(run.problem, std::string("How many?"));
        QCOMPARE(run.knownAnswer, std::optional<std::string>("1204"));
        open(opened, path);
        chooser.list().selectRow(1);
        chooser.choose();
        QVERIFY(!opened.window->setup().problem().knownAnswer());
    }

    void aDroppedSetIsShown() {
        const QString path = write(u"dropped.jsonl"_s, "{\"Problem\":\"1 + 1\",\"Answer\":2}\n");
        ui_test::ScriptedWindow opened(m_theme);
        QSignalSpy read(&opened.window->problemChooser(), &ui::ProblemChooser::opened);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(opened.window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(opened.window.get(), &drop);
        QTRY_COMPARE(read.size(), 1);
        QVERIFY(opened.window->problemChooser().isVisible());
        opened.window->problemChooser().choose();
        QCOMPARE(opened.window->setup().problem().problem(), u"1 + 1"_s);
        QCOMPARE(opened.window->setup().problem().knownAnswer(), u"2"_s);
    }

    void whatIsNoSetIsSaid() {
        const QString path = write(u"bad.jsonl"_s, "hello\n");
        ui_test::ScriptedWindow opened(m_theme);
        QSignalSpy failed(&opened.window->problemChooser(), &ui::ProblemChooser::failed);
        opened.window->openPath(path);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY2(opened.window->messages().text().contains(u"bad.jsonl: no usable problem; line 1: "_s),
                 qPrintable(opened.window->messages().text()));
        QVERIFY(!opened.window->problemChooser().isVisible() && ui::rememberedSets().isEmpty());
    }

    /// The newest counts, whichever is read first.
    void theNewestSetCounts() {
        const QString a = write(u"a.jsonl"_s, "{\"question\":\"a\",\"answer\":1}\n");
        const QString b = write(u"b.jsonl"_s, "{\"question\":\"b\",\"answer\":1}\n");
        ui::ProblemChooser chooser(m_theme);
        QSignalSpy read(&chooser, &ui::ProblemChooser::opened);
        chooser.open(a);
        chooser.open(b);
        QTRY_COMPARE(read.size(), 1);
        QCOMPARE(chooser.path(), b);
        QVERIFY(!chooser.isReading());
    }

    void setsThatAreGoneAreForgotten() {
        for (int i = 0; i < 8; ++i) ui::rememberSet(write(u"set%1.jsonl"_s.arg(i), "x"));
        QCOMPARE(ui::rememberedSets().size(), 6);
        QVERIFY(ui::rememberedSets().front().endsWith(u"set7.jsonl"_s));
        QVERIFY(QFile::remove(m_folder.filePath(u"set7.jsonl"_s)));
        QVERIFY(ui::rememberedSets().front().endsWith(u"set6.jsonl"_s));
    }

private:
    QString write(const QString& name, const QByteArray& text) {
        const QString path = m_folder.filePath(name);
        QFile file(path);
        [[maybe_unused]] const bool done = file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        return path;
    }
    static void open(ui_test::ScriptedWindow& opened, const QString& path) {
        QSignalSpy read(&opened.window->problemChooser(), &ui::ProblemChooser::opened);
        opened.window->openProblemSet(path);
        QTRY_COMPARE(read.size(), 1);
    }
    static QMenu& menuOf(const ui::ProblemBox& box) {
        for (QPushButton* button : box.findChildren<QPushButton*>())
            if (button->menu()) return *button->menu();
        qFatal("no menu");
    }
    static QString labels(const QWidget& in) {
        QStringList texts;
        for (const QLabel* label : in.findChildren<QLabel*>()) texts << label->text();
        return texts.join(u'\n');
    }
    void picture(const QString& name, QWidget& of) { ui_test::picture(m_theme, name, of); }

    QTemporaryDir m_folder;
    ui::Theme m_theme;
};

QTEST_MAIN(UiProblemSets)
#include "ui_problem_sets.moc"

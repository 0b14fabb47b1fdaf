// Names, hints and answers come from files: the window shows them as text, whatever they hold, and stays as wide as it
// is.
#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QMessageBox>
#include <QToolTip>

#include "app/run/recording_writer.h"
#include "ui/dialogs/train_dialog.h"
#include "ui/message_bar.h"
#include "ui/paint/format.h"
#include "ui/paint/widget_rules.h"
#include "ui/setup/setup_panel.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;

namespace {

/// Every string that a recording or a model brings along.
void nameEverything(app::RunStarted& header, const std::string& name) {
    header.programVersion = header.startedAt = header.device = name;
    header.model.name = header.model.path = header.model.family = header.model.format = name;
    header.model.quantised = true;
    header.problem = name;
    header.knownAnswer = header.hint = name;
    header.scorer = app::ScorerInfo{.name = name,
                                    .path = name,
                                    .sha256 = name,
                                    .inputWidth = 8,
                                    .hiddenWidth = 4,
                                    .metrics = {{"auc", name}, {name, "0.5"}, {"epoch", name}}};
}

std::vector<app::Event> runNamed(const std::string& name) {
    std::vector<app::Event> events = ui_test::ScriptedRun::all({.traces = 6, .kvBlocks = 60, .maxTokens = 120});
    for (app::Event& event : events) {
        if (auto* header = std::get_if<app::RunStarted>(&event.body)) nameEverything(*header, name);
        if (auto* end = std::get_if<app::TraceFinished>(&event.body)) end->answer = name;
    }
    events.insert(events.end() - 1, app::Event{events.back().t, app::Notice{app::Notice::Severity::Warning, name}});
    return events;
}

app::ModelReady modelNamed(const std::string& name) {
    app::RunStarted header;
    nameEverything(header, name);
    app::ModelReady ready = ui_test::scriptedModel();
    const app::ModelInfo plain = ready.model;
    ready.model = header.model;
    ready.model.hiddenSize = plain.hiddenSize;
    ready.device = ready.memory.device = name;
    ready.templateProblem = name;
    ready.defaults.systemPrompt = name;
    return ready;
}

}  // namespace

class UiNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_folder);
        m_theme.apply(ui::ThemeChoice::Light);
    }

    void namesAreText_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("picture") << u"<img src='/dev/zero'>"_s;
        QTest::newRow("bold") << u"<b>x</b> &amp; &x"_s;
    }
    /// In every state of the window. A label that took the first name for a picture would not come back.
    void namesAreText() {
        QFETCH(const QString, name);
        ui_test::ScriptedWindow opened(m_theme);
        const auto look = [&] {
            opened.window->refreshAll();
            QCoreApplication::processEvents();
            checkLabels(*opened.window, name);
        };
        look();
        opened.source->say(app::LoadProgress{name.toStdString(), 0.5});
        opened.source->say(modelNamed(name.toStdString()));
        app::RunStarted header;
        nameEverything(header, name.toStdString());
        opened.source->say(app::ScorerReady{*header.scorer});
        opened.session().tick();
        look();
        for (app::Event& event : runNamed(name.toStdString())) opened.source->say(std::move(event));
        opened.session().tick();
        look();
        for (const char* what : {"model", "scorer", "run"}) {
            opened.source->say(app::Refused{what, name.toStdString()});
            opened.session().tick();
            QCOMPARE(opened.window->messages().text(), name);
            look();
        }
        const QString path = m_folder.filePath(u"names.stepscope"_s);
        write(path, name.toStdString());
        openAndWait(opened, path);
        QVERIFY(opened.session().kind() == ui::SourceKind::Recorded);
        look();
        opened.window->training().show();
        opened.source->say(app::TrainingDone{std::nullopt, name.toStdString()});
        opened.session().tick();
        look();
        checkLabels(opened.window->training(), name);
    }

    void tooltipsAreText() {
        ui::WidgetRules::install();
        QWidget widget;
        widget.resize(100, 100);
        widget.setToolTip(u"<img src='/dev/zero'>"_s);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        QHelpEvent help(QEvent::ToolTip, {5, 5}, widget.mapToGlobal(QPoint(5, 5)));
        QApplication::sendEvent(&widget, &help);
        const auto tips = [] {
            QList<QLabel*> labels;
            for (QWidget* top : QApplication::topLevelWidgets())
                if (top->inherits("QTipLabel")) labels << qobject_cast<QLabel*>(top);
            return labels;
        };
        QCOMPARE(tips().size(), 1);
        QCOMPARE(tips().front()->text(), u"<img src='/dev/zero'>"_s);
        QCOMPARE(tips().front()->textFormat(), Qt::PlainText);
        QToolTip::showText(QPoint(5, 5), u"<b>x</b>"_s, &widget);  // as views and menus do
        for (const QLabel* tip : tips()) QCOMPARE(tip->textFormat(), Qt::PlainText);
    }

    void longToolTipsAreWrapped() {
        const QString wrapped = ui::wrapToolTip(QString(3000, u'm') + u" and some words after it"_s);
        QVERIFY(wrapped.size() < 1700);
        for (const QString& line : wrapped.split(u'\n')) QVERIFY(line.size() <= 90);
        QCOMPARE(ui::wrapToolTip(u"short\nlines"_s), u"short\nlines"_s);
    }

    void labelsAreTextUnlessTheyAskForMore() {
        ui::WidgetRules::install();
        QLabel plain(u"<b>x</b>"_s);
        QLabel rich(u"<b>x</b>"_s);
        rich.setTextFormat(Qt::RichText);
        QMessageBox box;
        box.setText(u"<b>x</b>"_s);
        for (QWidget* widget : std::initializer_list<QWidget*>{&plain, &rich, &box}) widget->show();
        QCOMPARE(plain.textFormat(), Qt::PlainText);
        QCOMPARE(rich.textFormat(), Qt::RichText);
        for (const QLabel* label : box.findChildren<QLabel*>()) QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    void longNamesDoNotWidenTheWindow() {
        const std::string name(3000, 'W');
        ui_test::ScriptedWindow opened(m_theme);
        const QSize before = opened.window->size();
        const int least = opened.window->minimumSizeHint().width();
        opened.source->say(modelNamed(name));
        app::RunStarted header;
        nameEverything(header, name);
        opened.source->say(app::ScorerReady{*header.scorer});
        for (app::Event& event : runNamed(name)) opened.source->say(std::move(event));
        opened.session().tick();
        opened.window->refreshAll();
        QCoreApplication::processEvents();
        QCOMPARE(opened.window->size(), before);
        const int widest = opened.window->minimumSizeHint().width();
        QVERIFY2(widest <= std::max(least, 1280), qPrintable(u"%1, before %2"_s.arg(widest).arg(least)));
        opened.window->training().show();
        QVERIFY(opened.window->training().minimumSizeHint().width() < 1280);
    }

    void menusShowAmpersands() {
        QCOMPARE(ui::menuText(u"R&D"_s), u"R&&D"_s);
        ui::LaunchOptions launch;
        launch.examples = {{.title = "A & B", .question = "<b>?</b>", .answer = "1", .family = "R&D", .level = 1}};
        const ui_test::ScriptedWindow opened(m_theme, launch);
        QStringList texts;
        for (const QAction* action : opened.window->setup().findChildren<QAction*>()) texts << action->text();
        QVERIFY2(texts.contains(u"1. A && B\tlevel 1"_s), qPrintable(texts.join(u'|')));
    }

    void aFilesNameIsTheTitle() {
        ui_test::ScriptedWindow opened(m_theme);
        const QString path = m_folder.filePath(u"a[*]b.stepscope"_s);
        write(path, "1 + 1");
        openAndWait(opened, path);
        QVERIFY2(opened.window->windowTitle().startsWith(u"a[*][*]b.stepscope"_s),
                 qPrintable(opened.window->windowTitle()));
    }

    void wordsOfAnyLengthCanBeBroken() {
        QCOMPARE(ui::softened(u"some words"_s), u"some words"_s);
        const QString soft = ui::softened(QString(100, u'x'));
        QVERIFY(soft.contains(QChar(0x200b)));
        QCOMPARE(QString(soft).remove(QChar(0x200b)), QString(100, u'x'));
        QCOMPARE(ui::softened(QString(1000, u' ')).size(), 600);
        QVERIFY(ui::formatAnswer(std::string(1'000'000, '7')).endsWith(QChar(0x2026)));
    }

private:
    void write(const QString& path, const std::string& name) {
        QFile::remove(path);
        app::RecordingWriter writer(path.toStdString());
        for (const app::Event& event : runNamed(name)) QVERIFY(writer.append(event));
    }
    void openAndWait(ui_test::ScriptedWindow& opened, const QString& path) {
        QSignalSpy done(&opened.session(), &ui::SessionController::recordingOpened);
        opened.window->openRecording(path);
        QTRY_VERIFY_WITH_TIMEOUT((opened.session().tick(), !done.isEmpty()), 60000);
    }
    /// No label takes markup, but those that write their own: they hold the name escaped, if at all.
    void checkLabels(QWidget& window, const QString& name) {
        for (const QLabel* label : window.findChildren<QLabel*>()) {
            const QByteArray what = label->text().toUtf8().left(200);
            if (label->textFormat() == Qt::RichText) {
                QVERIFY2(!label->text().contains(name) && !label->text().contains("<img"_L1), what);
            } else {
                QVERIFY2(label->textFormat() == Qt::PlainText || !label->isVisible(), what);
                QVERIFY2(label->textFormat() == Qt::PlainText || !label->text().contains(u'<'), what);
            }
        }
    }

    QTemporaryDir m_folder;
    ui::Theme m_theme;
};

QTEST_MAIN(UiNames)
#include "ui_names.moc"

// File > Export and pictures of panels: what is written, and that pictures say what they show.
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSvgRenderer>

#include "refusal_of.h"
#include "ui/compare/compare_window.h"
#include "ui/exports.h"
#include "ui/lanes/lanes_view.h"
#include "ui/message_bar.h"
#include "ui/panels/context_menu.h"
#include "ui/session/note_book.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using Place = ui::MenuSubject::Place;

namespace {

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Mean difference of two pictures of one size, 0 to 255.
double difference(const QImage& a, const QImage& b) {
    qint64 sum = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
            sum += std::abs(qRed(p) - qRed(q)) + std::abs(qGreen(p) - qGreen(q)) + std::abs(qBlue(p) - qBlue(q));
        }
    }
    return static_cast<double>(sum) / (3.0 * a.width() * a.height());
}

QImage drawn(const QByteArray& svg, const QSize& size) {
    QSvgRenderer renderer(svg);
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    renderer.render(&painter);
    return image;
}

}  // namespace

class UiExports : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_folder);
        m_theme.apply(ui::ThemeChoice::Light);
    }
    void init() { m_window = std::make_unique<ui_test::ScriptedWindow>(m_theme); }
    void cleanup() { m_window.reset(); }

    void theMenuIsThereAndNeedsARun() {
        QMenu* menu = exports().menu();
        Q_EMIT menu->aboutToShow();
        for (const QAction* action : menu->actions()) QVERIFY(!action->isEnabled());
        QVERIFY(!m_window->window->contextMenu().make({.place = Place::Memory})->findChild<QAction*>(u"copyPicture"_s));
        m_window->runToItsEnd();
        Q_EMIT menu->aboutToShow();
        for (const QAction* action : menu->actions()) QVERIFY(action->isEnabled());
        for (const char* name :
             {"exportWeb", "exportTables", "exportTraceEvents", "exportPicture-all", "exportPicture-lanes"})
            QVERIFY2(menu->findChild<QAction*>(QString::fromLatin1(name)), name);
    }

    void whatIsChosenIsWritten() {
        m_window->runToItsEnd();
        write(ui::Exports::Form::WebPage, m_folder.filePath(u"run.html"_s));
        QVERIFY(contents(m_folder.filePath(u"run.html"_s)).startsWith("<!doctype html>"));
        write(ui::Exports::Form::Tables, m_folder.filePath(u"tables"_s));
        const QByteArray traces = contents(m_folder.filePath(u"tables/traces.csv"_s));
        QCOMPARE(traces.count('\n'), static_cast<qsizetype>(m_window->session().latest().traces.size()) + 1);
        write(ui::Exports::Form::TraceEvents, m_folder.filePath(u"run.json"_s));
        QVERIFY(contents(m_folder.filePath(u"run.json"_s)).contains("\"traceEvents\""));
        QVERIFY(m_window->window->messages().text().contains(u"run.json"_s));
    }

    /// Also of a run that is not on disk.
    void notesOfTheWindowAreWritten() {
        m_window->runToItsEnd();
        app::RunNote note = m_window->window->noteBook().here();
        note.text = "look here";
        QVERIFY(m_window->window->noteBook().add(note));
        QCOMPARE(write(ui::Exports::Form::Tables, m_folder.filePath(u"noted"_s)), QString());
        QVERIFY(contents(m_folder.filePath(u"noted/notes.csv"_s)).contains("look here"));
    }

    void aFailureIsSaid() {
        m_window->runToItsEnd();
        QVERIFY(!write(ui::Exports::Form::WebPage, m_folder.filePath(u"missing/run.html"_s)).isEmpty());
        QVERIFY(m_window->window->messages().text().contains(u"The export failed"_s));
        const QString nowhere = m_folder.filePath(u"missing/v.png"_s);
        QVERIFY(refusalOf([&] { exports().savePart(ui::PicturePart::Vote, nowhere, 1); }).find("v.png") !=
                std::string::npos);
    }

    /// Both forms show the same, at the size asked for, with no font left to the viewer.
    void picturesOfPanels_data() {
        QTest::addColumn<QString>("word");
        for (const char* word : {"all", "lanes", "kv", "vote", "reader", "events"})
            QTest::newRow(word) << QString::fromLatin1(word);
    }
    void picturesOfPanels() {
        QFETCH(QString, word);
        m_window->runToItsEnd();
        m_window->window->refreshAll();
        const ui::PicturePart part = *ui::findPicturePart(word);
        QWidget& widget = m_window->window->showPart(part);
        const QString png = m_folder.filePath(word + u".png"_s), svg = m_folder.filePath(word + u".svg"_s);
        exports().savePart(part, png, 2);
        exports().savePart(part, svg, 1);
        const QImage image(png);
        QCOMPARE(image.width(), 2 * widget.width());
        QVERIFY(image.height() > 2 * widget.height());  // the caption
        const QByteArray text = contents(svg);
        QVERIFY(!text.contains("<text") && text.contains("<path"));
        QVERIFY2(text.size() < 6'000'000, QByteArray::number(text.size()).constData());
        const QImage same = drawn(text, image.size());
        const double off = difference(image, same);
        // Edges of letters differ between the two; where something is missing the difference is twice this bound.
        QVERIFY2(off < 5, QByteArray::number(off).constData());
        keep(same, word);
    }

    void theCaptionSaysWhatWasRun() {
        m_window->runToItsEnd();
        const QString caption = exports().caption();
        QVERIFY2(
            caption.contains(u"simulated by a script"_s) && caption.contains(u" of "_s) && caption.contains(u"n 12"_s),
            qPrintable(caption));
    }

    void aPanelIsCopiedAsAPicture() {
        m_window->runToItsEnd();
        QGuiApplication::clipboard()->clear();
        const auto menu = m_window->window->contextMenu().make({.place = Place::Lane, .trace = engine::TraceId{1}});
        menu->findChild<QAction*>(u"copyPicture"_s)->trigger();
        QCOMPARE(QGuiApplication::clipboard()->image().width(), 2 * m_window->window->lanes().width());
    }

    /// Also those that the window has no room for.
    void allLanesAreOnThePicture() {
        ui::LaunchOptions small;
        small.size = QSize(900, 400);
        m_window = std::make_unique<ui_test::ScriptedWindow>(m_theme, small);
        m_window->runToItsEnd();
        ui::LanesView& lanes = m_window->window->lanes();
        const QSize before = lanes.size();
        QVERIFY(lanes.verticalHeader()->length() > lanes.viewport()->height());
        exports().savePart(ui::PicturePart::Lanes, m_folder.filePath(u"lanes.png"_s), 1);
        QVERIFY(QImage(m_folder.filePath(u"lanes.png"_s)).height() > lanes.verticalHeader()->length());
        QCOMPARE(lanes.size(), before);
    }

    void aComparisonIsOnePage() {
        m_window->runToItsEnd();
        ui::CompareWindow compare(m_theme);
        auto* button = compare.findChild<QPushButton*>(u"exportComparison"_s);
        QVERIFY(!button->isEnabled());
        for (int i = 0; i < 2; ++i) {
            auto timeline = std::make_unique<app::Timeline>();
            for (const app::Event& event : m_window->session().timeline().events()) timeline->append(event);
            QCOMPARE(compare.add({std::move(timeline), {}}), QString());
        }
        QVERIFY(button->isEnabled());
        compare.exportPage(m_folder.filePath(u"both.html"_s));
        QVERIFY2(compare.message().startsWith(u"Exported to"_s), qPrintable(compare.message()));
        QVERIFY(contents(m_folder.filePath(u"both.html"_s)).startsWith("<!doctype html>"));
        compare.exportPage(m_folder.filePath(u"missing/both.html"_s));
        QVERIFY2(compare.message().contains(u"cannot be written"_s), qPrintable(compare.message()));
    }

private:
    ui::Exports& exports() { return m_window->window->exports(); }
    /// What was said of it; empty where it went well.
    QString write(ui::Exports::Form form, const QString& path) {
        QSignalSpy spy(&exports(), &ui::Exports::written);
        exports().write(form, path);
        if (spy.isEmpty() && !spy.wait(20000)) return u"it never ended"_s;
        return spy.first().at(1).toString();
    }
    static void keep(const QImage& image, const QString& name) {
        const QString folder = qEnvironmentVariable("STEPSCOPE_TEST_PICTURES");
        if (!folder.isEmpty()) image.save(folder + u"/svg-"_s + name + u".png"_s);
    }

    QTemporaryDir m_folder;
    ui::Theme m_theme;
    std::unique_ptr<ui_test::ScriptedWindow> m_window;
};

QTEST_MAIN(UiExports)
#include "ui_exports.moc"

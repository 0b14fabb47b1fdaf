// Notes beside a recording: kept, ordered, written whole, and refused with one line where the file is not what it says.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "app/run/notes.h"
#include "refusal_of.h"

using namespace Qt::StringLiterals;
using app::RunNotes;

namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
}

std::string textOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

class AppNotes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        m_file = app::notesPathOf(m_dir->path().toStdString() + "/run.stepscope");
    }

    void theFileStandsBesideTheRecording() {
        QCOMPARE(m_file.filename().string(), std::string("run.stepscope.notes.json"));
        QVERIFY(app::readNotes(m_file).isEmpty());
    }

    void notesComeBackInTheOrderOfTheirMoments() {
        RunNotes notes;
        QCOMPARE(notes.add({.atS = 9, .text = "late"}), 1);
        QCOMPARE(notes.add({.atS = 2.5, .event = 40, .trace = 4, .step = 2, .text = "a \"turn\"\nof \xC3\xA9"}), 2);
        QCOMPARE(notes.add({.atS = 2.5, .event = 12, .trace = 7, .text = "before that", .written = "then"}), 3);
        QCOMPARE(notes.all()[0].id, 3);
        QCOMPARE(notes.all()[1].id, 2);
        QCOMPARE(notes.all()[2].id, 1);
        QCOMPARE(notes.all()[0].written, std::string("then"));
        QCOMPARE(notes.all()[1].written.size(), std::string("2026-01-01T00:00:00Z").size());
        app::writeNotes(m_file, notes);
        QVERIFY(app::readNotes(m_file) == notes);
        QVERIFY(!app::readNotes(m_file).find(1)->trace);
        QVERIFY(!app::readNotes(m_file).find(1)->event);
    }

    void notesAreChangedAndRemoved() {
        RunNotes notes;
        const int first = notes.add({.atS = 1, .text = "one"});
        const int second = notes.add({.atS = 2, .text = "two"});
        notes.setText(first, "other");
        notes.setText(99, "nobody");
        QCOMPARE(notes.find(first)->text, std::string("other"));
        notes.remove(second);
        QCOMPARE(notes.all().size(), std::size_t{1});
        QCOMPARE(notes.add({.atS = 3, .text = "three"}), 2);
        app::writeNotes(m_file, notes);
        QVERIFY(fs::exists(m_file));
        app::writeNotes(m_file, {});
        QVERIFY2(!fs::exists(m_file), "without notes there is no file");
        app::writeNotes(m_file, {});
    }

    void whatCannotBeKeptIsRefused() {
        RunNotes notes;
        QCOMPARE(refusalOf([&] { notes.add({.text = " \n\t"}); }), std::string("the note has no text"));
        QCOMPARE(refusalOf([&] { notes.add({.text = std::string(4001, 'a')}); }),
                 std::string("the note has 4001 bytes, at most 4000 are kept"));
        QVERIFY(!refusalOf([&] { notes.add({.text = std::string("a\0b", 3)}); }).empty());
        QVERIFY(!refusalOf([&] { notes.add({.text = "\xFF"}); }).empty());
        QVERIFY(notes.isEmpty());
        const int id = notes.add({.text = "kept"});
        QVERIFY(!refusalOf([&] { notes.setText(id, ""); }).empty());
        QCOMPARE(notes.find(id)->text, std::string("kept"));
        for (std::size_t i = 1; i < app::kMostNotes; ++i) notes.add({.text = "x"});
        QVERIFY(notes.isFull());
        QVERIFY(refusalOf([&] { notes.add({.text = "one too many"}); }).find("delete one first") != std::string::npos);
    }

    void aFileThatCannotBeReadIsLeftAsItIs() {
        write(m_file, "{");
        QVERIFY(!refusalOf([&] { (void)app::readNotes(m_file); }).empty());
        QCOMPARE(textOf(m_file), std::string("{"));
    }

    void refusalsNameTheField_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("reason");
        const auto note = [](const char* fields) {
            return uR"({"version":1,"notes":[{%1}]})"_s.arg(QLatin1String(fields));
        };
        QTest::newRow("no version") << uR"({"notes":[]})"_s << u"version"_s;
        QTest::newRow("newer") << uR"({"version":2,"notes":[]})"_s << u"a newer version of Stepscope"_s;
        QTest::newRow("no list") << uR"({"version":1})"_s << u"notes"_s;
        QTest::newRow("list is a text") << uR"({"version":1,"notes":"x"})"_s << u"notes"_s;
        QTest::newRow("no id") << note(R"("at_s":1,"text":"a")") << u"notes[0].id"_s;
        QTest::newRow("id 0") << note(R"("id":0,"at_s":1,"text":"a")") << u"notes[0].id"_s;
        QTest::newRow("time before the run") << note(R"("id":1,"at_s":-1,"text":"a")") << u"notes[0].at_s"_s;
        QTest::newRow("time is a text") << note(R"("id":1,"at_s":"1","text":"a")") << u"notes[0].at_s"_s;
        QTest::newRow("no text") << note(R"("id":1,"at_s":1)") << u"notes[0].text"_s;
        QTest::newRow("text with a zero") << note(R"("id":1,"at_s":1,"text":"a\u0000")") << u"notes[0].text"_s;
        QTest::newRow("trace 0") << note(R"("id":1,"at_s":1,"text":"a","trace":0)") << u"notes[0].trace"_s;
        QTest::newRow("step of no trace") << note(R"("id":1,"at_s":1,"text":"a","step":1)") << u"notes[0].trace"_s;
        QTest::newRow("event is a fraction")
            << note(R"("id":1,"at_s":1,"text":"a","event":1.5)") << u"notes[0].event"_s;
        QTest::newRow("one id twice")
            << uR"({"version":1,"notes":[{"id":1,"at_s":1,"text":"a"},{"id":1,"at_s":2,"text":"b"}]})"_s
            << u"notes[1].id"_s;
    }
    void refusalsNameTheField() {
        QFETCH(QString, file);
        QFETCH(QString, reason);
        write(m_file, file.toStdString());
        const std::string refusal = refusalOf([&] { (void)app::readNotes(m_file); });
        QVERIFY2(refusal.find(reason.toStdString()) != std::string::npos, refusal.c_str());
        QVERIFY2(refusal.starts_with(m_file.string()), refusal.c_str());
        QVERIFY(refusal.find('\n') == std::string::npos);
    }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    fs::path m_file;
};

QTEST_GUILESS_MAIN(AppNotes)
#include "app_notes.moc"

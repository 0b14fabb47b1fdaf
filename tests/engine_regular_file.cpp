// Regular files under a limit, and lines of a file: what is no file or too large is refused before it is read.
#include <sys/stat.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <stdexcept>

#include "engine/files/regular_file.h"
#include "refusal_of.h"

namespace {

struct ReadLine {
    std::string text;
    std::int64_t number;
    std::uint64_t offset;
    bool ended;
    bool operator==(const ReadLine&) const = default;
};

std::vector<ReadLine> linesOf(const std::string& path, std::uint64_t maxLineBytes) {
    std::vector<ReadLine> lines;
    engine::LineReader reader(path, maxLineBytes);
    while (const auto line = reader.next())
        lines.push_back({std::string(line->text), line->number, line->offset, line->endsInLineFeed});
    return lines;
}

}  // namespace

class EngineRegularFile : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::string pathOf(const char* name) const { return m_folder.path().toStdString() + "/" + name; }
    std::string write(const char* name, const std::string& bytes) const {
        QFile out(QString::fromStdString(pathOf(name)));
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes.data(), qint64(bytes.size())) != qint64(bytes.size()))
            qFatal("cannot write");
        return pathOf(name);
    }
    /// A file of this size whose bytes are not stored.
    std::string writeSparse(const char* name, qint64 bytes) const {
        QFile out(QString::fromStdString(pathOf(name)));
        if (!out.open(QIODevice::WriteOnly) || !out.resize(bytes)) qFatal("cannot write");
        return pathOf(name);
    }

private Q_SLOTS:
    void readsWhatIsThere() {
        QCOMPARE(engine::readRegularFile(write("a", "abc"), 3), std::string("abc"));
        QCOMPARE(engine::readRegularFile(write("b", ""), 0), std::string());
    }

    void refusesWhatIsNoFileOrTooLarge() {
        const std::string fifo = pathOf("fifo");
        QCOMPARE(::mkfifo(fifo.c_str(), 0600), 0);
        const auto refusal = [](const std::string& path) {
            return refusalOf([&] { engine::readRegularFile(path, 100); });
        };
        QCOMPARE(refusal(fifo), fifo + ": expected a regular file, found a pipe");
        QCOMPARE(refusal("/dev/zero"), std::string("/dev/zero: expected a regular file, found a device"));
        const std::string folder = m_folder.path().toStdString();
        QCOMPARE(refusal(folder), folder + ": expected a regular file, found a directory");
        QCOMPARE(refusal(pathOf("none")), pathOf("none") + ": no such file");
        const std::string large = writeSparse("large", qint64(1) << 40);
        QCOMPARE(refusal(large), large + ": expected at most 100 bytes, found 1099511627776");
        QCOMPARE(refusalOf([&] { engine::LineReader(fifo, 100); }), fifo + ": expected a regular file, found a pipe");
    }

    void givesLinesWithTheirPlaces() {
        using Lines = std::vector<ReadLine>;
        QCOMPARE(linesOf(write("l1", "one\n\nthree"), 5),
                 (Lines{{"one", 1, 0, true}, {"", 2, 4, true}, {"three", 3, 5, false}}));
        QCOMPARE(linesOf(write("l2", "one\n"), 3), (Lines{{"one", 1, 0, true}}));
        QCOMPARE(linesOf(write("l3", ""), 3), Lines{});
        // Lines around and beyond what is read at once.
        const std::string wide(100'000, 'x');
        const auto lines = linesOf(write("l4", wide + "\n" + wide + "\ny"), wide.size());
        QCOMPARE(lines, (Lines{{wide, 1, 0, true}, {wide, 2, 100'001, true}, {"y", 3, 200'002, false}}));
    }

    void refusesALongLineWhileItReads() {
        const std::string path = write("long", "short\n" + std::string(101, 'x') + "\nshort\n");
        engine::LineReader reader(path, 100);
        QVERIFY(reader.next());
        QCOMPARE(refusalOf([&] { reader.next(); }), path + ": line 2: expected at most 100 bytes, found a longer line");
        // A terabyte without a line feed is neither read to its end nor kept.
        const std::string sparse = writeSparse("sparse", qint64(1) << 40);
        QCOMPARE(refusalOf([&] { linesOf(sparse, 1000); }),
                 sparse + ": line 1: expected at most 1000 bytes, found a longer line");
        QCOMPARE(refusalOf([&] { engine::LineReader(sparse, 1000, 1 << 20); }),
                 sparse + ": expected at most 1048576 bytes, found 1099511627776");
    }
};

QTEST_APPLESS_MAIN(EngineRegularFile)
#include "engine_regular_file.moc"

// The file of hidden rows by itself: what is written is read, a changed byte is noticed wherever it lies, and files of
// earlier versions, which have no checksums, are still read.
#include <QTemporaryDir>
#include <QTest>
#include <cstring>
#include <fstream>
#include <iterator>

#include "app/run/hidden_file.h"
#include "app/run/hidden_writer.h"
#include "refusal_of.h"

using namespace app;

namespace {

constexpr int kWidth = 5;
constexpr std::size_t kHeadBytes = 16;
constexpr std::size_t kSumBytes = 4;

std::string contentsOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

struct Rows {
    TraceId trace;
    int end;
    std::vector<float> row, thought;
};

}  // namespace

class AppHiddenFile : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

    std::string pathOf(const char* name) const { return m_dir.filePath(QString::fromUtf8(name)).toStdString(); }
    static RunStarted headerOf(const char* backend) {
        RunStarted header;
        header.backend = backend;
        header.model.sha256 = "m";
        header.model.hiddenSize = kWidth;
        return header;
    }
    static std::vector<Rows> someRows() {
        return {{TraceId{1}, 7, {0.5F, -1, 2, 0.25F, 3}, {1, 2, 3, 4, 5}},
                {TraceId{1}, 19, {8, 9, -0.125F, 1, 0}, {0, 0, 0, 0, 0}},
                {TraceId{3}, 4, {1.5F, 2.5F, 3.5F, 4.5F, 5.5F}, {-1, -2, -3, -4, -5}}};
    }
    /// The bytes of a file with these rows.
    std::string written(const RunStarted& header) const {
        const std::string recording = pathOf("written.stepscope");
        {
            HiddenWriter writer(recording);
            if (!writer.begin(header)) return "not begun";
            for (const Rows& r : someRows())
                if (!writer.append({r.trace, r.end, TokenId{9}, r.row, 3, r.thought})) return "not appended";
        }
        return contentsOf(hiddenPathOf(recording));
    }
    /// What a reader that uses every row says; empty where it took the file, and the rows are then those written.
    std::string refusal(const std::string& bytes, const RunStarted& header, std::size_t rows) const {
        const std::string path = pathOf("read.hidden");
        std::ofstream(path, std::ios::binary) << bytes;
        bool isSame = true;
        const std::string why = refusalOf([&] {
            const HiddenFile file(path, header);
            std::size_t same = 0;
            for (const Rows& r : someRows()) {
                const HiddenFile::Entry* entry = file.find(r.trace, r.end);
                if (entry) same += file.row(*entry) == r.row && file.thought(*entry) == r.thought ? 1 : 0;
            }
            isSame = same == rows && file.entries().size() == rows;
        });
        return why.empty() && !isSame ? "other rows" : why;
    }
    /// As an earlier version wrote it: without checksums.
    static std::string asFormat1(std::string bytes, std::size_t valueBytes) {
        const std::size_t format = bytes.find("\"2.0\"");
        bytes.replace(format + 1, 3, "1.0");
        const std::size_t line = bytes.find('\n') + 1;
        const std::size_t rowBytes = 2 * kWidth * valueBytes;
        const std::size_t recordBytes = kHeadBytes + rowBytes + 2 * kSumBytes;
        std::string old = bytes.substr(0, line);
        for (std::size_t at = line; at + recordBytes <= bytes.size(); at += recordBytes)
            old += bytes.substr(at, kHeadBytes) + bytes.substr(at + kHeadBytes + kSumBytes, rowBytes);
        return old;
    }

private Q_SLOTS:
    void whatIsWrittenIsRead() {
        for (const char* backend : {"cpu", "cuda"})
            QCOMPARE(refusal(written(headerOf(backend)), headerOf(backend), 3), std::string());
    }

    void filesOfEarlierVersionsAreRead() {
        const std::string single = asFormat1(written(headerOf("cpu")), 4);
        const std::string half = asFormat1(written(headerOf("cuda")), 2);
        QCOMPARE(refusal(single, headerOf("cpu"), 3), std::string());
        QCOMPARE(refusal(half, headerOf("cuda"), 3), std::string());
        QCOMPARE(refusal(single.substr(0, single.size() - 1), headerOf("cpu"), 2), std::string());  // cut off
    }

    /// Every bit of every byte, the header's included.
    void everyChangedBitIsNoticed() {
        const RunStarted header = headerOf("cpu");
        const std::string good = written(header);
        std::string missed;
        for (std::size_t at = 0; at < good.size(); ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                std::string bytes = good;
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
                const std::string why = refusal(bytes, header, 3);
                if (why.empty() || why == "other rows") missed += ' ' + std::to_string(at) + ':' + std::to_string(bit);
            }
        }
        QVERIFY2(missed.empty(), missed.c_str());
    }

    void recordsInAnotherFileOrOrderAreNoticed() {
        const RunStarted header = headerOf("cpu");
        const std::string good = written(header);
        const std::size_t line = good.find('\n') + 1;
        const std::size_t recordBytes = kHeadBytes + 2 * kWidth * sizeof(float) + 2 * kSumBytes;
        QCOMPARE(good.size(), line + 3 * recordBytes);
        // Rows under another head: head of the first record, the rest of the second.
        const std::size_t headBytes = kHeadBytes + kSumBytes;
        std::string mixed = good;
        mixed.replace(line + headBytes, recordBytes - headBytes,
                      good.substr(line + recordBytes + headBytes, recordBytes - headBytes));
        QVERIFY(refusal(mixed, header, 3).find("checksum differs") != std::string::npos);
        // Records of a file with another header.
        RunStarted other = header;
        other.options.sampling.seed += 1;
        const std::string foreign = good.substr(0, line) + written(other).substr(line);
        QVERIFY(refusal(foreign, header, 3).find("step 1 is damaged") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(AppHiddenFile)
#include "app_hidden_file.moc"

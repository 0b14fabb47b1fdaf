// Saved scorers: read back as they were by this program, laid out as PyTorch lays them out, and read by Python where
// there is one (tools/read_checkpoint.py, standard library only).
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <cstring>
#include <limits>

#include "random_model.h"
#include "scorer/checkpoint/checkpoint_writer.h"

namespace {

using scorer::ScorerWeights;
using Metrics = std::vector<std::pair<std::string, std::string>>;

ScorerWeights makeScorer(int width, int hidden) {
    test::RandomValues random(3);
    ScorerWeights weights{
        .inputWidth = width, .hiddenWidth = hidden, .w0 = {}, .b0 = {}, .w1 = {}, .b1 = 0, .metrics = {}};
    weights.w0 = random.vector(std::size_t(width) * std::size_t(hidden));
    weights.b0 = random.vector(std::size_t(hidden));
    weights.w1 = random.vector(std::size_t(hidden));
    weights.b1 = random.next();
    weights.metrics = {{"auc", "0.8348"}, {"epoch", "12"},      {"steps", "12345678901"}, {"loss", "-1.5e-07"},
                       {"seed", "007"},   {"note", "naïve, ∑"}, {"pos_weight", "1.0"},    {"best", "true"}};
    return weights;
}

QByteArray readFile(const std::string& path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::uint64_t littleAt(const QByteArray& bytes, std::size_t at, int count) {
    std::uint64_t value = 0;
    for (int i = count - 1; i >= 0; --i) value = value << 8 | std::uint8_t(bytes[qsizetype(at) + i]);
    return value;
}

}  // namespace

class ScorerCheckpointWriter : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string place(const std::string& name) const { return m_folder.path().toStdString() + "/" + name; }

    void expectRefusal(const std::string& path, const ScorerWeights& weights, const char* word) {
        try {
            scorer::saveScorer(path, weights);
            QFAIL("it was written");
        } catch (const std::runtime_error& error) {
            const std::string reason = error.what();
            QVERIFY2(reason.starts_with(path) && reason.find(word) != std::string::npos, reason.c_str());
        }
        QVERIFY(!std::filesystem::exists(path));
    }

private Q_SLOTS:
    void whatIsSavedIsLoaded_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("hidden");
        QTest::newRow("one") << 1 << 1;
        QTest::newRow("odd") << 33 << 7;
        QTest::newRow("as published") << 2560 << 512;
    }
    void whatIsSavedIsLoaded() {
        QFETCH(int, width);
        QFETCH(int, hidden);
        const ScorerWeights saved = makeScorer(width, hidden);
        for (const char* name : {"a.pt", "a.pth", "a.safetensors"}) {
            scorer::saveScorer(place(name), saved);
            ScorerWeights loaded = scorer::loadScorer(place(name));
            QCOMPARE(loaded.inputWidth, width);
            QCOMPARE(loaded.hiddenWidth, hidden);
            QCOMPARE(loaded.w0, saved.w0);
            QCOMPARE(loaded.b0, saved.b0);
            QCOMPARE(loaded.w1, saved.w1);
            QCOMPARE(loaded.b1, saved.b1);
            Metrics expected = saved.metrics;  // in a pickle they keep their order
            if (std::string(name).ends_with("safetensors")) std::ranges::sort(expected);
            QCOMPARE(loaded.metrics, expected);
        }
    }

    void theSameScorerGivesTheSameBytes() {
        for (const char* ending : {".pt", ".safetensors"}) {
            scorer::saveScorer(place(std::string("b") + ending), makeScorer(5, 3));
            scorer::saveScorer(place(std::string("c") + ending), makeScorer(5, 3));
            QCOMPARE(readFile(place(std::string("b") + ending)), readFile(place(std::string("c") + ending)));
        }
    }

    /// Local headers as PyTorch reads them: no compression, no sizes that follow the data, data on multiples of 64.
    void entriesAreStoredAndAligned() {
        scorer::saveScorer(place("d.pt"), makeScorer(33, 7));
        const QByteArray bytes = readFile(place("d.pt"));
        std::vector<std::string> names;
        std::size_t at = 0;
        while (littleAt(bytes, at, 4) == 0x04034b50) {
            QCOMPARE(littleAt(bytes, at + 6, 2) & 8, std::uint64_t(0));
            QCOMPARE(littleAt(bytes, at + 8, 2), std::uint64_t(0));
            const std::uint64_t size = littleAt(bytes, at + 22, 4), nameLength = littleAt(bytes, at + 26, 2);
            names.push_back(bytes.mid(qsizetype(at) + 30, qsizetype(nameLength)).toStdString());
            const std::size_t data = at + 30 + nameLength + littleAt(bytes, at + 28, 2);
            QVERIFY2(data % 64 == 0, names.back().c_str());
            at = data + size;
        }
        QCOMPARE(names,
                 (std::vector<std::string>{"archive/data.pkl", "archive/byteorder", "archive/data/0", "archive/data/1",
                                           "archive/data/2", "archive/data/3", "archive/version"}));
    }

    void pythonReadsThePickle() {
        QProcess python;
        scorer::saveScorer(place("e.pt"), makeScorer(5, 3));
        python.start(QStringLiteral("python3"), {QStringLiteral(STEPSCOPE_TEST_DATA "/../tools/read_checkpoint.py"),
                                                 QString::fromStdString(place("e.pt"))});
        if (!python.waitForStarted()) QSKIP("no python3 here");
        QVERIFY(python.waitForFinished());
        QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
        const QJsonObject read = QJsonDocument::fromJson(python.readAllStandardOutput()).object();
        const ScorerWeights saved = makeScorer(5, 3);
        const QJsonObject tensors = read.value(QLatin1String("model_state_dict")).toObject();
        QCOMPARE(tensors.size(), qsizetype(4));
        const QJsonObject first = tensors.value(QLatin1String("net.0.weight")).toObject();
        QCOMPARE(first.value(QLatin1String("shape")).toArray(), (QJsonArray{3, 5}));
        const QJsonArray values = first.value(QLatin1String("values")).toArray();
        QCOMPARE(values.size(), qsizetype(saved.w0.size()));
        for (std::size_t i = 0; i < saved.w0.size(); ++i) QCOMPARE(float(values[qsizetype(i)].toDouble()), saved.w0[i]);
        QCOMPARE(tensors.value(QLatin1String("net.2.bias")).toObject().value(QLatin1String("shape")).toArray(),
                 QJsonArray{1});
        QCOMPARE(read.value(QLatin1String("auc")).toDouble(), 0.8348);
        QCOMPARE(read.value(QLatin1String("epoch")).toInt(), 12);
        QCOMPARE(read.value(QLatin1String("steps")).toInteger(), 12345678901);
        QCOMPARE(read.value(QLatin1String("seed")).toString(), QLatin1String("007"));  // no number prints so
        QCOMPARE(read.value(QLatin1String("note")).toString(), QStringLiteral("naïve, ∑"));
    }

    void whatIsNoScorerIsNotWritten() {
        ScorerWeights weights = makeScorer(5, 3);
        expectRefusal(place("f.bin"), weights, ".bin");
        expectRefusal(place("missing/f.pt"), weights, "cannot be written");
        weights.w0[4] = std::nanf("");
        expectRefusal(place("f.pt"), weights, "net.0.weight");
        weights = makeScorer(5, 3);
        weights.b0.pop_back();
        expectRefusal(place("f.safetensors"), weights, "net.0.bias");
        weights = makeScorer(5, 3);
        weights.b1 = std::numeric_limits<float>::infinity();
        expectRefusal(place("f.pt"), weights, "net.2.bias");
    }

    void namesThatAreTakenAreLeftOut() {
        ScorerWeights weights = makeScorer(5, 3);
        weights.metrics = {{"model_state_dict", "x"}, {"auc", "0.5"}, {"auc", "0.6"}};
        for (const char* name : {"g.pt", "g.safetensors"}) {
            scorer::saveScorer(place(name), weights);
            QCOMPARE(scorer::loadScorer(place(name)).metrics, (Metrics{{"auc", "0.5"}}));
        }
    }
};

QTEST_GUILESS_MAIN(ScorerCheckpointWriter)
#include "scorer_checkpoint_writer.moc"

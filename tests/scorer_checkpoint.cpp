// Scorer checkpoints: every form PyTorch writes gives the same weights, and damaged files are refused in one line.
// The good files come from golden/scorer_checkpoints.py.
#include <sys/stat.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>
#include <stdexcept>

#include "checkpoint_support.h"
#include "kernels/cpu/cpu_backend.h"
#include "scorer/checkpoint/checkpoint.h"

using namespace checkpoint_support;

namespace {

const std::string kGolden = STEPSCOPE_TEST_DATA "/scorer/";

std::vector<float> expectedValues(const char* key) {
    QFile file(QString::fromStdString(kGolden + "expected.json"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    std::vector<float> values;
    for (const auto& value : QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String(key)).toArray())
        values.push_back(static_cast<float>(value.toDouble()));
    return values;
}

}  // namespace

class ScorerCheckpoint : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string place(const std::string& name) const { return m_folder.path().toStdString() + "/" + name; }

private Q_SLOTS:
    void everyFormHoldsTheSameScorer_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"bare.pt", "wrapped.pt", "half.pt", "bfloat16.pt", "parameters.pt", "protocol4.pt",
                                 "strided.pt", "with_optimizer.pt", "deflated.pt", "numpy.pt", "plain.safetensors",
                                 "half.safetensors", "bfloat16.safetensors"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void everyFormHoldsTheSameScorer() {
        QFETCH(QString, name);
        const auto weights = scorer::loadScorer(kGolden + name.toStdString());
        QCOMPARE(weights.inputWidth, kInput);
        QCOMPARE(weights.hiddenWidth, kHidden);
        QCOMPARE(weights.w0, expectedValues("net.0.weight"));
        QCOMPARE(weights.b0, expectedValues("net.0.bias"));
        QCOMPARE(weights.w1, expectedValues("net.2.weight"));
        QCOMPARE(std::vector<float>{weights.b1}, expectedValues("net.2.bias"));
    }

    /// scores.json has what PyTorch computes with each file on the same rows.
    void scoresAreThoseOfPyTorch() {
        QFile file(QString::fromStdString(kGolden + "scores.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject golden = QJsonDocument::fromJson(file.readAll()).object();
        std::vector<float> rows;
        for (const auto& row : golden.value(QLatin1String("rows")).toArray())
            for (const auto& value : row.toArray()) rows.push_back(static_cast<float>(value.toDouble()));
        const int count = static_cast<int>(rows.size()) / kInput;
        const auto backend = kernels::makeCpuBackend();
        const auto stream = backend->makeStream();
        const QJsonObject files = golden.value(QLatin1String("scores")).toObject();
        QCOMPARE(files.size(), 13);
        for (auto expected = files.begin(); expected != files.end(); ++expected) {
            const auto weights = scorer::loadScorer(kGolden + expected.key().toStdString());
            const kernels::HostMatrix part{std::as_bytes(std::span(weights.w0)), kernels::HostType::F32,
                                           weights.hiddenWidth, weights.inputWidth};
            const auto first = backend->uploadWeight({&part, 1}, "scorer", kernels::WeightPrecision::Float32);
            const kernels::Mlp mlp{first.get(), {weights.b0.data(), kHidden}, {weights.w1.data(), kHidden}, weights.b1};
            std::vector<float> scores(static_cast<std::size_t>(count));
            backend->scoreMlp(*stream, {rows.data(), count, kInput}, mlp, {scores.data(), count});
            const QJsonArray values = expected.value().toArray();
            QCOMPARE(values.size(), count);
            for (int i = 0; i < count; ++i) {
                const double difference = std::abs(values[i].toDouble() - double{scores[static_cast<std::size_t>(i)]});
                QVERIFY2(difference < 1e-5,
                         qPrintable(expected.key() + QLatin1String(": ") + QString::number(difference)));
            }
        }
    }

    void whatStandsBesideTheWeightsIsKept() {
        using Metrics = std::vector<std::pair<std::string, std::string>>;
        const Metrics expected{{"epoch", "3"},   {"val_auc", "0.875"},  {"note", "line one line two"},
                               {"best", "true"}, {"metrics.f1", "0.5"}, {"metrics.steps", "12345678901"}};
        QCOMPARE(scorer::loadScorer(kGolden + "wrapped.pt").metrics, expected);
        QCOMPARE(scorer::loadScorer(kGolden + "plain.safetensors").metrics,
                 (Metrics{{"auc", "0.875"}, {"note", "made for tests"}}));
        QVERIFY(scorer::loadScorer(kGolden + "bare.pt").metrics.empty());
        QCOMPARE(scorer::loadScorer(kGolden + "numpy.pt").metrics, (Metrics{{"epoch", "-7"},
                                                                            {"val_auc", "0.8125"},
                                                                            {"val_f1", "0.25"},
                                                                            {"best", "true"},
                                                                            {"half", "-1.5"},
                                                                            {"count", "200"}}));
    }

    void theDemoScorerIsTheSameInBothFormats() {
        const std::string folder = STEPSCOPE_RESOURCES "/demo-model/step_scorer/";
        const auto torch = scorer::loadScorer(folder + "step_scorer.pt");
        const auto safetensors = scorer::loadScorer(folder + "step_scorer.safetensors");
        QCOMPARE(torch.hiddenWidth, 512);
        QCOMPARE(torch.w0, safetensors.w0);
        QCOMPARE(torch.b0, safetensors.b0);
        QCOMPARE(torch.w1, safetensors.w1);
        QCOMPARE(torch.b1, safetensors.b1);
    }

    void anotherWidthIsRefused() {
        const auto weights = scorer::loadScorer(kGolden + "bare.pt");
        scorer::requireWidth(weights, kInput, "bare.pt");
        try {
            scorer::requireWidth(weights, 2560, "bare.pt");
            QFAIL("the width was accepted");
        } catch (const std::runtime_error& error) {
            const std::string reason = error.what();
            QVERIFY2(reason.find("6") != std::string::npos && reason.find("2560") != std::string::npos, reason.c_str());
        }
    }

    /// Weights that are finite and give no score: NaN would win votes.
    void weightsThatOverflowAreRefused() {
        const auto with = [](int entry, float value) {
            auto entries = archiveOf(stateWith("", ""));
            for (std::size_t i = 0; i + 4 <= entries[std::size_t(entry)].bytes.size(); i += 4)
                std::memcpy(entries[std::size_t(entry)].bytes.data() + i, &value, 4);
            return entries;
        };
        writeZip(place("large.pt"), with(2, 3e38F));
        expectRefusal(place("large.pt"), "net.0.weight: expected weights with finite sums");
        writeZip(place("large.pt"), with(4, 3e38F));
        QCOMPARE(refusal(place("large.pt")), "");  // all it is multiplied with is zero
        auto both = with(4, 3e38F);
        both[3].bytes = with(3, 10)[3].bytes;
        writeZip(place("large.pt"), both);
        expectRefusal(place("large.pt"), "net.2.weight: expected weights with finite sums");
        writeZip(place("large.pt"), with(2, 1e6F));
        QCOMPARE(refusal(place("large.pt")), "");
    }

    void damagedFilesAreRefused() {
        writeFile(place("empty.pt"), "");
        expectRefusal(place("empty.pt"), "zip archive");
        writeFile(place("old.pt"), Bytes("\x80\x02\x8a\x0al\xfc\x9c\x46\xf9 j\xa8P\x19.", 15));
        expectRefusal(place("old.pt"), "zip archive");
        expectRefusal(place("missing.pt"), "no such file");
        const Bytes pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 4096\n";
        for (const char* name : {"pointer.pt", "pointer.safetensors"}) {
            writeFile(place(name), pointer);
            expectRefusal(place(name), "is a Git LFS pointer, not the file itself; run `git lfs pull`");
        }
        writeFile(place("page.pt"), "<!DOCTYPE html><html></html>");
        expectRefusal(place("page.pt"), "is a web page");
        QCOMPARE(::mkfifo(place("pipe.pt").c_str(), 0600), 0);
        expectRefusal(place("pipe.pt"), "expected a regular file, found a pipe");
        expectRefusal(m_folder.path().toStdString(), "expected a step scorer named");
        writeFile(place("scorer.bin"), "x");
        expectRefusal(place("scorer.bin"), ".bin");

        // Cut at every 64th byte, and with every 7th byte changed: refused, or the weights are unharmed.
        const Bytes good = readFile(kGolden + "deflated.pt");
        const auto expected = scorer::loadScorer(kGolden + "deflated.pt");
        for (std::size_t length = 0; length < good.size(); length += 64) {
            writeFile(place("cut.pt"), good.substr(0, length));
            QVERIFY2(!refusal(place("cut.pt")).empty(), std::to_string(length).c_str());
        }
        for (std::size_t at = 0; at < good.size(); at += 7) {
            Bytes changed = good;
            changed[at] = static_cast<char>(changed[at] ^ 0x55);
            writeFile(place("changed.pt"), changed);
            if (refusal(place("changed.pt")).empty()) QCOMPARE(scorer::loadScorer(place("changed.pt")).w0, expected.w0);
        }
    }

    void aScorerOfOtherTensorsIsRefused() {
        // An F64 scorer: the key is there, the type is not.
        const std::string header = R"({"net.0.weight":{"dtype":"F64","shape":[1,1],"data_offsets":[0,8]}})";
        writeFile(place("f64.safetensors"), little(header.size(), 8) + header + Bytes(8, '\0'));
        expectRefusal(place("f64.safetensors"), "F64");
        // What a scorer with one more layer says is not what its first two say.
        Bytes more = readFile(kGolden + "plain.safetensors");
        const std::string name = "net.2.bias";
        const std::size_t at = more.find('"' + name + '"');
        QVERIFY(at != Bytes::npos);
        const std::size_t length = static_cast<unsigned char>(more[0]) + 256U * static_cast<unsigned char>(more[1]);
        const std::string empty = R"("net.4.weight":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},)";
        more.insert(at, empty);
        more.replace(0, 8, little(length + empty.size(), 8));
        writeFile(place("more.safetensors"), more);
        expectRefusal(place("more.safetensors"), "net.4.weight");
        writeFile(place("none.safetensors"), little(2, 8) + "{}");
        expectRefusal(place("none.safetensors"), "net.0.weight");
    }
};

QTEST_GUILESS_MAIN(ScorerCheckpoint)
#include "scorer_checkpoint.moc"

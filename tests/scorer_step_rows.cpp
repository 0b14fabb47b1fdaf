// Step rows on disk: what is written is read, float16 rounds as it should, and hostile files are refused in one line.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <limits>

#include "engine/files/safetensors_writer.h"
#include "kernels/half.h"
#include "scorer/training/step_rows_set.h"
#include "training_support.h"

namespace {

using namespace scorer;
using engine::HostTensor;
using engine::StorageType;

using Metadata = engine::SafetensorsMetadata;

/// A file that is good until a test changes it.
struct Parts {
    std::vector<std::uint16_t> hidden{0x3c00, 0xbc00, 0, 0x7bff, 1, 0x8000};  // [3, 2]
    std::vector<std::int32_t> trace{4, 9, 4}, end{5, 7, 6}, traceIds{4, 9};
    std::vector<std::uint8_t> right{1, 0};
    std::vector<std::int64_t> hiddenShape{3, 2};
    StorageType hiddenType = StorageType::F16;
    std::string without;  ///< tensor left out
    Metadata metadata{{"format", "stepscope step rows 1"},
                      {"question", "1 + 1?"},
                      {"answer", "2"},
                      {"model", "m"},
                      {"model_sha256", "abc"},
                      {"seed", "18446744073709551615"},
                      {"temperature", "0.6"},
                      {"n", "3"}};

    void write(const std::filesystem::path& path) const {
        const auto shape = [](const auto& values) { return std::vector{std::int64_t(values.size())}; };
        std::vector<HostTensor> tensors{
            {"hidden", hiddenType, hiddenShape, std::as_bytes(std::span(hidden))},
            {"trace", StorageType::I32, shape(trace), std::as_bytes(std::span(trace))},
            {"end", StorageType::I32, shape(end), std::as_bytes(std::span(end))},
            {"trace_ids", StorageType::I32, shape(traceIds), std::as_bytes(std::span(traceIds))},
            {"right", StorageType::U8, shape(right), std::as_bytes(std::span(right))}};
        std::erase_if(tensors, [&](const HostTensor& tensor) { return tensor.name == without; });
        engine::writeSafetensors(path, tensors, metadata);
    }
};

std::string refusal(const std::filesystem::path& path) {
    try {
        (void)readStepRows(path);
        return "";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

}  // namespace

class ScorerStepRows : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path place(const char* name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

private Q_SLOTS:
    void everyHalfComesBack() {
        for (std::uint32_t h = 0; h <= 0xffff; ++h) {
            const auto half = std::uint16_t(h);
            if ((half & kernels::kHalfInfinity) == kernels::kHalfInfinity) continue;
            QCOMPARE(kernels::floatToHalf(kernels::halfToFloat(half)), half);
            float fast = 0;
            readRow(reinterpret_cast<const std::byte*>(&half), {&fast, 1});
            QCOMPARE(std::bit_cast<std::uint32_t>(fast), std::bit_cast<std::uint32_t>(kernels::halfToFloat(half)));
        }
    }

    void betweenHalvesTheNearestIsTaken() {
        for (std::uint16_t low = 0; low < 0x7bff; ++low) {
            const auto high = std::uint16_t(low + 1);
            const float a = kernels::halfToFloat(low), b = kernels::halfToFloat(high), middle = (a + b) / 2;  // exact
            QCOMPARE(kernels::floatToHalf(middle), low % 2 == 0 ? low : high);
            QCOMPARE(kernels::floatToHalf(std::nextafter(middle, 0.0F)), low);
            QCOMPARE(kernels::floatToHalf(std::nextafter(middle, 1e9F)), high);
            QCOMPARE(kernels::floatToHalf(-std::nextafter(middle, 1e9F)), std::uint16_t(high | 0x8000));
        }
    }

    void whatIsTooLargeBecomesTheLargest() {
        for (const float value : {65504.0F, 65519.9F, 65520.0F, 1e9F, std::numeric_limits<float>::infinity()}) {
            QCOMPARE(kernels::floatToHalf(value), std::uint16_t(0x7bff));
            QCOMPARE(kernels::floatToHalf(-value), std::uint16_t(0xfbff));
        }
        QVERIFY(std::isnan(kernels::halfToFloat(kernels::floatToHalf(std::nanf("")))));
        QCOMPARE(kernels::floatToHalf(1e-30F), std::uint16_t(0));
    }

    void whatIsWrittenIsRead() {
        const StepRows rows = test::makeRows({}, 3, 1, 1);
        writeStepRows(place("a.safetensors"), rows);
        QCOMPARE(readStepRows(place("a.safetensors")), rows);
        StepRows empty = rows;  // a problem whose traces gave no answer is sampled, too
        empty.hidden.clear();
        empty.trace.clear();
        empty.end.clear();
        empty.traceIds.clear();
        empty.right.clear();
        writeStepRows(place("b.safetensors"), empty);
        QCOMPARE(readStepRows(place("b.safetensors")), empty);
        Parts().write(place("c.safetensors"));
        const StepRows small = readStepRows(place("c.safetensors"));
        QCOMPARE(small.info.seed, std::numeric_limits<std::uint64_t>::max());
        QCOMPARE(small.info.temperature, 0.6);
        QCOMPARE(small.end, (std::vector<std::int32_t>{5, 7, 6}));
    }

    void whatIsWrongIsNotWritten() {
        StepRows rows = test::makeRows({}, 3, 1, 1);
        rows.end[1] = rows.end[0];
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, writeStepRows(place("no.safetensors"), rows));
        rows = test::makeRows({}, 3, 1, 1);
        rows.hidden[5] = 0x7c00;
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, writeStepRows(place("no.safetensors"), rows));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, rows.addStep(0, 1, std::vector<float>(3)));
        QVERIFY(!std::filesystem::exists(place("no.safetensors")));
        rows = test::makeRows({}, 3, 1, 1);
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, writeStepRows(place("missing/no.safetensors"), rows));
    }

    void hostileFilesAreRefused_data() {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < hostile().size(); ++i) QTest::newRow(hostile()[i].word) << int(i);
    }
    void hostileFilesAreRefused() {
        QFETCH(int, number);
        const Case& one = hostile()[std::size_t(number)];
        Parts parts;
        one.change(parts);
        const auto path = place("hostile.safetensors");
        parts.write(path);
        const std::string reason = refusal(path);
        QVERIFY2(reason.starts_with(path.string() + ": " + one.word), reason.c_str());
        QVERIFY2(reason.find("expected") != std::string::npos && reason.find('\n') == std::string::npos,
                 reason.c_str());
    }

    void cutFilesAreRefused() {
        Parts().write(place("whole.safetensors"));
        QFile file(QString::fromStdString(place("whole.safetensors").string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        for (qsizetype length = 0; length < bytes.size(); length += 3) {
            QFile cut(QString::fromStdString(place("cut.safetensors").string()));
            QVERIFY(cut.open(QIODevice::WriteOnly | QIODevice::Truncate));
            cut.write(bytes.first(length));
            cut.close();
            QVERIFY(!refusal(place("cut.safetensors")).empty());
        }
    }

    void foldersAreOneModels() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, StepRowsSet::open(path));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, StepRowsSet::open(path / "missing"));
        Parts parts;
        parts.write(path / "b.safetensors");
        parts.write(path / "a.safetensors");
        QFile other(QString::fromStdString((path / "notes.txt").string()));
        QVERIFY(other.open(QIODevice::WriteOnly));
        const StepRowsSet set = StepRowsSet::open(path);
        QCOMPARE(set.data().problems.size(), std::size_t(2));
        QCOMPARE(set.data().problems[0].name, "a.safetensors");
        const TraceRows& trace = set.data().problems[1].traces[0];
        QCOMPARE(trace.id, 4);
        QVERIFY(trace.right);
        QCOMPARE(trace.rows.size(), std::size_t(2));  // steps of two traces alternate in the file
        float row[2];
        readRow(trace.rows[1], row);
        QCOMPARE(row[0], 0x1p-24F);
        readRow(set.data().problems[1].traces[1].rows[0], row);
        QCOMPARE(row[1], 65504.0F);

        parts.metadata["model_sha256"] = "abd";
        parts.write(path / "c.safetensors");
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, StepRowsSet::open(path));
        // Rows of another sampling are not trained on together; those of older versions do not say of which they are.
        parts = {};
        parts.metadata["fingerprint"] = "{\"top_k\":1}";
        parts.write(path / "c.safetensors");
        QCOMPARE(readStepRows(path / "c.safetensors").info.fingerprint, std::string("{\"top_k\":1}"));
        QCOMPARE(readStepRows(path / "a.safetensors").info.fingerprint, std::string());
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, StepRowsSet::open(path));
        parts = {};
        parts.hiddenShape = {3, 1};
        parts.hidden.resize(3);
        parts.write(path / "c.safetensors");
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, StepRowsSet::open(path));
    }

private:
    struct Case {
        const char* word;  ///< the field that the message names
        std::function<void(Parts&)> change;
    };
    static const std::vector<Case>& hostile() {
        static const std::vector<Case> cases{
            {"hidden: expected F16", [](Parts& p) { p.without = "hidden"; }},
            {"hidden: expected F16 of", [](Parts& p) { p.hiddenType = StorageType::BF16; }},
            {"hidden: expected F16 of 2", [](Parts& p) { p.hiddenShape = {6}; }},
            {"hidden: expected 3 rows",
             [](Parts& p) {
                 p.hiddenShape = {2, 3};
             }},
            {"hidden: expected a width",
             [](Parts& p) {
                 p.hiddenShape = {3, 0};
                 p.hidden.clear();
             }},
            {"hidden: expected a width of 1 to",
             [](Parts& p) {
                 p.hiddenShape = {0, 65537};
                 p.hidden.clear();
             }},
            {"hidden[1]", [](Parts& p) { p.hidden[2] = 0x7c00; }},
            {"hidden[2]", [](Parts& p) { p.hidden[5] = 0xfe00; }},
            {"trace: expected", [](Parts& p) { p.without = "trace"; }},
            {"trace[1]", [](Parts& p) { p.trace[1] = 5; }},
            {"end: expected 3", [](Parts& p) { p.end.pop_back(); }},
            {"end[2]", [](Parts& p) { p.end[2] = 5; }},
            {"end[0]", [](Parts& p) { p.end[0] = 0; }},
            {"end[1]", [](Parts& p) { p.end[1] = -7; }},
            {"trace_ids: expected", [](Parts& p) { p.without = "trace_ids"; }},
            {"trace_ids[1]: expected each", [](Parts& p) { p.traceIds[1] = 4; }},
            {"trace_ids[0]: expected at least", [](Parts& p) { p.traceIds[0] = -1; }},
            {"right: expected 2", [](Parts& p) { p.right.push_back(1); }},
            {"right[0]", [](Parts& p) { p.right[0] = 2; }},
            {"format", [](Parts& p) { p.metadata["format"] = "stepscope step rows 2"; }},
            {"question", [](Parts& p) { p.metadata.erase("question"); }},
            {"seed", [](Parts& p) { p.metadata["seed"] = "-1"; }},
            {"seed: expected a number", [](Parts& p) { p.metadata["seed"] = "18446744073709551616"; }},
            {"temperature", [](Parts& p) { p.metadata["temperature"] = "nan"; }},
            {"temperature: expected a number", [](Parts& p) { p.metadata["temperature"] = "warm"; }},
            {"n: expected a number", [](Parts& p) { p.metadata["n"] = "3 "; }},
            {"n: expected at least", [](Parts& p) { p.metadata["n"] = "-3"; }},
        };
        return cases;
    }
};

QTEST_GUILESS_MAIN(ScorerStepRows)
#include "scorer_step_rows.moc"

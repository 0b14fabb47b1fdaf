// Scorer checkpoints: every form PyTorch writes gives the same weights, and hostile files are refused in one line.
// The good files come from golden/scorer_checkpoints.py.
#include <sys/stat.h>
#include <zip.h>

#include <QElapsedTimer>
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

#include "growth.h"
#include "kernels/cpu/cpu_backend.h"
#include "scorer/checkpoint/checkpoint.h"

namespace {

const std::string kGolden = STEPSCOPE_TEST_DATA "/scorer/";
constexpr int kInput = 6;
constexpr int kHidden = 4;
using Bytes = std::string;

/// The reason a file is refused for; empty where it is accepted.
std::string refusal(const std::string& path) {
    try {
        scorer::loadScorer(path);
        return "";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

Bytes little(std::uint64_t value, int width) {
    Bytes bytes;
    for (int i = 0; i < width; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
    return bytes;
}

// ---- pickles by hand

Bytes text(const std::string& value) {
    return "X" + little(value.size(), 4) + value;
}
Bytes number(std::int64_t value) {
    return Bytes("\x8a\x08", 2) + little(static_cast<std::uint64_t>(value), 8);
}
Bytes global(const std::string& module, const std::string& name) {
    return "c" + module + "\n" + name + "\n";
}
Bytes tuple(const std::vector<Bytes>& items) {
    Bytes bytes = "(";
    for (const auto& item : items) bytes += item;
    return bytes + "t";
}
Bytes storage(const std::string& key, std::int64_t count, const std::string& type = "FloatStorage") {
    return tuple({text("storage"), global("torch", type), text(key), text("cpu"), number(count)}) + "Q";
}
Bytes sizes(const std::vector<std::int64_t>& values) {
    std::vector<Bytes> items;
    for (const auto value : values) items.push_back(number(value));
    return tuple(items);
}
Bytes tensor(const Bytes& from, std::int64_t offset, const std::vector<std::int64_t>& shape,
             const std::vector<std::int64_t>& strides) {
    return global("torch._utils", "_rebuild_tensor_v2") +
           tuple({from, number(offset), sizes(shape), sizes(strides), Bytes("\x89"), "}"}) + "R";
}
Bytes dict(const std::vector<std::pair<std::string, Bytes>>& items) {
    Bytes bytes = "}(";
    for (const auto& [key, value] : items) bytes += text(key) + value;
    return bytes + "u";
}
Bytes program(const Bytes& body) {
    return Bytes("\x80\x02", 2) + body + ".";
}

/// A scorer's state dict with one tensor replaced.
Bytes stateWith(const std::string& key, const Bytes& value) {
    std::vector<std::pair<std::string, Bytes>> items{
        {"net.0.weight", tensor(storage("0", kInput * kHidden), 0, {kHidden, kInput}, {kInput, 1})},
        {"net.0.bias", tensor(storage("1", kHidden), 0, {kHidden}, {1})},
        {"net.2.weight", tensor(storage("2", kHidden), 0, {1, kHidden}, {kHidden, 1})},
        {"net.2.bias", tensor(storage("3", 1), 0, {1}, {1})}};
    for (auto& item : items)
        if (item.first == key) item.second = value;
    return program(dict(items));
}

Bytes floats(int count) {
    return Bytes(static_cast<std::size_t>(count) * 4, '\0');
}

struct Entry {
    std::string name;
    Bytes bytes;
    int compression = ZIP_CM_STORE;
};

std::vector<Entry> archiveOf(const Bytes& pickle) {
    return {{"a/data.pkl", pickle},        {"a/byteorder", "little"},     {"a/data/0", floats(kInput * kHidden)},
            {"a/data/1", floats(kHidden)}, {"a/data/2", floats(kHidden)}, {"a/data/3", floats(1)}};
}

void writeZip(const std::string& path, const std::vector<Entry>& entries) {
    int error = 0;
    zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    for (const Entry& entry : entries) {
        zip_source_t* source = zip_source_buffer(zip, entry.bytes.data(), entry.bytes.size(), 0);
        const auto index = zip_file_add(zip, entry.name.c_str(), source, ZIP_FL_ENC_UTF_8);
        zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), entry.compression, 1);
    }
    zip_close(zip);
}

void writeFile(const std::string& path, const Bytes& bytes) {
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes.data(), static_cast<qint64>(bytes.size()));
}

Bytes readFile(const std::string& path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : Bytes();
}

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

    /// Refused within a second, in one line that names the file and says the word.
    void expectRefusal(const std::string& path, const std::string& word) {
        QElapsedTimer clock;
        clock.start();
        const std::string reason = refusal(path);
        QVERIFY2(!reason.empty(), "the file was accepted");
        QVERIFY2(reason.find(word) != std::string::npos, reason.c_str());
        QVERIFY2(reason.starts_with(path), reason.c_str());
        QVERIFY2(reason.find('\n') == std::string::npos, reason.c_str());
        QVERIFY2(clock.elapsed() < 1000, reason.c_str());
    }

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
        const std::string folder = STEPSCOPE_RESOURCES "/demo-model/";
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

    void handWrittenPicklesAreAccepted() {
        writeZip(place("good.pt"), archiveOf(stateWith("", "")));
        QCOMPARE(refusal(place("good.pt")), "");
    }

    void hostilePicklesAreRefused_data() {
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* name, const Bytes& pickle, const char* word) {
            QTest::newRow(name) << QByteArray(pickle.data(), static_cast<qsizetype>(pickle.size()))
                                << QString::fromLatin1(word);
        };
        row("runs a command", program(global("os", "system") + tuple({text("touch /tmp/owned")}) + "R"), "os.system");
        row("runs a command, by stack", program(text("posix") + text("system") + "\x93" + tuple({text("id")}) + "R"),
            "posix.system");
        row("evaluates", program(global("builtins", "eval") + tuple({text("1")}) + "R"), "builtins.eval");
        row("runs a command as a value", stateWith("net.0.bias", global("os", "system") + tuple({text("id")}) + "R"),
            "os.system");
        row("a look-alike name", program(global("torch._utils", "_rebuild_tensor_v2.__globals__")), "__globals__");
        row("loads a class", program(global("torch.nn.modules.container", "Sequential") + ")R"), "Sequential");
        row("INST opcode", program("(ios\nsystem\n"), "opcode 0x69");
        row("OBJ opcode", program("(o"), "opcode 0x6f");
        row("NEWOBJ opcode", program(global("collections", "OrderedDict") + ")\x81"), "opcode 0x81");
        row("EXT1 opcode", program(Bytes("\x82\x01", 2)), "opcode 0x82");
        row("a storage class called", program(global("torch", "FloatStorage") + ")R"), "storage class");
        row("a number called", program(number(1) + ")R"), "name to call");
        row("arguments to OrderedDict", program(global("collections", "OrderedDict") + tuple({text("x")}) + "R"),
            "OrderedDict");
        row("state set on a string", program(text("x") + "}b"), "dictionary");
        row("an unknown memo", program("h\x07"), "remembered");
        row("empty", "", "expected 1 to");
        row("only a stop", ".", "on the stack");
        row("no stop", Bytes("\x80\x02}", 3), "more bytes");
        row("protocol 0", Bytes("\x80\x00N.", 4), "protocol");
        row("protocol 99", Bytes("\x80\x63N.", 4), "protocol");
        row("a string of 4 GiB", program(Bytes("X\xff\xff\xff\xff", 5)), "more bytes");
        row("a number of 2040 bits", program(Bytes("\x8a\xff", 2) + Bytes(255, '\x01')), "64 bits");
        row("a name without end", program("c" + Bytes(100000, 'a')), "256 bytes");
        row("set without a mark", program("}u"), "mark");
        row("a key without a value", program("}(" + text("k") + "u"), "pairs");
        row("pop below a mark", program(number(1) + "(\x85"), "on the stack");
        row("a million marks", program(Bytes(1000000, '(')), "marks");
        row("a million values", program(Bytes(1000000, 'N')), "stack");
        row("values without end",
            program("](" + Bytes(90000, 'N') + "e(" + Bytes(90000, 'N') + "e" +
                    [] {
                        Bytes more;
                        for (int i = 0; i < 6; ++i) more += "(" + Bytes(90000, 'N') + "e";
                        return more;
                    }()),
            "values");
        row("root is a list", program("]"), "dictionary");
        row("root holds itself", program("}q" + Bytes(1, '\0') + text("model_state_dict") + "h" + Bytes(1, '\0') + "s"),
            "net.0.weight");
        row("a list that holds itself",
            program("}" + text("net.0.weight") + "]q" + Bytes(1, '\0') + "h" + Bytes(1, '\0') + "as"),
            "expected a tensor");
        row("state is a list", program(dict({{"model_state_dict", "]"}})), "model_state_dict");
        row("a tensor is missing", program(dict({{"net.0.bias", number(1)}})), "net.0.weight");
        row("a string for a tensor", stateWith("net.2.bias", text("x")), "net.2.bias");
        row("wrong bias width", stateWith("net.0.bias", tensor(storage("1", kHidden), 0, {3}, {1})),
            "expected shape [4], found [3]");
        row("wrong second layer", stateWith("net.2.weight", tensor(storage("2", kHidden), 0, {2, 2}, {2, 1})),
            "expected shape [1, 4]");
        row("one dimension", stateWith("net.0.weight", tensor(storage("0", 24), 0, {24}, {1})), "[hidden, input]");
        row("no rows", stateWith("net.0.weight", tensor(storage("0", 24), 0, {0, 6}, {6, 1})), "[hidden, input]");
        row("reaches beyond its storage", stateWith("net.0.bias", tensor(storage("1", kHidden), 0, {4}, {2})),
            "reaches element 6");
        row("offset beyond its storage", stateWith("net.0.bias", tensor(storage("1", kHidden), 9, {4}, {1})), "offset");
        row("negative offset", stateWith("net.0.bias", tensor(storage("1", kHidden), -1, {4}, {1})), "offset");
        row("negative stride", stateWith("net.0.bias", tensor(storage("1", kHidden), 3, {4}, {-1})), "stride");
        row("negative size", stateWith("net.0.bias", tensor(storage("1", kHidden), 0, {-4}, {1})), "size");
        row("size overflows", stateWith("net.0.weight", tensor(storage("0", 24), 0, {1 << 25, 1 << 25}, {0, 0})),
            "elements");
        row("stride overflows", stateWith("net.0.bias", tensor(storage("1", kHidden), 0, {4}, {std::int64_t{1} << 62})),
            "stride");
        row("fewer strides than sizes", stateWith("net.0.bias", tensor(storage("1", kHidden), 0, {4}, {})), "strides");
        row("nine dimensions",
            stateWith("net.0.bias",
                      tensor(storage("1", kHidden), 0, {1, 1, 1, 1, 1, 1, 1, 1, 4}, {1, 1, 1, 1, 1, 1, 1, 1, 1})),
            "dimensions");
        row("storage larger than its entry", stateWith("net.0.bias", tensor(storage("1", 5), 0, {4}, {1})),
            "expected 20 bytes, found 16");
        row("storage of 2^62 numbers",
            stateWith("net.0.bias", tensor(storage("1", std::int64_t{1} << 62), 0, {4}, {1})), "elements");
        row("storage that is not there", stateWith("net.0.bias", tensor(storage("77", 4), 0, {4}, {1})),
            "no such entry");
        row("storage elsewhere", stateWith("net.0.bias", tensor(storage("../../etc/passwd", 4), 0, {4}, {1})),
            "storage number");
        row("whole numbers", stateWith("net.0.bias", tensor(storage("1", 4, "LongStorage"), 0, {4}, {1})),
            "torch.LongStorage");
        row("a NumPy object type", stateWith("net.0.bias", global("numpy", "dtype") + tuple({text("O8")}) + "R"),
            "plain number");
        row("a NumPy scalar of too few bytes",
            stateWith("net.0.bias", global("numpy.core.multiarray", "scalar") +
                                        tuple({global("numpy", "dtype") + tuple({text("f8")}) + "R", text("ab")}) +
                                        "R"),
            "expected 8 bytes, found 2");
        row("a NumPy scalar of no type",
            stateWith("net.0.bias", global("numpy.core.multiarray", "scalar") + tuple({text("f8"), text("ab")}) + "R"),
            "a NumPy type");
        row("big endian",
            stateWith("net.0.bias",
                      global("numpy", "dtype") + tuple({text("f8")}) + "R" + tuple({number(3), text(">")}) + "b"),
            "byte order");
        row("a codec", stateWith("net.0.bias", global("_codecs", "encode") + tuple({text("ab"), text("zip")}) + "R"),
            "latin1");
        row("a NumPy array", stateWith("net.0.bias", global("numpy.core.multiarray", "_reconstruct") + ")R"),
            "_reconstruct");
        row("not UTF-8 in a name", program(global("\xff\xfe\n", "x")), "\\xff");
    }
    void hostilePicklesAreRefused() {
        QFETCH(QByteArray, pickle);
        QFETCH(QString, word);
        const std::string path = place("hostile.pt");
        writeZip(path, archiveOf(pickle.toStdString()));
        expectRefusal(path, word.toStdString());
    }

    void hostileArchivesAreRefused() {
        const Bytes good = stateWith("", "");
        const std::string path = place("archive.pt");
        const auto expect = [&](std::vector<Entry> entries, const char* word) {
            writeZip(path, entries);
            expectRefusal(path, word);
        };
        auto entries = archiveOf(good);
        entries[0].name = "a/other.pkl";
        expect(entries, "found 0");
        entries = archiveOf(good);
        entries.push_back({"b/data.pkl", good});
        expect(entries, "found 2");
        entries = archiveOf(good);
        entries[1].bytes = "big";
        expect(entries, "byteorder");
        entries = archiveOf(good);
        entries[2].bytes.pop_back();
        expect(entries, "expected 96 bytes, found 95");
        entries = archiveOf(good);
        for (int i = 0; i < 4; ++i) entries[3].bytes[static_cast<std::size_t>(i)] = '\xff';  // not a number
        expect(entries, "finite");

        // Bombs: 100 MB of zeros in some hundred kilobytes, as pickle and as numbers.
        const Bytes zeros(100 << 20, '\0');
        entries = archiveOf(good);
        entries[0] = {"a/data.pkl", zeros, ZIP_CM_DEFLATE};
        expect(entries, "bytes, found 104857600");
        entries = archiveOf(good);
        entries[3] = {"a/data/1", zeros, ZIP_CM_DEFLATE};
        expect(entries, "expected 16 bytes, found 104857600");

        entries = archiveOf(good);
        for (int i = 0; i < 10001; ++i) entries.push_back({"a/x" + std::to_string(i), ""});
        expect(entries, "10000 entries");
    }

    void aPickleTakesTimeInProportionToItsEntries() {
        const double ratio = growth::ratioOfDouble(2000, [&](int count) {
            std::vector<std::pair<std::string, Bytes>> items;
            for (int i = 0; i < count; ++i) items.emplace_back("k" + std::to_string(i), number(i));
            writeZip(place("many.pt"), archiveOf(program(dict(items))));
            if (refusal(place("many.pt")).find("net.0.weight") == std::string::npos) qFatal("another reason");
        });
        QVERIFY2(ratio < growth::kMostRatio, std::to_string(ratio).c_str());
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
        writeFile(place("none.safetensors"), little(2, 8) + "{}");
        expectRefusal(place("none.safetensors"), "net.0.weight");
    }
};

QTEST_GUILESS_MAIN(ScorerCheckpoint)
#include "scorer_checkpoint.moc"

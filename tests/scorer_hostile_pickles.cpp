// Pickles and archives made by hand: what runs code, lies about its size or has no end is refused in one line.
#include <zip.h>

#include <QTemporaryDir>
#include <QTest>
#include <string>
#include <vector>

#include "checkpoint_support.h"
#include "growth.h"

using namespace checkpoint_support;

class ScorerHostilePickles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string place(const std::string& name) const { return m_folder.path().toStdString() + "/" + name; }

private Q_SLOTS:
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
        const double ratio = growth::ratioOfFourfold(1000, [&](int count) {
            std::vector<std::pair<std::string, Bytes>> items;
            for (int i = 0; i < count; ++i) items.emplace_back("k" + std::to_string(i), number(i));
            writeZip(place("many.pt"), archiveOf(program(dict(items))));
            if (refusal(place("many.pt")).find("net.0.weight") == std::string::npos) qFatal("another reason");
        });
        QVERIFY2(ratio < growth::kMostRatio, std::to_string(ratio).c_str());
    }
};

QTEST_GUILESS_MAIN(ScorerHostilePickles)
#include "scorer_hostile_pickles.moc"

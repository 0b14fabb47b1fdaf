// The safetensors reader: values as written, shards, and hostile files refused in one line.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>
#include <stdexcept>

#include "cpu_time.h"
#include "engine/files/safetensors.h"
#include "engine/files/sha256.h"
#include "growth.h"
#include "refusal_of.h"

namespace {

using Bytes = std::string;

Bytes little(std::uint64_t value, int width) {
    Bytes bytes;
    for (int i = 0; i < width; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
    return bytes;
}

Bytes file(const Bytes& header, const Bytes& data = "") {
    return little(header.size(), 8) + header + data;
}

void writeFile(const std::string& path, const Bytes& bytes) {
    QFile out(QString::fromStdString(path));
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(bytes.data(), static_cast<qint64>(bytes.size()));
}

/// Two tensors that fill 24 bytes.
const Bytes kGoodHeader = R"({"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},)"
                          R"("b":{"dtype":"BF16","shape":[4],"data_offsets":[16,24]}})";

const Bytes kEmptyTensor = R"({"dtype":"F32","shape":[0],"data_offsets":[0,0]})";
Bytes emptyTensor(int number) {
    return '"' + std::to_string(number) + "\":" + kEmptyTensor;
}

}  // namespace

class EngineSafetensors : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string place(const std::string& name) const { return m_folder.path().toStdString() + "/" + name; }

    std::string write(const Bytes& bytes) const {
        const std::string path = place("x.safetensors");
        writeFile(path, bytes);
        return path;
    }

private Q_SLOTS:
    void tensorsAreReadAsWritten() {
        const Bytes data = little(0x3f800000, 4) + little(0xc0000000, 4) + little(0x7f800000, 4) + little(1, 4) +
                           little(0x3f80, 2) + little(0xbf80, 2) + little(0x0001, 2) + little(0x7f7f, 2);
        const auto source = engine::openSafetensors(write(file(kGoodHeader, data)));
        QCOMPARE(source->tensorNames(), (std::vector<std::string>{"a", "b"}));
        const auto a = source->requireTensor("a", {2, 2});
        QCOMPARE(engine::toFloat32(a), (std::vector<float>{1, -2, std::numeric_limits<float>::infinity(), 0x1p-149f}));
        const auto b = source->requireTensor("b", {4});
        QCOMPARE(b.type, engine::StorageType::BF16);
        QCOMPARE(engine::toFloat32(b), (std::vector<float>{1, -1, 0x1p-133f, 0x1.fep127f}));
        QVERIFY(!source->findTensor("c"));
        QCOMPARE(engine::SafetensorsFile::open(place("x.safetensors")).metadata().at("format"), std::string("pt"));
    }

    void halfPrecisionIsExact() {
        // Every finite half value against its definition.
        Bytes bytes;
        for (int bits = 0; bits < 65536; ++bits) bytes += little(static_cast<std::uint64_t>(bits), 2);
        const auto values =
            engine::toFloat32({"h", engine::StorageType::F16, {65536}, std::as_bytes(std::span(bytes))});
        for (int bits = 0; bits < 65536; ++bits) {
            const int exponent = bits >> 10 & 31;
            const int mantissa = bits & 1023;
            const double sign = (bits & 0x8000) != 0 ? -1 : 1;
            const float value = values[static_cast<std::size_t>(bits)];
            if (exponent == 31) {
                QCOMPARE(std::isnan(value), mantissa != 0);
                QCOMPARE(std::isinf(value), mantissa == 0);
            } else {
                const double expected =
                    exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
                QVERIFY2(value == static_cast<float>(sign * expected), std::to_string(bits).c_str());
                QCOMPARE(std::signbit(value), sign < 0);
            }
        }
    }

    void anotherShapeNamesBoth() {
        const auto source = engine::openSafetensors(write(file(kGoodHeader, Bytes(24, '\0'))));
        const std::string wrong = refusalOf([&] { source->requireTensor("a", {4, 2}); });
        QVERIFY2(wrong.find("expected shape [4, 2], found [2, 2]") != std::string::npos, wrong.c_str());
        const std::string missing = refusalOf([&] { source->requireTensor("model.c", {1}); });
        QVERIFY2(missing.find("model.c") != std::string::npos, missing.c_str());
        const auto integers = engine::HostTensor{"i", engine::StorageType::I32, {0}, {}};
        QVERIFY(refusalOf([&] { engine::toFloat32(integers); }).find("I32") != std::string::npos);
    }

    void shardsAreOneSource() {
        QDir(m_folder.path()).mkdir(QStringLiteral("model"));
        writeFile(place("model/one.safetensors"),
                  file(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})", "xy"));
        writeFile(place("model/two.safetensors"),
                  file(R"({"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "z"));
        const std::string index = place("model/model.safetensors.index.json");
        writeFile(index, R"({"metadata":{},"weight_map":{"a":"one.safetensors","b":"two.safetensors"}})");
        const auto source = engine::openSafetensors(place("model"));
        QCOMPARE(source->requireTensor("b", {1}).bytes[0], std::byte{'z'});
        QCOMPARE(source->tensorNames().size(), std::size_t{2});

        const auto refusal = [&](const Bytes& text) {
            writeFile(index, text);
            return refusalOf([&] { engine::openSafetensors(index); });
        };
        const auto says = [&](const Bytes& text, const char* word) {
            const std::string reason = refusal(text);
            return reason.find(word) != std::string::npos && reason.find('\n') == std::string::npos;
        };
        QVERIFY(says(R"({"weight_map":{"a":"../../etc/passwd"}})", "beside the index"));
        QVERIFY(says(R"({"weight_map":{"a":"/etc/passwd"}})", "beside the index"));
        QVERIFY(says(R"({"weight_map":{"a":".."}})", "beside the index"));
        QVERIFY(says(R"({"weight_map":{"a":""}})", "beside the index"));
        QVERIFY(says(R"({"weight_map":{"a":7}})", "expected a string"));
        QVERIFY(says(R"({"weight_map":{"a":"three.safetensors"}})", "three.safetensors"));
        QVERIFY(says(R"({"weight_map":{"a":"two.safetensors"}})", "no such tensor"));
        QVERIFY(says(R"({"weight_map":[]})", "expected an object"));
        QVERIFY(says(R"({})", "weight_map"));
        QVERIFY(says("{", "not valid JSON"));
    }

    void missingFilesAreNamed() {
        QVERIFY(refusalOf([&] { engine::openSafetensors(place("nowhere.safetensors")); }).find("nowhere.safetensors") !=
                std::string::npos);
        QDir(m_folder.path()).mkdir(QStringLiteral("empty"));
        QVERIFY(refusalOf([&] { engine::openSafetensors(place("empty")); }).find("found neither") != std::string::npos);
        QVERIFY(!refusalOf([&] { engine::SafetensorsFile::open(place("empty")); }).empty());
    }

    void hostileFilesAreRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* name, const Bytes& bytes, const char* word) {
            QTest::newRow(name) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))
                                << QString::fromLatin1(word);
        };
        const auto one = [](const Bytes& dtype, const Bytes& shape, const Bytes& offsets, std::size_t dataBytes = 16) {
            return file(R"({"a":{"dtype":)" + dtype + R"(,"shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}",
                        Bytes(dataBytes, '\0'));
        };
        row("empty", "", "header size");
        row("seven bytes", Bytes(7, '\0'), "header size");
        row("header size 2^63", little(std::uint64_t{1} << 63, 8) + "{}", "header size");
        row("header size 2^64-1", Bytes(8, '\xff') + "{}", "header size");
        row("header size beyond the file", little(1000, 8) + "{}", "expected 1000 bytes");
        row("header size 0", little(0, 8), "not valid JSON");
        row("header cut", file(kGoodHeader.substr(0, 60), Bytes(24, '\0')), "not valid JSON");
        row("data cut", file(kGoodHeader, Bytes(23, '\0')), "within the 23 bytes");
        row("no data", file(kGoodHeader), "within the 0 bytes");
        row("header is a list", file("[]"), "expected an object");
        row("header is null", file("null"), "expected an object");
        row("not UTF-8", file("{\"\xff\xfe\":1}"), "not valid JSON");
        row("deep JSON", file(Bytes(1'000'000, '[')), "deep");
        row("deep objects", file([] {
                Bytes text;
                for (int i = 0; i < 100'000; ++i) text += R"({"a":)";
                return text;
            }()),
            "deep");
        row("huge number", file(R"({"a":1e99999})"), "not valid JSON");
        row("tensor is a number", file(R"({"a":5})"), "expected an object");
        row("no dtype", file(R"({"a":{"shape":[1],"data_offsets":[0,4]}})", "0000"), "dtype");
        row("unknown dtype", one(R"("Q9")", "[4]", "[0,16]"), "element type");
        row("dtype is a number", one("32", "[4]", "[0,16]"), "expected a string");
        row("shape is a string", one(R"("F32")", R"("[4]")", "[0,16]"), "expected a list");
        row("negative size", one(R"("F32")", "[-4]", "[0,16]"), "63 bits");
        row("fractional size", one(R"("F32")", "[4.0]", "[0,16]"), "63 bits");
        row("size of 64 bits", one(R"("F32")", "[18446744073709551615]", "[0,16]"), "63 bits");
        row("sizes overflow", one(R"("F32")", "[4294967296,4294967296]", "[0,16]"), "fits 64 bits");
        row("sizes overflow to the right number", one(R"("F32")", "[4611686018427387905,4]", "[0,16]"), "fits 64 bits");
        row("bytes overflow", one(R"("F64")", "[2305843009213693954]", "[0,16]"), "fits 64 bits");
        row("many dimensions", one(R"("F32")", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,4]", "[0,16]"), "at most 16");
        row("offsets beyond the data", one(R"("F32")", "[4]", "[4,20]"), "within the 16 bytes");
        row("offset 2^63-1", one(R"("F32")", "[4]", "[9223372036854775807,9223372036854775807]"),
            "within the 16 bytes");
        row("offsets backwards", one(R"("F32")", "[4]", "[16,0]"), "within the 16 bytes");
        row("negative offset", one(R"("F32")", "[4]", "[-16,0]"), "63 bits");
        row("one offset", one(R"("F32")", "[4]", "[16]"), "two numbers");
        row("three offsets", one(R"("F32")", "[4]", "[0,8,16]"), "at most 2");
        row("size and offsets disagree", one(R"("F32")", "[3]", "[0,16]"), "expected 12 bytes");
        row("unknown field", file(R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16],"x":1}})", Bytes(16, '\0')),
            "unknown field");
        row("overlap",
            file(
                R"({"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[8],"data_offsets":[7,15]}})",
                Bytes(16, '\0')),
            "overlap");
        row("one within another",
            file(
                R"({"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[2],"data_offsets":[3,5]}})",
                Bytes(16, '\0')),
            "overlap");
        row("a name twice",
            file(
                R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                Bytes(2, '\0')),
            "appears twice");
        row("metadata is a list", file(R"({"__metadata__":[1]})"), "__metadata__");
        row("metadata holds a number", file(R"({"__metadata__":{"a":1}})"), "expected a string");
        row("bytes behind the data", file(kGoodHeader, Bytes(25, '\0')), "as the header says");
        row("bytes and no tensor", file("{}", "x"), "as the header says");
        row("a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 4096\n",
            "is a Git LFS pointer, not the file itself; run `git lfs pull`");
        row("a web page", "<!DOCTYPE html>\n<html><body>Not found</body></html>", "is a web page");
        row("text after the header", file(R"({} x)"), "not valid JSON");
    }
    void hostileFilesAreRefused() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, word);
        const std::string path = write(bytes.toStdString());
        const cpu::ThreadClock clock;
        const std::string reason = refusalOf([&] { engine::SafetensorsFile::open(path); });
        QVERIFY2(reason.find(word.toStdString()) != std::string::npos,
                 reason.empty() ? "the file was accepted" : reason.c_str());
        QVERIFY2(reason.starts_with(path) && reason.find('\n') == std::string::npos, reason.c_str());
        QVERIFY(clock.seconds() < 1 * cpu::kSlack);
    }

    void everyCutIsRefused() {
        const Bytes good = file(kGoodHeader, Bytes(24, '\0'));
        for (std::size_t length = 0; length < good.size(); ++length) {
            const std::string path = write(good.substr(0, length));
            QVERIFY2(!refusalOf([&] { engine::SafetensorsFile::open(path); }).empty(), std::to_string(length).c_str());
        }
        engine::SafetensorsFile::open(write(good));
    }

    void aHeaderTakesTimeInProportionToItsTensors() {
        const auto headerOf = [](int tensors) {
            Bytes header = "{";
            for (int i = 0; i < tensors; ++i) header += (i == 0 ? "" : ",") + emptyTensor(i);
            return header + "}";
        };
        const double ratio = growth::ratioOfFourfold(1000, [&](int tensors) {
            const auto source = engine::openSafetensors(write(file(headerOf(tensors))));
            if (source->tensorNames().size() != std::size_t(tensors)) qFatal("tensors are missing");
        });
        QVERIFY2(ratio < growth::kMostRatio, std::to_string(ratio).c_str());
    }

    void anIndexTakesTimeInProportionToItsTensors() {
        const double ratio = growth::ratioOfFourfold(1000, [&](int tensors) {
            Bytes header = "{";
            Bytes index = "{\"weight_map\":{";
            for (int i = 0; i < tensors; ++i) {
                header += (i == 0 ? "" : ",") + emptyTensor(i);
                index += (i == 0 ? "" : ",") + ('"' + std::to_string(i)) + "\":\"part.safetensors\"";
            }
            writeFile(place("part.safetensors"), file(header + "}"));
            writeFile(place("model.safetensors.index.json"), index + "}}");
            const auto source = engine::openSafetensors(place("model.safetensors.index.json"));
            if (source->tensorNames().size() != std::size_t(tensors)) qFatal("tensors are missing");
        });
        QVERIFY2(ratio < growth::kMostRatio, std::to_string(ratio).c_str());
    }

    void finiteNumbersAreToldFromOthers() {
        const auto found = [](engine::StorageType type, const Bytes& bytes) {
            return engine::findNonFinite(type, std::as_bytes(std::span(bytes)));
        };
        const std::vector<std::pair<engine::StorageType, std::vector<std::uint64_t>>> odd{
            {engine::StorageType::F64, {0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000001}},
            {engine::StorageType::F32, {0x7f800000, 0xff800000, 0x7f800001, 0xffc00000}},
            {engine::StorageType::F16, {0x7c00, 0xfc00, 0x7e01}},
            {engine::StorageType::BF16, {0x7f80, 0xff80, 0x7f81}}};
        for (const auto& [type, values] : odd) {
            const int width = static_cast<int>(engine::bytesPerElement(type));
            for (const std::size_t count : {1, 5, 1023, 1024, 1025, 4000}) {
                // The largest finite numbers of either sign, and zeros.
                const std::uint64_t most = values[0] - 1;
                Bytes bytes;
                for (std::size_t i = 0; i < count; ++i)
                    bytes += little(i % 3 == 0 ? most : i % 3 == 1 ? most | (values[1] ^ values[0]) : 0, width);
                QVERIFY(!found(type, bytes));
                for (const std::uint64_t value : values) {
                    for (const std::size_t at : {std::size_t{0}, count / 2, count - 1}) {
                        Bytes spoiled = bytes;
                        spoiled.replace(at * std::size_t(width), std::size_t(width), little(value, width));
                        QCOMPARE(found(type, spoiled), std::optional(at));
                    }
                }
            }
        }
    }

    /// A download that begins again, a network drive: an error that names the file, where a mapping ends the program.
    void aFileThatShrinksIsRefused() {
        const std::string path = write(file(kGoodHeader, Bytes(24, '\1')));
        const auto source = engine::openSafetensors(path);
        const auto tensor = source->requireTensor("b", {4});
        std::array<std::byte, 8> bytes;
        source->read(tensor, 0, bytes);
        QCOMPARE(bytes[7], std::byte{1});
        std::filesystem::resize_file(path, 30);
        const std::string shorter = refusalOf([&] { source->read(tensor, 0, bytes); });
        QVERIFY2(shorter.starts_with(path + ": ") && shorter.find("became shorter") != std::string::npos,
                 shorter.c_str());
        QVERIFY(QFile::rename(QString::fromStdString(path), QString::fromStdString(path + ".old")));
        write(file(kGoodHeader, Bytes(24, '\2')));
        const std::string replaced = refusalOf([&] { source->read(tensor, 0, bytes); });
        QVERIFY2(replaced.find("was replaced") != std::string::npos, replaced.c_str());
        QVERIFY(QFile::remove(QString::fromStdString(path + ".old")));
    }

    void modelsAreToldApartWhateverTheirSize() {
        const auto one = std::filesystem::path(write("weights"));
        QCOMPARE(engine::identityOfFiles(std::span(&one, 1)), engine::sha256Hex("weights"));
        const std::array<std::filesystem::path, 2> two{place("1"), place("2")};
        writeFile(two[0].string(), "a");
        writeFile(two[1].string(), "b");
        QCOMPARE(engine::identityOfFiles(two),
                 "shards-sha256:" + engine::sha256Hex(engine::sha256Hex("a") + engine::sha256Hex("b")));
        // 600 MiB that take no room: hashed in pieces, so that the end and the header count.
        const std::array<std::filesystem::path, 1> large{place("large")};
        writeFile(large[0].string(), "header");
        std::filesystem::resize_file(large[0], std::uintmax_t{600} << 20);
        const std::string first = engine::identityOfFiles(large);
        QVERIFY(first.starts_with("sampled-sha256:") && first.size() == 15 + 64);
        QCOMPARE(engine::identityOfFiles(large), first);
        for (const qint64 at : {qint64{0}, (qint64{600} << 20) - 1}) {
            QFile out(QString::fromStdString(large[0].string()));
            QVERIFY(out.open(QIODevice::ReadWrite) && out.seek(at) && out.write("!") == 1);
            out.close();
            QVERIFY(engine::identityOfFiles(large) != first);
        }
        std::filesystem::resize_file(large[0], (std::uintmax_t{600} << 20) + 1);
        QVERIFY(engine::identityOfFiles(large) != first);
    }

    void digestsAreStandard() {
        QCOMPARE(engine::sha256Hex(""),
                 std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(engine::sha256Hex("abc"),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(engine::sha256Hex(Bytes(1'000'000, 'a')),
                 std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
        // Every length around a block, in pieces and at once, and from a file.
        for (std::size_t length = 0; length < 200; ++length) {
            const Bytes text(length, 'x');
            engine::Sha256 pieces;
            for (std::size_t i = 0; i < length; i += 7)
                pieces.add(std::as_bytes(std::span(text).subspan(i, std::min<std::size_t>(7, length - i))));
            QCOMPARE(pieces.finishHex(), engine::sha256Hex(text));
        }
        const std::string path = write(Bytes(100'000, 'q'));
        QCOMPARE(engine::sha256HexOfFile(path), engine::sha256Hex(Bytes(100'000, 'q')));
        QVERIFY(!refusalOf([&] { engine::sha256HexOfFile(place("none")); }).empty());
    }
};

QTEST_GUILESS_MAIN(EngineSafetensors)
#include "engine_safetensors.moc"

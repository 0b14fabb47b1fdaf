// Scorer checkpoints made by hand: pickles, the archives that hold them, and how a file is refused.
#pragma once

#include <zip.h>

#include <QFile>
#include <QTest>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "cpu_time.h"
#include "refusal_of.h"
#include "scorer/checkpoint/checkpoint.h"

namespace checkpoint_support {

inline constexpr int kInput = 6;
inline constexpr int kHidden = 4;
using Bytes = std::string;

/// The reason a file is refused for; empty where it is accepted.
inline std::string refusal(const std::string& path) {
    return refusalOf([&] { scorer::loadScorer(path); });
}

inline Bytes little(std::uint64_t value, int width) {
    Bytes bytes;
    for (int i = 0; i < width; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
    return bytes;
}

// ---- pickles by hand

inline Bytes text(const std::string& value) {
    return "X" + little(value.size(), 4) + value;
}
inline Bytes number(std::int64_t value) {
    return Bytes("\x8a\x08", 2) + little(static_cast<std::uint64_t>(value), 8);
}
inline Bytes global(const std::string& module, const std::string& name) {
    return "c" + module + "\n" + name + "\n";
}
inline Bytes tuple(const std::vector<Bytes>& items) {
    Bytes bytes = "(";
    for (const auto& item : items) bytes += item;
    return bytes + "t";
}
inline Bytes storage(const std::string& key, std::int64_t count, const std::string& type = "FloatStorage") {
    return tuple({text("storage"), global("torch", type), text(key), text("cpu"), number(count)}) + "Q";
}
inline Bytes sizes(const std::vector<std::int64_t>& values) {
    std::vector<Bytes> items;
    for (const auto value : values) items.push_back(number(value));
    return tuple(items);
}
inline Bytes tensor(const Bytes& from, std::int64_t offset, const std::vector<std::int64_t>& shape,
                    const std::vector<std::int64_t>& strides) {
    return global("torch._utils", "_rebuild_tensor_v2") +
           tuple({from, number(offset), sizes(shape), sizes(strides), Bytes("\x89"), "}"}) + "R";
}
inline Bytes dict(const std::vector<std::pair<std::string, Bytes>>& items) {
    Bytes bytes = "}(";
    for (const auto& [key, value] : items) bytes += text(key) + value;
    return bytes + "u";
}
inline Bytes program(const Bytes& body) {
    return Bytes("\x80\x02", 2) + body + ".";
}

/// A scorer's state dict with one tensor replaced.
inline Bytes stateWith(const std::string& key, const Bytes& value) {
    std::vector<std::pair<std::string, Bytes>> items{
        {"net.0.weight", tensor(storage("0", kInput * kHidden), 0, {kHidden, kInput}, {kInput, 1})},
        {"net.0.bias", tensor(storage("1", kHidden), 0, {kHidden}, {1})},
        {"net.2.weight", tensor(storage("2", kHidden), 0, {1, kHidden}, {kHidden, 1})},
        {"net.2.bias", tensor(storage("3", 1), 0, {1}, {1})}};
    for (auto& item : items)
        if (item.first == key) item.second = value;
    return program(dict(items));
}

inline Bytes floats(int count) {
    return Bytes(static_cast<std::size_t>(count) * 4, '\0');
}

struct Entry {
    std::string name;
    Bytes bytes;
    int compression = ZIP_CM_STORE;
};

inline std::vector<Entry> archiveOf(const Bytes& pickle) {
    return {{"a/data.pkl", pickle},        {"a/byteorder", "little"},     {"a/data/0", floats(kInput * kHidden)},
            {"a/data/1", floats(kHidden)}, {"a/data/2", floats(kHidden)}, {"a/data/3", floats(1)}};
}

inline void writeZip(const std::string& path, const std::vector<Entry>& entries) {
    int error = 0;
    zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    for (const Entry& entry : entries) {
        zip_source_t* source = zip_source_buffer(zip, entry.bytes.data(), entry.bytes.size(), 0);
        const auto index = zip_file_add(zip, entry.name.c_str(), source, ZIP_FL_ENC_UTF_8);
        zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), entry.compression, 1);
    }
    zip_close(zip);
}

inline void writeFile(const std::string& path, const Bytes& bytes) {
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes.data(), static_cast<qint64>(bytes.size()));
}

inline Bytes readFile(const std::string& path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : Bytes();
}

/// Refused at once, in one line that names the file and says the word.
inline void expectRefusal(const std::string& path, const std::string& word) {
    const cpu::ThreadClock clock;
    const std::string reason = refusal(path);
    QVERIFY2(!reason.empty(), "the file was accepted");
    QVERIFY2(reason.find(word) != std::string::npos, reason.c_str());
    QVERIFY2(reason.starts_with(path), reason.c_str());
    QVERIFY2(reason.find('\n') == std::string::npos, reason.c_str());
    QVERIFY2(clock.seconds() < 1 * cpu::kSlack, reason.c_str());
}

}  // namespace checkpoint_support

// Written safetensors files: read back as they were, aligned, whole or not there at all.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "engine/files/safetensors.h"
#include "engine/files/safetensors_writer.h"

namespace {

using engine::HostTensor;
using engine::StorageType;

template <class T>
HostTensor tensor(const char* name, StorageType type, std::vector<std::int64_t> shape, const std::vector<T>& values) {
    return {name, type, std::move(shape), std::as_bytes(std::span(values))};
}

std::string bytesOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

class EngineSafetensorsWriter : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path place(const std::string& name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    std::size_t filesHere() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(m_folder.path().toStdString()))
            count += entry.exists() ? 1 : 0;
        return count;
    }

private Q_SLOTS:
    void tensorsComeBack() {
        const std::vector<std::uint8_t> bytes{1, 2, 3};
        const std::vector<float> floats{1, -2.5F, 3e-8F, 4};
        const std::vector<std::uint16_t> halves{0x3c00, 0x7bff, 1};
        const std::vector<std::int64_t> wide{-1};
        const std::vector<float> none;
        const std::vector<HostTensor> tensors{
            tensor("bytes", StorageType::U8, {3}, bytes), tensor("floats", StorageType::F32, {2, 2}, floats),
            tensor("halves \"q\"\n", StorageType::F16, {3, 1}, halves), tensor("wide", StorageType::I64, {}, wide),
            tensor("none", StorageType::F32, {0, 7}, none)};
        const engine::SafetensorsMetadata metadata{{"note", "two\nlines, \xC3\xA9"}, {"empty", ""}};
        for (int length = 0; length < 9; ++length) {  // headers of every length before padding
            auto longer = metadata;
            longer["pad"] = std::string(std::size_t(length), 'x');
            engine::writeSafetensors(place("a.safetensors"), tensors, longer);
            const auto file = engine::SafetensorsFile::open(place("a.safetensors"));
            QVERIFY(file.metadata() == longer);
            QCOMPARE(file.entries().size(), tensors.size());
            std::uint64_t end = 0;
            for (const HostTensor& expected : tensors) {
                const engine::TensorEntry* entry = file.find(expected.name);
                QVERIFY(entry != nullptr);
                QVERIFY(entry->type == expected.type);
                QCOMPARE(entry->shape, expected.shape);
                QVERIFY(std::ranges::equal(file.bytes(*entry), expected.bytes));
                QCOMPARE(entry->offset % engine::bytesPerElement(entry->type), std::uint64_t(0));
                end = std::max(end, entry->offset + entry->size);
            }
            QCOMPARE(end, std::uint64_t(std::filesystem::file_size(place("a.safetensors"))));  // no holes, no rest
        }
    }

    void textThatIsNoUtf8IsReplaced() {
        engine::writeSafetensors(place("b.safetensors"), {}, {{"note", "a\xff"}});
        QCOMPARE(engine::SafetensorsFile::open(place("b.safetensors")).metadata().at("note"), "a\xEF\xBF\xBD");
    }

    void whatFailsLeavesTheOldFile() {
        const std::vector<float> values{1, 2};
        const std::vector<HostTensor> good{tensor("x", StorageType::F32, {2}, values)};
        engine::writeSafetensors(place("c.safetensors"), good);
        const std::string before = bytesOf(place("c.safetensors"));
        const std::size_t files = filesHere();
        const auto refuse = [&](const std::vector<HostTensor>& tensors, const char* word) {
            try {
                engine::writeSafetensors(place("c.safetensors"), tensors);
                QFAIL("it was written");
            } catch (const std::runtime_error& error) {
                const std::string reason = error.what();
                QVERIFY2(reason.starts_with(place("c.safetensors").string()), reason.c_str());
                QVERIFY2(reason.find(word) != std::string::npos, reason.c_str());
            }
        };
        refuse({tensor("x", StorageType::F32, {3}, values)}, "[3]");
        refuse({tensor("x", StorageType::F32, {-2}, values)}, "[-2]");
        refuse({good[0], good[0]}, "once");
        refuse({tensor("__metadata__", StorageType::F32, {2}, values)}, "another name");
        refuse({tensor("x", StorageType::Q8_0, {2}, values)}, "Q8_0");
        QCOMPARE(bytesOf(place("c.safetensors")), before);
        QCOMPARE(filesHere(), files);
    }

    void whatCannotBeWrittenIsSaid() {
        std::filesystem::create_directory(place("folder.safetensors"));
        const std::size_t files = filesHere();
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, engine::writeSafetensors(place("folder.safetensors"), {}));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, engine::writeSafetensors(place("missing/a.safetensors"), {}));
        QCOMPARE(filesHere(), files);  // no draft is left
    }
};

QTEST_GUILESS_MAIN(EngineSafetensorsWriter)
#include "engine_safetensors_writer.moc"

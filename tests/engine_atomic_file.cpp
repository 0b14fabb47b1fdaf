// Drafts: what replaces a file, what is removed, and what a program that ends on the spot leaves behind.
#include <sys/stat.h>

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>

#include "engine/files/atomic_file.h"

namespace fs = std::filesystem;

class EngineAtomicFile : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    fs::path pathOf(const char* name) const { return fs::path(m_folder->path().toStdString()) / name; }
    std::set<std::string> files() const {
        std::set<std::string> names;
        for (const fs::directory_entry& entry : fs::directory_iterator(m_folder->path().toStdString()))
            names.insert(entry.path().filename().string());
        return names;
    }
    static std::string textOf(const fs::path& path) {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aDraftIsRemovedUnlessItIsPutInPlace() {
        engine::writeFileAtomically(pathOf("a"), "old");
        {
            engine::FileDraft draft(pathOf("a"));
            draft.append("new");
            QCOMPARE(files().size(), std::size_t{2});
        }
        QCOMPARE(files(), std::set<std::string>{"a"});
        QCOMPARE(textOf(pathOf("a")), std::string("old"));
        {
            engine::FileDraft draft(pathOf("a"));
            draft.append("new");
            draft.putInPlace();
            draft.append("er");
        }
        QCOMPARE(files(), std::set<std::string>{"a"});
        QCOMPARE(textOf(pathOf("a")), std::string("newer"));
    }

    void aLinkKeepsItsPlace() {
        engine::writeFileAtomically(pathOf("real"), "old");
        fs::create_symlink(pathOf("real"), pathOf("link"));
        engine::writeFileAtomically(pathOf("link"), "new");
        QVERIFY(fs::is_symlink(pathOf("link")));
        QCOMPARE(textOf(pathOf("real")), std::string("new"));
    }

    void pipesAndDevicesAreNoFiles() {
        const fs::path pipe = pathOf("pipe");
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, engine::writeFileAtomically(pipe, "text"));
        QVERIFY(fs::is_fifo(pipe));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, engine::writeFileAtomically("/dev/null", "text"));
        QVERIFY(fs::is_character_file("/dev/null"));
    }

    /// In whatever order drafts have gone before.
    void allDraftsCanBeRemovedAtOnce() {
        std::unique_ptr<engine::FileDraft> drafts[5];
        const char* names[] = {"a", "b", "c", "d", "e"};
        for (int i = 0; i < 5; ++i) drafts[i] = std::make_unique<engine::FileDraft>(pathOf(names[i]));
        drafts[2].reset();
        drafts[4].reset();
        drafts[1]->putInPlace();
        drafts[4] = std::make_unique<engine::FileDraft>(pathOf("e"));
        drafts[0].reset();
        QCOMPARE(files().size(), std::size_t{3});  // b, and the drafts of d and e
        engine::FileDraft::removeAll();
        QCOMPARE(files(), std::set<std::string>{"b"});
        for (auto& draft : drafts) draft.reset();
        engine::FileDraft::removeAll();
        QCOMPARE(files(), std::set<std::string>{"b"});
    }
};

QTEST_GUILESS_MAIN(EngineAtomicFile)
#include "engine_atomic_file.moc"

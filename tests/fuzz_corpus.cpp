// The corpus that every fuzzer keeps (fuzz/corpus/TARGET/FILE), replayed without libFuzzer. good_ files are accepted,
// bad_ files are refused with one line, any_ files may be either; none may crash, hang or break one of the readers' own
// checks.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz/targets.h"

namespace {

namespace fs = std::filesystem;

const fs::path kCorpus = STEPSCOPE_FUZZ_CORPUS;

std::vector<fs::path> filesOf(const hostile::Target& target) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(kCorpus / target.name))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

class FuzzCorpus : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFolderIsATarget() {
        for (const fs::directory_entry& entry : fs::directory_iterator(kCorpus))
            (void)hostile::requireTarget(entry.path().filename().string());
    }

    void readersKeepToTheirVerdicts_data() {
        QTest::addColumn<QString>("target");
        for (const hostile::Target& target : hostile::targets())
            QTest::newRow(target.name) << QString::fromUtf8(target.name);
    }
    void readersKeepToTheirVerdicts() {
        QFETCH(QString, target);
        const hostile::Target& reader = hostile::requireTarget(target.toStdString());
        const std::vector<fs::path> files = filesOf(reader);
        QVERIFY2(files.size() >= 3, "each reader keeps at least three files");
        QTemporaryDir folder;
        QVERIFY(folder.isValid());
        std::string wrong;
        for (const fs::path& path : files) {
            const std::string name = path.filename().string();
            std::ifstream file(path, std::ios::binary);
            const std::string bytes(std::istreambuf_iterator<char>(file), {});
            const auto complain = [&](const std::string& what) { wrong += "\n" + name + ": " + what; };
            try {
                const auto verdict = hostile::feed(reader, folder.path().toStdString(), bytes);
                if (name.starts_with("good_") && verdict != hostile::Verdict::Accepted) complain("refused");
                if (name.starts_with("bad_") && verdict != hostile::Verdict::Refused) complain("accepted");
            } catch (const std::logic_error& finding) {
                complain(finding.what());
            }
            if (!name.starts_with("good_") && !name.starts_with("bad_") && !name.starts_with("any_"))
                complain("the name says no verdict (good_, bad_ or any_)");
        }
        QVERIFY2(wrong.empty(), wrong.c_str());
    }
};

QTEST_GUILESS_MAIN(FuzzCorpus)
#include "fuzz_corpus.moc"

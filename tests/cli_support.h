// Runs stepscope-cli as a script would, for tests of its commands. The test's target defines STEPSCOPE_CLI.
#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStringList>
#include <QtTest>
#include <nlohmann/json.hpp>

namespace cli {

using nlohmann::json;

inline const QString kProgram = QStringLiteral(STEPSCOPE_CLI);

struct Result {
    int code = -1;
    QByteArray out;
    QByteArray err;
    json object() const { return json::parse(out.toStdString(), nullptr, false); }
};

/// What a process has left behind; up to five minutes.
inline Result resultOf(QProcess& process) {
    process.waitForFinished(300000);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

inline Result run(const QStringList& arguments, const QStringList& environment = {}) {
    QProcess process;
    process.setEnvironment(QProcess::systemEnvironment() + environment);
    process.start(kProgram, arguments);
    return resultOf(process);
}

/// Standard output goes to a device that is full.
inline Result runOnFullOutput(const QStringList& arguments) {
    QProcess process;
    process.setStandardOutputFile(QStringLiteral("/dev/full"));
    process.start(kProgram, arguments);
    return resultOf(process);
}

/// A line cut at its blanks.
inline QStringList words(const char* line) {
    return QString::fromUtf8(line).split(QLatin1Char(' '));
}

inline const QString kHeldout = QStringLiteral(STEPSCOPE_RESOURCES "/problems/heldout.jsonl");
inline const QString kTrain = QStringLiteral(STEPSCOPE_RESOURCES "/problems/train.jsonl");

inline QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void write(const QString& path, const QByteArray& text) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

/// One line, exit code 2.
inline void verifyRefused(const Result& result, const char* expected) {
    QVERIFY2(result.code == 2, result.err.constData());
    QVERIFY2(result.err.count('\n') == 1 && result.err.contains(expected),
             QByteArray(result.err + " should say " + expected).constData());
}

/// Records in a study's folder.
inline int recordsIn(const QString& folder) {
    int count = 0;
    const QDir runs(folder + QStringLiteral("/runs"));
    for (const QString& name : runs.entryList({QStringLiteral("*.jsonl")}))
        count += static_cast<int>(contents(runs.filePath(name)).count('\n'));
    return count;
}

}  // namespace cli

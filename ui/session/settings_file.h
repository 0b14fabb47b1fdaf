// The settings file, before the window reads it: one that is damaged or out of reach is said, and loses nothing.
// GUI thread.
#pragma once

#include <QString>
#include <optional>

namespace ui {

struct SettingsTrouble {
    enum class Kind { Damaged, Folder, Unreadable, Unwritable };
    Kind kind = Kind::Damaged;
    QString file;
    QString kept;  ///< where the damaged file is now; empty where it could not be kept
};

/// Call it before any settings are read. A file that cannot be read in whole is kept as NAME.damaged, because the next
/// setting that changes replaces the file by what could be read.
/// @return what is lost, or will not be kept; empty where all is well
std::optional<SettingsTrouble> findSettingsTrouble();
/// For the user.
QString sentenceOf(const SettingsTrouble& trouble);

}  // namespace ui

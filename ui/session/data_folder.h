// Where the window keeps what a person made with it: one folder, by the rules of the system
// ($XDG_DATA_HOME/stepscope, usually ~/.local/share/stepscope). Any thread.
#pragma once

#include <QString>

namespace ui {

/// @param name  of the folder in it: "history", "studies", "scorers" (app/models/model_places.h looks there)
QString dataFolder(const QString& name);

}  // namespace ui

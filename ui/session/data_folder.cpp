#include "ui/session/data_folder.h"

#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace ui {

QString dataFolder(const QString& name) {
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/stepscope/"_s + name;
}

}  // namespace ui

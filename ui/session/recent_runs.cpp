#include "ui/session/recent_runs.h"

#include <QDir>
#include <QFileInfo>
#include <QMetaObject>
#include <QStandardPaths>
#include <exception>
#include <utility>

#include "ui/session/data_folder.h"

using namespace Qt::StringLiterals;

namespace ui {

RecentRuns::RecentRuns(QString folder, QObject* parent) : QObject(parent), m_folder(std::move(folder)) {}

RecentRuns::~RecentRuns() {
    m_isClosing = true;
    if (m_work.valid()) m_work.wait();
}

QString RecentRuns::usualFolder() {
    QString folder = dataFolder(u"history"_s);
    QString former = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/history"_s;
    if (!QFileInfo(former).isDir() || QFileInfo::exists(folder)) return folder;
    QDir().mkpath(QFileInfo(folder).absolutePath());
    if (!QDir().rename(former, folder)) return former;
    QDir().rmpath(QFileInfo(former).absolutePath());  // only folders that are empty now
    return folder;
}

QString RecentRuns::fileOfNextRun() {
    m_inUse = QString::fromStdString(app::newHistoryFile(m_folder.toStdString()).string());
    return m_inUse;
}

void RecentRuns::endRun() {
    m_inUse.clear();
    refresh();
}

bool RecentRuns::holds(const QString& path) const {
    return isOn() && !path.isEmpty() && QFileInfo(path).absoluteDir() == QDir(m_folder);
}

void RecentRuns::setLimits(const app::HistoryLimits& limits) {
    m_limits = limits;
    refresh();
}

void RecentRuns::refresh() {
    start(Removes::Surplus);
}

void RecentRuns::clear() {
    start(Removes::All);
}

void RecentRuns::start(Removes what) {
    if (!isOn()) return;
    if (m_work.valid()) {
        if (m_again != Removes::All) m_again = what;
        return;
    }
    m_work = std::async(std::launch::async, [this, what, folder = m_folder.toStdString(), inUse = m_inUse.toStdString(),
                                             limits = m_limits] {
        try {
            if (what == Removes::All) {
                app::clearHistory(folder, inUse);
            } else {
                app::tidyHistory(folder, limits, inUse);
            }
            m_next = app::listHistory(folder, inUse, [this] { return m_isClosing.load(); });
        } catch (const std::exception&) {  // the window closes, or the folder went: there is nothing to show
            m_next.clear();
        }
        QMetaObject::invokeMethod(this, &RecentRuns::finish, Qt::QueuedConnection);
    });
}

void RecentRuns::finish() {
    m_work.get();
    m_runs = std::exchange(m_next, {});
    m_everRead = true;
    Q_EMIT changed();
    if (const auto again = std::exchange(m_again, std::nullopt)) start(*again);
}

}  // namespace ui

// The models found on this machine as a menu, by where they lie; those that cannot be loaded are listed too and say
// why. GUI thread.
#pragma once

#include <QMenu>
#include <functional>

#include "app/models/models.h"
#include "app/run/run_options.h"

namespace ui {

class MachineScan;

class ModelMenu : public QMenu {
    Q_OBJECT
public:
    ModelMenu(MachineScan& scan, QWidget* parent = nullptr);
    /// The loaded model is marked; empty: none.
    void setCurrent(const QString& path) { m_current = path; }
    /// Builds the entries from what was found last.
    void rebuild();

    /// "4.0 B, 7.5 GiB": size and what the model needs of memory, or that it is too large.
    static QString detailOf(const app::FoundModel& model);

Q_SIGNALS:
    void chosen(const QString& path);     ///< empty: the embedded demo model
    void refused(const QString& reason);  ///< one that cannot be loaded was chosen
    void openFolderRequested();
    void openFileRequested();
    void addFolderRequested();
    void getRequested();
    void serversRequested();

private:
    void addModel(const app::FoundModel& model);
    void addFolders();

    MachineScan& m_scan;
    QString m_current;
};

}  // namespace ui

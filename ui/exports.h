// File > Export, and pictures of panels: what of the run shown is written where. Web pages, tables and trace events are
// made on a thread of their own, since a long run takes seconds. Owned by the window, GUI thread.
#pragma once

#include <QObject>
#include <QString>
#include <future>
#include <optional>

#include "ui/paint/picture.h"
#include "ui/panels/context_menu.h"

class QMenu;

namespace ui {

class AppWindow;

/// What a picture shows.
enum class PicturePart { Window, Lanes, Memory, Vote, Reader, Events };
/// "all", "lanes", "kv", "vote", "reader", "events"; empty for any other word.
std::optional<PicturePart> findPicturePart(const QString& word);

class Exports : public QObject {
    Q_OBJECT
public:
    enum class Form { WebPage, Tables, TraceEvents };

    Exports(AppWindow& window, const Theme& theme);
    ~Exports() override;

    /// The submenu of File.
    QMenu* menu() const { return m_menu; }
    /// "Copy as picture", of the panel that was clicked.
    void addTo(ContextMenu& menu);

    /// To a file, or for tables a folder. Ignored while another is being written. Tells the window how it went.
    void write(Form form, const QString& path);
    bool isWriting() const { return m_work.valid(); }

    /// Throws std::runtime_error naming the file.
    void savePart(PicturePart part, const QString& path, int scale);
    void copyPart(PicturePart part);
    /// "work out ... \n STEP · n 32 · ... · at 2.00 s of 5.25 s"
    QString caption() const;

Q_SIGNALS:
    /// Empty where it could be written.
    void written(const QString& path, const QString& problem);

private:
    void buildMenu();
    void choose(Form form);
    void choosePicture(PicturePart part);
    void finish(const QString& path);

    AppWindow& m_window;
    const Theme& m_theme;
    QMenu* m_menu = nullptr;
    std::future<void> m_work;
};

}  // namespace ui

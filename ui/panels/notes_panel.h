// The notes of the run shown: a list by moment, and below it the place where one is written. Choosing a note asks to go
// to its moment, trace and step. GUI thread.
#pragma once

#include <QStyledItemDelegate>
#include <QWidget>
#include <optional>

#include "app/run/notes.h"
#include "ui/paint/theme.h"

class QLabel;
class QListWidget;
class QListWidgetItem;
class QPlainTextEdit;
class QPushButton;

namespace ui {

class DockTitle;
class NoteBook;
class SessionController;

/// "12.5 s, trace #4, step 2": what a note is pinned to.
QString placeOf(const app::RunNote& note);

class NoteDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    NoteDelegate(const Theme& theme, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const Theme& m_theme;
};

class NotesPanel : public QWidget {
    Q_OBJECT
public:
    NotesPanel(SessionController& session, NoteBook& book, const Theme& theme, QWidget* parent = nullptr);
    void setTitle(DockTitle* title);
    /// Ready to be written: pinned to what `note` is pinned to.
    void write(const app::RunNote& note);
    /// The moment shown has changed.
    void refresh();
    QListWidget* list() const { return m_list; }
    QPlainTextEdit* editor() const { return m_text; }
    QPushButton* saveButton() const { return m_save; }
    QString placeText() const;

Q_SIGNALS:
    void chosen(const app::RunNote& note);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildList();
    void buildEditor();
    void fill();
    void save();
    void editSelected();
    void deleteSelected();
    void putBack();
    void stopWriting();
    void showState();
    const app::RunNote* selectedNote() const;
    bool listKey(int key);

    SessionController& m_session;
    NoteBook& m_book;
    const Theme& m_theme;
    DockTitle* m_title = nullptr;
    QListWidget* m_list = nullptr;
    QLabel* m_empty = nullptr;
    QPushButton* m_edit = nullptr;
    QPushButton* m_delete = nullptr;
    QPushButton* m_back = nullptr;
    QLabel* m_place = nullptr;
    QPlainTextEdit* m_text = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_cancel = nullptr;
    std::optional<app::RunNote> m_pinned;   ///< the place of the note being written; empty: the moment shown
    std::optional<int> m_editing;           ///< the note whose text is being changed
    std::optional<app::RunNote> m_deleted;  ///< the one deleted last
};

}  // namespace ui

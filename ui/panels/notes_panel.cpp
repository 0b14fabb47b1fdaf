#include "ui/panels/notes_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/paint/format.h"
#include "ui/paint/widgets.h"
#include "ui/session/note_book.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

enum Role { IdRole = Qt::UserRole, PlaceRole, WordsRole };
constexpr int kLeft = 14;
constexpr int kRight = 10;
constexpr int kVertical = 5;
constexpr double kEditorLines = 3.6;

}  // namespace

QString placeOf(const app::RunNote& note) {
    QStringList parts{formatSeconds(note.atS)};
    if (note.trace) parts << NotesPanel::tr("trace %1").arg(formatTrace(engine::TraceId{*note.trace}));
    if (note.step) parts << NotesPanel::tr("step %1").arg(*note.step);
    return listed(parts);
}

NoteDelegate::NoteDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

QSize NoteDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* list = qobject_cast<const QListWidget*>(option.widget);
    const int width = (list ? list->viewport()->width() : 300) - kLeft - kRight;
    const QRect text = QFontMetrics(m_theme.base())
                           .boundingRect(QRect(0, 0, width, 100'000), Qt::TextWordWrap | Qt::TextWrapAnywhere,
                                         index.data(WordsRole).toString());
    return {100, 2 * kVertical + QFontMetrics(m_theme.smallNumbers()).height() + 1 + text.height()};
}

void NoteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Colors& c = m_theme.colors();
    const QRect row = option.rect;
    if (option.state & QStyle::State_Selected) {
        painter->fillRect(row, c.selection);
        painter->fillRect(QRect(row.left(), row.top(), 3, row.height()), c.accent);
    }
    painter->setFont(m_theme.smallNumbers());
    const int line = painter->fontMetrics().height();
    const QRect place(row.left() + kLeft, row.top() + kVertical, row.width() - kLeft - kRight, line);
    painter->setPen(c.accent);
    painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, index.data(PlaceRole).toString());
    painter->setFont(m_theme.base());
    painter->setPen(c.text);
    const QRect text(place.left(), place.bottom() + 2, place.width(), row.bottom() - place.bottom());
    painter->drawText(text, Qt::TextWordWrap | Qt::TextWrapAnywhere, index.data(WordsRole).toString());
}

NotesPanel::NotesPanel(SessionController& session, NoteBook& book, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_session(session), m_book(book), m_theme(theme) {
    setObjectName(u"panelBody"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 2, 0, 8);
    layout->setSpacing(6);
    buildList();
    buildEditor();
    connect(&book, &NoteBook::changed, this, &NotesPanel::fill);
    fill();
}

void NotesPanel::buildList() {
    m_list = new QListWidget(this);
    m_list->setItemDelegate(new NoteDelegate(m_theme, m_list));
    m_list->setAccessibleName(tr("Notes, by moment"));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setWordWrap(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->installEventFilter(this);
    m_empty = makeMuted(tr("Notes are kept beside the recording. Pin one to the moment shown, or right-click a lane "
                           "or a step to pin it there."),
                        m_theme, this);
    m_empty->setContentsMargins(14, 2, 14, 0);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(14, 0, 10, 0);
    m_edit = new QPushButton(tr("Change"), this);
    m_edit->setToolTip(tr("Change the text of the selected note (F2)"));
    m_delete = new QPushButton(tr("Delete"), this);
    m_delete->setToolTip(tr("Delete the selected note (Del)"));
    m_back = new QPushButton(tr("Put back"), this);
    m_back->setToolTip(tr("Put back the note that was deleted last"));
    row->addWidget(m_edit);
    row->addWidget(m_delete);
    row->addWidget(m_back);
    row->addStretch(1);
    auto* layout = static_cast<QVBoxLayout*>(this->layout());
    layout->addWidget(m_empty);
    layout->addWidget(m_list, 1);
    layout->addLayout(row);
    const auto go = [this](const QListWidgetItem* item) {
        if (const app::RunNote* note = item ? m_book.notes().find(item->data(IdRole).toInt()) : nullptr)
            Q_EMIT chosen(*note);
    };
    connect(m_list, &QListWidget::itemClicked, this, go);
    connect(m_list, &QListWidget::itemActivated, this, go);
    connect(m_list, &QListWidget::itemSelectionChanged, this, &NotesPanel::showState);
    connect(m_edit, &QPushButton::clicked, this, &NotesPanel::editSelected);
    connect(m_delete, &QPushButton::clicked, this, &NotesPanel::deleteSelected);
    connect(m_back, &QPushButton::clicked, this, &NotesPanel::putBack);
}

void NotesPanel::buildEditor() {
    m_place = makeMuted({}, m_theme, this);
    m_place->setContentsMargins(14, 0, 14, 0);
    m_text = new QPlainTextEdit(this);
    m_text->setAccessibleName(tr("Text of the note"));
    m_text->setToolTip(tr("Ctrl+Enter keeps the note, Esc drops it"));
    m_text->setPlaceholderText(tr("Write a note"));
    m_text->setTabChangesFocus(true);
    m_text->installEventFilter(this);
    m_theme.whenever(m_text, [this] { m_text->setFixedHeight(m_theme.lines(kEditorLines) + 10); });
    m_save = new QPushButton(tr("Add note"), this);
    m_save->setProperty("primary", true);
    m_cancel = new QPushButton(tr("Cancel"), this);
    auto* box = new QVBoxLayout;
    box->setContentsMargins(14, 0, 10, 0);
    box->addWidget(m_text);
    auto* row = new QHBoxLayout;
    row->addWidget(m_save);
    row->addWidget(m_cancel);
    row->addStretch(1);
    box->addLayout(row);
    auto* layout = static_cast<QVBoxLayout*>(this->layout());
    layout->addWidget(m_place);
    layout->addLayout(box);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        // The first letter pins it: the run may go on meanwhile.
        if (!m_pinned && !m_text->toPlainText().isEmpty())
            m_pinned =
                m_book.here(m_session.selectedStep() ? m_session.selected() : std::nullopt, m_session.selectedStep());
        showState();
    });
    connect(m_save, &QPushButton::clicked, this, &NotesPanel::save);
    connect(m_cancel, &QPushButton::clicked, this, &NotesPanel::stopWriting);
}

void NotesPanel::setTitle(DockTitle* title) {
    m_title = title;
    showState();
}

QString NotesPanel::placeText() const {
    return m_place->text();
}

const app::RunNote* NotesPanel::selectedNote() const {
    const QListWidgetItem* item = m_list->currentItem();
    return item && item->isSelected() ? m_book.notes().find(item->data(IdRole).toInt()) : nullptr;
}

void NotesPanel::fill() {
    const app::RunNote* selected = selectedNote();
    const int id = selected ? selected->id : 0;
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (const app::RunNote& note : m_book.notes().all()) {
            auto* item = new QListWidgetItem(m_list);
            item->setData(IdRole, note.id);
            item->setData(PlaceRole, placeOf(note));
            item->setData(WordsRole, QString::fromStdString(note.text));
            item->setData(Qt::AccessibleTextRole, tr("%1: %2").arg(placeOf(note), QString::fromStdString(note.text)));
            if (note.id == id) m_list->setCurrentItem(item);
        }
    }
    if (m_editing && !m_book.notes().find(*m_editing)) stopWriting();
    showState();
}

void NotesPanel::write(const app::RunNote& note) {
    const QString begun = m_editing ? QString() : m_text->toPlainText();
    m_editing.reset();
    m_pinned = note;
    if (m_text->toPlainText() != begun) m_text->setPlainText(begun);
    m_text->setFocus(Qt::ShortcutFocusReason);
    showState();
}

void NotesPanel::save() {
    const QString text = m_text->toPlainText().trimmed();
    if (text.isEmpty()) return;
    if (m_editing) {
        if (!m_book.setText(*m_editing, text)) return;
    } else {
        app::RunNote note = m_pinned.value_or(m_book.here());
        note.text = text.toStdString();
        if (!m_book.add(note)) return;
    }
    stopWriting();
}

void NotesPanel::editSelected() {
    const app::RunNote* note = selectedNote();
    if (!note) return;
    m_editing = note->id;
    m_pinned = *note;
    m_text->setPlainText(QString::fromStdString(note->text));
    m_text->moveCursor(QTextCursor::End);
    m_text->setFocus(Qt::ShortcutFocusReason);
    showState();
}

void NotesPanel::deleteSelected() {
    const app::RunNote* note = selectedNote();
    if (!note) return;
    app::RunNote gone = *note;
    if (!m_book.remove(gone.id)) return;
    m_deleted = std::move(gone);
    showState();
}

void NotesPanel::putBack() {
    if (m_deleted && m_book.add(*m_deleted)) m_deleted.reset();
    showState();
}

void NotesPanel::stopWriting() {
    m_editing.reset();
    m_pinned.reset();
    m_text->clear();
    m_pinned.reset();
    showState();
}

void NotesPanel::refresh() {
    showState();
}

void NotesPanel::showState() {
    const bool any = !m_book.notes().isEmpty();
    const bool hasRun = m_session.kind() != SourceKind::None;
    const bool isSelected = selectedNote() != nullptr;
    m_empty->setVisible(!any);
    m_list->setVisible(any);
    m_edit->setVisible(any);
    m_delete->setVisible(any);
    m_edit->setEnabled(isSelected);
    m_delete->setEnabled(isSelected);
    m_back->setVisible(m_deleted.has_value() && hasRun);
    const app::RunNote place = m_pinned.value_or(
        m_book.here(m_session.selectedStep() ? m_session.selected() : std::nullopt, m_session.selectedStep()));
    setTextIfChanged(m_place, !hasRun     ? tr("There is no run to write about yet.")
                              : m_editing ? tr("Changing the note at %1").arg(placeOf(place))
                                          : tr("New note at %1").arg(placeOf(place)));
    m_text->setEnabled(hasRun);
    m_save->setEnabled(hasRun && !m_text->toPlainText().trimmed().isEmpty());
    m_save->setText(m_editing ? tr("Save") : tr("Add note"));
    m_cancel->setVisible(m_editing || !m_text->toPlainText().isEmpty());
    if (m_title) {
        const auto count = static_cast<qint64>(m_book.notes().all().size());
        m_title->setStatus(any ? formatNumberOf(count, tr("1 note"), tr("%1 notes")) : QString(), u"muted"_s);
    }
}

bool NotesPanel::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (watched == m_list && key.modifiers() == Qt::NoModifier && listKey(key.key())) return true;
        const bool isEnter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
        if (watched == m_text && isEnter && key.modifiers().testFlag(Qt::ControlModifier)) {
            save();
            return true;
        }
        if (watched == m_text && key.key() == Qt::Key_Escape && m_cancel->isVisible()) {
            stopWriting();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

bool NotesPanel::listKey(int key) {
    if (key == Qt::Key_F2) {
        editSelected();
    } else if (key == Qt::Key_Delete) {
        deleteSelected();
    } else {
        return false;
    }
    return true;
}

}  // namespace ui

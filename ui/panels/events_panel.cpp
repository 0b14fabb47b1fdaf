#include "ui/panels/events_panel.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

#include "ui/lanes/trace_look.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"
#include "ui/panels/events_model.h"
#include "ui/panels/rank_card.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {
constexpr double kLeft = 14;
constexpr double kGlyph = 11;
constexpr double kVertical = 3;
constexpr double kBeforeGlyph = 9;
constexpr double kAfterGlyph = 7;
constexpr double kRight = 6;

/// A small triangle that points to what opens.
void paintFold(QPainter& painter, const QPointF& at, bool open, const QColor& color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.translate(at);
    if (open) painter.rotate(90);
    painter.drawPolygon(QPolygonF({{-2.5, -4}, {3.5, 0}, {-2.5, 4}}));
    painter.restore();
}
}  // namespace

EventDelegate::EventDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

double EventDelegate::timeWidth() const {
    return QFontMetricsF(m_theme.smallNumbers()).horizontalAdvance(u"000.0 s"_s);
}

QSize EventDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QFontMetricsF metrics(m_theme.small());
    const auto* view = qobject_cast<const QListView*>(option.widget);
    const double width = (view ? view->viewport()->width() : 300) - kLeft - timeWidth() - kBeforeGlyph - kGlyph -
                         kAfterGlyph - kRight;  // as paint() has it
    const QRectF text =
        metrics.boundingRect(QRectF(0, 0, width, 1000), Qt::TextWordWrap, index.data(EventsModel::TextRole).toString());
    return {100, static_cast<int>(text.height() + 2 * kVertical + 1)};
}

double EventDelegate::foldWidth() {
    return kLeft + 6;
}

/// What comes later than the moment shown is pale. The event whose moment it is has a bar at the left.
void EventDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Colors& c = m_theme.colors();
    const auto kind = static_cast<app::LogKind>(index.data(EventsModel::KindRole).toInt());
    const auto fold = static_cast<EventsModel::Fold>(index.data(EventsModel::FoldRole).toInt());
    const bool later = index.data(EventsModel::LaterRole).toBool();
    const TraceLook look = lookOf(kind, c);
    const QRectF row = option.rect;
    const bool current = index.data(EventsModel::CurrentRole).toBool();
    if (current || option.state & QStyle::State_Selected) painter->fillRect(row, c.selection);
    if (current) painter->fillRect(QRectF(row.left(), row.top(), 3, row.height()), c.accent);
    painter->setFont(m_theme.smallNumbers());
    const double line = painter->fontMetrics().height();
    if (fold == EventsModel::Fold::Closed || fold == EventsModel::Fold::Open)
        paintFold(*painter, QPointF(row.left() + 10, row.top() + kVertical + line / 2), fold == EventsModel::Fold::Open,
                  c.muted);
    const QRectF first(row.left() + kLeft, row.top() + kVertical, timeWidth(), line);
    painter->setPen(later ? c.faint : c.muted);
    if (fold != EventsModel::Fold::Part)
        painter->drawText(first, Qt::AlignRight | Qt::AlignVCenter,
                          formatSeconds(index.data(EventsModel::TimeRole).toDouble()));
    const QRectF glyph(first.right() + kBeforeGlyph, first.center().y() - kGlyph / 2, kGlyph, kGlyph);
    paintGlyph(*painter, look.glyph, glyph, later ? c.faint : look.color);
    painter->setFont(m_theme.small());
    const bool loud = kind == app::LogKind::Saturated || kind == app::LogKind::Error || kind == app::LogKind::Warning;
    painter->setPen(later ? c.faint : loud ? look.color : c.text);
    const double left = glyph.right() + kAfterGlyph;
    const QRectF text(left, row.top() + kVertical, row.right() - kRight - left, row.height() - kVertical);
    painter->drawText(text, Qt::TextWordWrap, index.data(EventsModel::TextRole).toString());
}

EventsPanel::EventsPanel(SessionController& session, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_session(session) {
    setObjectName(u"panelBody"_s);
    m_model = new EventsModel(this);
    m_view = new QListView(this);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new EventDelegate(theme, m_view));
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setResizeMode(QListView::Adjust);
    m_view->setWordWrap(true);
    m_view->setAccessibleName(tr("Events, newest first"));
    m_filter = new QComboBox(this);
    m_filter->addItem(tr("All events"), int(EventFilter::All));
    m_filter->addItem(tr("Memory"), int(EventFilter::Memory));
    m_filter->addItem(tr("Finished"), int(EventFilter::Finished));
    m_filter->addItem(tr("Vote"), int(EventFilter::Vote));
    m_filter->addItem(tr("Messages"), int(EventFilter::Messages));
    theme.follow(m_filter, TextRole::Small);
    m_filter->setAccessibleName(tr("Which events to list"));
    m_filter->setToolTip(tr("Which events to list"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 4);
    m_ranking = new RankCard(session, theme, this);
    layout->addWidget(m_ranking);
    layout->addWidget(m_view, 1);
    connect(m_filter, &QComboBox::currentIndexChanged, this,
            [this] { m_model->setFilter(static_cast<EventFilter>(m_filter->currentData().toInt())); });
    connect(m_view, &QListView::clicked, this, &EventsPanel::choose);
    connect(m_view, &QListView::activated, this, &EventsPanel::choose);
    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, &EventsPanel::popUp);
}

void EventsPanel::popUp(const QPoint& at) {
    const QModelIndex index = m_view->indexAt(at);
    const auto entry = m_model->indexOf(index.row());
    if (!entry) return;
    Q_EMIT menuWanted(
        {.place = MenuSubject::Place::Event, .trace = m_session.latest().log[*entry].trace, .entry = entry},
        m_view->viewport()->mapToGlobal(at));
}

bool EventsPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_view && event->type() == QEvent::KeyPress && listKey(*static_cast<QKeyEvent*>(event))) return true;
    if (watched == m_view->viewport() && event->type() == QEvent::MouseButtonPress) {
        const QPoint at = static_cast<QMouseEvent*>(event)->position().toPoint();
        const QModelIndex index = m_view->indexAt(at);
        const auto fold = static_cast<EventsModel::Fold>(index.data(EventsModel::FoldRole).toInt());
        const bool folds = fold == EventsModel::Fold::Closed || fold == EventsModel::Fold::Open;
        if (index.isValid() && folds && at.x() < EventDelegate::foldWidth()) {  // only the mark: time stays
            m_model->setOpen(index.row(), fold == EventsModel::Fold::Closed);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

/// Ctrl+C copies the event as a line; Right and Left open and close a folded one.
bool EventsPanel::listKey(const QKeyEvent& event) {
    const int row = m_view->currentIndex().row();
    if (event.matches(QKeySequence::Copy)) {
        if (const app::LogEntry* entry = m_model->findEntry(row))
            QGuiApplication::clipboard()->setText(formatSeconds(entry->t) + u"  "_s +
                                                  m_view->currentIndex().data(EventsModel::TextRole).toString());
        return true;
    }
    const bool opens = event.key() == Qt::Key_Right;
    if (event.modifiers() != Qt::NoModifier || (!opens && event.key() != Qt::Key_Left)) return false;
    m_model->setOpen(row, opens);
    return true;
}

void EventsPanel::setTitle(DockTitle* title) {
    QWidgetList order{m_filter};  // of the Tab key, as they stand
    for (QToolButton* own : title->findChildren<QToolButton*>(Qt::FindDirectChildrenOnly)) order << own;
    title->extras()->addWidget(m_filter);
    for (QToolButton* button : m_ranking->findChildren<QToolButton*>()) order << button;
    order << m_view;
    for (qsizetype i = 1; i < order.size(); ++i) setTabOrder(order[i - 1], order[i]);
}

void EventsPanel::refresh(bool jumped) {
    m_model->show(m_session.timeline(), m_session.shown().log.size(), m_session.shownEntry());
    m_ranking->refresh();
    showCurrent(jumped);
}

/// The list follows the moment shown: to its event, or to the last one before it.
void EventsPanel::showCurrent(bool jumped) {
    const auto entry = m_session.shownEntry();
    const bool moved = std::exchange(m_current, entry) != entry;
    if (entry && moved) {
        const QModelIndex index = m_model->index(m_model->rowOf(*entry));
        m_view->setCurrentIndex(index);
        m_view->scrollTo(index);
    } else if (moved) {
        m_view->clearSelection();
    }
    if (entry || !jumped || m_session.playback().followsEnd()) return;
    const std::size_t reached = m_session.shown().log.size();
    if (reached == 0) return m_view->scrollToBottom();
    m_view->scrollTo(m_model->index(m_model->rowOf(reached - 1)));
}

void EventsPanel::choose(const QModelIndex& index) {
    const auto entry = m_model->indexOf(index.row());
    if (!entry) return;
    const auto trace = m_session.latest().log[*entry].trace;
    m_model->setOpen(index.row(), true);
    if (trace) m_session.select(trace);
    m_session.seekToEvent(m_session.timeline().markOf(*entry).events);
}

}  // namespace ui

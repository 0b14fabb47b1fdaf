#include "ui/panels/events_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/lanes/trace_look.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"
#include "ui/panels/events_model.h"
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

void EventDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Colors& c = m_theme.colors();
    const auto kind = static_cast<app::LogKind>(index.data(EventsModel::KindRole).toInt());
    const TraceLook look = lookOf(kind, c);
    const QRectF row = option.rect;
    if (option.state & QStyle::State_Selected) painter->fillRect(row, c.selection);
    painter->setFont(m_theme.smallNumbers());
    const double line = painter->fontMetrics().height();
    const QRectF first(row.left() + kLeft, row.top() + kVertical, timeWidth(), line);
    painter->setPen(c.muted);
    painter->drawText(first, Qt::AlignRight | Qt::AlignVCenter,
                      formatSeconds(index.data(EventsModel::TimeRole).toDouble()));
    const QRectF glyph(first.right() + kBeforeGlyph, first.center().y() - kGlyph / 2, kGlyph, kGlyph);
    paintGlyph(*painter, look.glyph, glyph, look.color);
    painter->setFont(m_theme.small());
    const bool loud = kind == app::LogKind::Saturated || kind == app::LogKind::Error || kind == app::LogKind::Warning;
    painter->setPen(loud ? look.color : c.text);
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
    layout->addWidget(m_view);
    connect(m_filter, &QComboBox::currentIndexChanged, this,
            [this] { m_model->setFilter(static_cast<EventFilter>(m_filter->currentData().toInt())); });
    connect(m_view, &QListView::clicked, this, &EventsPanel::choose);
    connect(m_view, &QListView::activated, this, &EventsPanel::choose);
}

void EventsPanel::setTitle(DockTitle* title) {
    title->extras()->addWidget(m_filter);
}

void EventsPanel::refresh(bool jumped) {
    m_model->show(m_session.shown(), jumped);
}

void EventsPanel::choose(const QModelIndex& index) {
    const app::LogEntry* found = m_model->findEntry(index.row());
    if (!found) return;
    const app::LogEntry entry = *found;  // seeking rebuilds the list
    if (entry.trace) m_session.select(entry.trace);
    m_session.seek(entry.t);
}

}  // namespace ui

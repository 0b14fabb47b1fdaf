#include "ui/lanes/lanes_view.h"

#include <QDateTime>
#include <QHeaderView>
#include <QHelpEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QToolTip>
#include <algorithm>

#include "ui/lanes/lanes_delegate.h"
#include "ui/lanes/lanes_header.h"
#include "ui/lanes/strip_layout.h"
#include "ui/paint/format.h"
#include "ui/paint/widget_rules.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qint64 kSortEveryMs = 600;
constexpr double kTallestRow = 1.62;  // lines of text
constexpr double kLowestRow = 1.12;

}  // namespace

LanesView::LanesView(const Theme& theme, QWidget* parent) : QTableView(parent), m_theme(theme) {
    m_model = new LanesModel(theme, this);
    setModel(m_model);
    setItemDelegate(new LanesDelegate(theme, *m_model, this));
    setHorizontalHeader(new LanesHeader(theme, this));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(LanesModel::Steps, QHeaderView::Stretch);
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setAccessibleName(tr("Traces"));
    setAccessibleDescription(
        tr("One row per trace: number, state, score, steps, tokens, answer. Every column can be sorted."));
    horizontalHeader()->setSortIndicator(m_model->sortColumn(), m_model->sortOrder());
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, [this](int column, Qt::SortOrder order) {
        m_model->sort(column, order);
        viewport()->update();
    });
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this] { fitRows(); });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { fitRows(); });
    theme.whenever(this, [this] {
        fitColumns();
        fitRows();
    });
}

void LanesView::show(const app::RunState& state, bool jumped) {
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const bool resort = jumped || now - m_sortedAtMs >= kSortEveryMs;
    if (resort) m_sortedAtMs = now;
    m_model->show(state, resort);
}

void LanesView::setSelectedTrace(std::optional<engine::TraceId> trace) {
    const QScopedValueRollback guard(m_selecting, true);
    const int row = trace ? m_model->rowOf(*trace) : -1;
    if (row < 0) {
        clearSelection();
        return;
    }
    if (currentIndex().row() == row && selectionModel()->isRowSelected(row)) return;
    selectRow(row);
    scrollTo(m_model->index(row, 0));
}

void LanesView::toggleSort(int column) {
    QHeaderView* header = horizontalHeader();
    const bool same = header->sortIndicatorSection() == column;
    const bool descending = same ? header->sortIndicatorOrder() == Qt::AscendingOrder : column >= LanesModel::Score;
    header->setSortIndicator(column, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void LanesView::setEmptyText(const QString& title, const QString& text) {
    m_emptyTitle = title;
    m_emptyText = text;
    viewport()->update();
}

void LanesView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    const LaneRow* row = m_model->findRow(current.row());
    if (row && !m_selecting) Q_EMIT traceSelected(row->id);
}

bool LanesView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QModelIndex index = indexAt(help->pos());
        if (index.column() == LanesModel::Steps) {
            QToolTip::showText(help->globalPos(), stepToolTip(help->pos(), index), viewport());
            return true;
        }
    }
    return QTableView::viewportEvent(event);
}

QString LanesView::stepToolTip(const QPoint& position, const QModelIndex& index) const {
    const app::TraceState* trace = m_model->traceAt(index.row());
    if (!trace) return {};
    const QRectF strip = LanesDelegate::stripRect(visualRect(index));
    const int token = StripScale{m_model->tokenScale(), strip.width()}.tokenAt(position.x() - strip.left());
    if (token < 0 || token >= trace->tokenCount()) return {};
    const auto step = findStep(*trace, token);
    const std::size_t begin = step ? trace->steps[static_cast<std::size_t>(*step)].beginByte
                                   : (trace->steps.empty() ? 0 : trace->steps.back().endByte);
    const std::size_t end = step ? trace->steps[static_cast<std::size_t>(*step)].endByte : trace->text.size();
    QString text =
        QString::fromStdString(trace->text.substr(begin, std::min<std::size_t>(end - begin, 4000))).simplified();
    if (text.size() > 400) text = text.left(400) + QChar(0x2026);
    const QString head =
        step ? tr("Trace %1, step %2 of %3, score %4")
                   .arg(formatTrace(trace->id))
                   .arg(*step + 1)
                   .arg(trace->steps.size())
                   .arg(formatScore(static_cast<double>(trace->steps[static_cast<std::size_t>(*step)].score)))
             : tr("Trace %1, text after the last scored step").arg(formatTrace(trace->id));
    return wrapToolTip(head + u"\n\n"_s + text);
}

void LanesView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitRows();
}

/// Lower rows where that avoids scrolling, but never too low to read.
void LanesView::fitRows() {
    const int rows = std::max(1, m_model->rowCount());
    const int lowest = m_theme.lines(kLowestRow);
    const int height = std::clamp(viewport()->height() / rows, lowest, m_theme.lines(kTallestRow));
    if (verticalHeader()->minimumSectionSize() != lowest) verticalHeader()->setMinimumSectionSize(lowest);
    if (verticalHeader()->defaultSectionSize() != height) verticalHeader()->setDefaultSectionSize(height);
}

void LanesView::fitColumns() {
    const QFontMetrics small(m_theme.small());
    const QFontMetrics numbers(m_theme.numbers());
    setColumnWidth(LanesModel::Trace, numbers.horizontalAdvance(u"#256"_s) + 30);
    setColumnWidth(LanesModel::State, small.horizontalAdvance(tr("next victim")) + 42);
    setColumnWidth(LanesModel::Score, numbers.horizontalAdvance(u"0.00"_s) + 44);
    setColumnWidth(LanesModel::Tokens, numbers.horizontalAdvance(u"00 000"_s) + 24);
    setColumnWidth(LanesModel::Answer, numbers.horizontalAdvance(u"0000000"_s) + 62);
}

void LanesView::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    if (m_model->rowCount() > 0 || m_emptyTitle.isEmpty()) return;
    QPainter painter(viewport());
    QFont font = m_theme.base();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    painter.setFont(font);
    painter.setPen(m_theme.colors().text);
    const QRectF area = QRectF(viewport()->rect()).adjusted(24, 0, -24, 0);
    const double middle = area.center().y();
    painter.drawText(QRectF(area.left(), middle - 60, area.width(), 50), Qt::AlignHCenter | Qt::AlignBottom,
                     m_emptyTitle);
    painter.setFont(m_theme.base());
    painter.setPen(m_theme.colors().muted);
    const double textWidth = std::min(area.width(), 560.0);
    painter.drawText(QRectF(area.center().x() - textWidth / 2, middle, textWidth, 160),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_emptyText);
}

}  // namespace ui

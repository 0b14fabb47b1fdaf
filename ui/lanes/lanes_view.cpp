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
    setItemDelegate(new LanesDelegate(theme, *m_model, m_strips, this));
    m_header = new LanesHeader(theme, *m_model, m_strips, this);
    setHorizontalHeader(m_header);
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
    connect(m_header, &LanesHeader::wholeWanted, this, &LanesView::showWholeTraces);
    m_resort.setSingleShot(true);
    connect(&m_resort, &QTimer::timeout, this, &LanesView::sortNow);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this] { fitRows(); });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { fitRows(); });
    theme.whenever(this, [this] {
        fitColumns();
        fitRows();
    });
}

void LanesView::show(const app::RunState& state, bool jumped, std::uint64_t run) {
    const bool isOther = std::exchange(m_run, run) != run;
    const bool keepsInView = jumped && !isOther && selectionIsVisible();
    const qint64 since = QDateTime::currentMSecsSinceEpoch() - m_sortedAtMs;
    const int scale = m_model->tokenScale();
    const bool resort = jumped || isOther || state.phase != app::RunPhase::Running || since >= kSortEveryMs;
    m_model->show(state, false);
    if (resort) {
        sortNow();
    } else if (!m_resort.isActive()) {
        m_resort.start(static_cast<int>(std::clamp<qint64>(kSortEveryMs - since, 0, kSortEveryMs)));
    }
    if (isOther) {
        m_strips = {};
        m_header->updateScale();
        scrollToTop();
    }
    if (keepsInView) scrollTo(currentIndex());
    if (scale != m_model->tokenScale()) m_header->updateScale();
}

void LanesView::sortNow() {
    m_resort.stop();
    m_sortedAtMs = QDateTime::currentMSecsSinceEpoch();
    m_model->renewOrder();
}

bool LanesView::selectionIsVisible() const {
    return currentIndex().isValid() && viewport()->rect().intersects(visualRect(currentIndex()));
}

void LanesView::setSelectedTrace(std::optional<engine::TraceId> trace, Reveal reveal) {
    const QScopedValueRollback guard(m_selecting, true);
    const int row = trace ? m_model->rowOf(*trace) : -1;
    if (row < 0) {
        clearSelection();
        return;
    }
    const bool is = currentIndex().row() == row && selectionModel()->isRowSelected(row);
    setAutoScroll(false);  // it would scroll to a lane that nobody asked for
    if (!is) selectRow(row);
    setAutoScroll(true);
    if (reveal == Reveal::Yes && !is) scrollTo(m_model->index(row, 0));
}

void LanesView::setChosenStep(std::optional<ChosenStep> step) {
    if (step == m_strips.chosen) return;
    m_strips.chosen = step;
    viewport()->update();
    const app::TraceState* trace = step ? m_model->traceAt(m_model->rowOf(step->trace)) : nullptr;
    if (!trace || static_cast<std::size_t>(step->step) >= trace->steps.size()) return;
    const app::StepState& shown = trace->steps[static_cast<std::size_t>(step->step)];
    StripZoom zoom = m_strips.zoom;
    zoom.reveal(shown.beginToken, shown.endToken, m_model->tokenScale());
    setZoom(zoom);
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
        if (const auto hit = stripAt(help->pos())) {
            QToolTip::showText(help->globalPos(), hit->step ? stepToolTip(*hit) : QString(), viewport());
            return true;
        }
    }
    return QTableView::viewportEvent(event);
}

QString LanesView::stepToolTip(const StripHit& hit) const {
    const app::TraceState* trace = m_model->traceAt(m_model->rowOf(hit.trace));
    if (!trace) return {};
    const auto at = static_cast<std::size_t>(hit.step.value_or(0));
    const app::StepState* step = at < trace->steps.size() ? &trace->steps[at] : nullptr;
    const std::size_t begin = step ? step->beginByte : trace->steps.empty() ? 0 : trace->steps.back().endByte;
    const std::size_t end = step ? step->endByte : trace->text.size();
    QString text =
        QString::fromStdString(trace->text.substr(begin, std::min<std::size_t>(end - begin, 4000))).simplified();
    if (text.size() > 400) text = text.left(400) + QChar(0x2026);
    const QString head = step ? tr("Trace %1, step %2 of %3, score %4")
                                    .arg(formatTrace(trace->id))
                                    .arg(at + 1)
                                    .arg(trace->steps.size())
                                    .arg(formatScore(static_cast<double>(step->score)))
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
    setColumnWidth(LanesModel::Score,
                   numbers.horizontalAdvance(u"0.00"_s) + 34 + static_cast<int>(10 * m_theme.textScale()));
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

#include "ui/panels/search_panel.h"

#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/paint/format.h"
#include "ui/paint/glyphs.h"
#include "ui/paint/score_color.h"
#include "ui/paint/widgets.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {
constexpr int kSliceMs = 4;
constexpr int kTypingMs = 180;
constexpr double kLeft = 14;
constexpr double kGap = 8;
constexpr int kListHeight = 150;
}  // namespace

// ---- the hits -------------------------------------------------------------------------------------------------------

HitsModel::HitsModel(SessionController& session, QObject* parent) : QAbstractListModel(parent), m_session(session) {}

void HitsModel::start(const QString& needle) {
    beginResetModel();
    m_search.start(needle);
    m_rows = 0;
    endResetModel();
}

bool HitsModel::work() {
    QElapsedTimer timer;
    timer.start();
    bool more = m_search.isRunning();
    while (more && timer.elapsed() < kSliceMs) more = m_search.work(m_session.shown());
    const std::size_t found = m_search.hits().size();
    if (found > m_rows) {
        beginInsertRows({}, static_cast<int>(m_rows), static_cast<int>(found) - 1);
        m_rows = found;
        endInsertRows();
    }
    return more;
}

int HitsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows);
}

const SearchHit* HitsModel::findHit(int row) const {
    return row >= 0 && row < rowCount() ? &m_search.hits()[static_cast<std::size_t>(row)] : nullptr;
}

std::optional<double> HitsModel::scoreOf(const SearchHit& hit) const {
    const app::TraceState* trace = m_session.shown().findTrace(hit.trace);
    const auto step = static_cast<std::size_t>(hit.step);
    if (!trace || step >= trace->steps.size()) return std::nullopt;
    return static_cast<double>(trace->steps[step].score);
}

QVariant HitsModel::data(const QModelIndex& index, int role) const {
    const SearchHit* hit = index.isValid() ? findHit(index.row()) : nullptr;
    if (!hit || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)) return {};
    const auto score = scoreOf(*hit);
    const QString step = score ? tr("step %1, score %2").arg(hit->step + 1).arg(formatScore(score))
                               : tr("text after the last scored step");
    return QString(formatTrace(hit->trace) + u", "_s + step + u": "_s + hit->before + hit->text + hit->after);
}

HitDelegate::HitDelegate(const Theme& theme, const HitsModel& model, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_model(model) {}

QSize HitDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {100, QFontMetrics(m_theme.small()).height() + 6};
}

void HitDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const SearchHit* hit = m_model.findHit(index.row());
    if (!hit) return;
    const Colors& c = m_theme.colors();
    const QRectF row = option.rect;
    if (option.state & QStyle::State_Selected) painter->fillRect(row, c.selection);
    painter->setFont(m_theme.smallNumbers());
    const QFontMetricsF numbers(m_theme.smallNumbers());
    double x = row.left() + kLeft;
    const auto put = [&](const QString& text, double width, const QColor& color, int alignment) {
        painter->setPen(color);
        painter->drawText(QRectF(x, row.top(), width, row.height()), alignment | Qt::AlignVCenter, text);
        x += width + kGap;
    };
    put(formatTrace(hit->trace), numbers.horizontalAdvance(u"#256"_s), c.text, Qt::AlignRight);
    const auto score = m_model.scoreOf(*hit);
    put(score ? tr("step %1").arg(hit->step + 1) : tr("end"), numbers.horizontalAdvance(tr("step %1").arg(9999)),
        c.muted, Qt::AlignLeft);
    const QRectF chip(x, row.top() + 2, numbers.horizontalAdvance(u"0.00"_s) + 8, row.height() - 4);
    if (score) {
        painter->fillRect(chip, scoreColor(*score));
        painter->setPen(inkOn(scoreColor(*score)));
        painter->drawText(chip, Qt::AlignCenter, formatScore(score));
    }
    x = chip.right() + kGap;
    // The hit stands at a third of the room, so that hits lie under each other.
    painter->setFont(m_theme.small());
    const QFontMetricsF words(m_theme.small());
    const double room = row.right() - 8 - x;
    const double before = std::min(room * 0.34, words.horizontalAdvance(hit->before));
    put(words.elidedText(hit->before, Qt::ElideLeft, before + 1), before, c.muted, Qt::AlignRight);
    x -= kGap;
    const double width = std::min(words.horizontalAdvance(hit->text), std::max(0.0, row.right() - x));
    painter->fillRect(QRectF(x, row.top() + 2, width, row.height() - 4), c.dark ? QColor(0x6b5410) : QColor(0xffe58a));
    put(words.elidedText(hit->text, Qt::ElideRight, width + 1), width, c.text, Qt::AlignLeft);
    x -= kGap;
    const double after = std::max(0.0, row.right() - 8 - x);
    put(words.elidedText(hit->after, Qt::ElideRight, after), after, c.text, Qt::AlignLeft);
}

// ---- the panel ------------------------------------------------------------------------------------------------------

SearchPanel::SearchPanel(SessionController& session, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_session(session), m_theme(theme) {
    setObjectName(u"panelBody"_s);
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(14, 0, 10, 0);
    m_needle = new QLineEdit(this);
    m_needle->setPlaceholderText(tr("Search in all traces"));
    m_needle->setAccessibleName(tr("Search in all traces"));
    m_needle->setClearButtonEnabled(true);
    m_needle->installEventFilter(this);
    m_status = makeMuted({}, theme, this);
    m_status->setWordWrap(false);
    m_close = makeFlatButton(tr("Close the search (Esc)"), 14, this);
    row->addWidget(m_needle, 1);
    row->addWidget(m_status);
    row->addWidget(m_close);
    m_model = new HitsModel(session, this);
    m_list = new QListView(this);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new HitDelegate(theme, *m_model, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFixedHeight(kListHeight);
    m_list->setAccessibleName(tr("Hits in all traces"));
    m_list->installEventFilter(this);
    layout->addLayout(row);
    layout->addWidget(m_list);
    m_typed.setSingleShot(true);
    m_typed.setInterval(kTypingMs);
    m_work.setInterval(0);
    connect(m_needle, &QLineEdit::textChanged, &m_typed, qOverload<>(&QTimer::start));
    connect(&m_typed, &QTimer::timeout, this, &SearchPanel::restart);
    connect(&m_work, &QTimer::timeout, this, &SearchPanel::workOn);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) { choose(index.row()); });
    connect(m_close, &QToolButton::clicked, this, &SearchPanel::close);
    connect(&theme, &Theme::changed, this, &SearchPanel::updateIcons);
    updateIcons();
    hide();
}

void SearchPanel::updateIcons() {
    m_close->setIcon(makeIcon(u"close"_s, m_theme.colors().muted, m_theme.colors().faint));
}

void SearchPanel::open() {
    show();
    m_needle->setFocus();
    m_needle->selectAll();
    if (!m_needle->text().isEmpty()) restart();
}

void SearchPanel::close() {
    hide();
    m_work.stop();
    m_typed.stop();
    m_model->start({});
    Q_EMIT closed();
}

/// What was found in another run, or at another moment, is not there any more.
void SearchPanel::refresh(bool jumped) {
    const bool isOther = std::exchange(m_run, m_session.runIdentity()) != m_session.runIdentity();
    if (isVisible() && (jumped || isOther) && !m_needle->text().isEmpty()) m_typed.start();
    if (isVisible() && isOther) m_model->start({});
}

void SearchPanel::restart() {
    m_typed.stop();
    m_goesToFirst = false;
    m_model->start(m_needle->text());
    if (m_model->search().isRunning()) m_work.start();
    updateStatus();
}

void SearchPanel::workOn() {
    if (!m_model->work()) m_work.stop();
    if (m_model->rowCount() > 0 && std::exchange(m_goesToFirst, false)) choose(0);
    updateStatus();
}

QString SearchPanel::statusText() const {
    const TraceSearch& search = m_model->search();
    if (search.needle().isEmpty()) return {};
    const auto hits = static_cast<qint64>(search.hits().size());
    QString text = formatNumberOf(hits, tr("1 hit"), tr("%1 hits"));
    if (search.hasTooMany()) text = tr("the first %1 hits").arg(formatCount(hits));
    if (search.isRunning())
        text += u" \u00b7 "_s + tr("searched %1").arg(formatPercent(search.progress(m_session.shown()), 0));
    return text;
}

void SearchPanel::updateStatus() {
    setTextIfChanged(m_status, statusText());
}

void SearchPanel::choose(int row) {
    const SearchHit* hit = m_model->findHit(row);
    if (!hit) return;
    m_list->setCurrentIndex(m_model->index(row));
    Q_EMIT hitChosen(hit->trace, hit->step, m_model->search().needle());
}

bool SearchPanel::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress || (watched != m_needle && watched != m_list))
        return QWidget::eventFilter(watched, event);
    return listKey(static_cast<QKeyEvent*>(event)->key()) || QWidget::eventFilter(watched, event);
}

/// The arrow keys move in the list while the needle is being typed, too.
bool SearchPanel::listKey(int key) {
    const int row = m_list->currentIndex().row();
    switch (key) {
        case Qt::Key_Escape: close(); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_typed.isActive()) restart();
            m_goesToFirst = m_model->rowCount() == 0;
            choose(std::max(0, row));
            return true;
        case Qt::Key_Down:
        case Qt::Key_Up:
            m_list->setCurrentIndex(m_model->index(
                std::clamp(row + (key == Qt::Key_Down ? 1 : -1), 0, std::max(0, m_model->rowCount() - 1))));
            return true;
        default: return false;
    }
}

}  // namespace ui

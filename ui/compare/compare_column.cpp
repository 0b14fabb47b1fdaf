#include "ui/compare/compare_column.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/compare/twin_strip.h"
#include "ui/lanes/lanes_view.h"
#include "ui/paint/format.h"
#include "ui/paint/glyphs.h"
#include "ui/paint/widgets.h"
#include "ui/panels/kv_history.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kNarrow = 480;  // pixels: no room for all columns of the lanes
constexpr int kNarrower = 380;
constexpr int kLowestChart = 64;
constexpr int kHighestChart = 130;

QString ratioText(double value, double first) {
    return first > 0 ? u"\u00d7"_s + QString::number(value / first, 'f', 2) : QString();
}

}  // namespace

QString CompareColumn::letterOf(std::size_t place) {
    return QChar(u'A' + static_cast<char16_t>(place));
}

CompareColumn::CompareColumn(ComparedRuns& runs, std::size_t place, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_runs(runs), m_place(place), m_theme(theme) {
    setObjectName(u"panelBody"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 8, 6, 4);
    layout->setSpacing(6);
    layout->addWidget(buildHead());
    m_figures = new QGridLayout;
    m_figures->setHorizontalSpacing(8);
    m_figures->setVerticalSpacing(0);
    layout->addLayout(m_figures);
    auto* body = new QHBoxLayout;
    body->setSpacing(0);
    m_lanes = new LanesView(theme, this);
    m_lanes->lanes().setKnownAnswers(runs.answers());
    m_lanes->lanes().setLeastTokens(runs.longestTrace());
    m_lanes->horizontalHeader()->setSortIndicator(LanesModel::Trace, Qt::AscendingOrder);
    m_lanes->setAccessibleName(tr("Traces of run %1, %2").arg(letterOf(place), runs.label(place)));
    m_twins = new TwinStrip(*m_lanes, theme, this);
    body->addWidget(m_lanes, 1);
    body->addWidget(m_twins);
    layout->addLayout(body, 1);
    m_memory = new KvHistory(theme, this);
    m_memory->setFixedHeight(kLowestChart);
    m_memory->setAccessibleName(tr("KV cache of run %1 over time").arg(letterOf(place)));
    connect(m_memory, &KvHistory::timeClicked, this, &CompareColumn::timeClicked);
    layout->addWidget(m_memory);
    if (runs.size() > 1) {
        m_twins->show(letterOf(runs.otherOf(place)),
                      [this](engine::TraceId trace) { return m_runs.twin(m_place, trace); });
    } else {
        m_twins->hide();
    }
    showFigures();
}

QString CompareColumn::answer() const {
    return m_answerText;
}

QWidget* CompareColumn::buildHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    QLabel* letter = makeText(letterOf(m_place), head);
    QFont large = m_theme.base();
    large.setBold(true);
    large.setPointSizeF(large.pointSizeF() * 1.25);
    letter->setFont(large);
    auto* name = new ElidedLabel(head);
    name->setFont(large);
    name->setText(m_runs.label(m_place));
    m_answer = new ElidedLabel(head);
    m_answer->setAccessibleName(tr("Answer of run %1").arg(letterOf(m_place)));
    QFont bold = m_theme.base();
    bold.setBold(true);
    m_answer->setFont(bold);
    m_answer->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(letter);
    row->addWidget(name, 1);
    row->addWidget(m_answer, 1);
    if (m_runs.size() > 2) {
        auto* close = makeFlatButton(tr("Remove run %1 from the comparison").arg(letterOf(m_place)), 12, head);
        close->setIcon(makeIcon(u"close"_s, m_theme.colors().muted, m_theme.colors().faint));
        connect(close, &QToolButton::clicked, this, &CompareColumn::removeWanted);
        row->addWidget(close);
    }
    return head;
}

/// By the count that is chosen for all runs, which is named where it is not the policy's own.
void CompareColumn::showAnswer(const app::ComparedFigures& own) {
    const app::VoteFigures& vote = own.vote(m_runs.vote());
    const QString answer = vote.answer ? shortened(formatAnswer(*vote.answer), 24) : QString();
    QString text;
    if (answer.isEmpty()) {
        text = tr("no answer");
    } else {
        switch (m_runs.vote()) {
            case app::VoteCount::AsRun:
                text = own.tied ? tr("tie, takes %1").arg(answer) : tr("answers %1").arg(answer);
                break;
            case app::VoteCount::Weighted: text = tr("by weight %1").arg(answer); break;
            case app::VoteCount::Majority: text = tr("by majority %1").arg(answer); break;
        }
    }
    m_shortAnswer = answer.isEmpty() ? text : answer;
    if (vote.right) {
        const QString mark = *vote.right ? u"\u2713 "_s : u"\u2717 "_s;
        text = mark + text + (*vote.right ? tr(", right") : tr(", wrong"));
        m_shortAnswer = mark + m_shortAnswer;
    }
    m_answerText = text;
    m_answer->setNote(text);
    m_answer->setAccessibleDescription(text);
    fitWords();
    setRole(m_answer, !vote.right ? u"text"_s : *vote.right ? u"good"_s : u"bad"_s);
}

void CompareColumn::showFigures() {
    const app::ComparedFigures first = m_runs.figures(0);
    const app::ComparedFigures own = m_runs.figures(m_place);
    showAnswer(own);
    const double alive = [&] {
        double sum = 0;
        for (const app::TraceState& trace : m_runs.end(m_place).traces) sum += m_runs.end(m_place).aliveS(trace);
        return sum;
    }();
    struct Figure {
        QString name, value, ratio;
    };
    const QString latency = formatSeconds(own.latencyS) + (own.slowed ? u" *"_s : QString());
    const Figure figures[] = {
        {own.simulated ? tr("latency, simulated") : tr("latency"), latency,
         own.slowed || first.slowed ? QString() : ratioText(own.latencyS, first.latencyS)},
        {tr("waiting"), alive > 0 ? formatPercent(own.waitedS / alive, 0) : u"\u2013"_s, {}},
        {tr("tokens"), formatCount(own.generatedTokens),
         ratioText(static_cast<double>(own.generatedTokens), static_cast<double>(first.generatedTokens))},
        {tr("recomputed"), formatCount(own.recomputedTokens), {}},
        {tr("pruned"), formatCount(own.pruned), {}},
        {tr("peak KV"), formatBytes(own.peakKvBytes), {}},
    };
    int column = 0;
    for (const Figure& figure : figures) {
        auto* name = new ElidedLabel(this);
        name->setText(figure.name);
        name->setObjectName(u"muted"_s);
        name->setFont(m_theme.small());
        m_figures->addWidget(name, 0, column);
        QLabel* value = makeText(figure.value, this);
        value->setAccessibleName(tr("%1 of run %2").arg(figure.name, letterOf(m_place)));
        value->setFont(m_theme.numbers());
        m_figures->addWidget(value, 1, column);
        if (m_place > 0) m_figures->addWidget(makeMuted(figure.ratio, m_theme, this), 2, column);
        ++column;
    }
    if (m_place == 0) m_figures->addWidget(makeMuted(u" "_s, m_theme, this), 2, 0);  // rows of all runs at one height
    if (own.slowed)
        m_figures->itemAtPosition(1, 0)->widget()->setToolTip(
            tr("* Slowed to a pace for watching: the latency says nothing."));
}

void CompareColumn::showAt(double t) {
    app::Timeline& timeline = m_runs.timeline(m_place);
    const app::RunState& state = t >= timeline.duration() ? timeline.latest() : timeline.at(t);
    m_lanes->show(state, true);
    m_memory->show(state.kv, std::min(t, timeline.duration()), m_runs.duration());
    m_twins->update();
}

void CompareColumn::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
    fitWords();
    m_figures->setHorizontalSpacing(width() < kNarrower ? 3 : 8);
    // A large window has room for a chart that can be read.
    m_memory->setFixedHeight(std::clamp(height() / 7, kLowestChart, kHighestChart));
}

/// A narrow column has the mark and the answer; all of it is in the tooltip.
void CompareColumn::fitWords() {
    const QString& text = width() < kNarrow ? m_shortAnswer : m_answerText;
    if (m_answer->text() != text) m_answer->setText(text);
}

/// Few pixels go to the strips first.
void CompareColumn::fitColumns() {
    m_lanes->setColumnHidden(LanesModel::Tokens, width() < kNarrow + 120);
    m_lanes->setColumnHidden(LanesModel::State, width() < kNarrow);
    m_lanes->setColumnHidden(LanesModel::Score, width() < kNarrower);
}

}  // namespace ui

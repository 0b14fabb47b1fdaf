#include "ui/panels/vote_panel.h"

#include <QCoreApplication>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>
#include <vector>

#include "app/run/policy_table.h"
#include "ui/paint/answer_colors.h"
#include "ui/paint/format.h"
#include "ui/paint/glossary.h"
#include "ui/paint/widgets.h"
#include "ui/panels/vote_bars.h"
#include "ui/panels/vote_words.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {
constexpr int kOwnAreas = 7;
constexpr std::size_t kMostPoints = 600;  // of the chart, which is not wider
constexpr qsizetype kLeaderLetters = 80;
}  // namespace

ShareSeries makeShareSeries(const app::RunState& state, double duration) {
    ShareSeries series;
    series.end = state.now;
    series.duration = duration;
    const AnswerColors colors(state.vote);
    std::vector<std::size_t> slots(state.vote.answers.size());  // [number of the answer]
    const std::size_t answers = std::min<std::size_t>(state.vote.answers.size(), kOwnAreas + 1);
    series.answers.resize(answers);
    for (std::size_t i = 0; i < answers; ++i) series.colorIndices.push_back(static_cast<int>(i));
    for (std::size_t place = 0; place < state.vote.answers.size(); ++place) {
        const app::AnswerVote& answer = state.vote.answers[place];
        const auto slot = static_cast<std::size_t>(std::min(colors.ofKey(answer.key), kOwnAreas));
        slots[static_cast<std::size_t>(state.vote.numberAt[place])] = slot;
        series.answers[slot] =
            slot == kOwnAreas ? QCoreApplication::translate("ui::VotePanel", "others") : formatAnswer(answer.answer);
    }
    std::vector<double> weights(slots.size(), 0.0);
    std::vector<double> ofSlot(answers, 0.0);
    double total = 0;
    const std::size_t each = state.vote.history.size() / kMostPoints + 1;
    std::size_t ballot = 0;
    for (const app::VotePoint& point : state.vote.history) {
        const auto number = static_cast<std::size_t>(point.answer);
        const double more = point.weight - std::exchange(weights[number], point.weight);
        ofSlot[slots[number]] += more;
        total += more;
        if (++ballot % each != 0 && ballot != state.vote.history.size()) continue;
        SharePoint share{point.t, std::vector<double>(answers, 0.0)};
        for (std::size_t slot = 0; slot < answers && total > 0; ++slot) share.shares[slot] = ofSlot[slot] / total;
        series.points.push_back(std::move(share));
    }
    return series;
}

VotePanel::VotePanel(SessionController& session, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_session(session) {
    setObjectName(u"panelBody"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 2, 14, 8);
    layout->setSpacing(6);
    m_leader = new WrapLabel({}, this);
    m_leader->setTextFormat(Qt::RichText);  // the answer is escaped
    m_leader->setToolTip(tr("Margin: %1").arg(meaningOf(tr("Margin"))) + u'\n' +
                         tr("Weight: %1").arg(meaningOf(tr("Weight"))));
    m_words = new WrapLabel({}, this);
    m_words->setTextFormat(Qt::PlainText);
    theme.follow(m_words, TextRole::Small);
    m_words->setToolTip(
        tr("The same finished traces, counted in two ways. Traces that did not finish are not guessed at."));
    m_bars = new VoteBars(theme, this);
    m_scroll = new QScrollArea(this);
    QScrollArea* const scroll = m_scroll;
    scroll->setWidget(m_bars);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_chart = new ShareChart(theme, this);
    m_caption = makeMuted(tr("Finished traces only; pruned traces do not vote."), theme, this);
    layout->addWidget(m_leader);
    layout->addWidget(m_words);
    layout->addWidget(scroll, 0);
    layout->addWidget(m_chart, 1);
    layout->addWidget(m_caption);
    connect(m_bars, &VoteBars::traceClicked, &session, [&session](engine::TraceId trace) { session.select(trace); });
    connect(m_bars, &VoteBars::menuWanted, this,
            [this](std::optional<std::size_t> answer, std::optional<engine::TraceId> trace, QPoint global) {
                Q_EMIT menuWanted({.place = MenuSubject::Place::Vote, .trace = trace, .answer = answer}, global);
            });
    connect(m_chart, &ShareChart::menuWanted, this, [this](double t, QPoint global) {
        Q_EMIT menuWanted({.place = MenuSubject::Place::Shares, .time = t}, global);
    });
    refresh();
}

QString VotePanel::leaderText() const {
    const app::RunState& state = m_session.shown();
    const app::AnswerVote* leader = state.vote.leader();
    if (!leader) return {};
    QString text = state.phase == app::RunPhase::Finished ? tr("Answer") : tr("Leads");
    text += u" <b style='font-size:large'>%1</b> "_s.arg(
        softened(formatAnswer(leader->answer), kLeaderLetters).toHtmlEscaped());
    text += u" \u00b7 "_s + marginText(state).toHtmlEscaped();
    return text;
}

/// Bars take what they need, up to half of the panel; the chart has the rest, or they do where that is too low for it.
/// In a low panel the caption makes room.
void VotePanel::fitBars() {
    constexpr int kLeastBars = 46;
    const QMargins margins = layout()->contentsMargins();
    const int wide = width() - margins.left() - margins.right();
    const auto heightOf = [&](const QLabel& label) {
        return label.text().isEmpty() ? 0 : label.heightForWidth(wide) + layout()->spacing();
    };
    const int room = height() - margins.top() - margins.bottom() - heightOf(*m_leader) - heightOf(*m_words);
    const int all = m_bars->sizeHint().height();
    const int half = std::min(all, std::max(60, height() / 2));
    const bool hasChart = room - heightOf(*m_caption) - half - layout()->spacing() >= ShareChart::kLeastHeight;
    const int needed = hasChart ? half : all;
    const bool showsCaption = room - heightOf(*m_caption) >= half;
    m_caption->setVisible(showsCaption);
    const int left = showsCaption ? room - heightOf(*m_caption) : room;
    m_scroll->setFixedHeight(std::max(kLeastBars, std::min(needed, left)));
}

void VotePanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitBars();
}

void VotePanel::refresh() {
    const app::RunState& state = m_session.shown();
    m_bars->show(state);
    m_chart->show(makeShareSeries(state, m_session.duration()));
    setTextIfChanged(m_leader, leaderText());
    setTextIfChanged(m_words, explainVote(state));
    m_words->setVisible(!m_words->text().isEmpty());
    m_leader->setVisible(!m_leader->text().isEmpty());
    QString caption = tr("Finished traces only; pruned traces do not vote.");
    const auto isProbed = [](const app::TraceState& trace) {
        return trace.phase == app::TracePhase::Stopped && trace.answer;
    };
    if (const auto probed = std::ranges::count_if(state.traces, isProbed); probed > 0)
        caption = tr("Finished traces, and %1; pruned traces do not vote.")
                      .arg(formatNumberOf(probed, tr("1 stopped trace whose answer a probe read"),
                                          tr("%1 stopped traces whose answers a probe read")));
    if (state.vote.isOfAll) caption = tr("No confident trace has an answer, so all finished traces vote.");
    if (app::policyRow(state.header.options.policy).watchesConfidence) {
        caption += u' ' + (state.confidenceThreshold
                               ? tr("Confidence threshold %1.").arg(formatWeight(*state.confidenceThreshold))
                               : tr("Votes are provisional until the warm-up sets the threshold."));
    }
    if (m_bars->showsCounts()) caption.prepend(tr("Thick bars: weight. Thin bars: votes.") + u' ');
    const auto writes = [](const app::TraceState& trace) { return trace.byHand(); };
    if (std::ranges::any_of(state.traces, writes))
        caption += u' ' + (state.header.options.handVotes == app::HandVotes::LeaveOut
                               ? tr("Traces with words written by hand do not vote.")
                               : tr("Hatched: words in it were written by hand."));
    if (state.header.knownAnswer) {
        caption += u' ' + tr("Known answer: %1.")
                              .arg(softened(QString::fromStdString(*state.header.knownAnswer), 2 * kLeaderLetters));
    }
    setTextIfChanged(m_caption, caption);
    fitBars();
    if (!m_title) return;
    m_title->setTitle((!isCounted(state) ? tr("Weighted vote") : tr("Majority vote")).toUpper());
    const app::AnswerVote* leader = state.vote.leader();
    if (!leader) {
        m_title->setStatus({}, u"muted"_s);
        return;
    }
    const app::TraceState* first = state.findTrace(leader->traces.front());
    const auto correct = first ? state.isCorrect(*first) : std::nullopt;
    if (correct.has_value()) {
        const bool right = correct.value();
        m_title->setStatus(right ? tr("leader right") : tr("leader wrong"), right ? u"good"_s : u"bad"_s);
    } else {
        m_title->setStatus({}, u"muted"_s);
    }
}

}  // namespace ui

#include "ui/compare/what_if_panel.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/run/option_table.h"
#include "app/run/policy_table.h"
#include "app/run/units.h"
#include "ui/compare/sweep_strip.h"
#include "ui/paint/answer_colors.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kWaitMs = 60;  // for more movements of a control
constexpr double kLeastShare = 0.05;

}  // namespace

WhatIfPanel::WhatIfPanel(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(u"panelBody"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 6, 14, 6);
    layout->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->addWidget(makeHeading(tr("What if"), theme, this));
    m_status = makeMuted({}, theme, this);
    m_status->setAccessibleName(tr("What if: state"));
    m_back = new QPushButton(tr("&Back to what really happened"), this);
    m_back->setEnabled(false);
    connect(m_back, &QPushButton::clicked, this, [this] {
        m_back->setEnabled(false);
        Q_EMIT backWanted();
    });
    head->addWidget(m_status, 1);
    head->addWidget(m_back);
    layout->addLayout(head);
    buildControls();
    layout->addWidget(m_controls);
    m_pending.setSingleShot(true);
    m_pending.setInterval(kWaitMs);
    connect(&m_pending, &QTimer::timeout, this, &WhatIfPanel::start);
}

WhatIfPanel::~WhatIfPanel() {
    if (m_isGivenUp) *m_isGivenUp = true;
    if (m_work.valid()) m_work.wait();
}

void WhatIfPanel::buildControls() {
    m_controls = new QWidget(this);
    auto* rows = new QVBoxLayout(m_controls);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    rows->addLayout(row);
    rows->addWidget(buildRules());
    m_policy = new QComboBox(m_controls);
    m_policy->setAccessibleName(tr("Policy of the what-if"));
    m_traces = new QSpinBox(m_controls);
    m_traces->setAccessibleName(tr("Traces of the what-if"));
    m_traces->setPrefix(tr("n "));
    m_traces->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_traces->setLocale(QLocale::c());
    m_memory = new QSlider(Qt::Horizontal, m_controls);
    m_memory->setAccessibleName(tr("KV cache of the what-if"));
    m_memory->setMinimumWidth(120);
    m_memoryText = makeText({}, m_controls);
    m_strip = new SweepStrip(m_theme, m_controls);
    row->addWidget(m_policy);
    row->addWidget(m_traces);
    row->addWidget(makeText(tr("KV cache"), m_controls));
    row->addWidget(m_memory, 2);
    row->addWidget(m_memoryText);
    row->addWidget(makeText(tr("Answer by memory"), m_controls));
    row->addWidget(m_strip, 4);
    connect(m_policy, &QComboBox::currentIndexChanged, this, &WhatIfPanel::updateRules);
    connect(m_policy, &QComboBox::activated, this, &WhatIfPanel::ask);
    connect(m_traces, &QSpinBox::valueChanged, this, &WhatIfPanel::ask);
    connect(m_memory, &QSlider::valueChanged, this, [this] {
        showMemory();
        ask();
    });
    connect(m_strip, &SweepStrip::chosen, this, [this](int blocks) {
        setBlocks(blocks);
        ask();  // also where the memory is that of the run
    });
}

/// The controls of a second line: whom memory takes, what a trace's score is, how votes are counted.
QWidget* WhatIfPanel::buildRules() {
    auto* line = new QWidget(m_controls);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    m_victim = new QComboBox(line);
    m_victim->setAccessibleName(tr("Which trace the what-if prunes"));
    m_victim->addItem(tr("lowest score"), static_cast<int>(app::VictimRule::LowestScore));
    m_victim->addItem(tr("drawn at random"), static_cast<int>(app::VictimRule::Random));
    m_victim->addItem(tr("longest"), static_cast<int>(app::VictimRule::Longest));
    m_victim->addItem(tr("least likely text"), static_cast<int>(app::VictimRule::LowestLogProbability));
    m_traceScore = new QComboBox(line);
    m_traceScore->setAccessibleName(tr("Trace score of the what-if"));
    const app::OptionRow& scores = app::optionRow("trace_score");
    for (const app::OptionWord& word : scores.words)
        m_traceScore->addItem(appText(word.label), static_cast<int>(word.value));
    m_traceScore->setToolTip(appText(scores.toolTip));
    m_vote = new QComboBox(line);
    m_vote->setAccessibleName(tr("Count of the votes"));
    m_vote->addItem(tr("as the policy weighs it"), static_cast<int>(app::VoteCount::AsRun));
    m_vote->addItem(tr("weighted by trace score"), static_cast<int>(app::VoteCount::Weighted));
    m_vote->addItem(tr("majority, one vote each"), static_cast<int>(app::VoteCount::Majority));
    m_vote->setToolTip(tr("How the finished traces' votes are counted, in the strip and above the lanes of all runs"));
    m_victimText = makeText(tr("Prunes"), line);
    row->addWidget(m_victimText);
    row->addWidget(m_victim);
    row->addWidget(makeText(tr("Trace score"), line));
    row->addWidget(m_traceScore);
    row->addWidget(makeText(tr("Vote"), line));
    row->addWidget(m_vote);
    row->addStretch(1);
    connect(m_victim, &QComboBox::activated, this, &WhatIfPanel::ask);
    connect(m_traceScore, &QComboBox::activated, this, &WhatIfPanel::ask);
    connect(m_vote, &QComboBox::currentIndexChanged, this, [this] {
        m_strip->setVote(vote());
        Q_EMIT voteChanged(vote());
    });
    return line;
}

/// Only a policy that prunes for memory has a victim.
void WhatIfPanel::updateRules() {
    if (m_policy->currentIndex() < 0) return;
    const auto policy = static_cast<app::PolicyKind>(m_policy->currentData().toInt());
    const bool chooses = app::policyRow(policy).prunes.has_value();
    m_victim->setEnabled(chooses);
    m_victimText->setEnabled(chooses);
    m_victim->setToolTip(chooses ? tr("Which trace goes when memory is full; all but the lowest score are controls")
                                 : tr("This policy lets traces wait when memory is full, and prunes none"));
}

void WhatIfPanel::setRun(const app::Timeline& run, const QString& path) {
    auto record = std::make_shared<app::RecordedRun>(app::recordedRunOf(run.events(), run.latest()));
    const std::string rowsProblem = app::attachHidden(*record, path.toStdString());
    m_record = std::move(record);
    m_colors.clear();
    const AnswerColors colors(run.latest().vote);
    for (const app::AnswerVote& answer : run.latest().vote.answers) m_colors[answer.key] = colors.ofKey(answer.key);
    m_sweptKey.clear();
    m_strip->clear();
    m_controls->setVisible(canAsk());
    if (!canAsk()) {
        const QString why = appSentence(m_record->completeness.text());
        m_status->setText(softened(why + u' ' + appSentence(m_record->completeness.remedy())));
        return;
    }
    fillPolicies();
    showAsRecorded();
    QString status = tr("Asks the recorded traces of run A; times are simulated.");
    if (!m_record->completeness.isComplete())
        status +=
            u' ' + tr("Traces after #%1 cannot be asked: the run cut some of them. \"Let the pruned finish\" in the "
                      "Run menu completes them.")
                       .arg(m_record->completeness.usable);
    if (std::ranges::any_of(run.latest().traces, [](const app::TraceState& trace) { return trace.byHand(); }))
        status += u' ' + tr("Traces made by hand are left out.");
    if (run.latest().isRescored())
        status += u' ' + tr("Its steps are re-scored with %1.").arg(QString::fromStdString(run.latest().scorer->name));
    if (!rowsProblem.empty()) status += u' ' + appSentence(rowsProblem);
    m_status->setText(softened(status));
}

/// The questions are those that the run itself answers.
void WhatIfPanel::showAsRecorded() {
    if (!m_record || !canAsk()) return;
    m_back->setEnabled(false);
    const QSignalBlocker quiet(m_traces), still(m_memory), same(m_policy), fixed(m_victim), constant(m_traceScore);
    m_traces->setRange(1, m_record->completeness.usable);
    m_traces->setValue(std::min(m_record->options().traces, m_record->completeness.usable));
    setPolicy(m_record->options().policy);
    setVictim(m_record->options().victim);
    setTraceScore(m_record->options().traceScore);
    setPeak(app::unprunedPeakBlocks(*m_record, m_traces->value()).value_or(0));
    m_memory->setValue(m_record->header.kvBlocks);
    showMemory();
    updateRules();
    m_sweepsOnly = true;  // the answers by memory are there before the first question
    m_pending.start();
}

/// Policies that the record cannot answer for are listed, and say why.
void WhatIfPanel::fillPolicies() {
    m_policy->clear();
    auto* items = qobject_cast<QStandardItemModel*>(m_policy->model());
    for (const app::PolicyRow& row : app::policyRows()) {
        app::RunOptions options = app::optionsToStartFrom(*m_record);
        options.policy = row.kind;
        const auto whyNot = app::whyNotFrom(*m_record, options);
        m_policy->addItem(appText(row.title), static_cast<int>(row.kind));
        if (!whyNot) continue;
        QStandardItem* item = items->item(m_policy->count() - 1);
        item->setEnabled(false);
        item->setToolTip(appSentence(*whyNot));
    }
}

void WhatIfPanel::setPolicy(app::PolicyKind policy) {
    m_policy->setCurrentIndex(m_policy->findData(static_cast<int>(policy)));
    if (isVisible()) ask();
}

void WhatIfPanel::setVictim(app::VictimRule rule) {
    m_victim->setCurrentIndex(m_victim->findData(static_cast<int>(rule)));
    if (isVisible()) ask();
}

void WhatIfPanel::setTraceScore(app::TraceScoreRule rule) {
    m_traceScore->setCurrentIndex(m_traceScore->findData(static_cast<int>(rule)));
    if (isVisible()) ask();
}

void WhatIfPanel::setVote(app::VoteCount vote) {
    m_vote->setCurrentIndex(m_vote->findData(static_cast<int>(vote)));
}

app::VoteCount WhatIfPanel::vote() const {
    return static_cast<app::VoteCount>(m_vote->currentData().toInt());
}

void WhatIfPanel::setBlocks(int blocks) {
    m_memory->setValue(blocks);
}

int WhatIfPanel::blocks() const {
    return m_memory->value();
}

QString WhatIfPanel::status() const {
    return m_status->text();
}

/// The memory that the traces would fill at most, if none were pruned or had to wait.
void WhatIfPanel::setPeak(int blocks) {
    const QSignalBlocker still(m_memory);
    m_peakBlocks = blocks;
    m_memory->setRange(std::max(1, static_cast<int>(kLeastShare * blocks)), std::max(1, blocks));
    showMemory();
}

void WhatIfPanel::showMemory() {
    const double bytes = m_memory->value() * static_cast<double>(m_record->header.model.blockBytes);
    m_memoryText->setText(
        tr("%1 \u00b7 %2 of the peak")
            .arg(formatBytes(bytes),
                 formatPercent(m_peakBlocks > 0 ? m_memory->value() / static_cast<double>(m_peakBlocks) : 0, 0)));
    m_strip->setBlocks(m_memory->value());
}

app::RunOptions WhatIfPanel::wanted() const {
    app::RunOptions options = app::optionsToStartFrom(*m_record);
    options.policy = static_cast<app::PolicyKind>(m_policy->currentData().toInt());
    options.traces = m_traces->value();
    options.victim = static_cast<app::VictimRule>(m_victim->currentData().toInt());
    if (!app::policyRow(options.policy).prunes.has_value()) options.victim = app::VictimRule::LowestScore;
    options.traceScore = static_cast<app::TraceScoreRule>(m_traceScore->currentData().toInt());
    return options;
}

std::string WhatIfPanel::sweepKey() const {
    const app::RunOptions options = wanted();
    std::string key;
    for (const int part : {static_cast<int>(options.policy), options.traces, static_cast<int>(options.victim),
                           static_cast<int>(options.traceScore)})
        key += std::to_string(part) + '/';
    return key;
}

void WhatIfPanel::ask() {
    if (!canAsk()) return;
    m_sweepsOnly = false;
    m_pending.start();
}

/// One thread at a time; what was asked meanwhile follows.
void WhatIfPanel::start() {
    if (m_work.valid()) {
        m_again = true;
        *m_isGivenUp = true;
        return;
    }
    m_isGivenUp = std::make_shared<std::atomic<bool>>(false);
    m_answer = {};
    m_askedKey = sweepKey();
    const bool sweeps = m_askedKey != m_sweptKey;
    m_work = std::async(std::launch::async, [this, record = m_record, options = wanted(), blocks = m_memory->value(),
                                             sweeps, asks = !m_sweepsOnly, isGivenUp = m_isGivenUp] {
        QElapsedTimer clock;
        clock.start();
        const auto goesOn = [isGivenUp](double) { return !*isGivenUp; };
        try {
            if (asks)
                m_answer.result =
                    app::whatIf(*record, {.options = options, .kvBlocks = blocks, .keepEvents = true}, goesOn);
            m_answer.seconds = static_cast<double>(clock.elapsed()) / 1000;
        } catch (const std::exception& error) {
            m_answer.problem = error.what();
        }
        try {
            if (sweeps) m_answer.sweep = app::sweepMemory(*record, {.options = options}, goesOn);
        } catch (const std::exception& error) {
            m_answer.problem = error.what();
        }
        QMetaObject::invokeMethod(this, &WhatIfPanel::take, Qt::QueuedConnection);
    });
}

void WhatIfPanel::take() {
    m_work.get();
    if (std::exchange(m_again, false)) {
        start();
        return;
    }
    if (m_answer.sweep) {
        m_sweptKey = m_askedKey;
        setPeak(m_answer.sweep->peakBlocks);  // of so many traces
        m_strip->show(*m_answer.sweep, m_colors);
        m_strip->setBlocks(m_memory->value());
    }
    if (!m_answer.problem.empty()) {
        m_status->setText(softened(appSentence(m_answer.problem)));
        setRole(m_status, u"bad"_s);
        return;
    }
    if (!m_answer.result) return;
    setRole(m_status, u"muted"_s);
    m_status->setText(
        tr("From the recorded traces of run A, in %1 ms. Times are simulated: a pass is off by %2 on average.")
            .arg(std::max(1L, std::lround(m_answer.seconds * 1000)))
            .arg(formatPercent(m_record->passTimes.relativeError, 0)));
    auto timeline = std::make_shared<app::Timeline>();
    for (const app::Event event : m_answer.result->events) timeline->append(event);
    m_back->setEnabled(true);
    Q_EMIT answered(std::move(timeline));
}

}  // namespace ui

#include "ui/setup/sampling_box.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <QValidator>
#include <algorithm>

#include "ui/paint/format.h"
#include "ui/paint/widgets.h"
#include "ui/setup/probe_box.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kDecimals = 2;

/// Whole numbers of 64 bits: what is shown is what runs.
class SeedValidator : public QValidator {
public:
    using QValidator::QValidator;
    State validate(QString& text, int&) const override {
        if (text.isEmpty()) return Intermediate;
        const bool digits = std::ranges::all_of(text, [](QChar letter) { return letter >= u'0' && letter <= u'9'; });
        bool fits = false;
        text.toULongLong(&fits);
        return digits && fits ? Acceptable : Invalid;
    }
    void fixup(QString& text) const override { text = u"0"_s; }
};

}  // namespace

SamplingBox::SamplingBox(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->addWidget(makeHeading(tr("Sampling and vote"), theme, this));
    head->addWidget(makeBadge(Acts::NextRun, theme, this));
    head->addStretch(1);
    m_toggle = new QToolButton(this);
    m_toggle->setObjectName(u"flat"_s);
    m_toggle->setCheckable(true);
    m_toggle->setArrowType(Qt::RightArrow);
    m_toggle->setToolTip(tr("Show or hide the sampling options"));
    m_toggle->setAccessibleName(m_toggle->toolTip());
    head->addWidget(m_toggle);
    layout->addLayout(head);
    m_summary = makeMuted({}, theme, this);
    layout->addWidget(m_summary);

    m_body = new QWidget(this);
    auto* grid = new QGridLayout(m_body);
    grid->setContentsMargins(0, 2, 0, 0);
    grid->setVerticalSpacing(5);
    const auto real = [this](double low, double high, double step) {
        auto* spin = new QDoubleSpinBox(m_body);
        spin->setLocale(QLocale::c());
        spin->setButtonSymbols(QAbstractSpinBox::NoButtons);
        spin->setAlignment(Qt::AlignRight);
        spin->setRange(low, high);
        spin->setSingleStep(step);
        spin->setDecimals(kDecimals);
        connect(spin, &QDoubleSpinBox::valueChanged, this, &SamplingBox::changed);
        return spin;
    };
    const auto whole = [this](int low, int high) {
        auto* spin = new QSpinBox(m_body);
        spin->setLocale(QLocale::c());
        spin->setButtonSymbols(QAbstractSpinBox::NoButtons);
        spin->setAlignment(Qt::AlignRight);
        spin->setRange(low, high);
        connect(spin, &QSpinBox::valueChanged, this, &SamplingBox::changed);
        return spin;
    };
    m_temperature = real(0, 100, 0.1);
    m_topP = real(0.0001, 1, 0.05);
    m_topK = whole(0, 1'000'000);
    m_maxTokens = whole(1, 10'000'000);
    m_seed = new QLineEdit(m_body);
    m_seed->setValidator(new SeedValidator(m_seed));
    m_seed->setAlignment(Qt::AlignRight);
    connect(m_seed, &QLineEdit::textChanged, this, &SamplingBox::changed);
    m_answers = new QComboBox(m_body);
    m_answers->addItem(tr("as mathematics"), int(app::AnswerMode::Normalised));
    m_answers->addItem(tr("as the reference"), int(app::AnswerMode::Reference));
    m_answers->addItem(tr("raw text"), int(app::AnswerMode::Raw));
    m_unscored = new QComboBox(m_body);
    m_unscored->addItem(tr("zero"), int(app::UnscoredRule::Zero));
    m_unscored->addItem(tr("neutral"), int(app::UnscoredRule::Neutral));
    m_traceScore = new QComboBox(m_body);
    m_traceScore->addItem(tr("mean of all steps"), int(app::TraceScoreRule::Mean));
    m_traceScore->addItem(tr("mean of the last five"), int(app::TraceScoreRule::LastFive));
    m_traceScore->addItem(tr("last step"), int(app::TraceScoreRule::Last));
    int row = 0;
    addRow(grid, row++, tr("Temperature"), tr("0 always takes the most likely token"), m_temperature);
    addRow(grid, row++, tr("Top-p"),
           tr("Samples among the likeliest tokens that together have this probability; 1 turns it off"), m_topP);
    addRow(grid, row++, tr("Top-k"), tr("Samples among so many of the likeliest tokens; 0 turns it off"), m_topK);
    addRow(grid, row++, tr("Max tokens"), tr("Longest trace, in generated tokens"), m_maxTokens);
    addRow(grid, row++, tr("Seed"), tr("The same seed draws the same numbers for every trace"), m_seed);
    addRow(
        grid, row++, tr("Answers"),
        tr("How they are compared. As mathematics: \\frac{1}{2}, 1/2 and 0.5 are one answer, and so are 2\\sqrt{3} and "
           "\\sqrt{12}. As the reference: votes by the stripped text, right or wrong by value, as STEP's evaluation "
           "does. "
           "Raw: texts as they are"),
        m_answers);
    addRow(grid, row++, tr("Trace score"),
           tr("What a trace's step scores add up to, for pruning and for its vote. The mean of all steps is the "
              "method; the "
              "newest steps have seen more of the trace."),
           m_traceScore);
    addRow(grid, row++, tr("Unscored trace"),
           tr("Zero: counts as score 0, as the reference. Neutral: never pruned while a scored one exists"),
           m_unscored);
    m_afterThink = new QCheckBox(tr("Score steps after </think>"), m_body);
    m_afterThink->setToolTip(tr("As the reference does: steps of the final text count too"));
    m_prunedVote = new QCheckBox(tr("Pruned traces vote"), m_body);
    m_prunedVote->setToolTip(tr("Pruned traces that had written their box vote too, as in STEP's public code"));
    m_voteLock = new QCheckBox(tr("Stop once the vote is decided"), m_body);
    m_voteLock->setToolTip(tr(
        "Vote lock: stop when the leader's margin exceeds the number of traces still active. The answer is the same."));
    m_betaStop = new QCheckBox(tr("Stop once the leader likely wins"), m_body);
    m_betaStop->setToolTip(
        tr("Beta stop: stop when the leader stays ahead with 95 % probability (4 to 0, 6 to 1, 8 to 2 votes). Not "
           "lossless: short traces finish first."));
    m_probe = new ProbeBox(m_body);
    for (QWidget* choice : std::initializer_list<QWidget*>{m_afterThink, m_prunedVote, m_voteLock, m_betaStop, m_probe})
        grid->addWidget(choice, row++, 0);
    layout->addWidget(m_body);
    for (QComboBox* box : {m_answers, m_unscored, m_traceScore})
        connect(box, &QComboBox::currentIndexChanged, this, &SamplingBox::changed);
    for (QCheckBox* box : {m_afterThink, m_prunedVote, m_voteLock, m_betaStop})
        connect(box, &QCheckBox::toggled, this, &SamplingBox::changed);
    connect(m_probe, &ProbeBox::changed, this, &SamplingBox::changed);
    connect(this, &SamplingBox::changed, this, &SamplingBox::updateSummary);
    connect(m_toggle, &QToolButton::toggled, this, [this](bool open) {
        m_body->setVisible(open);
        m_summary->setVisible(!open);
        m_toggle->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    });
    m_body->hide();
    setOptions({});
}

QWidget* SamplingBox::addRow(QGridLayout* grid, int row, const QString& name, const QString& toolTip,
                             QWidget* control) {
    QLabel* label = makeText(name, m_body);
    label->setBuddy(control);
    label->setToolTip(toolTip);
    control->setToolTip(toolTip);
    control->setAccessibleName(name);
    control->setFixedWidth(std::max(112, qobject_cast<QComboBox*>(control) ? control->sizeHint().width() : 0));
    // Not in columns: a wide control may lie beside a short name.
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(label, 1);
    line->addWidget(control);
    grid->addLayout(line, row, 0);
    return control;
}

/// Wide enough for what is folded away, so that the panel need not scroll sideways once it is open.
QSize SamplingBox::minimumSizeHint() const {
    const QSize own = QWidget::minimumSizeHint();
    return {std::max(own.width(), m_body->minimumSizeHint().width()), own.height()};
}

bool SamplingBox::isOpen() const {
    return m_toggle->isChecked();
}
void SamplingBox::setOpen(bool open) {
    m_toggle->setChecked(open);
}

void SamplingBox::setOptions(const app::RunOptions& options) {
    const QSignalBlocker quiet(this);
    showExactly(m_temperature, options.sampling.temperature, kDecimals);
    showExactly(m_topP, options.sampling.topP, kDecimals);
    showExactly(m_topK, options.sampling.topK);
    showExactly(m_maxTokens, options.maxTokens);
    m_seed->setText(QString::number(options.sampling.seed));
    m_answers->setCurrentIndex(m_answers->findData(int(options.answers)));
    m_unscored->setCurrentIndex(m_unscored->findData(int(options.unscored)));
    m_traceScore->setCurrentIndex(m_traceScore->findData(int(options.traceScore)));
    m_afterThink->setChecked(options.scoreAfterThink);
    m_voteLock->setChecked(options.voteLock);
    m_prunedVote->setChecked(options.prunedVote);
    m_betaStop->setChecked(options.betaStop);
    m_probe->setOptions(options);
    updateSummary();
}

void SamplingBox::writeTo(app::RunOptions& options) const {
    options.sampling.temperature = m_temperature->value();
    options.sampling.topP = m_topP->value();
    options.sampling.topK = m_topK->value();
    options.maxTokens = m_maxTokens->value();
    options.sampling.seed = m_seed->text().toULongLong();
    options.answers = static_cast<app::AnswerMode>(m_answers->currentData().toInt());
    options.unscored = static_cast<app::UnscoredRule>(m_unscored->currentData().toInt());
    options.traceScore = static_cast<app::TraceScoreRule>(m_traceScore->currentData().toInt());
    options.scoreAfterThink = m_afterThink->isChecked();
    options.voteLock = m_voteLock->isChecked();
    options.prunedVote = m_prunedVote->isChecked();
    options.betaStop = m_betaStop->isChecked();
    m_probe->writeTo(options);
}

void SamplingBox::updateSummary() {
    QStringList parts{tr("temperature %1").arg(m_temperature->text()), tr("top-p %1").arg(m_topP->text()),
                      tr("top-k %1").arg(m_topK->value()), tr("max %1 tokens").arg(formatCount(m_maxTokens->value())),
                      tr("seed %1").arg(m_seed->text())};
    if (m_traceScore->currentIndex() > 0) parts << tr("trace score: %1").arg(m_traceScore->currentText());
    if (m_voteLock->isChecked()) parts << tr("vote lock");
    if (m_answers->currentIndex() > 0) parts << tr("answers %1").arg(m_answers->currentText());
    if (m_prunedVote->isChecked()) parts << tr("pruned traces vote");
    if (m_betaStop->isChecked()) parts << tr("Beta stop");
    if (m_probe->isOn()) parts << tr("consensus probe");
    m_summary->setText(parts.join(u" \u00b7 "_s));
}

}  // namespace ui

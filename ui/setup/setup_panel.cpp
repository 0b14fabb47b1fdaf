#include "ui/setup/setup_panel.h"

#include <QEvent>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/run/option_table.h"
#include "app/run/preflight.h"
#include "app/run/units.h"
#include "ui/paint/format.h"
#include "ui/paint/slider_spin.h"
#include "ui/panels/run_figures.h"
#include "ui/session/server_words.h"
#include "ui/session/session_controller.h"
#include "ui/setup/model_box.h"
#include "ui/setup/offer_text.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/prompt_box.h"
#include "ui/setup/sampling_box.h"
#include "ui/setup/weights_box.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

/// Scrolls up and down only: as wide as what is in it needs, whatever that shows at the moment.
class ColumnScroll : public QScrollArea {
public:
    using QScrollArea::QScrollArea;
    QSize minimumSizeHint() const override {
        const int bar = verticalScrollBar()->sizeHint().width();
        return {widget() ? widget()->minimumSizeHint().width() + bar : bar, kLeastHeight};
    }
    QSize sizeHint() const override { return minimumSizeHint(); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (watched == widget() && event->type() == QEvent::LayoutRequest) {
            // Only then: the whole window is laid out again, and figures change all the time.
            const int width = minimumSizeHint().width();
            if (width != std::exchange(m_width, width)) updateGeometry();
        }
        return QScrollArea::eventFilter(watched, event);
    }

private:
    static constexpr int kLeastHeight = 120;
    int m_width = 0;
};

}  // namespace

SetupPanel::SetupPanel(SessionController& session, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_session(session), m_theme(theme) {
    setObjectName(u"panelBody"_s);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new ColumnScroll(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget(scroll);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(14, 10, 12, 10);
    layout->setSpacing(16);
    // Made in the order in which they stand: that is the order of the Tab key.
    m_problem = new ProblemBox(theme, content);
    QWidget* runBox = buildRunBox(theme);
    m_model = new ModelBox(theme, content);
    m_prompt = new PromptBox(theme, content);
    m_sampling = new SamplingBox(theme, content);
    m_figures = new RunFigures(session, theme, content);
    layout->addWidget(m_problem);
    layout->addWidget(runBox);
    layout->addWidget(m_model);
    layout->addWidget(m_prompt);
    layout->addWidget(m_sampling);
    layout->addWidget(m_figures);
    layout->addStretch(1);
    scroll->setWidget(content);
    outer->addWidget(scroll);
    connectSession();
    setOptions({});
}

QWidget* SetupPanel::buildRunBox(const Theme& theme) {
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(7);
    layout->addWidget(makeHeading(tr("Run"), theme, box));
    m_traces = new SliderSpin(
        {.name = tr("Traces n"),
         .toolTip =
             tr("How many traces reason at once. During a run, a higher number adds traces. A lower number stops "
                "waiting traces first, then those that the policy would give up next."),
         .suffix = {},
         .sliderLow = 1,
         .sliderHigh = 128,
         .spinLow = app::optionRow("n").low,
         .spinHigh = app::optionRow("n").high,
         .step = 1,
         .decimals = 0,
         .logarithmic = true,
         .acts = Acts::Now},
        theme, box);
    m_memory = new SliderSpin(
        {.name = tr("KV cache"),
         .toolTip = tr("Memory for the traces. If you lower it during a run, the policy frees blocks by its own rule."),
         .suffix = tr(" MiB"),
         .sliderLow = 1,
         .sliderHigh = 1024,
         .spinLow = app::optionRow("kv_cache_mib").low,
         .spinHigh = app::optionRow("kv_cache_mib").high,
         .step = 1,
         .decimals = 1,
         .logarithmic = true,
         .acts = Acts::Now},
        theme, box);
    m_utilization = new SliderSpin(
        {.name = tr("GPU memory"),
         .toolTip = tr("Share of the device's memory that the program may use: weights, workspace and KV cache."),
         .suffix = {},
         .sliderLow = 0.05,
         .sliderHigh = 0.98,
         .spinLow = app::optionRow("memory_utilization").low,
         .spinHigh = app::optionRow("memory_utilization").high,
         .step = 0.01,
         .decimals = 2,
         .logarithmic = false,
         .acts = Acts::Now},
        theme, box);
    m_utilization->hide();
    m_preflight = makeMuted({}, theme, box);
    m_preflight->setTextFormat(Qt::RichText);  // numbers and words of our own
    m_preflight->setAccessibleName(tr("What this choice gives"));
    m_preflight->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    layout->addWidget(m_traces);
    layout->addWidget(m_memory);
    layout->addWidget(m_utilization);
    layout->addWidget(m_preflight);
    return box;
}

void SetupPanel::connectSession() {
    connect(m_traces, &SliderSpin::committed, this,
            [this](double value) { m_session.setTraces(static_cast<int>(value)); });
    connect(m_memory, &SliderSpin::committed, this, [this](double mib) { m_session.setKvCache(mib); });
    connect(m_utilization, &SliderSpin::committed, this, [this] {
        if (m_session.model()) m_session.setKvCache(app::kvBytesFor(m_session.model()->memory, options()) / app::kMib);
    });
    for (SliderSpin* control : {m_traces, m_memory, m_utilization}) {
        connect(control, &SliderSpin::valueChanged, this, &SetupPanel::updatePreflight);
    }
    connect(m_preflight, &QLabel::linkActivated, this, &SetupPanel::takeOffer);
    connect(m_sampling, &SamplingBox::changed, this, &SetupPanel::updatePreflight);
    connect(m_prompt, &PromptBox::changed, this, &SetupPanel::updatePreflight);
    connect(&m_theme, &Theme::changed, this, &SetupPanel::updatePreflight);
    connect(m_problem, &ProblemBox::problemChanged, this, &SetupPanel::updatePreflight);
    connect(&m_session, &SessionController::loadProgress, m_model, &ModelBox::showLoading);
    connect(&m_session, &SessionController::modelPriced, this, [this] {
        if (const auto weights = m_session.order().weights) m_model->weights().setChoice(*weights);
        updatePreflight();
    });
    connect(&m_session, &SessionController::modelReady, this, [this] {
        m_model->showModel(m_session.model());
        m_model->showScorer(m_session.scorer(), m_session.model());
        updatePreflight();
    });
    connect(&m_session, &SessionController::refused, this, [this](const QString& what) {
        if (what != "model"_L1) return;
        m_model->showModel(m_session.model());  // its weights, too
        updatePreflight();
    });
    connect(&m_model->weights(), &WeightsBox::chosen, this, &SetupPanel::updatePreflight);
    connect(&m_session, &SessionController::scorerReady, this,
            [this] { m_model->showScorer(m_session.scorer(), m_session.model()); });
    connect(&m_session, &SessionController::statusChanged, this,
            [this] { m_model->showMay(m_session.whyNot(Action::LoadModel), m_session.whyNot(Action::LoadScorer)); });
}

void SetupPanel::setOptions(const app::RunOptions& options) {
    m_options = options;
    m_traces->setValue(options.traces);
    m_utilization->setValue(options.memoryUtilization);
    // Without a cap, what a run on the CPU would take anyway.
    std::optional<double> mib = options.kvCacheMib;
    if (!mib && !onGpu() && !onServer() && m_session.model())
        mib = std::floor(app::kvBytesFor(m_session.model()->memory, options) / app::kMib * 10) / 10;
    if (mib) {
        m_memory->setSliderRange(std::max(*mib / 16, 0.05), *mib * 16);
        m_memory->setValue(*mib);
    }
    m_prompt->setOptions(options);
    m_sampling->setOptions(options);
    m_isFilledIn = m_session.model().has_value();
    updatePreflight();
}

app::RunOptions SetupPanel::options() const {
    app::RunOptions options = m_options;
    options.traces = static_cast<int>(std::lround(m_traces->value()));
    if (onServer()) {
        options.kvCacheMib.reset();
    } else if (onGpu()) {
        options.memoryUtilization = m_utilization->value();
    } else {
        options.kvCacheMib = m_memory->value();
    }
    m_prompt->writeTo(options);
    m_sampling->writeTo(options);
    options.weights = m_model->weights().choice();
    return options;
}

void SetupPanel::setPolicy(app::PolicyKind policy) {
    m_options.policy = policy;
    updatePreflight();
}

bool SetupPanel::onGpu() const {
    return m_session.memory() && m_session.memory()->backend == "cuda";
}

bool SetupPanel::onServer() const {
    return m_session.model() && m_session.model()->server;
}

/// From the last run of the same problem, else a guess.
int SetupPanel::promptTokens() const {
    const app::RunStarted& header = m_session.latest().header;
    const QString problem = m_problem->problem();
    if (header.promptTokens > 0 && QString::fromStdString(header.problem) == problem) return header.promptTokens;
    return app::guessPromptTokens(static_cast<std::size_t>(problem.size()));
}

QString SetupPanel::preflightText() const {
    if (!m_isFilledIn || !m_session.memory()) return tr("The memory plan appears when the model is ready.");
    if (onServer()) return memoryTextOf(*m_session.model()->server, options());
    return planText(app::planMemory(*m_session.memory(), options(), promptTokens())) + offersText();
}

QString SetupPanel::offersText() const {
    const app::RunOptions wanted = options();
    QString text;
    for (std::size_t i = 0; i < m_offers.size(); ++i)
        text += tr("<br>Fits: <a href='%1' style='color:%2'>%3</a> (%4)")
                    .arg(i)
                    .arg(m_theme.colors().accent.name(), settingText(m_offers[i], wanted), priceText(m_offers[i]));
    return text;
}

/// Sets the controls to it; other weights load the model again.
void SetupPanel::takeOffer(const QString& link) {
    const auto number = static_cast<std::size_t>(link.toUInt());
    if (number >= m_offers.size()) return;
    const app::RunOptions offered = m_offers[number].options;
    setOptions(offered);
    m_model->weights().choose(offered.weights);
    updatePreflight();
}

QString SetupPanel::planText(const app::MemoryPlan& plan) const {
    const QString bad = m_theme.colors().bad.name();
    const QString weights =
        plan.weights.empty() ? formatBytes(plan.weightBytes)
                             : tr("%1 as %2").arg(formatBytes(plan.weightBytes), QString::fromStdString(plan.weights));
    QString text = tr("Weights %1 \u00b7 workspace %2 \u00b7 <b>KV %3</b> as %4 = %5 tokens")
                       .arg(weights, formatBytes(plan.workspaceBytes), formatBytes(plan.kvBytes),
                            QString::fromLatin1(kernels::nameOf(plan.kvType)), formatCount(plan.tokens));
    if (plan.otherTokens > 0)
        text +=
            tr(" (%1: %2)").arg(QString::fromLatin1(kernels::nameOf(plan.otherType)), formatCount(plan.otherTokens));
    text +=
        onGpu() && plan.otherBytes > 0
            ? tr(" \u00b7 device %1, others use %2").arg(formatBytes(plan.deviceBytes), formatBytes(plan.otherBytes))
            : tr(" \u00b7 device %1").arg(formatBytes(plan.deviceBytes));
    text += u"<br>"_s;
    switch (plan.verdict) {
        case app::MemoryVerdict::ModelTooLarge:
            return text + tr("<b style='color:%1'>Too large:</b> weights and workspace alone do not fit this device.")
                              .arg(bad);
        case app::MemoryVerdict::TooLittleKv:
            text += tr("<b style='color:%1'>Too little:</b> the prompt and one block per trace take %2.")
                        .arg(bad, formatBytes(plan.leastKvBytes));
            if (plan.mostTraces >= 1) text += u' ' + tr("n = %1 fits.").arg(plan.mostTraces);
            return text;
        case app::MemoryVerdict::PromptTooLong:
            return text +
                   tr("<b style='color:%1'>Too long:</b> the problem takes about %2 tokens, the model's context is %3.")
                       .arg(bad, formatCount(plan.promptTokens), formatCount(plan.contextTokens));
        case app::MemoryVerdict::BeyondLimit:
            return text + tr("<b style='color:%1'>Too large:</b> this process can reserve only %2 for the KV cache.")
                              .arg(bad, formatBytes(plan.roomKvBytes));
        case app::MemoryVerdict::BeyondMemory:
            return text + tr("With n = %1, the traces can fill %2 of KV cache: <b style='color:%3'>%4 of memory are "
                             "free for it.</b>")
                              .arg(plan.traces)
                              .arg(formatBytes(plan.filledKvBytes), bad, formatBytes(plan.roomKvBytes));
        case app::MemoryVerdict::Saturates:
            return text + tr("With n = %1, memory saturates near <b style='color:%2'>%3 tokens per trace</b>.")
                              .arg(plan.traces)
                              .arg(bad, formatCount(plan.tokensPerTrace));
        case app::MemoryVerdict::NeverSaturates:
            return text + tr("With n = %1, every trace can reach its limit of %2 tokens: memory never saturates.")
                              .arg(plan.traces)
                              .arg(formatCount(plan.tokenLimit));
    }
    return text;
}

/// The control that counts on the model's device, and what it gives.
void SetupPanel::updatePreflight() {
    m_memory->setVisible(!onGpu() && !onServer());
    m_utilization->setVisible(onGpu());
    for (SliderSpin* control : {m_traces, m_memory, m_utilization}) control->setKnown(m_isFilledIn);
    m_offers.clear();
    if (m_isFilledIn && m_session.memory() && !onServer())
        m_offers = app::findOffers(*m_session.memory(), options(), promptTokens());
    setTextIfChanged(m_preflight, preflightText());
}

void SetupPanel::refresh() {
    m_figures->refresh();
}

}  // namespace ui

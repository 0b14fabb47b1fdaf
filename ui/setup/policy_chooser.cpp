#include "ui/setup/policy_chooser.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QScreen>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/run/policy_table.h"
#include "ui/paint/widgets.h"

using namespace Qt::StringLiterals;

namespace ui {

PolicyChooser::PolicyChooser(const Theme& theme, QWidget* parent) : QToolButton(parent), m_theme(theme) {
    setObjectName(u"policy"_s);
    setFocusPolicy(Qt::TabFocus);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    buildSheet();
    connect(this, &QToolButton::clicked, this, &PolicyChooser::open);
    setOptions({});
}

QWidget* PolicyChooser::sheet() const {
    return m_sheet;
}

void PolicyChooser::buildSheet() {
    m_sheet = new QFrame(this, Qt::Popup);
    m_sheet->setObjectName(u"policySheet"_s);
    m_sheet->setAccessibleName(tr("Policies"));
    auto* row = new QHBoxLayout(m_sheet);
    row->setContentsMargins(12, 12, 14, 12);
    row->setSpacing(14);
    m_list = new QListWidget(m_sheet);
    m_list->setAccessibleName(tr("Policy of the next run"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (const app::PolicyRow& policy : app::policyRows()) {
        auto* item = new QListWidgetItem(QString::fromUtf8(policy.title), m_list);
        item->setData(Qt::UserRole, int(policy.kind));
        item->setToolTip(tr("Command line: --policy %1").arg(QLatin1StringView(policy.name)));
    }
    m_list->setSpacing(3);
    m_list->setFixedWidth(m_list->sizeHintForColumn(0) + 28);
    row->addWidget(m_list);

    auto* column = new QVBoxLayout;
    column->setSpacing(8);
    m_title = makeText({}, m_sheet);
    QFont bold = m_theme.base();
    bold.setBold(true);
    m_title->setFont(bold);
    m_text = makeText({}, m_sheet);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setFixedWidth(420);
    m_text->setMinimumHeight(9 * m_text->fontMetrics().lineSpacing());
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(5);
    grid->setColumnStretch(0, 1);
    buildParameters(grid);
    m_noParameters = makeMuted(tr("No parameters of its own."), m_theme, m_sheet);
    m_reset = new QPushButton(tr("Back to the defaults"), m_sheet);
    connect(m_reset, &QPushButton::clicked, this, [this] { fill(m_defaults); });
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addLayout(grid);
    column->addWidget(m_noParameters);
    column->addStretch(1);
    column->addWidget(m_reset, 0, Qt::AlignRight);
    row->addLayout(column, 1);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int at) {
        if (at < 0) return;
        m_policy = static_cast<app::PolicyKind>(m_list->item(at)->data(Qt::UserRole).toInt());
        showPolicy();
        Q_EMIT chosen(m_policy);
    });
    connect(m_list, &QListWidget::itemActivated, m_sheet, &QWidget::hide);
    connect(m_list, &QListWidget::itemDoubleClicked, m_sheet, &QWidget::hide);
}

void PolicyChooser::buildParameters(QGridLayout* grid) {
    using Options = app::RunOptions;
    const auto slim = [](app::PolicyKind kind) { return app::policyRow(kind).comparesThoughts; };
    const auto refills = [](app::PolicyKind kind) { return app::policyRow(kind).refills; };
    const auto deepConf = [](app::PolicyKind kind) { return app::policyRow(kind).watchesConfidence; };
    const auto of = [](auto belongs, auto read, auto write) { return Parameter{belongs, read, write}; };
    addParameter(grid, tr("Warm-up traces"), tr("They run to their end and set the threshold"), 1, 4096, 0,
                 of(
                     deepConf, [](const Options& o) { return o.deepconf.warmup; },
                     [](Options& o, double v) { o.deepconf.warmup = static_cast<int>(v); }));
    addParameter(grid, tr("Window, tokens"), tr("Tokens in a group; no trace stops before it has so many"), 1, 1e7, 0,
                 of(
                     deepConf, [](const Options& o) { return o.deepconf.window; },
                     [](Options& o, double v) { o.deepconf.window = static_cast<int>(v); }));
    addParameter(grid, tr("Percentile"), tr("Of the warm-up traces' lowest group confidences: the threshold"), 0, 100,
                 0,
                 of(
                     deepConf, [this](const Options& o) { return scorer::percentileOf(m_policy, o.deepconf); },
                     [](Options& o, double v) { o.deepconf.percentile = v; }));
    addParameter(grid, tr("Similarity"), tr("Cosine above which two thoughts are alike"), -1, 1, 3,
                 of(
                     slim, [](const Options& o) { return o.slim.similarity; },
                     [](Options& o, double v) { o.slim.similarity = v; }));
    addParameter(grid, tr("Thought, least tokens"), tr("Shorter steps are no thoughts"), 1, 1e7, 0,
                 of(
                     slim, [](const Options& o) { return o.slim.minTokens; },
                     [](Options& o, double v) { o.slim.minTokens = static_cast<int>(v); }));
    addParameter(
        grid, tr("Delay, share of the longest"),
        tr("A trace takes part from this share of the longest running trace's tokens on"), 0, 1, 2,
        of(
            slim, [](const Options& o) { return o.slim.delay; }, [](Options& o, double v) { o.slim.delay = v; }));
    addParameter(grid, tr("Passes between refills"), tr("How often branches are considered"), 1, 1e7, 0,
                 of(
                     refills, [](const Options& o) { return o.refill.rounds; },
                     [](Options& o, double v) { o.refill.rounds = static_cast<int>(v); }));
    addParameter(grid, tr("Own tokens of a parent"),
                 tr("A trace may branch once it has written so many tokens of its own"), 0, 1e7, 0,
                 of(
                     refills, [](const Options& o) { return o.refill.minTokens; },
                     [](Options& o, double v) { o.refill.minTokens = static_cast<int>(v); }));
    m_refillRuleName = makeText(tr("Rule"), m_sheet);
    m_refillRule = new QComboBox(m_sheet);
    m_refillRule->setAccessibleName(tr("Rule of the refill"));
    m_refillRule->addItem(tr("this program's"), int(app::RefillRule::Ours));
    m_refillRule->addItem(tr("Gambit's"), int(app::RefillRule::Gambit));
    m_refillRule->addItem(tr("Gambit's, random parents"), int(app::RefillRule::GambitRandom));
    m_refillRuleName->setBuddy(m_refillRule);
    for (QWidget* part : std::initializer_list<QWidget*>{m_refillRuleName, m_refillRule})
        part->setToolTip(tr("Which traces branch and which give way to them"));
    const int row = grid->rowCount();
    grid->addWidget(m_refillRuleName, row, 0);
    grid->addWidget(m_refillRule, row, 1, 1, 2);
    m_prefixReuse = new QCheckBox(tr("Resume from blocks that nobody has overwritten"), m_sheet);
    m_prefixReuse->setToolTip(
        tr("A trace that had to wait for memory finds part of its cache again. Off: all of it is computed again."));
    grid->addWidget(m_prefixReuse, row + 1, 0, 1, 3);
    m_consensus = new QCheckBox(tr("Stop once 95 % of the weight agrees"), m_sheet);
    m_consensus->setToolTip(tr("After the warm-up: stop the run when the leader has that share of the vote's weight"));
    grid->addWidget(m_consensus, grid->rowCount(), 0, 1, 3);
}

void PolicyChooser::addParameter(QGridLayout* grid, const QString& name, const QString& toolTip, double low,
                                 double high, int decimals, Parameter parameter) {
    parameter.label = makeText(name, m_sheet);
    parameter.spin = new QDoubleSpinBox(m_sheet);
    parameter.spin->setLocale(QLocale::c());
    parameter.spin->setButtonSymbols(QAbstractSpinBox::NoButtons);
    parameter.spin->setAlignment(Qt::AlignRight);
    parameter.spin->setDecimals(decimals);
    parameter.decimals = decimals;
    parameter.spin->setRange(low, high);
    parameter.spin->setFixedWidth(92);
    parameter.spin->setAccessibleName(name);
    parameter.fallback = makeMuted({}, m_theme, m_sheet);
    parameter.label->setBuddy(parameter.spin);
    for (QWidget* part : std::initializer_list<QWidget*>{parameter.label, parameter.spin, parameter.fallback})
        part->setToolTip(toolTip);
    const int row = grid->rowCount();
    grid->addWidget(parameter.label, row, 0);
    grid->addWidget(parameter.spin, row, 1);
    grid->addWidget(parameter.fallback, row, 2);
    m_parameters.push_back(std::move(parameter));
}

void PolicyChooser::setPolicy(app::PolicyKind policy) {
    m_policy = policy;
    const QSignalBlocker quiet(m_list);
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(Qt::UserRole).toInt() == int(policy)) m_list->setCurrentRow(row);
    }
    showPolicy();
}

void PolicyChooser::setOptions(const app::RunOptions& options) {
    m_defaults = options;
    setPolicy(options.policy);
    fill(options);
}

void PolicyChooser::fill(const app::RunOptions& options) {
    for (Parameter& parameter : m_parameters) showExactly(parameter.spin, parameter.read(options), parameter.decimals);
    m_refillRule->setCurrentIndex(m_refillRule->findData(int(options.refillRule)));
    m_prefixReuse->setChecked(options.prefixReuse);
    m_consensus->setChecked(options.consensusStop);
}

void PolicyChooser::writeTo(app::RunOptions& options) const {
    options.policy = m_policy;
    for (const Parameter& parameter : m_parameters) {
        // What equals the default is left alone: a percentile that was not given stays the policy's own.
        const bool differs = std::abs(parameter.spin->value() - parameter.read(options)) > 1e-9;
        if (parameter.belongsTo(m_policy) && differs) parameter.write(options, parameter.spin->value());
    }
    options.consensusStop = app::policyRow(m_policy).watchesConfidence && m_consensus->isChecked();
}

/// Texts, and only the parameters that belong to the policy.
void PolicyChooser::showPolicy() {
    const app::PolicyRow& row = app::policyRow(m_policy);
    const QString title = QString::fromUtf8(row.title);
    const QString explanation = QString::fromUtf8(row.explanation);
    setText(title + u" \u25be"_s);
    setAccessibleName(tr("Policy of the next run: %1").arg(title));
    setToolTip(explanation + u"\n\n"_s +
               tr("Click to choose another one (Alt+1 to Alt+%1)").arg(std::min(9, m_list->count())));
    m_title->setText(title);
    m_text->setText(explanation);
    bool any = false;
    for (Parameter& parameter : m_parameters) {
        const bool visible = parameter.belongsTo(m_policy);
        any = any || visible;
        for (QWidget* part : std::initializer_list<QWidget*>{parameter.label, parameter.spin, parameter.fallback})
            part->setVisible(visible);
        const double value = parameter.read(m_defaults);
        parameter.fallback->setText(tr("default %1").arg(QLocale::c().toString(value, 'g', 8)));
    }
    // The two DeepConfs differ in their percentile alone.
    if (app::policyRow(m_policy).watchesConfidence) {
        showExactly(m_parameters[2].spin, m_parameters[2].read(m_defaults), m_parameters[2].decimals);
    }
    const bool refills = row.refills;
    const bool waits = m_policy == app::PolicyKind::SelfConsistency;
    any = any || waits;
    m_refillRuleName->setVisible(refills);
    m_refillRule->setVisible(refills);
    m_prefixReuse->setVisible(waits);
    m_consensus->setVisible(app::policyRow(m_policy).watchesConfidence);
    m_noParameters->setVisible(!any);
    m_reset->setVisible(any);
}

void PolicyChooser::open() {
    m_sheet->adjustSize();
    QPoint at = mapToGlobal(QPoint(0, height() + 4));
    if (const QScreen* on = screen()) {
        const QRect room = on->availableGeometry();
        at.setX(std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - m_sheet->width())));
    }
    m_sheet->move(at);
    m_sheet->show();
    m_list->setFocus(Qt::PopupFocusReason);
}

}  // namespace ui

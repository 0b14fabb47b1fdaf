#include "ui/setup/policy_chooser.h"

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
#include <string_view>

#include "app/run/policy_table.h"
#include "ui/paint/app_text.h"
#include "ui/paint/widget_rules.h"
#include "ui/paint/widgets.h"
#include "ui/setup/option_control.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr double kNumberLetters = 11;
constexpr double kTextLetters = 50;
constexpr double kTextLines = 9;

double numberOf(const app::OptionValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    return std::get<double>(value);
}

}  // namespace

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
        auto* item = new QListWidgetItem(appText(policy.title), m_list);
        item->setData(Qt::UserRole, int(policy.kind));
        item->setToolTip(tr("Command line: --policy %1").arg(QLatin1StringView(policy.name)));
    }
    m_list->setSpacing(3);
    row->addWidget(m_list);

    auto* column = new QVBoxLayout;
    column->setSpacing(8);
    m_title = makeText({}, m_sheet);
    m_theme.follow(m_title, TextRole::Strong);
    m_text = makeText({}, m_sheet);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
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
    m_notPossible = makeMuted({}, m_theme, m_sheet);
    m_notPossible->setAccessibleName(tr("Policies that are not possible"));
    m_notPossible->hide();
    column->addWidget(m_notPossible);
    column->addWidget(m_reset, 0, Qt::AlignRight);
    row->addLayout(column, 1);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int at) {
        if (at < 0) return;
        m_policy = static_cast<app::PolicyKind>(m_list->item(at)->data(Qt::UserRole).toInt());
        showPolicy();
        Q_EMIT chosen(m_policy);
    });
    m_theme.whenever(m_sheet, [this] {
        m_list->setFixedWidth(m_list->sizeHintForColumn(0) + 28);
        m_text->setFixedWidth(m_theme.letters(kTextLetters));
        m_text->setMinimumHeight(m_theme.lines(kTextLines));
    });
    connect(m_list, &QListWidget::itemActivated, m_sheet, &QWidget::hide);
    connect(m_list, &QListWidget::itemDoubleClicked, m_sheet, &QWidget::hide);
}

/// Of every group that belongs to a policy. The probe's options stand with the sampling: it goes with any policy.
void PolicyChooser::buildParameters(QGridLayout* grid) {
    for (const app::OptionRow& row : app::optionTable()) {
        const bool isOfPolicy = row.group != app::OptionGroup::EveryRun && row.group != app::OptionGroup::Probe;
        if (isOfPolicy && row.label) addParameter(grid, row);
    }
}

void PolicyChooser::addParameter(QGridLayout* grid, const app::OptionRow& row) {
    Parameter parameter{.control = new OptionControl(row, m_sheet)};
    QWidget* editor = parameter.control->editor();
    const int line = grid->rowCount();
    if (!parameter.control->label()) {
        grid->addWidget(editor, line, 0, 1, 3);
    } else {
        grid->addWidget(parameter.control->label(), line, 0);
        if (row.kind == app::OptionKind::Word) {
            grid->addWidget(editor, line, 1, 1, 2);
        } else {
            m_theme.whenever(editor, [this, editor] { editor->setFixedWidth(m_theme.letters(kNumberLetters)); });
            parameter.fallback = makeMuted({}, m_theme, m_sheet);
            parameter.fallback->setToolTip(editor->toolTip());
            grid->addWidget(editor, line, 1);
            grid->addWidget(parameter.fallback, line, 2);
        }
    }
    m_parameters.push_back(parameter);
}

bool PolicyChooser::concerns(const Parameter& parameter) const {
    return app::belongsTo(parameter.control->row().group, m_policy, false);
}

void PolicyChooser::setPolicy(app::PolicyKind policy) {
    m_policy = policy;
    const QSignalBlocker quiet(m_list);
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(Qt::UserRole).toInt() == int(policy)) m_list->setCurrentRow(row);
    }
    showPolicy();
}

void PolicyChooser::setReasons(const std::map<app::PolicyKind, QString>& reasons) {
    m_reasons = reasons;
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem* item = m_list->item(row);
        const auto kind = static_cast<app::PolicyKind>(item->data(Qt::UserRole).toInt());
        const auto why = m_reasons.find(kind);
        const bool isFree = why == m_reasons.end();
        item->setFlags(isFree ? item->flags() | Qt::ItemIsEnabled : item->flags() & ~Qt::ItemIsEnabled);
        const QString word = tr("Command line: --policy %1").arg(QLatin1StringView(app::policyRow(kind).name));
        item->setToolTip(isFree ? word : wrapToolTip(tr("Not possible: %1").arg(why->second)));
    }
    QStringList lines;
    for (const auto& [kind, why] : m_reasons) lines << tr("\u2717 %1.").arg(why);
    m_notPossible->setText(lines.join(u'\n'));
    m_notPossible->setVisible(!lines.isEmpty());
}

void PolicyChooser::setOptions(const app::RunOptions& options) {
    m_defaults = options;
    showOptions(options);
}

void PolicyChooser::showOptions(const app::RunOptions& options) {
    setPolicy(options.policy);
    fill(options);
}

void PolicyChooser::fill(const app::RunOptions& options) {
    app::RunOptions shown = options;
    shown.policy = m_policy;  // the percentile is the policy's own where none was given
    for (const Parameter& parameter : m_parameters) parameter.control->show(shown);
}

void PolicyChooser::writeTo(app::RunOptions& options) const {
    options.policy = m_policy;
    for (const Parameter& parameter : m_parameters) {
        if (concerns(parameter)) parameter.control->writeTo(options);
    }
}

/// A percentile that nobody gave is the policy's own.
void PolicyChooser::writeAllTo(app::RunOptions& options) const {
    options.policy = m_policy;
    for (const Parameter& parameter : m_parameters) {
        const bool isOwn = parameter.control->row().key == std::string_view("percentile");
        if (!isOwn || concerns(parameter)) parameter.control->writeTo(options);
    }
}

/// Texts, and only the parameters that belong to the policy.
void PolicyChooser::showPolicy() {
    const app::PolicyRow& row = app::policyRow(m_policy);
    const QString title = appText(row.title);
    const QString explanation = appText(row.explanation);
    setText(title + u" \u25be"_s);
    setAccessibleName(tr("Policy of the next run: %1").arg(title));
    setToolTip(explanation + u"\n\n"_s +
               tr("Click to choose another one (Alt+1 to Alt+%1)").arg(std::min(9, m_list->count())));
    m_title->setText(title);
    m_text->setText(explanation);
    app::RunOptions defaults = m_defaults;
    defaults.policy = m_policy;
    bool any = false;
    for (const Parameter& parameter : m_parameters) {
        const bool visible = concerns(parameter);
        any = any || visible;
        parameter.control->setVisible(visible);
        if (parameter.fallback) {
            parameter.fallback->setVisible(visible);
            const double value = numberOf(parameter.control->row().inForce(defaults));
            parameter.fallback->setText(tr("default %1").arg(QLocale::c().toString(value, 'g', 8)));
        }
        // The two DeepConfs differ in their percentile alone.
        if (parameter.control->row().key == std::string_view("percentile")) parameter.control->show(defaults);
    }
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

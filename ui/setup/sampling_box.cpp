#include "ui/setup/sampling_box.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <string_view>

#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"
#include "ui/setup/option_control.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr double kEditorLetters = 13;
constexpr int kProbeIndent = 20;

/// Named in the line that sums up, whatever they are.
bool isAlwaysNamed(std::string_view key) {
    return key == "temperature" || key == "top_p" || key == "top_k" || key == "max_tokens" || key == "seed";
}

/// How the line that sums up names an option that is not as the program has it.
QString summaryOf(const OptionControl& control) {
    const std::string_view key = control.row().key;
    if (key == "answers") return SamplingBox::tr("answers %1").arg(control.text());
    if (key == "vote_lock") return SamplingBox::tr("vote lock");
    if (key == "beta_stop") return SamplingBox::tr("Beta stop");
    if (control.label()) return SamplingBox::tr("%1: %2").arg(lowered(control.name()), control.text());
    if (key == "score_after_think") return SamplingBox::tr("no scores after </think>");
    return languageCode() == "en"_L1 ? control.name().left(1).toLower() + control.name().mid(1) : control.name();
}

}  // namespace

SamplingBox::SamplingBox(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(buildHead(theme));
    m_summary = makeMuted({}, theme, this);
    layout->addWidget(m_summary);

    m_body = new QWidget(this);
    auto* lines = new QVBoxLayout(m_body);
    lines->setContentsMargins(0, 2, 0, 0);
    lines->setSpacing(5);
    m_probe = new QWidget(m_body);
    auto* probeLines = new QVBoxLayout(m_probe);
    probeLines->setContentsMargins(kProbeIndent, 0, 0, 2);
    probeLines->setSpacing(5);
    for (const app::OptionRow& row : app::optionTable()) {
        if (!row.label) continue;
        if (row.group == app::OptionGroup::EveryRun) addControl(lines, new OptionControl(row, m_body));
        if (row.group == app::OptionGroup::Probe) addControl(probeLines, new OptionControl(row, m_probe));
    }
    lines->addWidget(m_probe);
    layout->addWidget(m_body);

    auto* probes = qobject_cast<QCheckBox*>(control("consensus_probe").editor());
    connect(probes, &QCheckBox::toggled, m_probe, &QWidget::setVisible);
    m_probe->hide();
    connect(&control("probe_setting"), &OptionControl::changed, this, &SamplingBox::takeProbeSetting);
    connect(this, &SamplingBox::changed, this, &SamplingBox::updateSummary);
    connect(m_toggle, &QToolButton::toggled, this, [this](bool open) {
        m_body->setVisible(open);
        m_summary->setVisible(!open);
        m_toggle->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    });
    m_body->hide();
    setOptions({});
}

QHBoxLayout* SamplingBox::buildHead(const Theme& theme) {
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
    return head;
}

void SamplingBox::addControl(QBoxLayout* layout, OptionControl* control) {
    m_controls.push_back(control);
    connect(control, &OptionControl::changed, this, &SamplingBox::changed);
    QWidget* editor = control->editor();
    if (!control->label()) {
        layout->addWidget(editor);
        return;
    }
    // Not in columns: a wide control may lie beside a short name.
    m_theme.whenever(editor, [this, editor] {
        const int ofWords = qobject_cast<QComboBox*>(editor) ? editor->sizeHint().width() : 0;
        editor->setFixedWidth(std::max(m_theme.letters(kEditorLetters), ofWords));
    });
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(control->label(), 1);
    line->addWidget(editor);
    layout->addLayout(line);
}

OptionControl& SamplingBox::control(const char* key) const {
    const auto at = std::ranges::find_if(
        m_controls, [key](const OptionControl* control) { return control->row().key == std::string_view(key); });
    Q_ASSERT(at != m_controls.end());
    return **at;
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
    m_options = options;
    for (OptionControl* control : m_controls) control->show(options);
    updateSummary();
}

/// Counts that were the old setting's become those of the new one.
void SamplingBox::takeProbeSetting() {
    const OptionControl& setting = control("probe_setting");
    if (!setting.differsFrom(m_options)) return;
    for (const OptionControl* control : m_controls) {
        if (control != &setting) control->writeTo(m_options);
    }
    setting.writeTo(m_options);
    for (OptionControl* control : m_controls) control->show(m_options);
}

void SamplingBox::writeTo(app::RunOptions& options) const {
    // In the table's order: a setting of the probe comes before the counts that refine it.
    for (const OptionControl* control : m_controls) control->writeTo(options);
}

void SamplingBox::updateSummary() {
    QStringList parts{tr("temperature %1").arg(control("temperature").text()),
                      tr("top-p %1").arg(control("top_p").text()), tr("top-k %1").arg(control("top_k").text()),
                      tr("max %1 tokens").arg(formatCount(control("max_tokens").text().toInt())),
                      tr("seed %1").arg(control("seed").text())};
    for (const OptionControl* control : m_controls) {
        const bool isOfRun = control->row().group == app::OptionGroup::EveryRun && !isAlwaysNamed(control->row().key);
        if (isOfRun && control->differsFrom(app::RunOptions{})) parts << summaryOf(*control);
    }
    m_summary->setText(parts.join(u" \u00b7 "_s));
}

}  // namespace ui

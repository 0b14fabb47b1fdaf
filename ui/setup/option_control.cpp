#include "ui/setup/option_control.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>
#include <QValidator>
#include <algorithm>
#include <cmath>

#include "ui/paint/app_text.h"
#include "ui/paint/widgets.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr double kSameReal = 1e-9;

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

void look(QAbstractSpinBox* spin) {
    spin->setLocale(QLocale::c());
    spin->setButtonSymbols(QAbstractSpinBox::NoButtons);
    spin->setAlignment(Qt::AlignRight);
}

bool isSame(const app::OptionValue& a, const app::OptionValue& b) {
    const double* x = std::get_if<double>(&a);
    const double* y = std::get_if<double>(&b);
    return x && y ? std::abs(*x - *y) <= kSameReal : a == b;
}

}  // namespace

OptionControl::OptionControl(const app::OptionRow& row, QWidget* parent) : QObject(parent), m_row(row) {
    switch (row.kind) {
        case app::OptionKind::Flag:
        case app::OptionKind::Truth: makeCheckBox(parent); break;
        case app::OptionKind::Whole: makeWholeBox(parent); break;
        case app::OptionKind::Seed: makeSeedField(parent); break;
        case app::OptionKind::Word: makeWordBox(parent); break;
        default: makeRealBox(parent);
    }
    if (!qobject_cast<QCheckBox*>(m_editor)) {
        m_label = makeText(name(), parent);
        m_label->setBuddy(m_editor);
    }
    m_editor->setAccessibleName(row.group == app::OptionGroup::Probe ? tr("Consensus probe: %1").arg(name()) : name());
    const QString toolTip = appText(row.toolTip ? row.toolTip : row.help);
    for (QWidget* part : std::initializer_list<QWidget*>{m_editor, m_label}) {
        if (part) part->setToolTip(toolTip);
    }
}

QString OptionControl::name() const {
    return appText(m_row.label);
}

void OptionControl::setVisible(bool visible) {
    m_editor->setVisible(visible);
    if (m_label) m_label->setVisible(visible);
}

void OptionControl::show(const app::RunOptions& options) {
    m_show(m_row.inForce(options));
}

void OptionControl::writeTo(app::RunOptions& options) const {
    if (differsFrom(options)) m_row.set(options, m_value());
}

bool OptionControl::differsFrom(const app::RunOptions& options) const {
    return !isSame(m_value(), m_row.inForce(options));
}

QString OptionControl::text() const {
    return m_text();
}

void OptionControl::makeCheckBox(QWidget* parent) {
    auto* box = new QCheckBox(name(), parent);
    m_show = [box](const app::OptionValue& value) { box->setChecked(std::get<bool>(value)); };
    m_value = [box]() -> app::OptionValue { return box->isChecked(); };
    m_text = [box] { return box->text(); };
    connect(box, &QCheckBox::toggled, this, &OptionControl::changed);
    m_editor = box;
}

void OptionControl::makeWholeBox(QWidget* parent) {
    auto* spin = new QSpinBox(parent);
    look(spin);
    spin->setRange(static_cast<int>(m_row.low), static_cast<int>(m_row.high));
    spin->setSuffix(appText(m_row.suffix));
    m_show = [spin](const app::OptionValue& value) {
        showExactly(spin, static_cast<int>(std::get<std::int64_t>(value)));
    };
    m_value = [spin]() -> app::OptionValue { return std::int64_t{spin->value()}; };
    m_text = [spin] { return spin->text(); };
    connect(spin, &QSpinBox::valueChanged, this, &OptionControl::changed);
    m_editor = spin;
}

void OptionControl::makeRealBox(QWidget* parent) {
    auto* spin = new QDoubleSpinBox(parent);
    look(spin);
    spin->setDecimals(m_row.decimals);
    spin->setRange(m_row.low, m_row.high);
    spin->setSingleStep(m_row.step);
    spin->setSuffix(appText(m_row.suffix));
    m_show = [spin, decimals = m_row.decimals](const app::OptionValue& value) {
        showExactly(spin, std::get<double>(value), decimals);
    };
    m_value = [spin]() -> app::OptionValue { return spin->value(); };
    m_text = [spin] { return spin->text(); };
    connect(spin, &QDoubleSpinBox::valueChanged, this, &OptionControl::changed);
    m_editor = spin;
}

/// 64 bits: more than a spin box holds.
void OptionControl::makeSeedField(QWidget* parent) {
    auto* field = new QLineEdit(parent);
    field->setValidator(new SeedValidator(field));
    field->setAlignment(Qt::AlignRight);
    m_show = [field](const app::OptionValue& value) {
        field->setText(QString::number(std::get<std::uint64_t>(value)));
    };
    m_value = [field]() -> app::OptionValue { return std::uint64_t{field->text().toULongLong()}; };
    m_text = [field] { return field->text(); };
    connect(field, &QLineEdit::textChanged, this, &OptionControl::changed);
    m_editor = field;
}

void OptionControl::makeWordBox(QWidget* parent) {
    auto* box = new QComboBox(parent);
    for (const app::OptionWord& word : m_row.words) {
        if (word.label) box->addItem(appText(word.label), static_cast<qlonglong>(word.value));
    }
    m_show = [box](const app::OptionValue& value) {
        box->setCurrentIndex(box->findData(static_cast<qlonglong>(std::get<std::int64_t>(value))));
    };
    m_value = [box]() -> app::OptionValue { return std::int64_t{box->currentData().toLongLong()}; };
    m_text = [box] { return box->currentText(); };
    connect(box, &QComboBox::currentIndexChanged, this, &OptionControl::changed);
    m_editor = box;
}

}  // namespace ui

#include "ui/compare/compare_plan_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/study/comparison_folder.h"
#include "ui/paint/widgets.h"

using namespace Qt::StringLiterals;

namespace ui {

ComparePlanDialog::ComparePlanDialog(app::PolicyKind current, bool hasScorer, const Theme& theme, QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("Compare policies"));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(makeMuted(tr("The problem runs under each of these, one after another at full speed and with the "
                                   "same seed, memory and sampling. Choose two to four."),
                                theme, this));
    const app::PolicyKind other = current == app::kReferencePolicy ? app::PolicyKind::Step : current;
    for (const app::PolicyRow& row : app::policyRows()) {
        if (row.oneTrace) continue;  // there is nothing to lay beside others
        auto* box = new QCheckBox(QString::fromUtf8(row.title), this);
        box->setToolTip(QString::fromUtf8(row.clause));
        const bool possible = hasScorer || !row.needsScorer;
        box->setEnabled(possible);
        if (!possible) box->setToolTip(tr("Needs a step scorer, and none is loaded"));
        box->setChecked(possible && (row.kind == app::kReferencePolicy || row.kind == other));
        connect(box, &QCheckBox::toggled, this, &ComparePlanDialog::updateButtons);
        layout->addWidget(box);
        m_choices.push_back({row.kind, box});
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_run = buttons->addButton(tr("Compare"), QDialogButtonBox::AcceptRole);
    m_run->setProperty("primary", true);
    m_run->setDefault(true);
    restyle(m_run);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    setMinimumWidth(380);
    updateButtons();
}

std::vector<app::PolicyKind> ComparePlanDialog::policies() const {
    std::vector<app::PolicyKind> chosen;
    for (const Choice& choice : m_choices)
        if (choice.box->isChecked()) chosen.push_back(choice.policy);
    std::ranges::stable_partition(chosen, [](app::PolicyKind kind) { return kind == app::kReferencePolicy; });
    return chosen;
}

void ComparePlanDialog::updateButtons() {
    const std::size_t count = policies().size();
    m_run->setEnabled(count >= 2 && count <= static_cast<std::size_t>(app::kMostCompared));
}

}  // namespace ui

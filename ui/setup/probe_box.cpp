#include "ui/setup/probe_box.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/paint/widgets.h"

namespace ui {

ProbeBox::ProbeBox(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(5);
    m_on = new QCheckBox(tr("Consensus probe"), this);
    m_on->setToolTip(
        tr("Now and then the running traces are asked, on a side branch, what they would answer. The run stops on a "
           "lasting majority, and a trace that long disagrees with it goes. Not lossless (arXiv 2602.03845)."));
    m_rounds = new QWidget(this);
    auto* grid = new QGridLayout(m_rounds);
    grid->setContentsMargins(20, 0, 0, 2);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(5);
    grid->setColumnStretch(0, 1);
    m_every =
        addRounds(grid, tr("A round every"),
                  tr("Passes of the model between two rounds; a running trace writes a token a pass"), 1, 10'000'000);
    m_warmup = addRounds(grid, tr("Warm-up"), tr("Nobody stops or goes before so many rounds"), 0, 1'000'000);
    m_stable = addRounds(grid, tr("Run stops after"), tr("So many rounds in a row with the same majority end the run"),
                         1, 1'000'000);
    m_disagree =
        addRounds(grid, tr("Trace goes after"),
                  tr("A trace that disagrees with the majority in so many rounds in a row is given up"), 1, 1'000'000);
    m_every->setSuffix(tr(" passes"));
    for (QSpinBox* spin : {m_warmup, m_stable, m_disagree}) spin->setSuffix(tr(" rounds"));
    layout->addWidget(m_on);
    layout->addWidget(m_rounds);
    connect(m_on, &QCheckBox::toggled, m_rounds, &QWidget::setVisible);
    connect(m_on, &QCheckBox::toggled, this, &ProbeBox::changed);
    m_rounds->hide();
    setOptions({});
}

QSpinBox* ProbeBox::addRounds(QGridLayout* grid, const QString& name, const QString& toolTip, int low, int high) {
    auto* spin = new QSpinBox(m_rounds);
    spin->setLocale(QLocale::c());
    spin->setButtonSymbols(QAbstractSpinBox::NoButtons);
    spin->setAlignment(Qt::AlignRight);
    spin->setRange(low, high);
    spin->setFixedWidth(112);
    spin->setAccessibleName(tr("Consensus probe: %1").arg(name));
    QLabel* label = makeText(name, m_rounds);
    label->setBuddy(spin);
    for (QWidget* part : {static_cast<QWidget*>(label), static_cast<QWidget*>(spin)}) part->setToolTip(toolTip);
    const int row = grid->rowCount();
    grid->addWidget(label, row, 0);
    grid->addWidget(spin, row, 1);
    connect(spin, &QSpinBox::valueChanged, this, &ProbeBox::changed);
    return spin;
}

void ProbeBox::setOptions(const app::RunOptions& options) {
    m_on->setChecked(options.consensusProbe);
    showExactly(m_every, options.probe.everyPasses);
    showExactly(m_warmup, options.probe.warmupRounds);
    showExactly(m_stable, options.probe.stableRounds);
    showExactly(m_disagree, options.probe.disagreeRounds);
}

void ProbeBox::writeTo(app::RunOptions& options) const {
    options.consensusProbe = m_on->isChecked();
    options.probe.everyPasses = m_every->value();
    options.probe.warmupRounds = m_warmup->value();
    options.probe.stableRounds = m_stable->value();
    options.probe.disagreeRounds = m_disagree->value();
}

bool ProbeBox::isOn() const {
    return m_on->isChecked();
}

}  // namespace ui

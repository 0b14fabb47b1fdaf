#include "ui/lanes/run_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/lanes/run_words.h"
#include "ui/paint/widgets.h"

using namespace Qt::StringLiterals;

namespace ui {

RunLine::RunLine(const Theme& theme, QWidget* parent) : QWidget(parent) {
    setObjectName(u"runLine"_s);
    setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 6, 10, 6);
    row->setSpacing(10);
    auto* lines = new QVBoxLayout;
    lines->setSpacing(2);
    m_settings = new ElidedLabel(this);
    m_settings->setMostLines(2);
    m_settings->setAccessibleName(tr("Settings of the run shown"));
    m_outcome = makeMuted({}, theme, this);
    m_outcome->setAccessibleName(tr("How the run ended"));
    lines->addWidget(m_settings);
    lines->addWidget(m_outcome);
    row->addLayout(lines, 1);
    m_take = new QPushButton(tr("Use these settings"), this);
    m_take->setToolTip(tr("Put the problem, policy and settings of this run under Next run on the left"));
    m_ask = new QPushButton(tr("What if\u2026"), this);
    m_ask->setToolTip(
        tr("Ask this run what another policy, memory or number of traces would have made of its traces "
           "(Ctrl+I)"));
    row->addWidget(m_ask, 0, Qt::AlignTop);
    row->addWidget(m_take, 0, Qt::AlignTop);
    setTabOrder(m_ask, m_take);  // as they stand
    connect(m_ask, &QPushButton::clicked, this, &RunLine::whatIfWanted);
    connect(m_take, &QPushButton::clicked, this, &RunLine::settingsWanted);
    hide();
}

void RunLine::show(const app::RunState& run) {
    const bool any = run.phase != app::RunPhase::Empty;
    setVisible(any);
    if (!any) return;
    const QString settings = settingsLine(run);
    if (m_settings->text() != settings) {
        m_settings->setText(settings);
        m_settings->setNote(settingsDetails(run));
    }
    setTextIfChanged(m_outcome, outcomeText(run));
    m_outcome->setVisible(!m_outcome->text().isEmpty());
    m_ask->setVisible(run.finished.has_value());
}

}  // namespace ui

#include "ui/history_dialog.h"

#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "app/study/comparison_folder.h"
#include "ui/history_limits_dialog.h"
#include "ui/history_text.h"
#include "ui/paint/format.h"
#include "ui/paint/widget_rules.h"
#include "ui/paint/widgets.h"
#include "ui/session/recent_runs.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {
constexpr int kPath = Qt::UserRole;
constexpr qsizetype kProblemLetters = 200;
enum Column { Problem, Policy, Answer, Started, Size };
}  // namespace

HistoryDialog::HistoryDialog(RecentRuns& runs, QWidget* parent) : QDialog(parent), m_runs(runs) {
    setWindowTitle(tr("Recent runs"));
    auto* layout = new QVBoxLayout(this);
    m_summary = makeText({}, this);
    m_list = new QTreeWidget(this);
    m_list->setHeaderLabels({tr("Problem"), tr("Policy"), tr("Answer"), tr("Started"), tr("Size")});
    m_list->setAccessibleName(tr("Runs that were kept, newest first"));
    m_list->setRootIsDecorated(false);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(Problem, QHeaderView::Stretch);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_open = buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole);
    m_compare = buttons->addButton(tr("Compare"), QDialogButtonBox::ActionRole);
    m_compare->setToolTip(tr("Two to four runs of the same problem, side by side"));
    connect(m_compare, &QPushButton::clicked, this, [this] {
        QStringList paths;
        for (const QTreeWidgetItem* item : m_list->selectedItems()) paths << item->data(0, kPath).toString();
        accept();
        Q_EMIT compareWanted(paths);
    });
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &HistoryDialog::updateCompare);
    QPushButton* folder = buttons->addButton(tr("Show the folder"), QDialogButtonBox::ActionRole);
    folder->setToolTip(m_runs.folder());
    QPushButton* limits = buttons->addButton(tr("Limits\u2026"), QDialogButtonBox::ActionRole);
    limits->setToolTip(tr("How many runs are kept, and for how long"));
    connect(limits, &QPushButton::clicked, this, [this] { HistoryLimitsDialog(m_runs, this).exec(); });
    layout->addWidget(m_summary);
    layout->addWidget(m_list, 1);
    layout->addWidget(buttons);
    resize(820, 460);
    connect(m_list, &QTreeWidget::itemActivated, this, &HistoryDialog::openCurrent);
    connect(m_list, &QTreeWidget::currentItemChanged, this,
            [this](const QTreeWidgetItem* item) { m_open->setEnabled(item != nullptr); });
    connect(buttons, &QDialogButtonBox::accepted, this, &HistoryDialog::openCurrent);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(folder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_runs.folder())); });
    connect(&m_runs, &RecentRuns::changed, this, &HistoryDialog::fill);
    fill();
}

void HistoryDialog::fill() {
    const QTreeWidgetItem* current = m_list->currentItem();
    const QString selected = current ? current->data(0, kPath).toString() : QString();
    const QDateTime now = QDateTime::currentDateTime();
    std::uintmax_t bytes = 0;
    m_list->clear();
    for (const app::HistoryRun& run : m_runs.runs()) {
        bytes += run.bytes;
        const auto size = static_cast<double>(run.bytes);
        auto* item = new QTreeWidgetItem(m_list, {problemOf(run, kProblemLetters), policyOf(run), answerOf(run),
                                                  whenOf(startOf(run), now), formatBytes(size)});
        const QString path = QString::fromStdString(run.path.string());
        item->setData(0, kPath, path);
        item->setTextAlignment(Size, Qt::AlignRight | Qt::AlignVCenter);
        for (int column = 0; column < m_list->columnCount(); ++column)
            item->setToolTip(column, wrapToolTip(tellAll(run)));
        if (path == selected) m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem()) m_list->setCurrentItem(m_list->topLevelItem(0));
    m_open->setEnabled(m_list->currentItem());
    updateCompare();
    const app::HistoryLimits& limits = m_runs.limits();
    m_summary->setText(tr("%1, %2. The oldest go beyond %3 runs, %4 or %5 days.")
                           .arg(formatNumberOf(m_list->topLevelItemCount(), tr("1 run"), tr("%1 runs")),
                                formatBytes(static_cast<double>(bytes)), formatCount(static_cast<qint64>(limits.runs)),
                                formatBytes(static_cast<double>(limits.bytes)), formatCount(limits.age.count())));
}

void HistoryDialog::updateCompare() {
    const auto count = m_list->selectedItems().size();
    m_compare->setEnabled(count >= 2 && count <= app::kMostCompared);
}

void HistoryDialog::openCurrent() {
    const QTreeWidgetItem* item = m_list->currentItem();
    if (!item) return;
    accept();
    Q_EMIT chosen(item->data(0, kPath).toString());
}

}  // namespace ui

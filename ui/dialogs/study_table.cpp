#include "ui/dialogs/study_table.h"

#include <QHeaderView>
#include <algorithm>

#include "ui/dialogs/study_words.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {
enum Column { Policy, Traces, Memory, Accuracy, Tokens, Latency, ColumnCount };
constexpr int kMostRows = 12;  // more scroll
}  // namespace

StudyTable::StudyTable(const Theme& theme, QWidget* parent) : QTableWidget(parent) {
    setObjectName(u"figures"_s);
    setAccessibleName(tr("Results of the study"));
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::NoSelection);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setColumnCount(ColumnCount);
    setHorizontalHeaderLabels({tr("Policy"), tr("n"), tr("Memory"), tr("Accuracy"), tr("Tokens"), tr("Latency")});
    const QString toolTips[] = {tr("What decided when memory was full"),
                                tr("Traces of each problem"),
                                tr("KV cache, as a share of what each problem's unpruned traces need"),
                                tr("Share of problems whose vote gave the known answer"),
                                tr("Generated tokens, mean per problem"),
                                tr("Seconds per problem, of problems that had the device to themselves")};
    for (int column = 0; column < ColumnCount; ++column) horizontalHeaderItem(column)->setToolTip(toolTips[column]);
    horizontalHeaderItem(Policy)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    theme.follow(this, TextRole::SmallNumbers);
    theme.follow(horizontalHeader(), TextRole::Small);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(Policy, QHeaderView::Stretch);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(16);
    theme.whenever(this, [this, &theme] {
        verticalHeader()->setDefaultSectionSize(QFontMetrics(theme.smallNumbers()).height() + 7);
        updateGeometry();
    });
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void StudyTable::show(const std::vector<app::StudyRow>& rows) {
    setRowCount(static_cast<int>(rows.size()));
    int at = 0;
    for (const app::StudyRow& row : rows) {
        const auto put = [&](int column, const QString& text) {
            auto* item = new QTableWidgetItem(text);
            item->setTextAlignment((column == Policy ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
            setItem(at, column, item);
        };
        const auto policy = app::findPolicy(row.policy);
        const bool isLone = policy && app::policyRow(*policy).oneTrace;
        put(Policy, policyTitle(row.policy));
        put(Traces, formatCount(row.traces));
        put(Memory, isLone ? u"\u2013"_s : formatPercent(row.memory, 0));
        put(Accuracy, formatPercent(row.accuracy));
        put(Tokens, formatCount(qRound64(row.tokens)));
        put(Latency, row.latencyS ? u"%1 s"_s.arg(*row.latencyS, 0, 'f', 2) : u"\u2013"_s);
        ++at;
    }
    updateGeometry();
}

QSize StudyTable::sizeHint() const {
    const int rows = std::clamp(rowCount(), 1, kMostRows);
    return {520, rows * verticalHeader()->defaultSectionSize() + horizontalHeader()->sizeHint().height() +
                     2 * frameWidth() + 4};
}

}  // namespace ui

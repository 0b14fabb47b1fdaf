#include "ui/dialogs/training_tables.h"

#include <QHeaderView>
#include <optional>
#include <vector>

#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

void setUp(QTableWidget& table, const Theme& theme) {
    table.setObjectName(u"figures"_s);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setSelectionMode(QAbstractItemView::NoSelection);
    table.setShowGrid(false);
    theme.follow(&table, TextRole::SmallNumbers);
    theme.follow(table.horizontalHeader(), TextRole::Small);
    table.horizontalHeader()->setSectionsClickable(false);
    table.horizontalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    theme.follow(table.verticalHeader(), TextRole::Small);
    table.verticalHeader()->setSectionsClickable(false);
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setMinimumSectionSize(16);
    theme.whenever(&table, [&table, &theme] {
        table.verticalHeader()->setDefaultSectionSize(QFontMetrics(theme.smallNumbers()).height() + 5);
    });
    table.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table.setTabKeyNavigation(false);
}

QTableWidgetItem* number(std::optional<double> value) {
    auto* item = new QTableWidgetItem(value ? QString::number(*value, 'f', 3) : u"\u2013"_s);
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

QTableWidgetItem* count(std::size_t value) {
    auto* item = new QTableWidgetItem(formatCount(static_cast<qint64>(value)));
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

}  // namespace

EpochTable::EpochTable(const Theme& theme, QWidget* parent) : QTableWidget(parent) {
    setUp(*this, theme);
    setAccessibleName(tr("Epochs of the training"));
    setColumnCount(4);
    setHorizontalHeaderLabels({tr("Epoch"), tr("Loss"), tr("AUC"), tr("F1")});
    const QString toolTips[] = {
        tr("Passes over the training steps; the weights of the best one are kept"),
        tr("On the training steps, mean over the epoch"),
        tr("On the validation steps: how often a step of a right trace scores above one of a wrong trace"),
        tr("On the validation steps, called right from a score of 0.5 on")};
    for (int column = 0; column < 4; ++column) horizontalHeaderItem(column)->setToolTip(toolTips[column]);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    verticalHeader()->hide();
}

void EpochTable::add(const scorer::EpochReport& epoch) {
    const int row = rowCount();
    insertRow(row);
    setItem(row, 0, count(static_cast<std::size_t>(epoch.epoch)));
    setItem(row, 1, number(epoch.trainLoss));
    setItem(row, 2, number(epoch.auc));
    setItem(row, 3, number(epoch.f1));
    scrollToBottom();
}

void EpochTable::markChosen(int epoch) {
    for (int row = 0; row < rowCount(); ++row) {
        QTableWidgetItem* first = item(row, 0);
        if (first->text().toInt() != epoch) continue;
        first->setText(u"\u2713 "_s + first->text());
        for (int column = 0; column < columnCount(); ++column) {
            QFont bold = font();
            bold.setBold(true);
            item(row, column)->setFont(bold);
            item(row, column)->setToolTip(tr("The best epoch: the scorer has its weights"));
        }
        scrollToItem(first);
    }
}

MetricsTable::MetricsTable(const Theme& theme, QWidget* parent) : QTableWidget(parent) {
    setUp(*this, theme);
    setAccessibleName(tr("How good the trained scorer is"));
    QStringList names{tr("Step AUC"), tr("Trace AUC"), tr("F1")};
    QStringList toolTips{tr("How often a step of a right trace scores above one of a wrong trace, over all problems"),
                         tr("The same for traces, by the mean of their steps' scores"),
                         tr("On steps called right from a score of 0.5 on")};
    for (const int share : {10, 25, 50, 75, 100}) {
        names << tr("Ranking at %1 %").arg(share);
        toolTips
            << tr("How often a right trace scores above a wrong one of the same problem, after %1 % of their steps")
                   .arg(share);
    }
    names << tr("Calibration error") << tr("Problems") << tr("Traces");
    toolTips << tr("Mean distance between a score and the share of right traces among steps with this score; 0 is "
                   "best")
             << tr("With at least one scored step") << tr("With at least one scored step");
    setRowCount(static_cast<int>(names.size()));
    setVerticalHeaderLabels(names);
    for (int row = 0; row < rowCount(); ++row) verticalHeaderItem(row)->setToolTip(toolTips[row]);
    verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    clearColumns();
}

/// All rows, whatever the style sheet makes of the header.
QSize MetricsTable::sizeHint() const {
    return {320, rowCount() * verticalHeader()->defaultSectionSize() + horizontalHeader()->sizeHint().height() +
                     2 * frameWidth() + 2};
}

/// The names of the figures and of the column that every training has.
void MetricsTable::clearColumns() {
    setColumnCount(0);
    setColumnCount(1);
    setHorizontalHeaderLabels({tr("Validation")});
}

void MetricsTable::addColumn(const QString& name, const QString& toolTip, const scorer::ScorerMetrics& metrics) {
    const int column = columnCount();
    insertColumn(column);
    setHorizontalHeaderItem(column, new QTableWidgetItem(name));
    horizontalHeaderItem(column)->setToolTip(toolTip);
    std::vector<std::optional<double>> values{metrics.stepAuc, metrics.traceAuc, metrics.f1};
    for (const scorer::Ranking& ranking : metrics.ranking) values.push_back(ranking.auc);
    values.push_back(metrics.calibrationError);
    int row = 0;
    for (const std::optional<double>& value : values) setItem(row++, column, number(value));
    setItem(row++, column, count(metrics.problems));
    setItem(row++, column, count(metrics.traces));
}

void MetricsTable::show(const app::ScorerOutcome& outcome) {
    setColumnCount(0);
    addColumn(tr("Validation"), tr("A fifth of the problems, kept out of the training"), outcome.report.validation);
    if (outcome.validationBefore && !outcome.test)
        addColumn(tr("Validation, before"), tr("The scorer that was loaded, on the same problems"),
                  *outcome.validationBefore);
    if (outcome.test) addColumn(tr("Test"), tr("The new scorer on the test problems"), *outcome.test);
    if (outcome.testBefore)
        addColumn(tr("Test, before"), tr("The scorer that was loaded, on the same problems"), *outcome.testBefore);
}

}  // namespace ui

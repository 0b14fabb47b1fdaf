// The policy button and its sheet, and lanes of branches, offscreen.
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "app/run/policy_table.h"
#include "ui/lanes/lanes_model.h"
#include "ui/setup/policy_chooser.h"

using namespace Qt::StringLiterals;
using app::PolicyKind;

namespace {

/// The control that people see under this name.
template <typename Control = QAbstractSpinBox>
Control* find(const ui::PolicyChooser& chooser, const QString& name) {
    for (Control* control : chooser.sheet()->findChildren<Control*>()) {
        if (control->accessibleName() == name && control->isVisibleTo(chooser.sheet())) return control;
    }
    return nullptr;
}

double shown(const ui::PolicyChooser& chooser, const QString& name) {
    return find(chooser, name)->property("value").toDouble();
}

}  // namespace

class UiPolicies : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPolicyIsExplained() {
        ui::Theme theme;
        ui::PolicyChooser chooser(theme);
        auto* list = chooser.sheet()->findChild<QListWidget*>();
        QCOMPARE(list->count(), int(app::policyRows().size()));
        for (const app::PolicyRow& row : app::policyRows()) {
            chooser.setPolicy(row.kind);
            QVERIFY(chooser.text().startsWith(QString::fromUtf8(row.title)));
            QCOMPARE(list->currentItem()->text(), QString::fromUtf8(row.title));
            QVERIFY(chooser.toolTip().startsWith(QString::fromUtf8(row.explanation)));
            app::RunOptions options;
            chooser.writeTo(options);
            QCOMPARE(options.policy, row.kind);
        }
    }

    void choosingTellsAndPuttingInDoesNot() {
        ui::Theme theme;
        ui::PolicyChooser chooser(theme);
        QSignalSpy chosen(&chooser, &ui::PolicyChooser::chosen);
        chooser.setPolicy(PolicyKind::SlimSc);
        QCOMPARE(chosen.size(), 0);
        chooser.sheet()->findChild<QListWidget*>()->setCurrentRow(0);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chooser.policy(), PolicyKind::Cot);
    }

    void parametersGoInAndOut() {
        ui::Theme theme;
        ui::PolicyChooser chooser(theme);
        app::RunOptions options;
        options.policy = PolicyKind::DeepConfLow;
        options.deepconf.window = 32;
        chooser.setOptions(options);
        QCOMPARE(shown(chooser, u"Window, tokens"_s), 32.0);
        QCOMPARE(shown(chooser, u"Percentile"_s), 90.0);
        QVERIFY(!find(chooser, u"Similarity"_s));
        app::RunOptions out = options;
        chooser.writeTo(out);
        QVERIFY(out.deepconf == options.deepconf);  // the percentile stays the policy's own
        find(chooser, u"Warm-up traces"_s)->setProperty("value", 5);
        chooser.writeTo(out);
        QCOMPARE(out.deepconf.warmup, 5);
        chooser.setPolicy(PolicyKind::DeepConfHigh);
        QCOMPARE(shown(chooser, u"Percentile"_s), 10.0);
        find(chooser, u"Percentile"_s)->setProperty("value", 25);
        out = options;
        chooser.writeTo(out);
        QCOMPARE(out.deepconf.percentile, std::optional(25.0));
        chooser.sheet()->findChild<QPushButton*>()->click();
        QCOMPARE(shown(chooser, u"Warm-up traces"_s), 16.0);
        chooser.setPolicy(PolicyKind::StepRefill);
        QVERIFY(find(chooser, u"Passes between refills"_s));
        chooser.setPolicy(PolicyKind::Cot);
        for (const QAbstractSpinBox* spin : chooser.sheet()->findChildren<QAbstractSpinBox*>())
            QVERIFY(!spin->isVisibleTo(chooser.sheet()));
    }

    void wordsAndMarksGoInAndOut() {
        ui::Theme theme;
        ui::PolicyChooser chooser(theme);
        chooser.setPolicy(PolicyKind::StepRefill);
        find<QComboBox>(chooser, u"Rule of the refill"_s)->setCurrentText(u"Gambit's"_s);
        app::RunOptions out;
        chooser.writeTo(out);
        QCOMPARE(out.refillRule, app::RefillRule::Gambit);
        chooser.setPolicy(PolicyKind::SelfConsistency);
        find<QCheckBox>(chooser, u"Resume from blocks that nobody has overwritten"_s)->setChecked(false);
        out = {};
        chooser.writeTo(out);
        QVERIFY(!out.prefixReuse);
        QCOMPARE(out.refillRule, app::RefillRule::Ours);  // of another policy
    }

    void aBranchNamesItsParent() {
        app::RunStarted header;
        header.options.policy = PolicyKind::StepRefill;
        header.options.traces = 1;
        header.kvBlocks = 8;
        app::RunState state;
        state.apply({0, header});
        state.apply({0, app::TraceAdded{engine::TraceId{1}}});
        state.apply({1, app::PassDone{{{engine::TraceId{1}, engine::TokenId{3}, "a", 0, 0}}, {}, 0, 0, 0}});
        state.apply({1, app::TraceBranched{engine::TraceId{2}, engine::TraceId{1}, 1, {}, 0}});
        state.apply({2, app::TracePruned{engine::TraceId{1}, 0.25, 2, 1, app::PruneCause::Refill, {}, {}}});
        ui::Theme theme;
        ui::LanesModel model(theme);
        model.show(state, true);
        const int row = model.rowOf(engine::TraceId{2});
        const QModelIndex cell = model.index(row, ui::LanesModel::Trace);
        QVERIFY(cell.data(Qt::ToolTipRole).toString().contains(u"branch of #1"_s));
        QVERIFY(cell.data(Qt::AccessibleTextRole).toString().contains(u"branch of #1"_s));
        QCOMPARE(cell.data(Qt::DisplayRole).toString(), u"#2"_s);
        const QModelIndex pruned = model.index(model.rowOf(engine::TraceId{1}), ui::LanesModel::State);
        QVERIFY(pruned.data(Qt::ToolTipRole).toString().contains(u"branch"_s));
        QCOMPARE(state.log.back().kind, app::LogKind::Pruned);
    }
};

QTEST_MAIN(UiPolicies)
#include "ui_policies.moc"

// The consensus probe and the trace score in the window: their settings, and what a probed trace's lane says.
#include <QCheckBox>
#include <QLabel>
#include <QScrollArea>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>

#include "ui/lanes/lanes_model.h"
#include "ui/panels/panel_deck.h"
#include "ui/setup/sampling_box.h"
#include "ui/setup/setup_panel.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using engine::TraceId;

class UiProbe : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    ui::Theme m_theme;

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_folder);
        m_theme.apply(ui::ThemeChoice::Light);
    }

    void probeAndTraceScoreAreSettings() {
        ui::SamplingBox box(m_theme);
        box.setOpen(true);
        app::RunOptions options;
        options.traceScore = app::TraceScoreRule::LastFive;
        options.consensusProbe = true;
        options.probe = {.everyPasses = 70, .warmupRounds = 2, .stableRounds = 3, .disagreeRounds = 4};
        box.setOptions(options);
        app::RunOptions out;
        box.writeTo(out);
        QVERIFY(out.traceScore == app::TraceScoreRule::LastFive && out.consensusProbe && out.probe == options.probe);
        const auto spin = [&](const QString& name) {
            for (QSpinBox* s : box.findChildren<QSpinBox*>())
                if (s->accessibleName().contains(name)) return s;
            return static_cast<QSpinBox*>(nullptr);
        };
        QVERIFY(spin(u"Warm-up"_s)->isVisibleTo(&box));
        box.setOpen(false);
        const auto labels = box.findChildren<QLabel*>();
        const auto summed = [&](const QString& words) {
            return std::ranges::any_of(labels, [&](const QLabel* l) { return l->text().contains(words); });
        };
        QVERIFY(summed(u"trace score: mean of the last five"_s) && summed(u"consensus probe"_s));
        box.setOpen(true);
        QSignalSpy changed(&box, &ui::SamplingBox::changed);
        for (QCheckBox* check : box.findChildren<QCheckBox*>())
            if (check->text() == u"Consensus probe"_s) check->click();
        QCOMPARE(changed.size(), 1);
        QVERIFY(!spin(u"Warm-up"_s)->isVisibleTo(&box));
        box.setOpen(false);
        QVERIFY(!summed(u"consensus probe"_s));
    }

    void theWindowShowsThem() {
        const ui_test::ScriptedWindow opened(m_theme);
        app::RunOptions options = ui_test::scriptedModel().defaults;
        options.consensusProbe = true;
        opened.window->setup().setOptions(options);
        opened.window->setup().sampling().setOpen(true);
        for (const QSize size : {QSize(1280, 800), QSize(1680, 1040)}) {
            opened.window->resize(size);
            opened.window->resetLayout();
            opened.window->panels().reveal(ui::PanelId::Setup);  // in a drawer, where it is folded
            QCoreApplication::processEvents();
            opened.window->setup().findChild<QScrollArea*>()->ensureWidgetVisible(&opened.window->setup().sampling());
            const QWidget* content = opened.window->setup().findChild<QScrollArea*>()->widget();
            QVERIFY2(content->width() <= content->parentWidget()->width(), "the setup would scroll sideways");
            QCOMPARE(opened.window->size(), size);
            for (const QWidget* control : opened.window->setup().sampling().findChildren<QWidget*>()) {
                if (!control->isVisible() || control->accessibleName().isEmpty()) continue;
                QVERIFY2(control->width() >= control->minimumSizeHint().width(), qPrintable(control->accessibleName()));
            }
        }
    }

    void aProbedTraceSaysSo() {
        app::RunState state;
        app::RunStarted start;
        start.options.traceScore = app::TraceScoreRule::Last;
        start.options.policy = app::PolicyKind::SelfConsistency;
        state.apply({0, start});
        for (const int id : {1, 2}) {
            state.apply({0, app::TraceAdded{TraceId{id}}});
            state.apply({0, app::TraceAdmitted{TraceId{id}, {}, 0, 0}});
        }
        app::ProbeDone probe;
        probe.replies = {{TraceId{1}, "12"}, {TraceId{2}, "12"}};
        state.apply({1, probe});
        ui::LanesModel lanes(m_theme);
        lanes.show(state, true);
        const auto say = [&](int trace, int column, int role) {
            return lanes.data(lanes.index(lanes.rowOf(TraceId{trace}), column), role).toString();
        };
        QCOMPARE(say(1, ui::LanesModel::Answer, Qt::DisplayRole), u"would answer 12"_s);
        QVERIFY(say(1, ui::LanesModel::Answer, Qt::ToolTipRole).contains(u"does not vote yet"_s));
        state.apply({2, app::TraceFinished{TraceId{1}, app::FinishReason::Probed, "12", {}}});
        state.apply({2, app::TraceFinished{TraceId{2}, app::FinishReason::Stopped, std::nullopt, {}}});
        lanes.show(state, true);
        QCOMPARE(say(1, ui::LanesModel::State, Qt::ToolTipRole),
                 u"Stopped with the run; its answer was read by a probe and votes."_s);
        QCOMPARE(say(1, ui::LanesModel::Answer, Qt::DisplayRole), u"12"_s);
        QCOMPARE(say(2, ui::LanesModel::State, Qt::ToolTipRole), u"Stopped before its end."_s);
        QCOMPARE(say(2, ui::LanesModel::Answer, Qt::DisplayRole), QString());
        QCOMPARE(lanes.rowOf(TraceId{1}), 0);
    }
};

QTEST_MAIN(UiProbe)
#include "ui_probe.moc"

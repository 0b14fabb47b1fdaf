// The line over the lanes: what a run was set to, how it ended, and its settings for the next run. Also the glossary.
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>
#include <set>

#include "ui/dialogs/text_dialog.h"
#include "ui/lanes/run_line.h"
#include "ui/lanes/run_words.h"
#include "ui/paint/glossary.h"
#include "ui/paint/widgets.h"
#include "ui/setup/policy_chooser.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"
#include "ui/setup/top_bar.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using engine::TraceId;

namespace {

struct Ended {
    const char* answer;  // null: pruned
    float score = 0.5F;
};

/// A run of these traces, in which each writes a token and a step.
app::RunState runOf(const std::vector<Ended>& traces, app::RunEnd end = app::RunEnd::Done,
                    app::PolicyKind policy = app::PolicyKind::Step) {
    app::RunStarted header;
    header.options.policy = policy;
    header.options.traces = static_cast<int>(traces.size());
    header.options.sampling.seed = 7;
    header.options.sampling.temperature = 0.85;
    header.knownAnswer = "1343";
    header.model.name = "Model";
    header.model.blockBytes = 1 << 20;
    header.kvBlocks = 24;
    header.scorer = app::ScorerInfo{.name = "s.pt"};
    app::RunState run;
    run.apply({0, header});
    for (std::size_t i = 0; i < traces.size(); ++i) {
        const TraceId id{static_cast<int>(i) + 1};
        run.apply({0, app::TraceAdded{id}});
        run.apply({1, app::PassDone{{{id, engine::TokenId{1}, "a\n\n", 0, 0}}, {}, 0, 0, 0}});
        run.apply({1, app::StepScored{id, 1, traces[i].score}});
    }
    for (std::size_t i = 0; i < traces.size(); ++i) {
        const TraceId id{static_cast<int>(i) + 1};
        if (traces[i].answer) {
            run.apply({2, app::TraceFinished{id, app::FinishReason::EndOfText, traces[i].answer, 0}});
        } else {
            run.apply({2, app::TracePruned{id, traces[i].score, 2, 1, app::PruneCause::Memory, {}, {}}});
        }
    }
    run.apply({3, app::RunFinished{.end = end, .message = "the device is gone"}});
    return run;
}

/// With plain spaces, as a test writes them.
QString plain(QString text) {
    return text.replace(QChar::Nbsp, u' ');
}

}  // namespace

class UiRunLine : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    ui::Theme m_theme;

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_folder);
        m_theme.apply(ui::ThemeChoice::Light);
    }

    void settingsAreOfTheRun() {
        const app::RunState run = runOf({{"1"}, {"2"}}, app::RunEnd::Done, app::PolicyKind::DeepConfLow);
        QCOMPARE(plain(ui::settingsLine(run)),
                 u"DeepConf-low \u00b7 n 2 \u00b7 KV cache 24.0 MiB \u00b7 seed 7 \u00b7 temperature 0.85 \u00b7 s.pt "
                 u"\u00b7 Model"_s);
        const QStringList details = ui::settingsDetails(run).split(u'\n');
        QVERIFY(details.contains(u"Temperature: 0.85"_s));
        QVERIFY(details.contains(u"Warm-up traces: 16"_s) && details.contains(u"Percentile: 90"_s));
        QVERIFY(details.contains(u"Answers: as mathematics"_s));
        QVERIFY(!ui::settingsDetails(run).contains(u"Similarity"_s));  // of another policy
    }

    void theEndIsSaidInWords_data() {
        QTest::addColumn<QList<int>>("answers");
        QTest::addColumn<QList<double>>("scores");
        QTest::addColumn<int>("end");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, QList<int> answers, QList<double> scores, app::RunEnd end,
                            const char16_t* text) {
            QTest::newRow(name) << answers << scores << int(end) << QString::fromUtf16(text);
        };
        using app::RunEnd;
        row("right", {1343, 1343, -1}, {.8, .7, .1}, RunEnd::Done,
            u"Done after 3.0 s: 2 traces finished, 1 was pruned. The answer is 1343, which is right.");
        row("wrong", {4458}, {.8}, RunEnd::VoteLock,
            u"Ended after 3.0 s, when no answer could overtake the leader: 1 trace finished. The answer is 4458, which "
            u"is wrong.");
        row("another majority", {1343, 4458, 4458}, {.9, .3, .3}, RunEnd::Done,
            u"Done after 3.0 s: 3 traces finished. The answer is 1343, which is right. A plain majority of the same "
            u"traces would say 4458.");
        row("tie", {5, 6}, {.5, .5}, RunEnd::Done,
            u"Done after 3.0 s: 2 traces finished. The answer is 5, which is wrong. It ties with 6; of a tie, the "
            u"answer of the earliest trace is taken.");
        row("nothing", {-1, -1}, {.5, .5}, RunEnd::Stopped,
            u"Stopped after 3.0 s: 0 traces finished, 2 were pruned. No trace finished with an answer.");
        row("failure", {1343, -1}, {.5, .5}, RunEnd::Failed,
            u"Failed after 3.0 s: 1 trace finished, 1 was pruned. the device is gone");
    }
    void theEndIsSaidInWords() {
        QFETCH(const QList<int>, answers);
        QFETCH(const QList<double>, scores);
        QFETCH(const int, end);
        QFETCH(const QString, text);
        std::vector<std::string> words;
        for (const int answer : answers) words.push_back(std::to_string(answer));
        std::vector<Ended> traces;
        for (qsizetype i = 0; i < answers.size(); ++i)
            traces.push_back(
                {answers[i] < 0 ? nullptr : words[static_cast<std::size_t>(i)].c_str(), static_cast<float>(scores[i])});
        QCOMPARE(plain(ui::outcomeText(runOf(traces, static_cast<app::RunEnd>(end)))), text);
    }

    void noMajorityWhereItIsUnclear() {
        QCOMPARE(ui::otherMajority(runOf({{"1"}}).vote), QString());
        QCOMPARE(ui::otherMajority(runOf({{"1", .9F}, {"2", .1F}}).vote), QString());  // one vote each
        QCOMPARE(ui::otherMajority(runOf({{"1", .9F}, {"2", .1F}, {"2", .1F}}).vote), u"2"_s);
        QCOMPARE(ui::otherMajority(runOf({{"1", .9F}, {"2", .1F}, {"2", .1F}, {"3", .1F}, {"3", .1F}}).vote),
                 QString());
    }

    void filesAreNamedAfterProblemAndPolicy() {
        app::RunState run = runOf({{"1"}, {"2"}}, app::RunEnd::Done, app::PolicyKind::DeepConfLow);
        run.header.problem = "Work out 11 + 78 / 2, please: \\frac{1}{2} of it, and then some more of the same.";
        QCOMPARE(ui::proposedName(run), u"work-out-11-78-2-please-frac-1-2-of-it-a_deepconf-low_n2_seed7.stepscope"_s);
        run.header.problem = "../../?";
        QCOMPARE(ui::proposedName(run), u"run_deepconf-low_n2_seed7.stepscope"_s);
    }

    /// A narrow line shows what matters most in two lines, and all of it in the tooltip.
    void aNarrowLineWraps() {
        ui::RunLine line(m_theme);
        line.resize(1200, 60);
        line.show(runOf({{"1343"}}));
        const auto* label = line.findChild<ui::ElidedLabel*>();
        const int one = label->fontMetrics().lineSpacing();
        QCOMPARE(label->heightForWidth(1000), one);
        QCOMPARE(label->heightForWidth(250), 2 * one);
        QCOMPARE(label->heightForWidth(90), 2 * one);  // no more than that
    }

    /// Under self-consistency traces wait: that is what is counted and marked.
    void memoryIsToldAsThePolicyUsesIt() {
        ui::LaunchOptions launch;
        launch.applyTo = [](app::RunOptions options) {
            options.policy = app::PolicyKind::SelfConsistency;
            return options;
        };
        ui_test::ScriptedWindow opened(m_theme, launch);
        opened.runToItsEnd();
        const std::size_t waits = opened.session().latest().kv.preemptions.size();
        QVERIFY(waits > 1);
        opened.window->refreshAll();
        QStringList said;
        for (const QWidget* widget : opened.window->findChildren<QWidget*>())
            said << widget->property("text").toString() << widget->accessibleDescription();
        const QString all = said.join(u'\n');
        QVERIFY2(all.contains(u"%1 preemptions"_s.arg(waits)), qPrintable(all));
        QVERIFY(!all.contains(u"0 traces pruned"_s) && !all.contains(u"0 pruned"_s));
    }

    void theLineShowsOnlyWithARun() {
        ui::RunLine line(m_theme);
        line.show(app::RunState{});
        QVERIFY(line.isHidden());
        line.show(runOf({{"1343"}}));
        QVERIFY(!line.isHidden());
    }

    void settingsOfTheRunShownAreTaken() {
        ui_test::ScriptedWindow opened(m_theme);
        opened.runToItsEnd();
        auto& setup = opened.window->setup();
        const app::RunOptions ran = opened.session().shown().header.options;
        const QString problem = setup.problem().problem();
        app::RunOptions other = ran;
        other.traces = ran.traces + 5;
        other.sampling.seed = ran.sampling.seed + 1;
        setup.setOptions(other);
        setup.problem().setProblem(u"another one"_s, {});
        auto* line = opened.window->findChild<ui::RunLine*>();
        QVERIFY(line && line->isVisible());
        line->findChild<QPushButton*>()->click();
        QCOMPARE(setup.options().traces, ran.traces);
        QCOMPARE(setup.options().sampling.seed, ran.sampling.seed);
        QCOMPARE(setup.problem().problem(), QString::fromStdString(opened.session().shown().header.problem));
        QVERIFY(problem != u"another one"_s);
        QCOMPARE(opened.window->findChild<ui::PolicyChooser*>()->policy(), ran.policy);
    }

    void everyWordIsExplainedOnce() {
        std::set<QString> words;
        for (const ui::Term& term : ui::glossary()) {
            QVERIFY2(words.insert(term.word).second, qPrintable(term.word));
            QVERIFY2(term.meaning.size() > 20 && term.meaning.endsWith(u'.'), qPrintable(term.word));
            QCOMPARE(ui::meaningOf(term.word), term.meaning);
            QVERIFY(ui::glossaryPage().contains(term.word.toHtmlEscaped()));
        }
        for (const char* asked :
             {"Block", "Saturated", "Margin", "Step score", "AUC", "Next victim", "Waiting", "Recomputed"})
            QVERIFY2(words.contains(QString::fromUtf8(asked)), asked);
    }
};

QTEST_MAIN(UiRunLine)
#include "ui_run_line.moc"

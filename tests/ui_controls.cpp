// Controls of the window under mouse, wheel and keys: what changes a setting and what must not, and that what is shown
// is what runs.
#include <QAccessible>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QSpinBox>
#include <algorithm>

#include "ui/lanes/run_line.h"
#include "ui/paint/format.h"
#include "ui/paint/slider_spin.h"
#include "ui/paint/widgets.h"
#include "ui/panels/announcer.h"
#include "ui/panels/time_bar.h"
#include "ui/setup/policy_chooser.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/prompt_box.h"
#include "ui/setup/sampling_box.h"
#include "ui/setup/setup_panel.h"
#include "ui/setup/top_bar.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;

namespace {

/// A notch down over the middle of the widget. False: it was not taken, and goes on to the parent.
bool turnWheel(QWidget* widget) {
    const QPointF at = widget->rect().center();
    QWheelEvent event(at, widget->mapToGlobal(at), {}, QPoint(0, -120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(widget, &event);
    return event.isAccepted();
}

/// Its value in words, of any control that has one.
QString valueOf(const QWidget* widget) {
    if (const auto* slider = qobject_cast<const QAbstractSlider*>(widget)) return QString::number(slider->value());
    if (const auto* box = qobject_cast<const QComboBox*>(widget)) return box->currentText();
    return widget->property("text").toString();
}

QString nameOf(const QWidget* widget) {
    const QString name = widget->accessibleName();
    return QString::fromLatin1(widget->metaObject()->className()) + u' ' +
           (name.isEmpty() ? widget->objectName() + widget->property("text").toString() : name);
}

}  // namespace

class UiControls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_settings);
        m_theme.apply(ui::ThemeChoice::Light);
    }
    void init() { m_opened = std::make_unique<ui_test::ScriptedWindow>(m_theme); }
    void cleanup() { m_opened.reset(); }

    void theWheelSetsNothingThatHasNoFocus() {
        setup().sampling().setOpen(true);
        QCoreApplication::processEvents();
        auto* area = setup().findChild<QScrollArea*>();
        QVERIFY(area && area->verticalScrollBar()->maximum() > 0);
        QList<QWidget*> controls;
        for (QWidget* widget : m_opened->window->findChildren<QWidget*>()) {
            const bool bar = qobject_cast<QScrollBar*>(widget);
            const bool control = qobject_cast<QAbstractSlider*>(widget) || qobject_cast<QAbstractSpinBox*>(widget) ||
                                 qobject_cast<QComboBox*>(widget);
            if (control && !bar && widget->isVisible()) controls << widget;
        }
        QVERIFY2(controls.size() > 12, qPrintable(QString::number(controls.size())));
        m_opened->window->setFocus();
        for (QWidget* control : controls) {
            const QString before = valueOf(control);
            QVERIFY2(!turnWheel(control), qPrintable(control->accessibleName()));
            QCOMPARE(valueOf(control), before);
            QVERIFY2(!(control->focusPolicy() & ~Qt::StrongFocus),
                     qPrintable(control->accessibleName()));  // no focus by wheel
        }
        QCOMPARE(m_opened->countPosted<app::SetKvCache>(), 0);
        QVERIFY(turnWheel(area->viewport()));
        QVERIFY(area->verticalScrollBar()->value() > 0);
    }

    /// Tab goes through each panel as one reads it: from the top, and in a row from the left.
    void tabGoesByPlace() {
        setup().sampling().setOpen(true);
        setup().prompt().setOpen(true);
        m_opened->window->startRun();
        m_opened->passes(60);
        requireTabsByPlace();
        m_opened->passes(100'000);
        requireTabsByPlace();
    }

    /// What a screen reader is told: a notification whose name is the news.
    void whatHappensIsAnnounced() {
        m_opened->runToItsEnd();
        auto* announcer = m_opened->window->findChild<ui::Announcer*>();
        QVERIFY2(announcer->text().contains(u"The answer is "_s), qPrintable(announcer->text()));
        const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(announcer);
        QCOMPARE(interface->role(), QAccessible::Notification);
        QCOMPARE(interface->text(QAccessible::Name), announcer->text());
        const app::RunState& run = m_opened->session().latest();
        const QString all = ui::newsOf(run, 0);
        QVERIFY2(all.startsWith(u"Memory is full. #"_s) && all.contains(u" were pruned."_s), qPrintable(all));
        QVERIFY(ui::newsOf(run, run.log.size()).isEmpty());
        QVERIFY(m_opened->session().step(ui::Moment::Prune, false));  // what one steps to is said, too
        QVERIFY2(announcer->text().contains(u"pruned"_s), qPrintable(announcer->text()));
    }

    void theWheelSetsWhatHasTheFocus() {
        auto* slider = setup().findChildren<ui::SliderSpin*>().front()->findChild<QSlider*>();
        const int before = slider->value();
        m_opened->window->activateWindow();
        slider->setFocus();
        QTRY_VERIFY(slider->hasFocus());
        QVERIFY(turnWheel(slider));
        QVERIFY(slider->value() != before);
    }

    void aTypedProblemHasNoKnownAnswer() {
        QCOMPARE(problem().knownAnswer(), std::optional(u"4"_s));
        typeProblem(u"gcd of 252 and 198"_s);
        QCOMPARE(problem().problem(), u"gcd of 252 and 198"_s);
        QVERIFY(!problem().knownAnswer());
        m_opened->window->startRun();
        QVERIFY(!std::get<app::StartRun>(m_opened->source->posted.back()).knownAnswer);
    }

    void theAnswerComesBackWithItsProblem() {
        auto* text = problem().findChild<QPlainTextEdit*>();
        text->setFocus();
        QTest::keyClick(text, Qt::Key_End, Qt::ControlModifier);
        QTest::keyClicks(text, u"?"_s);
        QVERIFY(!problem().knownAnswer());
        QTest::keyClick(text, Qt::Key_Backspace);
        QCOMPARE(problem().knownAnswer(), std::optional(u"4"_s));
    }

    void anAnswerThatWasTypedStaysWithItsText() {
        typeProblem(u"2 + 2"_s);
        auto* answer = problem().findChild<QLineEdit*>();
        QTest::keyClicks(answer, u"4"_s);
        auto* text = problem().findChild<QPlainTextEdit*>();
        QTest::keyClicks(text, u" = ?"_s);
        QCOMPARE(problem().knownAnswer(), std::optional(u"4"_s));
        typeProblem(u"3 + 3"_s);
        QVERIFY(!problem().knownAnswer());
    }

    void theCommandLinesAnswerGoesWithItsProblem() {
        ui::LaunchOptions launch;
        launch.problem = u"1 + 1"_s;
        launch.knownAnswer = u"2"_s;
        const ui_test::ScriptedWindow other(m_theme, launch);
        ui::ProblemBox& box = other.window->setup().problem();
        QCOMPARE(box.knownAnswer(), std::optional(u"2"_s));
        QTest::keyClicks(box.findChild<QPlainTextEdit*>(), u"0"_s);
        QVERIFY(!box.knownAnswer());
    }

    void whatIsGivenIsWhatRuns() {
        ui::LaunchOptions launch;
        launch.applyTo = [](app::RunOptions options) {
            options.traces = 300;
            options.kvCacheMib = 24.3711;
            options.sampling = {
                .temperature = 50.123456, .topP = 0.001, .topK = 999'999, .seed = 18'446'744'073'709'551'615ULL};
            options.maxTokens = 9'000'000;
            options.policy = app::PolicyKind::SlimSc;
            options.slim = {.similarity = 0.98765, .minTokens = 7, .delay = 0.2345};
            options.systemPrompt = "Count.\r\nSlowly.";
            options.answers = app::AnswerMode::Reference;
            options.prunedVote = true;
            options.prefixReuse = false;
            options.refillRule = app::RefillRule::Gambit;
            return options;
        };
        const ui_test::ScriptedWindow other(m_theme, launch);
        other.window->startRun();
        const app::RunOptions& run = std::get<app::StartRun>(other.source->posted.back()).options;
        const app::RunOptions given = launch.applyTo({});
        QCOMPARE(run.traces, given.traces);
        QVERIFY(run.kvCacheMib == given.kvCacheMib);
        QVERIFY(run.sampling.temperature == given.sampling.temperature);
        QVERIFY(run.sampling.topP == given.sampling.topP);
        QCOMPARE(run.sampling.topK, given.sampling.topK);
        QCOMPARE(run.sampling.seed, given.sampling.seed);
        QCOMPARE(run.maxTokens, given.maxTokens);
        QVERIFY(run.slim.similarity == given.slim.similarity && run.slim.delay == given.slim.delay);
        QCOMPARE(run.systemPrompt, given.systemPrompt);
        QVERIFY(run.answers == given.answers && run.prunedVote && !run.prefixReuse &&
                run.refillRule == given.refillRule);
        const auto controls = other.window->setup().findChildren<ui::SliderSpin*>();
        QCOMPARE(controls[0]->value(), 300.0);  // and is what is shown
        QCOMPARE(controls[1]->value(), 24.3711);
    }

    void theSystemPromptIsTheNextRuns() {
        setup().prompt().setOpen(true);
        auto* text = setup().prompt().findChild<QPlainTextEdit*>();
        QVERIFY(text->toPlainText().contains(u"step by step"_s));  // the model's own
        text->setFocus();
        QTest::keyClick(text, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(text, u"Be brief."_s);
        QCOMPARE(setup().options().systemPrompt, std::string("Be brief."));
        for (auto* button : setup().prompt().findChildren<QPushButton*>()) button->click();
        QCOMPARE(setup().options().systemPrompt, app::RunOptions{}.systemPrompt);
    }

    /// HTML knows no narrow space: a number would break there.
    void numbersInRichTextStayWhole() {
        QLabel label;
        label.setTextFormat(Qt::RichText);
        ui::setTextIfChanged(&label, ui::formatCount(8150));
        QCOMPARE(label.text(), u"8\u00a0150"_s);
    }

    void noSeedIsShownThatCannotRun() {
        setup().sampling().setOpen(true);
        QLineEdit* seed = nullptr;
        for (auto* edit : setup().sampling().findChildren<QLineEdit*>())
            if (edit->accessibleName() == u"Seed"_s) seed = edit;
        QVERIFY(seed);
        seed->clear();
        QTest::keyClicks(seed, u"99999999999999999999x-"_s);  // the last digit would leave 64 bits
        QCOMPARE(setup().options().sampling.seed, 9'999'999'999'999'999'999ULL);
        QCOMPARE(seed->text(), u"9999999999999999999"_s);
    }

private:
    void requireTabsByPlace() {
        ui::AppWindow& window = *m_opened->window;
        window.refreshAll();
        QCoreApplication::processEvents();
        int pairs = 0;
        QList<QWidget*> panels = {&setup(), window.findChild<ui::TopBar*>(), window.findChild<ui::TimeBar*>(),
                                  window.findChild<ui::RunLine*>()};
        for (QDockWidget* dock : window.findChildren<QDockWidget*>()) {
            if (dock->isVisible()) panels << dock;  // some are folded at first
        }
        for (QWidget* panel : panels) {
            QVERIFY(panel && panel->isVisible());
            QRect before;
            QWidget* last = nullptr;
            for (QWidget* next = panel->nextInFocusChain(); next != panel; next = next->nextInFocusChain()) {
                const bool takes = panel->isAncestorOf(next) && next->isVisibleTo(&window) && next->isEnabled() &&
                                   (next->focusPolicy() & Qt::TabFocus) && !next->focusProxy();
                if (!takes) continue;
                const QRect place(next->mapTo(&window, QPoint(0, 0)), next->size());
                const bool sameRow = place.top() <= before.bottom() && place.bottom() >= before.top();
                const bool inOrder =
                    !last || (sameRow ? place.left() >= before.left() : place.top() >= before.bottom());
                QVERIFY2(inOrder, qPrintable(u"%1 after %2"_s.arg(nameOf(next), last ? nameOf(last) : QString())));
                pairs += last != nullptr;
                last = next;
                before = place;
            }
        }
        QVERIFY2(pairs > 40, qPrintable(QString::number(pairs)));
    }
    ui::SetupPanel& setup() const { return m_opened->window->setup(); }
    ui::ProblemBox& problem() const { return setup().problem(); }
    void typeProblem(const QString& words) {
        auto* text = problem().findChild<QPlainTextEdit*>();
        text->setFocus();
        QTest::keyClick(text, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(text, words);
    }

    QTemporaryDir m_settings;
    ui::Theme m_theme;
    std::unique_ptr<ui_test::ScriptedWindow> m_opened;
};

QTEST_MAIN(UiControls)
#include "ui_controls.moc"

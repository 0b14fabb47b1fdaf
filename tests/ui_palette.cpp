// The colours of both themes, computed from their files: every text reads on every ground that it stands on, and an
// answer has no colour that means something else.
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QtTest>

#include "ui/lanes/trace_look.h"
#include "ui/paint/score_color.h"
#include "ui/paint/theme.h"
#include "ui/panels/block_map.h"
#include "ui/panels/kv_history.h"
#include "ui_colors.h"
#include "ui_scripted_run.h"

using namespace Qt::StringLiterals;
using ui_test::contrast;
using ui_test::distance;

namespace {

constexpr double kReadable = 4.5;  // WCAG 2, AA
constexpr int kAnswers = 8;

QMap<QString, QColor> namedColors(bool dark) {
    QFile file(dark ? u":/stepscope/themes/dark.json"_s : u":/stepscope/themes/light.json"_s);
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    QMap<QString, QColor> colors;
    for (auto it = json.begin(); it != json.end(); ++it) {
        if (it.value().isString()) colors[it.key()] = QColor(it.value().toString());
    }
    return colors;
}

QString describe(const QString& ink, const QString& ground, double ratio) {
    return u"%1 on %2: %3"_s.arg(ink, ground).arg(ratio, 0, 'f', 2);
}

}  // namespace

class UiPalette : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTextReadsOnEveryGround_data() { themes(); }
    void everyTextReadsOnEveryGround() {
        QFETCH(const bool, dark);
        const auto colors = namedColors(dark);
        QVERIFY(colors.size() > 20);
        for (const char* ink : {"text", "muted", "accent", "good", "warn", "bad"}) {
            for (const char* ground : {"window", "panel", "field", "raised", "rowAlt", "selection", "accentSoft",
                                       "goodSoft", "warnSoft", "badSoft"}) {
                const double ratio = contrast(colors[QLatin1String(ink)], colors[QLatin1String(ground)]);
                QVERIFY2(ratio >= kReadable, qPrintable(describe(QLatin1String(ink), QLatin1String(ground), ratio)));
            }
        }
        QVERIFY(contrast(colors[u"accentText"_s], colors[u"accent"_s]) >= kReadable);
        QVERIFY(contrast(colors[u"text"_s], colors[u"found"_s]) >= kReadable);
    }

    /// `faint` is for what is disabled, and no rule but those may write with it.
    void theStyleSheetWritesReadably_data() { themes(); }
    void theStyleSheetWritesReadably() {
        QFETCH(const bool, dark);
        const auto colors = namedColors(dark);
        QFile file(u":/stepscope/themes/stepscope.qss"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString sheet = QString::fromUtf8(file.readAll());
        static const QRegularExpression rule(u"([^{}]+)\\{([^}]*)\\}"_s);
        static const QRegularExpression ink(u"(?:^|[;\\s])color: @(\\w+)"_s);
        static const QRegularExpression ground(u"background: @(\\w+)"_s);
        int inks = 0;
        for (auto it = rule.globalMatch(sheet); it.hasNext();) {
            const auto match = it.next();
            const QString selector = match.captured(1).trimmed();
            const auto written = ink.match(match.captured(2));
            if (!written.hasMatch() || selector.contains(":disabled"_L1)) continue;
            ++inks;
            const QString name = written.captured(1);
            QVERIFY2(name != "faint"_L1 && colors.contains(name), qPrintable(selector));
            const auto on = ground.match(match.captured(2));
            const QString under = on.hasMatch() ? on.captured(1) : u"panel"_s;
            const double ratio = contrast(colors[name], colors[under]);
            QVERIFY2(ratio >= kReadable, qPrintable(selector + u": "_s + describe(name, under, ratio)));
        }
        QVERIFY2(inks > 10, qPrintable(QString::number(inks)));
    }

    void scoresReadOnTheirChips() {
        for (double score = 0; score <= 1; score += 0.005) {
            const QColor chip = ui::scoreColor(score);
            QVERIFY2(contrast(chip, ui::inkOn(chip)) >= kReadable, qPrintable(QString::number(score)));
        }
    }

    /// A branch's number stands on its strip under a veil of the panel's colour.
    void namesOfParentsReadOnTheStrip_data() { themes(); }
    void namesOfParentsReadOnTheStrip() {
        QFETCH(const bool, dark);
        const ui::Colors c = ui::readColors(dark);
        for (double score = 0; score <= 1; score += 0.05)
            QVERIFY(contrast(c.text, ui::mix(ui::scoreColor(score), c.panel, 0.62)) >= kReadable);
    }

    void anAnswersColourMeansNothingElse_data() { themes(); }
    void anAnswersColourMeansNothingElse() {
        QFETCH(const bool, dark);
        const ui::Colors c = ui::readColors(dark);
        for (int i = 0; i + 1 < kAnswers; ++i) {
            const QColor answer = ui::answerColor(i, dark);
            const double share = i < 4 ? 1 : 0.6;  // few runs have more answers than four
            const auto differs = [&](const QColor& other, double least, const char* what) {
                QVERIFY2(
                    distance(answer, other) >= least * share,
                    qPrintable(u"answer %1 and %2: %3"_s.arg(i).arg(QLatin1String(what)).arg(distance(answer, other))));
            };
            differs(c.good, 0.10, "right");
            differs(c.bad, 0.13, "wrong");
            differs(c.accent, 0.11, "accent");
            differs(ui::scoreColor(0), 0.14, "a low score");
            differs(ui::scoreColor(1), 0.13, "a high score");
            differs(ui::scoreColor(0.75), 0.08, "a good score");
            for (int other = 0; other < i; ++other) differs(ui::answerColor(other, dark), 0.09, "another answer");
        }
        // The first four, which most runs have, also for those who do not tell red from green: by how light they are.
        for (int i = 0; i < 4; ++i)
            QVERIFY2(contrast(ui::answerColor(i, dark), c.panel) >= 3, qPrintable(QString::number(i)));
        QCOMPARE(ui::answerColor(99, dark), ui::answerColor(kAnswers - 1, dark));
    }

    /// Green and a check mark say "right", of an answer and of nothing else.
    void finishedDoesNotReadAsRight() {
        const ui::Colors c = ui::readColors(false);
        QVERIFY(ui::lookOf(app::TracePhase::Finished, false, c).glyph != ui::Glyph::Check);
        QVERIFY(ui::lookOf(app::TracePhase::Finished, false, c).color != c.good);
        QVERIFY(ui::lookOf(app::LogKind::Finished, c).glyph != ui::Glyph::Check);
    }

    /// A block has the colour of its trace's score; the prompt's and free ones look like no score at all.
    void blocksFollowTheScoresOfTheirTraces() {
        ui::Theme theme;
        theme.apply(ui::ThemeChoice::Dark);
        app::RunState state;
        state.apply({0, app::RunStarted{}});
        for (const int id : {1, 2}) state.apply({0, app::TraceAdded{engine::TraceId{id}}});
        state.kv.totalBlocks = 8;
        state.kv.blocks.hold(0, engine::TraceId{1});
        state.kv.blocks.hold(1, engine::TraceId{2});
        state.traces[0].steps.push_back({.beginToken = 0, .endToken = 4, .score = 0.9F});
        state.traces[0].scoreSum = 0.9;
        ui::BlockMap map(theme);
        map.resize(300, 60);
        map.show(state, std::nullopt);
        QVERIFY(state.traces[0].score().has_value());
        QCOMPARE(map.colorOf(engine::TraceId{1}), ui::scoreColor(*state.traces[0].score()));
        QVERIFY(map.colorOf(engine::TraceId{2}) != map.colorOf(engine::TraceId{1}));
    }

    void theHistoryOfUseHasStepsOnly() {
        app::RunState state;
        int events = 0;
        for (const app::Event& event : ui_test::ScriptedRun::all({.traces = 12, .kvBlocks = 90})) {
            state.apply(event);
            if (++events % 25 != 0) continue;
            for (const double width : {90.0, 233.0, 301.5}) {
                const QPolygonF line = ui::usageLine(state.kv, std::max(state.now, 0.1) * 1.1, width, 80);
                for (qsizetype i = 1; i < line.size(); ++i)
                    QVERIFY(line[i].x() == line[i - 1].x() || line[i].y() == line[i - 1].y());
            }
        }
        QVERIFY(state.kv.history.size() > 20);
    }

private:
    static void themes() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
};

QTEST_MAIN(UiPalette)
#include "ui_palette.moc"

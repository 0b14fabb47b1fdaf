// The window in every language: whatever it shows is translated, also what the rooms below it say; menus have no
// shortcut twice; every control has room for its text; and what goes into files is the same in every language.
#include <QDialog>
#include <QFontDatabase>
#include <QMenuBar>
#include <algorithm>
#include <clocale>

#include "app/lesson/lesson.h"
#include "app/models/models.h"
#include "app/run/devices.h"
#include "app/run/log_words.h"
#include "app/run/policy_table.h"
#include "app/run/preflight.h"
#include "app/run/recording_writer.h"
#include "app/run/resources.h"
#include "app/run/verdict.h"
#include "app/session/next_run.h"
#include "app/study/comparison_words.h"
#include "app/study/examples.h"
#include "app/whatif/completeness.h"
#include "ui/paint/app_text.h"
#include "ui/paint/language.h"
#include "ui/panels/run_text.h"
#include "ui_audit.h"
#include "ui_language_support.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;

namespace {

/// English again when it goes.
struct Speaking {
    explicit Speaking(const QString& code) { ui::installLanguage(*ui::findLanguage(code)); }
    Speaking(const Speaking&) = delete;
    Speaking& operator=(const Speaking&) = delete;
    ~Speaking() { ui::installLanguage(ui::languageRows().front()); }
};

/// What is the same in all languages: names, and what models and people wrote.
const QSet<QString> kNames{u"Stepscope"_s, u"Find x."_s, u"DejaVu Sans"_s};

/// Words that stay as they are within a translation, such as those of a file's path.
QString unmarked(const QString& text, const QSet<QString>& names = kNames) {
    return ui_test::untranslatedWords(text, names).join(u' ');
}

std::vector<app::Event> scripted() {
    return ui_test::ScriptedRun::all({.traces = 12, .kvBlocks = 72, .maxTokens = 220});
}

}  // namespace

class UiLanguages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_folder);
        m_theme.apply(ui::ThemeChoice::Light);
    }
    void cleanup() { ui::installLanguage(ui::languageRows().front()); }

    // ---- which language

    void theFirstKnownOneIsTaken() {
        const auto code = [](const QStringList& preferred) {
            return QString::fromLatin1(ui::languageOf(preferred).code);
        };
        QCOMPARE(code({u"de-AT"_s, u"en"_s}), u"de"_s);
        QCOMPARE(code({u"zh-Hans-CN"_s}), u"zh_CN"_s);
        QCOMPARE(code({u"fr-FR"_s, u"de"_s}), u"de"_s);
        QCOMPARE(code({u"en-GB"_s, u"de"_s}), u"en"_s);
        QCOMPARE(code({u"C"_s}), u"en"_s);
        QCOMPARE(code({}), u"en"_s);
        QVERIFY(!ui::findLanguage(u"system"_s));
    }

    void anInstalledLanguageReplacesTheOneBefore() {
        QCOMPARE(ui::languageCode(), u"en"_s);
        for (const ui::LanguageRow& row : ui::languageRows()) {
            ui::installLanguage(row);
            QCOMPARE(ui::languageCode(), QString::fromLatin1(row.code));
        }
        ui::installLanguage(ui::languageRows().front());
        QCOMPARE(ui::languageCode(), u"en"_s);
    }

    // ---- nothing is left in English

    void everythingShownIsTranslated() {
        ui_test::MarkingTranslator marks;
        ui::LaunchOptions launch;
        launch.examples = app::loadExamples();
        ui_test::ScriptedWindow opened(m_theme, launch);
        QStringList wrong = wordsOf(*opened.window);
        opened.window->startRun();
        opened.passes(170);
        wrong += wordsOf(*opened.window);
        opened.passes(100'000);
        opened.window->refreshAll();
        wrong += wordsOf(*opened.window);
        wrong.removeDuplicates();
        for (const QString& line : wrong) qWarning("%s", qPrintable(line));  // QTest cuts long messages
        QVERIFY2(wrong.isEmpty(), "see above");
        QVERIFY2(marks.missing.isEmpty(), qPrintable(QStringList(marks.missing.values()).join(u'\n')));
    }

    void anUntranslatedTextIsFound() {
        ui_test::MarkingTranslator marks;
        QWidget window;
        QLabel planted(u"Not translated"_s, &window);
        QLabel good(QCoreApplication::translate("ui", "Trace") + u" 12 MiB"_s, &window);
        QCOMPARE(wordsOf(window), QStringList{u"QLabel: Not translated: Not translated"_s});
        QVERIFY(good.text().startsWith(QChar(0x27e6)));
    }

    void everyEventHasASentence() {
        ui_test::MarkingTranslator marks;
        QStringList wrong;
        const auto check = [&](std::string text) {
            // As the list of events has it.
            const QString shown =
                QString::fromStdString(text).replace(QRegularExpression(u"\\btrace (\\d+)"_s), u"#\\1"_s);
            if (const QString words = unmarked(ui::appSentence(shown)); !words.isEmpty())
                wrong << QString::fromStdString(text) + u": "_s + words;
        };
        app::RunState state;
        const app::Sparing sparings[] = {
            {}, {.spared = engine::TraceId{3}, .allProtected = false}, {.spared = {}, .allProtected = true}};
        for (const app::PruneCause cause :
             {app::PruneCause::Memory, app::PruneCause::Similarity, app::PruneCause::Confidence,
              app::PruneCause::Refill, app::PruneCause::Consensus, app::PruneCause::Hand}) {
            for (const app::Sparing& sparing : sparings) {
                for (const std::optional<double> score : {std::optional<double>(), std::optional(0.25)}) {
                    app::TracePruned pruned{};
                    pruned.cause = cause;
                    pruned.score = score;
                    pruned.amongRunning = 7;
                    check(app::whyPruned(pruned, state) + "; frees " + app::plural(5, "block") +
                          app::sparingText(sparing));
                }
                check("preempted, waits for memory; frees " + app::plural(1, "block") + app::sparingText(sparing));
            }
            app::TraceSpared spared{};
            spared.cause = cause;
            spared.value = 0.5;
            check(app::sparedText(spared));
        }
        for (const int written : {0, 2}) {
            app::TraceForked fork{};
            fork.written = written;
            fork.given.resize(4);
            check(app::forkedText(fork));
            fork.earlierTrace = 2;
            check(app::forkedText(fork));
            fork.parent = engine::TraceId{1};
            fork.atToken = 9;
            check(app::forkedText(fork));
        }
        check(app::saturatedText({}));
        check(app::thresholdText({}));
        scorer::ProbeTrack track;
        track.rounds = 3;
        check(app::probeText({}, track, 4));
        track.majority = "12";
        app::ProbeDone probe;
        probe.left = 2;
        check(app::probeText(probe, track, 1));
        for (const app::RunEnd end : {app::RunEnd::Done, app::RunEnd::Stopped, app::RunEnd::VoteLock,
                                      app::RunEnd::BetaStop, app::RunEnd::Consensus, app::RunEnd::Probe})
            check(app::entryOf(app::RunFinished{.end = end, .message = {}}, 1).text);
        for (const bool known : {false, true}) {
            for (const int stopped : {0, 3}) {
                for (const int open : {0, 1, 2})
                    check(app::verdictText(app::Verdict{.pruned = stopped ? 0 : 5,
                                                        .stopped = stopped,
                                                        .open = open,
                                                        .known = known,
                                                        .cutRight = 1,
                                                        .cutWrong = 2,
                                                        .cutSilent = open,
                                                        .keptRight = 2,
                                                        .kept = 4}));
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void plansAndComparisonsHaveSentences() {
        ui_test::MarkingTranslator marks;
        QStringList wrong;
        const auto check = [&](const std::string& text) {
            const QString words = unmarked(ui::appSentence(text), {u"MiB"_s, u"GiB"_s, u"GB"_s, u"KV"_s, u"STEP"_s});
            if (!words.isEmpty()) wrong << QString::fromStdString(text) + u": "_s + words;
        };
        for (int verdict = 0; verdict <= static_cast<int>(app::MemoryVerdict::NeverSaturates); ++verdict) {
            app::MemoryPlan plan{};
            plan.verdict = static_cast<app::MemoryVerdict>(verdict);
            for (const int most : {0, 5}) {
                plan.mostTraces = most;
                plan.otherBytes = most;
                check(app::verdictText(plan));
            }
        }
        for (int cause = 0; cause <= static_cast<int>(app::AnswerCause::Unknown); ++cause) {
            for (const int cut : {1, 2}) {
                app::AnswerDifference difference{};
                difference.cause = static_cast<app::AnswerCause>(cause);
                difference.first = "12";
                difference.second = "13";
                difference.ofThemCut = cut;
                check(app::answerText(difference, "A", "B"));
                std::swap(difference.ofThemCut, difference.ofOthersCut);
                check(app::answerText(difference, "A", "B"));
            }
        }
        check(app::partingText(
            {.pass = 3, .first = {1, "prunes #3 of 7 running, score 0.25"}, .second = {2, "does not"}}, "A", "B"));
        for (const std::vector<engine::TraceId>& ids :
             {std::vector<engine::TraceId>{}, std::vector{engine::TraceId{1}}})
            for (const int branches : {0, 1, 2})
                check(app::fatesText(
                    {.right = {engine::TraceId{2}}, .wrong = ids, .unanswered = ids, .branches = branches}, "A", "B"));
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void anErrorKeepsItsFileAndItsRemedy() {
        const Speaking german(u"de"_s);
        QCOMPARE(ui::appSentence("a: b.gguf: cannot be written"), u"a: b.gguf: kann nicht geschrieben werden"_s);
        QCOMPARE(ui::appSentence("the problem is empty; type a question first"),
                 u"die Aufgabe ist leer; zuerst eine Frage eingeben"_s);
        QCOMPARE(ui::appSentence("something nobody has written a form for"),
                 u"something nobody has written a form for"_s);
        // What looks like a placeholder in a part is none.
        QCOMPARE(ui::appSentence("%2 leads the vote"), u"%2 f\u00fchrt"_s);
        QCOMPARE(ui::appSentence(std::string(100'000, 'x')).size(), 100'000);
    }

    /// In no language.
    void theWindowNamesNoOptionOfTheCommandLine() {
        QCOMPARE(ui::appSentence("STEP needs a step scorer; load one (--scorer FILE) or choose another policy"),
                 u"STEP needs a step scorer; load one or choose another policy"_s);
        app::Completeness cut;
        cut.traces = {{engine::TraceId{1}, ""}, {engine::TraceId{2}, "pruned after 3 tokens"}};
        cut.usable = 1;
        app::MemoryPlan plan;
        plan.traces = 2;
        QList<std::string> said{cut.remedy()};
        for (const auto verdict : {app::MemoryVerdict::BeyondLimit, app::MemoryVerdict::BeyondMemory}) {
            plan.verdict = verdict;
            said << app::verdictText(plan);
        }
        for (const QString& code : {u"en"_s, u"de"_s, u"zh_CN"_s}) {
            const Speaking language(code);
            for (const std::string& text : said)
                QVERIFY2(!ui::appSentence(text).contains(u"--"_s), qPrintable(ui::appSentence(text)));
        }
    }

    // ---- menus

    void noMenuHasAShortcutTwice_data() { addLanguages(); }
    void noMenuHasAShortcutTwice() {
        QFETCH(const QString, code);
        const Speaking language(code);
        ui_test::ScriptedWindow opened(m_theme);
        QStringList clashes = ui_test::clashesOf(u"menu bar"_s, opened.window->menuBar()->actions());
        for (const QMenu* menu : opened.window->findChildren<QMenu*>())
            clashes += ui_test::clashesOf(menu->title(), menu->actions());
        clashes.removeDuplicates();
        QVERIFY2(clashes.isEmpty(), qPrintable(clashes.join(u'\n')));
    }

    // ---- room

    void everyTextHasRoom_data() { addLanguages(); }
    void everyTextHasRoom() {
        QFETCH(const QString, code);
        if (code == "zh_CN"_L1 && QFontDatabase::families(QFontDatabase::SimplifiedChinese).isEmpty())
            QSKIP("no font with Chinese letters is installed (Debian: fonts-noto-cjk or fonts-wqy-microhei)");
        const Speaking language(code);
        ui_test::ScriptedWindow opened(m_theme);
        opened.window->startRun();
        opened.passes(170);
        QStringList troubles;
        const auto look = [&] {
            for (const QSize size : {QSize(1680, 1040), QSize(1280, 800), QSize(1024, 640)}) {
                opened.window->resize(size);
                opened.window->refreshAll();
                QTest::qWait(50);
                for (const QString& trouble : ui_test::troublesOf(*opened.window))
                    troubles << u"%1x%2: "_s.arg(size.width()).arg(size.height()) + trouble;
            }
        };
        look();
        opened.passes(100'000);
        look();
        troubles.removeDuplicates();
        QVERIFY2(troubles.isEmpty(), qPrintable(troubles.join(u'\n')));
    }

    // ---- files

    void filesAreTheSameInEveryLanguage() {
        const QByteArray english = filesOfARun();
        QVERIFY(english.contains("0."));
        const QLocale before;
        const QByteArray numbers = setlocale(LC_NUMERIC, nullptr);
        for (const ui::LanguageRow& row : ui::languageRows()) {
            const Speaking language(QString::fromLatin1(row.code));
            QLocale::setDefault(QLocale(QString::fromLatin1(row.code)));
            setlocale(LC_NUMERIC, "de_DE.UTF-8");  // where the machine has it
            const QByteArray own = filesOfARun();
            setlocale(LC_NUMERIC, numbers);
            QLocale::setDefault(before);
            QCOMPARE(own, english);
        }
    }

    void numbersInTheWindowHaveAPoint() {
        const QLocale before;
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        const Speaking german(u"de"_s);
        ui_test::ScriptedWindow opened(m_theme);
        for (const auto* spin : opened.window->findChildren<QAbstractSpinBox*>())
            QVERIFY2(!spin->text().contains(u','), qPrintable(spin->accessibleName()));
        QLocale::setDefault(before);
    }

    // ---- the lesson

    void theLessonIsTheSameInEveryLanguage_data() { addLanguages(); }
    void theLessonIsTheSameInEveryLanguage() {
        QFETCH(const QString, code);
        const app::Lesson english = app::readLesson(app::firstLesson());
        const app::Lesson own = app::readLesson(app::firstLesson(code.toStdString()));
        QCOMPARE(own.pages.size(), english.pages.size());
        for (std::size_t i = 0; i < own.pages.size(); ++i) {
            const app::LessonPage &page = own.pages[i], &model = english.pages[i];
            QVERIFY(page.highlights == model.highlights);
            QCOMPARE(page.title == model.title, code == "en"_L1);
            QCOMPARE(placeholders(page.text), placeholders(model.text));
            QCOMPARE(placeholders(page.answer), placeholders(model.answer));
            QCOMPARE(page.actions.size(), model.actions.size());
            for (std::size_t k = 0; k < page.actions.size(); ++k) {
                const app::LessonAction &action = page.actions[k], &same = model.actions[k];
                QCOMPARE(action.id, same.id);
                QVERIFY(action.kind == same.kind && action.sight == same.sight && action.policy == same.policy);
                QCOMPARE(action.of, same.of);
                QCOMPARE(action.run.problem, same.run.problem);
                QCOMPARE(action.run.pace, same.run.pace);
                QVERIFY(action.run.options == same.run.options);
                QCOMPARE(claimsOf(action.claims), claimsOf(same.claims));
                QCOMPARE(claimsOf(action.until), claimsOf(same.until));
                QCOMPARE(placeholders(action.after), placeholders(same.after));
            }
        }
    }

private:
    static void addLanguages() {
        QTest::addColumn<QString>("code");
        for (const ui::LanguageRow& row : ui::languageRows()) QTest::newRow(row.code) << QString::fromLatin1(row.code);
    }

    static QStringList wordsOf(const QWidget& window) {
        QStringList found;
        for (const auto& [owner, text] : ui_test::textsOf(window)) {
            const QString words = unmarked(text, namesIn());
            if (!words.isEmpty() && !isForTheModel(text)) found << u"%1: %2: %3"_s.arg(owner, words, text.left(160));
        }
        found.removeDuplicates();
        return found;
    }

    /// The problem of an example, whole or shortened, and the system prompt: the model reads English.
    static bool isForTheModel(QString text) {
        static const QRegularExpression markup(u"<[^>]*>"_s);
        text = text.remove(markup).replace(u"&lt;"_s, u"<"_s).simplified();
        if (text.endsWith(QChar(0x2026))) text.chop(1);
        if (text.isEmpty()) return false;
        QStringList all{QString::fromStdString(app::RunOptions{}.systemPrompt)};
        for (const app::Event& event : scripted()) {
            if (const auto* header = std::get_if<app::RunStarted>(&event.body))
                all << QString::fromStdString(header->problem).simplified();
        }
        for (const app::Example& example : app::loadExamples())
            all << QString::fromStdString(example.question).simplified();
        return std::ranges::any_of(all, [&](const QString& each) { return each.startsWith(text); });
    }

    static QSet<QString> namesIn() {
        QSet<QString> names = kNames;
        for (const ui::LanguageRow& row : ui::languageRows()) names.insert(QString::fromUtf8(row.name));
        names << QString::fromStdString(app::listDeviceChoices().cpuName)
              << QString::fromStdString(app::resourceDir().string())
              << QString::fromStdString(app::demoModelDir().string()) << u"Stepscope demo (embedded)"_s;
        const app::ModelReady ready = ui_test::scriptedModel();
        for (const std::string& name :
             {ready.model.name, ready.model.family, ready.model.format, ready.device, ui_test::scriptedScorer().name})
            if (!name.empty()) names.insert(QString::fromStdString(name));
        return names;
    }

    static QStringList placeholders(const std::string& text) {
        QStringList found;
        static const QRegularExpression inBraces(u"\\{[^}]*\\}"_s);
        for (auto at = inBraces.globalMatch(QString::fromStdString(text)); at.hasNext();) found << at.next().captured();
        found.sort();
        return found;
    }

    static QStringList claimsOf(const std::vector<app::LessonClaim>& claims) {
        QStringList texts;
        for (const app::LessonClaim& claim : claims) texts << QString::fromStdString(claim.text());
        return texts;
    }

    /// Recording, tables and settings of one run.
    QByteArray filesOfARun() {
        const QString path = m_folder.filePath(u"run.stepscope"_s);
        QFile::remove(path);
        app::RunState state;
        {
            app::RecordingWriter writer(path.toStdString());
            for (const app::Event& event : scripted()) {
                if (!writer.append(event)) return {};
                state.apply(event);
            }
        }
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) return {};
        return file.readAll() + ui::runAsCsv(state).toUtf8() + ui::voteAsCsv(state).toUtf8() +
               ui::memoryAsCsv(state.kv).toUtf8() + QByteArray::fromStdString(app::textOfOptions(state.header.options));
    }

    QTemporaryDir m_folder;
    ui::Theme m_theme;
};

QTEST_MAIN(UiLanguages)
#include "ui_languages.moc"

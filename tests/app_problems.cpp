// Problem sets as people publish and edit them, text files from any editor, the choice of problems, numbers as text.
#include <sys/stat.h>

#include <QTemporaryDir>
#include <QTest>
#include <clocale>
#include <fstream>
#include <map>

#include "app/run/number_text.h"
#include "app/run/usage_error.h"
#include "app/run/user_text.h"
#include "app/study/problem_choice.h"
#include "app/study/problem_fields.h"
#include "app/study/problems.h"
#include "growth.h"

using namespace app;
using namespace std::string_literals;

namespace {

/// What a function says when it throws; empty where it does not.
template <typename Work>
std::string messageOf(Work&& work) {
    try {
        work();
    } catch (const std::exception& error) {
        return error.what();
    }
    return {};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

class AppProblems : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

    std::string write(const std::string& bytes) {
        const std::string path = m_dir.filePath(QStringLiteral("file")).toStdString();
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    ProblemSet setOf(const std::string& bytes) { return readProblems(write(bytes)); }

private Q_SLOTS:
    void answers_data() {
        QTest::addColumn<std::string>("field");
        QTest::addColumn<std::string>("answer");
        const auto row = [](const char* name, const char* field, const char* answer) {
            QTest::newRow(name) << std::string(field) << std::string(answer);
        };
        row("text", R"("answer":"204")", "204");
        row("number", R"("answer":204)", "204");
        row("beyond 64 bits", R"("answer":123456789012345678901234567890)", "123456789012345678901234567890");
        row("negative beyond 64 bits", R"("answer":-123456789012345678901)", "-123456789012345678901");
        row("zeros kept", R"("answer":0.10)", "0.10");
        row("exponent kept", R"("answer":1e400)", "1e400");
        row("number in text", R"("answer":"x = 1.50")", "x = 1.50");
        row("list of one", R"("answer":["4"])", "4");
        row("list", R"json("answer":["x=1", 2.50, "(3,4)"])json", "x=1, 2.50, (3,4)");
        row("OlympiadBench", R"("final_answer":["\\frac{1}{2}"])", "\\frac{1}{2}");
        row("upper case", R"("Answer":"7")", "7");
        row("GSM8K", R"("answer":"He has <<2+2=4>>4.\n#### 1,234")", "1234");
        row("GSM8K, Windows", R"("answer":"So 5.\r\n#### 5\r\n")", "5");
        row("boxed", R"("answer":"$\\boxed{\\frac{1}{2}}$")", "\\frac{1}{2}");
        row("boxed, and more", R"("answer":"\\boxed{1} or \\boxed{2}")", "\\boxed{1} or \\boxed{2}");
        row("MATH", R"("solution":"First \\boxed{3}, then $\\boxed{\\frac{a}{\\sqrt{2}}}$.")", "\\frac{a}{\\sqrt{2}}");
        row("answer before solution", R"("answer":"7","solution":"\\boxed{8}")", "7");
        row("empty answer", R"("answer":"","solution":"\\boxed{8}")", "8");
        row("AIME", R"("ID":"2024-I-1","Solution":"It is \\boxed{204}.","Answer":204)", "204");
        row("STEP results", R"("ground_truth":"12")", "12");
        row("NuminaMath", R"("expected_answer":"x^2")", "x^2");
        row("marks inside", R"("answer":"a #### b")", "a #### b");
        row("one backslash", R"("answer":"\frac{1}{2} \times \beta")", "\\frac{1}{2} \\times \\beta");
        row("one backslash, line feed", R"("answer":"\nu")", "\\nu");
    }
    void answers() {
        QFETCH(std::string, field);
        QFETCH(std::string, answer);
        const ProblemSet set = setOf(R"({"question":"q",)" + field + "}\n");
        QCOMPARE(set.problems.size(), std::size_t{1});
        QCOMPARE(set.problems[0].answer.value_or("none"), answer);
    }

    void anUnknownAnswerIsNone() {
        for (const char* rest : {"", R"(,"solution":"no box")", R"(,"solution":["\\boxed{1}"])", R"(,"answer":null)",
                                 R"(,"answer":"")", R"(,"answer":[])"}) {
            const ProblemSet set = setOf(R"({"question":"q")" + std::string(rest) + "}\n");
            QVERIFY2(!set.problems.at(0).answer && set.badLines.empty(), rest);
        }
        const ProblemSet two = setOf("{\"question\":\"a\",\"answer\":null}\n{\"question\":\"b\",\"answer\":1}\n");
        QCOMPARE(withAnswers(two.problems, "set").size(), std::size_t{1});
        QVERIFY(has(messageOf([&] { withAnswers({two.problems[0]}, "set"); }), "no problem has an 'answer'"));
    }

    void fieldsOfPublishedSets() {
        const ProblemSet set = setOf(
            R"({"problem":"2+2","solution":"So \\boxed{4}.","answer":"4","level":"Level 2","unique_id":"test/1.json","subject":"Algebra"})");
        const Problem& p = set.problems.at(0);
        QCOMPARE(p.question, "2+2"s);
        QCOMPARE(p.id, "test/1.json"s);
        QCOMPARE(p.level, 2);
        QVERIFY(parseLevel("7") == 7 && parseLevel("7.0") == 7 && parseLevel(" level_3 ") == 3 &&
                parseLevel("LEVEL5") == 5);
        QVERIFY(parseLevel("") == 0 && parseLevel("hard") == 0 && parseLevel("0") == 0 && parseLevel("-1") == 0 &&
                parseLevel("2.5") == 0 && parseLevel("99999999999") == 0 && parseLevel("Level ?") == 0);
        QCOMPARE(p.family, "Algebra"s);
        const ProblemSet math =
            setOf(R"({"problem":"1+1","level":"Level 5","type":"Number Theory","solution":"$1+1=\\boxed{2}$"})");
        QVERIFY(math.problems.at(0).family == "Number Theory" && math.problems[0].level == 5 &&
                math.problems[0].answer == "2");
        const ProblemSet arena =
            setOf(R"({"problem_idx":3,"problem":"q","answer":"1","problem_type":["Algebra","X"]})");
        QVERIFY(arena.problems.at(0).family == "Algebra" && arena.problems[0].id == "3");
        const ProblemSet aime = setOf(R"({"ID":"2024-II-4","Problem":"q","Solution":"s","Answer":33})");
        QVERIFY(aime.problems.at(0).id == "2024-II-4" && aime.problems[0].question == "q" &&
                aime.problems[0].answer == "33");
        const ProblemSet svamp =
            setOf(R"({"Body":"Mia has 3 pens. ","Question":"How many has she?","Answer":3.0,"Type":"Addition"})");
        QCOMPARE(svamp.problems.at(0).question, "Mia has 3 pens. How many has she?"s);
        QCOMPARE(setOf(R"({"question":"q","type":"family"})").problems.at(0).family, "family"s);
        QCOMPARE(setOf(R"({"question":"q","type":{"a":1}})").problems.at(0).family, ""s);
        QCOMPARE(setOf(R"({"question":"q","id":12345678901234567890123})").problems.at(0).id,
                 "12345678901234567890123"s);
    }

    void aListIsReadElementByElement() {
        const ProblemSet set = setOf(
            "\n[\n {\"question\": \"a]\\\"\",\n  \"answer\": [1, 2]},\n {\"question\": 5, \"answer\": }, "
            "{\"question\":\"c\"}\n]\n");
        QCOMPARE(set.problems.size(), std::size_t{2});
        QVERIFY(set.problems[0].line == 3 && set.problems[0].index == 0 && set.problems[0].answer == "1, 2");
        QVERIFY(set.problems[1].line == 5 && set.problems[1].index == 2);
        QVERIFY(set.badLines.size() == 1 && set.badLines.front().starts_with("line 5: "));
        QVERIFY(has(setOf("[{\"question\":\"a\"}").badLines.front(), "does not end"));
        QVERIFY(has(setOf("[{\"question\":\"a\"}] x").badLines.front(), "after the end"));
        QVERIFY(has(messageOf([&] { setOf("[]"); }), "no usable problem"));
    }

    void badLines_data() {
        QTest::addColumn<std::string>("line");
        QTest::addColumn<std::string>("says");
        const auto row = [](const char* name, const std::string& line, const char* says) {
            QTest::newRow(name) << line << std::string(says);
        };
        row("no JSON", "hello", "not valid JSON");
        row("no object", "[1]", "expected an object, found a list");
        row("two objects", R"({"question":"a"} {"question":"b"})", "two objects on one line");
        row("comma behind", R"({"question":"a"},)", "text after the object");
        row("no question", R"({"answer":1})", "no 'question'");
        row("blank question", R"({"question":" \n"})", "expected text, found none");
        row("question of another type", R"({"question":["a"]})", "found a list");
        row("answer of another type", R"({"question":"a","answer":{"x":1}})", "found an object");
        row("list with null", R"({"question":"a","answer":[null]})", "found nothing");
        row("Latin-1", "{\"question\":\"caf\xE9\"}", "not UTF-8 at byte 16");
        row("NUL", "{\"question\":\"a\0b\"}"s, "a NUL at byte 14");
        row("escaped NUL", R"({"question":"a\u0000b"})", "a NUL");
        row("half a pair", R"({"question":"\ud800"})", "not valid JSON");
        row("no escape", R"({"question":"\sqrt{2}"})", "is no escape");
        row("short escape", R"({"question":"\underline{2}"})", "is no escape");
        row("no number", R"({"question":"a","answer":01})", "not valid JSON");
        row("deep", "{\"question\":" + std::string(1000, '[') + std::string(1000, ']') + "}", "nested");
    }
    void badLines() {
        QFETCH(std::string, line);
        QFETCH(std::string, says);
        const ProblemSet set =
            setOf("{\"question\":\"first\",\"answer\":1}\r\n" + line + "\r\n\r\n{\"question\":\"last\"}");
        QCOMPARE(set.problems.size(), std::size_t{2});
        QVERIFY(set.problems[1].line == 4 && set.problems[1].index == 3);
        QCOMPARE(set.badLines.size(), std::size_t{1});
        QVERIFY2(set.badLines.front().starts_with("line 2: ") && has(set.badLines.front(), says),
                 set.badLines.front().c_str());
        QVERIFY(!has(set.badLines.front(), "json.exception"));
    }

    void warningsSayWhatLooksWrong() {
        const ProblemSet set = setOf(
            "{\"question\":\"x\",\"answer\":\"\\frac12\"}\n{\"question\":\"a\\times "
            "b\",\"answer\":1}\n{\"question\":\"x\"}\n"
            "{\"question\":\"Find x.\\nUse y.\",\"answer\":\"\\\\frac12\"}\n");
        QCOMPARE(set.warnings.size(), std::size_t{3});
        QVERIFY2(has(set.warnings.shown()[0], "line 1: answer: a form feed in front of \"rac\", read as \\frac"),
                 set.warnings.shown()[0].c_str());
        QVERIFY2(has(set.warnings.shown()[1], "line 2: question: a tab in front of \"imes\"; was \\times meant?"),
                 set.warnings.shown()[1].c_str());
        QVERIFY2(has(set.warnings.shown()[2], "line 3: the same question as in line 1"),
                 set.warnings.shown()[2].c_str());
    }

    void manyBadLinesAreCounted() {
        std::string text = "{\"question\":\"a\"}\n";
        for (int i = 0; i < 5000; ++i) text += "x\n";
        const LineNotes notes = setOf(text).badLines;
        QCOMPARE(notes.size(), std::size_t{5000});
        QCOMPARE(notes.shown().size(), LineNotes::kShown);
    }

    void wholeFiles() {
        const std::string line = "{\"question\":\"\xC3\xA9\"}\n";
        QCOMPARE(setOf("\xEF\xBB\xBF" + line).problems.at(0).question, "\xC3\xA9"s);
        std::string wide = "\xFF\xFE";
        for (const char c : "{\"question\":\"\xE9\"}\r\n"s) wide += std::string{c, '\0'};
        QCOMPARE(setOf(wide).problems.at(0).question, "\xC3\xA9"s);
        QVERIFY(has(messageOf([&] { setOf(""); }), "no usable problem"));
        QVERIFY(has(messageOf([&] { readProblems(m_dir.path().toStdString()); }), "expected a regular file"));
        const std::string fifo = m_dir.filePath(QStringLiteral("fifo")).toStdString();
        QCOMPARE(::mkfifo(fifo.c_str(), 0600), 0);
        QVERIFY(has(messageOf([&] { readProblems(fifo); }), "expected a regular file"));
        QVERIFY(has(messageOf([] { readProblems("/dev/zero"); }), "expected a regular file"));
        const std::string sparse = write("");
        QCOMPARE(::truncate(sparse.c_str(), std::int64_t{10} << 30), 0);
        QVERIFY(has(messageOf([&] { readProblems(sparse); }), "expected at most"));
    }

    void texts_data() {
        QTest::addColumn<std::string>("bytes");
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("says");
        const auto row = [](const char* name, const std::string& bytes, const std::string& text,
                            const char* says = "") { QTest::newRow(name) << bytes << text << std::string(says); };
        row("plain", "2+2 \xF0\x9F\x98\x80", "2+2 \xF0\x9F\x98\x80");
        row("mark", "\xEF\xBB\xBFx", "x");
        row("UTF-16 LE",
            "\xFF\xFE"
            "2\0+\0\x3D\xD8\x00\xDE"s,
            "2+\xF0\x9F\x98\x80");
        row("UTF-16 BE",
            "\xFE\xFF"
            "\0"
            "2\xD8\x3D\xDE\x00"s,
            "2\xF0\x9F\x98\x80");
        row("UTF-16, half a pair",
            "\xFF\xFE"
            "\x3D\xD8"
            "a\0"s,
            "", "half a pair of surrogates at byte 2");
        row("UTF-16, odd",
            "\xFF\xFE"
            "a\0b"s,
            "", "ends inside a character");
        row("UTF-16 without a mark", "a\0b\0"s, "", "UTF-16 without a byte order mark");
        row("UTF-16 with a NUL",
            "\xFF\xFE"
            "a\0\0\0b\0"s,
            "", "NUL");
        row("UTF-32", "\xFF\xFE\0\0a\0\0\0"s, "", "UTF-32");
        row("Latin-1", "caf\xE9 2", "", "line 1: not UTF-8 at byte 3");
        row("Latin-1 behind a mark",
            "\xEF\xBB\xBF"
            "a\ncaf\xE9",
            "", "line 2: not UTF-8 at byte 8");
        row("cut", "a\xC3", "", "not UTF-8 at byte 1");
        row("surrogate", "\xED\xA0\x80", "", "not UTF-8 at byte 0");
        row("NUL", "ab\0c"s, "", "a NUL at byte 2");
        row("too long", std::string(101, 'x'), "", "expected at most 100 bytes");
    }
    void texts() {
        QFETCH(std::string, bytes);
        QFETCH(std::string, text);
        QFETCH(std::string, says);
        const std::string path = write(bytes);
        std::string read;
        const std::string message = messageOf([&] { read = readUserText(path, 100); });
        QCOMPARE(read, text);
        QVERIFY2(says.empty() ? message.empty() : has(message, says) && message.starts_with(path), message.c_str());
    }

    void choices() {
        QVERIFY(parseLevels("3")->low == 3 && parseLevels("2-5")->high == 5 && !parseLevels(""));
        for (const char* bad : {"1-", "-3", "5-2", "0", "1-99999999999", "2 - 3", "2-5x", "x", "+2", "1-2-3"}) {
            QVERIFY2(has(messageOf([&] { parseLevels(bad); }), "--levels"), bad);
        }
        QVERIFY(parseShard("3/16").part == 2 && parseShard("3/16").count == 16 && parseShard("").count == 1);
        for (const char* bad : {"1/2/3", "0/2", "3/2", "1/", "/2", "1", "a/b", "1/99999999999"}) {
            QVERIFY2(has(messageOf([&] { parseShard(bad); }), "--shard"), bad);
        }
        const std::vector<Problem> problems(10);
        QCOMPARE(chooseProblems(problems, "", 0).size(), std::size_t{10});
        QCOMPARE(chooseProblems(problems, "", 3).size(), std::size_t{3});
        QVERIFY_THROWS_EXCEPTION(UsageError, chooseProblems(problems, "", -1));
        QVERIFY_THROWS_EXCEPTION(UsageError, chooseProblems(problems, "2", 0));
    }

    void chosenProblemsKeepTheirPlace() {
        std::string text;
        for (int i = 0; i < 10; ++i) text += "{\"question\":\"" + std::to_string(i) + "\",\"answer\":1}\n";
        const std::vector<Problem> chosen = chooseProblems(setOf(text).problems, "", 2);
        QVERIFY(chosen.at(0).index == 0 && chosen.at(1).index == 5 && chosen.at(1).question == "5");
    }

    void readingIsLinear_data() {
        QTest::addColumn<std::string>("begin");
        QTest::addColumn<std::string>("part");
        QTest::addColumn<std::string>("end");
        const auto row = [](const char* name, const char* begin, const char* part, const char* end) {
            QTest::newRow(name) << std::string(begin) << std::string(part) << std::string(end);
        };
        row("lines", "", "{\"question\":\"What is 2+2?\",\"answer\":4,\"level\":1}\n", "");
        row("bad lines", "{\"question\":\"a\"}\n", "{\"question\":\n", "");
        row("a list", "[", "{\"question\":\"What is 2+2?\",\"answer\":4},\n", "{\"question\":\"a\"}]");
        row("an answer of many", "{\"question\":\"a\",\"answer\":[", "1,", "1]}");
        row("lost backslashes", "{\"question\":\"a", "\\frac ", "\"}");
        row("open brackets in a list", "[{\"question\":\"a\"},", "[", "");
        row("quotes", "[{\"question\":\"a\"},", "\"\",", "");
    }
    void readingIsLinear() {
        QFETCH(std::string, begin);
        QFETCH(std::string, part);
        QFETCH(std::string, end);
        constexpr int kParts = 1000;
        std::map<int, std::string> files;
        for (const int size : {kParts, 4 * kParts}) {
            std::string text = begin;
            for (int i = 0; i < size; ++i) text += part;
            files[size] = m_dir.filePath(QString::number(size)).toStdString();
            std::ofstream(files[size], std::ios::binary) << text << end;
        }
        const double ratio = growth::ratioOfFourfold(kParts, [&](int size) { (void)readProblems(files[size]); });
        QVERIFY2(ratio <= growth::kMostRatio, std::to_string(ratio).c_str());
    }

    void numbersHaveAPointInEveryLocale() {
        for (const char* locale : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "C"}) {
            if (std::setlocale(LC_ALL, locale) == nullptr) continue;
            QCOMPARE(fixedText(0.9349, 2), "0.93"s);
            QCOMPARE(fixedText(-1234.5, 1), "-1234.5"s);
            QCOMPARE(fixedText(2.5, 0), "2"s);
            QCOMPARE(fixedText(1e308, 2).size(), std::size_t{312});
            QCOMPARE(shortText(0.5), "0.5"s);
            QCOMPARE(shortText(1e-7), "1e-07"s);
            QCOMPARE(shortText(90), "90"s);
        }
        std::setlocale(LC_ALL, "C");
    }
};

QTEST_GUILESS_MAIN(AppProblems)
#include "app_problems.moc"

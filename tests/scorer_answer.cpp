// The last boxed answer of a text, and the one form of equal answers.
#include <QTest>

#include "cpu_time.h"
#include "scorer/answers/answer.h"

class ScorerAnswer : public QObject {
    Q_OBJECT

    static QString boxed(const std::string& text) {
        const auto found = scorer::findBoxedAnswer(text);
        return found ? QString::fromStdString(*found) : QStringLiteral("(none)");
    }

private Q_SLOTS:
    void theLastCompleteBoxIsFound_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(expected);
        };
        row(R"(so \boxed{42}.)", "42");
        row(R"(\boxed{1} no, \boxed{2})", "2");
        row(R"(\boxed{\frac{1}{2}})", R"(\frac{1}{2})");
        row(R"(\boxed{1} and \boxed{\frac{1}{)", "1");
        row(R"(\boxed{1} and \boxed)", "1");
        row(R"(\boxed{1} and \boxed{2)", "1");
        row(R"(\boxed {7})", "7");
        row(R"(\boxed{})", "(none)");
        row(R"(\boxed{5} and \boxed{ })", "5");
        row(R"(\boxed{\boxed{}})", "(none)");
        row(R"(\boxed{5} and \boxed{\,})", "5");
        row(R"(\boxed{5} and \boxed{\text{}})", "5");
        row(R"(\boxed{\text{ }~\;})", "(none)");
        row(R"(\boxed 5)", "5");
        row(R"($\boxed5$)", "5");
        row(R"(\boxed 42.)", "42");
        row(R"(\boxed -3.5)", "-3.5");
        row(R"(\boxed 1,234)", "1,234");
        row(R"(\boxed\frac12)", R"(\frac12)");
        row(R"(\boxed\frac{1}{2}$)", R"(\frac{1}{2})");
        row(R"(\boxed\dfrac 34)", R"(\dfrac 34)");
        row(R"(\boxed\sqrt[3]{2})", R"(\sqrt[3]{2})");
        row(R"(\boxed\pi$)", R"(\pi)");
        row(R"(\boxed\text{B})", R"(\text{B})");
        row(R"($\boxed B$)", "B");
        row(R"(put it in \boxed and stop)", "(none)");
        row(R"(\boxed{7}, so \boxed$)", "7");
        row(R"(\boxed{7} or \boxed 8)", "8");
        row(R"(\boxed {9})", "9");
        row(R"(\fbox{\boxed{6}})", "6");
        row(R"(\boxedtext{3})", "(none)");
        row(R"(\boxed\frac{1}{)", "(none)");
        row(R"(\boxed{\{1, 2\}})", R"(\{1, 2\})");
        row(R"(\boxed{a \boxed{b} c})", "b");
        row(R"(\boxed{a \boxed{b)", "(none)");
        row(R"(}} \boxed{3} }})", "3");
        row(R"({{{ \boxed{3})", "3");
        row(R"(boxed{3})", "(none)");
        row(R"(\fbox{3})", "3");
        row("no box", "(none)");
        row("", "(none)");
        row(R"(\boxed{a
b})",
            "a\nb");
        row(R"(\boxed{5\)", "(none)");
    }
    void theLastCompleteBoxIsFound() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(boxed(text.toStdString()), expected);
    }

    void boxesThatNeverCloseCostNoTime() {
        std::string text;
        for (int i = 0; i < 200'000; ++i) text += "\\boxed{";
        const cpu::ThreadClock clock;
        QCOMPARE(boxed(text), QStringLiteral("(none)"));
        QCOMPARE(boxed(text + "9}"), QStringLiteral("9"));
        for (const char* part : {"\\boxed{}", "\\boxed ", "\\boxed\\frac{", "\\boxed{\\text{", "\\fbox{ "}) {
            std::string many;
            while (many.size() < 1'000'000) many += part;
            boxed(many + std::string(100'000, '}'));
        }
        QVERIFY2(clock.seconds() < 1.5 * cpu::kSlack, qPrintable(QString::number(clock.seconds())));
    }

    void equalAnswersGetOneForm_data() {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* answer, const char* expected) {
            QTest::newRow(answer) << QString::fromUtf8(answer) << QString::fromUtf8(expected);
        };
        for (const char* half :
             {"1/2", R"(\frac{1}{2})", R"(\dfrac{1}{2})", R"(\tfrac12)", "0.5", ".5", "0.50", "2/4", "$0.5$",
              R"(\frac{ 2 }{ 4 })", "+1/2", "-1/-2", "1 / 2", R"(x = \frac{1}{2})", R"(\(1/2\))", "1/2.",
              R"(\text{1/2})", R"(\left\frac{1}{2}\right)", R"(\frac{0.5}{1})"})
            row(half, "1/2");
        for (const char* number :
             {"1000",  "1,000",         "1{,}000",         "1000.",     "1000.0",         "+1000",     "01000",
              "$1000", "x = 1000",      "N=1000",          R"(\$1000)", R"(\text{1000})", " 1000 ",    "1000\\%",
              "1000%", R"(1000^\circ)", R"(1000^{\circ})", "1000°",     "2000/2",         R"(1\,000)", "1000 degrees"})
            row(number, "1000");
        row("-7", "-7");
        row("\xE2\x88\x92"
            "7",
            "-7");
        row("-7/14", "-1/2");
        row(R"(-\frac{7}{14})", "-1/2");
        row(R"(\frac{-7}{14})", "-1/2");
        row("0", "0");
        row("-0", "0");
        row("0.0", "0");
        row("0/5", "0");
        row("1234567.25", "4938269/4");
        row("1,234,567.25", "4938269/4");
        row("5/0", "5/0");
        row(R"(\frac{1}{0})", R"(\frac{1}{0})");
        row("1,2", "1,2");
        row("1,2,3", "1,2,3");
        row("1,0000", "1,0000");
        row("(1, 2)", "(1,2)");
        row("(1,  2)", "(1,2)");
        row("no  solution", "no solution");
        row(R"(\text{no solution})", "no solution");
        row(R"(2\sqrt{3})", R"(2\sqrt{3})");
        row(R"(2 \sqrt{3})", R"(2\sqrt{3})");
        row("x^2 + 1", "x^2+1");
        row("y = x^2 + 1", "x^2+1");
        row("x > 5", "x>5");
        row("x \\le 5", "x\\le 5");
        row("x >= 5", "x>=5");
        row("a = b = 5", "a=b=5");
        row("A", "A");
        row("", "");
        row(".", ".");
        row("-", "-");
        row("1/2/3", "1/2/3");
        row("12345678901234567890", "12345678901234567890");
        row("0.1234567890123456789", "0.1234567890123456789");
        row("99999999999999999/99999999999999998", "99999999999999999/99999999999999998");
        row("1e5", "1e5");
    }
    void equalAnswersGetOneForm() {
        QFETCH(QString, answer);
        QFETCH(QString, expected);
        const std::string once = scorer::normaliseAnswer(answer.toStdString());
        QCOMPARE(QString::fromStdString(once), expected);
        QCOMPARE(scorer::normaliseAnswer(once), once);  // normalising twice changes nothing
    }

    void hugeAnswersCostNoTime() {
        const cpu::ThreadClock clock;
        for (const char* part : {"\\text{", "{,}", " ", "{", "\\frac", "9", "="}) {
            std::string text;
            while (text.size() < 1'000'000) text += part;
            scorer::normaliseAnswer(text);
            scorer::normaliseAnswer(text.substr(0, 4090));
        }
        QVERIFY(clock.seconds() < 2 * cpu::kSlack);
    }
};

QTEST_GUILESS_MAIN(ScorerAnswer)
#include "scorer_answer.moc"

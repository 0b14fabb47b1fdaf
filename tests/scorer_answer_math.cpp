// Answers compared as mathematics: pairs that are equal and pairs that are not, hostile input, speed.
#include <QTest>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "cpu_time.h"
#include "scorer/answers/answer.h"
#include "scorer/vote.h"

using scorer::canonicalAnswer;

namespace {

/// All notations of one answer, and answers that must be told apart from it.
struct Group {
    const char* name;
    std::vector<const char*> equal;
    std::vector<const char*> different;
};

const std::vector<Group> kGroups = {
    // ---- AIME: integers from 0 to 999 ----
    {"integer",
     {"204",
      "204.0",
      "$204$",
      R"(\(204\))",
      R"(\boxed{204})",
      "x = 204",
      R"(\text{204})",
      "204.",
      " 204 ",
      "+204",
      "m+n=204",
      "0204",
      R"(\mathbf{204})",
      "N = 204",
      "408/2",
      R"(\frac{408}{2})",
      "204!/203!",
      "2.04e2",
      R"(2.04 \times 10^2)",
      "200+4"},
     {"205", "-204", "20.4", "2040", "204x", "(204)_8"}},
    {"zero",
     {"0", "-0", "0.0", "0/7", R"(\sin 0)", R"(\ln 1)", R"(\sqrt{2}-\sqrt{2})", R"((1+\sqrt2)(1-\sqrt2)+1)"},
     {"1", "O"}},
    {"leading zeros", {"073", "73"}, {"730"}},
    {"thousands",
     {"12345", "12,345", "12{,}345", R"(12\,345)", "12 345", "$12,345", R"(\$12{,}345)", "12345 dollars"},
     {"12, 345", "12.345", "123,45"}},
    {"long integers",
     {"123456789012345678901234567890", "123,456,789,012,345,678,901,234,567,890"},
     {"123456789012345678901234567891"}},
    {"power as integer",
     {"1024", "2^{10}", "2^10", "4^5", "32^2", R"(2^{5} \cdot 2^{5})", "2**10"},
     {"2^{11}", "10^2"}},
    {"negative", {"-7", "-7.0", R"(-\frac{14}{2})", R"(\frac{-14}{2})", R"(\frac{14}{-2})", "x=-7", "1-8"}, {"7"}},
    {"factorials", {"720", "6!", R"(3! \cdot 5!)", R"(\binom{10}{3} \cdot 6)"}, {"6", "5!"}},
    {"binomial", {R"(\binom{10}{5})", "252", R"(\dbinom{10}{5})", R"(\frac{10!}{5!5!})"}, {R"(\binom{10}{4})"}},
    {"power tower left alone", {"2^{2^3}", "256"}, {"64"}},
    // ---- fractions, decimals, percent ----
    {"half",
     {"1/2", R"(\frac{1}{2})", R"(\dfrac12)", R"(\tfrac{1}{2})", "0.5", ".5", "0.50", R"(\frac{2}{4})",
      R"(p = \frac{1}{2})", "2^{-1}", R"(\frac{\frac{1}{2}}{1})", R"(\sin 30^\circ)", R"(\cos\frac{\pi}{3})",
      R"(\left(\frac{1}{2}\right))", R"(\frac{1}{1+1})", R"(\sqrt{\frac14})"},
     {"2", "0.05", R"(\frac{1}{3})", "50"}},
    {"third",
     {R"(\frac13)", "1/3", R"(0.\overline{3})", R"(\frac{2}{6})", "3^{-1}"},
     {"0.33", "0.3333333333", R"(\frac{3}{1})"}},
    {"sixth, repeating", {R"(\frac{1}{6})", R"(0.1\overline{6})"}, {R"(0.\overline{16})"}},
    {"mixed number",
     {R"(2\frac{1}{2})", "5/2", "2.5", "2 1/2", R"(\frac{5}{2})", R"(\frac52)"},
     {"1", R"(2\cdot\frac{1}{2})"}},
    {"negative fraction",
     {R"(-\frac{3}{4})", "-3/4", "-0.75", R"(\frac{-3}{4})", R"(\frac{3}{-4})", R"(-\dfrac34)"},
     {"3/4", "-4/3"}},
    {"large fraction",
     {R"(\frac{12345678901234567891}{12345678901234567890})", "12345678901234567891/12345678901234567890"},
     {"1"}},
    {"per cent", {"50%", R"(50\%)", "50 percent", "50", R"(50 \text{ percent})"}, {"51%", "0.5"}},
    {"ratio", {"3:2", "3 : 2", R"(3\colon 2)"}, {"2:3", "3/2"}},
    {"product of fractions", {R"(\frac{2}{3}\cdot\frac{3}{4})", "1/2"}, {"6/7"}},
    {"quotient chain", {"1/2/4", "1/8"}, {"1/2"}},
    // ---- roots and powers ----
    {"two root three",
     {R"(2\sqrt{3})", R"(\sqrt{12})", R"(2 \sqrt 3)", R"(2\sqrt3)", R"(\frac{6}{\sqrt{3}})", R"(2 \cdot 3^{1/2})",
      R"(2\cdot 3^{\frac{1}{2}})", R"(\sqrt{3}+\sqrt{3})", R"(2*sqrt(3))", "2√3", R"(12^{0.5})", R"(x = 2\sqrt{3})",
      R"(\sqrt{3} \cdot 2)"},
     {R"(3\sqrt{2})", R"(\sqrt{6})", "3.46", "3.4641016151", R"(-2\sqrt{3})"}},
    {"nested root",
     {R"(\sqrt{4+2\sqrt{3}})", R"(1+\sqrt{3})", R"(\sqrt3+1)", R"(\sqrt{3} + 1)"},
     {R"(\sqrt{4-2\sqrt{3}})"}},
    {"rationalised",
     {R"(\frac{1}{\sqrt{2}})", R"(\frac{\sqrt{2}}{2})", R"(\frac{\sqrt2}2)", R"(\sqrt{\frac{1}{2}})", R"(\sqrt{0.5})",
      R"(2^{-1/2})", R"(\sin 45^{\circ})", R"(\sin\frac{\pi}{4})"},
     {R"(\sqrt{2})"}},
    {"cube root",
     {R"(\sqrt[3]{54})", R"(3\sqrt[3]{2})", R"(3 \cdot 2^{1/3})", R"(54^{1/3})"},
     {R"(3\sqrt{2})", R"(\sqrt[4]{54})"}},
    {"negative cube root", {R"(\sqrt[3]{-8})", "-2"}, {"2"}},
    {"conjugate", {R"(\frac{1}{\sqrt{3}-\sqrt{2}})", R"(\sqrt{3}+\sqrt{2})"}, {R"(\sqrt{3}-\sqrt{2})", R"(\sqrt{5})"}},
    {"golden ratio",
     {R"(\frac{1+\sqrt{5}}{2})", R"(\frac{\sqrt{5}+1}{2})", R"(\frac{1}{2}+\frac{\sqrt5}{2})", R"(2\cos 36^\circ)",
      R"((1+\sqrt{5})/2)", R"(\frac12(1+\sqrt5))"},
     {R"(\frac{1-\sqrt{5}}{2})", "1.618"}},
    {"fraction of roots",
     {R"(\frac{3\sqrt{7}-1}{2})", R"(\frac{-1+3\sqrt{7}}{2})", R"(\frac{\sqrt{63}-1}{2})"},
     {R"(\frac{3\sqrt{7}+1}{2})"}},
    {"power form", {R"(2^{\frac{3}{2}})", R"(2\sqrt{2})", R"(\sqrt{8})", R"(8^{1/2})"}, {"8"}},
    {"huge power", {"3^{100}", R"(9^{50})", R"(3^{50}\cdot 3^{50})"}, {"3^{101}"}},
    {"power sum", {"2^{99}+1", "1+2^{99}"}, {"2^{99}"}},
    // ---- pi, e, logarithms, angles ----
    {"pi",
     {R"(\pi)", "π", "pi", R"(\frac{2\pi}{2})", R"(4\arctan 1)", R"(180^\circ \cdot \frac{\pi}{180})"},
     {"3.14159", R"(2\pi)", "3"}},
    {"pi fraction",
     {R"(\frac{3\pi}{4})", R"(\frac{3}{4}\pi)", R"(0.75\pi)", "3π/4", R"(3\pi/4)", R"(\pi - \frac{\pi}{4})"},
     {R"(\frac{4\pi}{3})", R"(\frac{3}{4\pi})"}},
    {"area with pi", {R"(9\pi - 18)", R"(9(\pi-2))", R"(-18+9\pi)"}, {R"(9\pi+18)"}},
    {"pi squared", {R"(\frac{\pi^2}{6})", R"(\frac{1}{6}\pi^{2})", R"(\pi^2/6)"}, {R"(\frac{\pi}{6})"}},
    {"e", {"e", R"(\mathrm{e})", R"(\exp(1))", "e^1", R"(\frac{e^2}{e})"}, {"2.718", "e^2"}},
    {"logarithm",
     {R"(\ln 2)", R"(\log_e 2)", R"(\frac{1}{2}\ln 4)", R"(-\ln\frac{1}{2})", R"(\ln{2})", R"(\ln(2))"},
     {R"(\ln 3)", "0.693", R"(\log_{10} 2)"}},
    {"logarithm to a base",
     {R"(\log_2 8)", "3", R"(\log_{2}{8})", R"(\frac{\ln 8}{\ln 2})", R"(\frac{\log 8}{\log 2})"},
     {R"(\log_8 2)"}},
    {"log sum", {R"(\ln 6)", R"(\ln 2+\ln 3)"}, {R"(\ln 5)"}},
    {"degrees",
     {"60", R"(60^\circ)", R"(60^{\circ})", "60°", "60 degrees", R"(60\text{ degrees})", R"(\angle ABC = 60^\circ)",
      R"(60\degree)"},
     {R"(\frac{\pi}{3})", "61"}},
    {"trigonometry",
     {R"(\tan 15^\circ)", R"(2-\sqrt{3})", R"(\tan\frac{\pi}{12})", R"(\cot 75^\circ)"},
     {R"(2+\sqrt{3})"}},
    {"inverse functions",
     {R"(\arctan\frac{1}{2})", R"(\tan^{-1}\frac{1}{2})", R"(\arctan(0.5))", R"(\tan^{-1}(1/2))"},
     {R"(\arctan 2)"}},
    {"squared sine", {R"(\sin^2 20^\circ + \cos^2 20^\circ)", "1"}, {"2"}},
    {"cosine product", {R"(\cos 20^\circ \cos 40^\circ \cos 80^\circ)", "1/8"}, {"1/4"}},
    {"absolute value", {"|{-5}|", R"(\left|-5\right|)", R"(\lvert 5 \rvert)", "5"}, {"-5"}},
    {"floor", {R"(\lfloor \sqrt{10} \rfloor)", "3", R"(\lceil 2.1 \rceil)"}, {"4"}},
    // ---- complex numbers, letters ----
    {"complex", {"3+2i", "2i+3", "3 + 2i", R"(\frac{6+4i}{2})", R"((1+i)(2.5-0.5i))"}, {"3-2i", "3+2j"}},
    {"i squared", {"i^2", "-1"}, {"i"}},
    {"polynomial",
     {"x^2+2x+1", "(x+1)^2", "1+2x+x^2", "x^2 + 2x + 1", "f(x) = x^2+2x+1", "y = (x+1)(x+1)", "x(x+2)+1"},
     {"x^2+1", "(x-1)^2", "y^2+2y+1"}},
    {"in n",
     {R"(\frac{n(n+1)}{2})", R"(\frac{n^2+n}{2})", R"(\frac{1}{2}n(n+1))", "n(n+1)/2",
      R"(\frac{n^{2}}{2}+\frac{n}{2})"},
     {R"(\frac{n(n-1)}{2})"}},
    {"exponential in n", {"2^n", "2^{n}", R"(\frac{2^{n+1}}{2})", R"(2\cdot 2^{n-1})"}, {"2n", "n^2"}},
    {"subscripts", {"a_1", "a_{1}"}, {"a_2", "a"}},
    {"greek", {R"(\frac{\alpha}{2})", R"(0.5\alpha)"}, {R"(\frac{\beta}{2})"}},
    {"product of letters", {"abc", "bca", "a b c", R"(a\cdot b\cdot c)"}, {"abd"}},
    {"constant of integration", {R"(\frac{x^2}{2} + C)", R"(C + 0.5x^2)"}, {R"(\frac{x^2}{2})"}},
    // ---- tuples, sets, lists, intervals ----
    {"point",
     {"(1,2)", "(1, 2)", R"(\left(1, 2\right))", R"((x,y) = (1,2))", R"((1,\frac{4}{2}))", R"(\langle 1,2\rangle)"},
     {"(2,1)", "(1,2,3)", "{1,2}", "[1,2]"}},
    {"fractions in a point",
     {R"(\left(\frac{1}{2}, -\frac{3}{4}\right))", "(0.5, -0.75)", "(1/2,-3/4)"},
     {"(-0.75, 0.5)"}},
    {"triple", {R"((3, \frac{\pi}{2}, -1))", R"((3,\pi/2,-1))"}, {R"((3,-1,\frac{\pi}{2}))"}},
    {"set",
     {R"(\{1,2,3\})", R"(\{3, 1, 2\})", "1,2,3", "3, 2, 1", R"(\left\{1,2,3\right\})", R"(x \in \{1,2,3\})",
      "1, 2 and 3", "1, 2, and 3", R"(1,2 \text{ and } 3)", R"(1 \text{ or } 2 \text{ or } 3)", R"(\{1, 2, 3, 3\})"},
     {"(1,2,3)", R"(\{1,2\})", R"(\{1,2,4\})"}},
    {"solutions", {R"(x = 1 \text{ or } x = 2)", "x=1, x=2", "1, 2", "2,1", R"(x=2,\ x=1)"}, {"1, 3"}},
    {"plus or minus", {R"(\pm 2)", "2, -2", R"(x = \pm 2)", "-2 or 2", R"(\pm\sqrt{4})", "+-2"}, {"2", "-2"}},
    {"roots of a quadratic",
     {R"(\frac{1 \pm \sqrt{5}}{2})", R"(\frac{1+\sqrt{5}}{2}, \frac{1-\sqrt{5}}{2})",
      R"(\frac12 \pm \frac{\sqrt{5}}{2})"},
     {R"(\frac{1+\sqrt{5}}{2})"}},
    {"empty set", {R"(\emptyset)", R"(\varnothing)", R"(\{\})", "∅"}, {"0", R"(\{0\})"}},
    {"pairs in any order",
     {"(1,2), (3,4)", "(3,4), (1,2)", R"(\{(1,2),(3,4)\})", R"((1,2) \text{ and } (3,4))"},
     {"(2,1), (3,4)"}},
    {"half-open interval",
     {"[1,2)", R"(\left[1, 2\right))", R"(x \in [1,2))", "[1.0, 2)"},
     {"(1,2]", "(1,2)", "[1,2]"}},
    {"unbounded interval",
     {R"((-\infty, 3])", R"(\left(-\infty, 3\right])", "(-∞,3]", "(-infinity, 3]", R"((-\infty,\frac{6}{2}])"},
     {R"((-\infty, 3))", R"([3,\infty))"}},
    {"union",
     {R"((-\infty,-1) \cup (2,\infty))", R"((2,\infty)\cup(-\infty,-1))", "(-∞,-1) ∪ (2,∞)", "(-infty,-1) U (2,infty)"},
     {R"((-\infty,-1] \cup (2,\infty))", R"((-\infty,-1))"}},
    {"inequality", {"x > 5", "5 < x", "x>5"}, {"x < 5", R"(x \ge 5)", "x > 6"}},
    {"double inequality",
     {R"(1 \le x < 3)", R"(3 > x \geq 1)", R"(1 \leq x < 3)", "1 ≤ x < 3", "1 <= x < 3"},
     {"1 < x < 3"}},
    {"equation", {"2x + 3y = 6", "4x+6y=12", "6 = 3y + 2x", "2x+3y-6=0"}, {"2x+3y=7", "3x+2y=6"}},
    {"infinity", {R"(\infty)", "∞", "infinity", R"(+\infty)"}, {R"(-\infty)", "0"}},
    // ---- matrices ----
    {"matrix",
     {R"(\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix})", R"(\begin{bmatrix}1&2\\3&4\end{bmatrix})",
      R"(\begin{pmatrix}1&2\\3&\frac{8}{2}\end{pmatrix})", R"(A = \begin{pmatrix}1&2\\3&4\end{pmatrix})",
      R"(\left(\begin{array}{cc}1 & 2\\ 3 & 4\end{array}\right))"},
     {R"(\begin{pmatrix}1&3\\2&4\end{pmatrix})", R"(\begin{pmatrix}1&2&3&4\end{pmatrix})"}},
    {"column",
     {R"(\begin{pmatrix} -1 \\ \frac{1}{2} \end{pmatrix})", R"(\begin{pmatrix}-1\\0.5\end{pmatrix})",
      R"(\begin{bmatrix} -1 \\ 1/2 \\ \end{bmatrix})"},
     {R"(\begin{pmatrix} 1/2 \\ -1 \end{pmatrix})"}},
    // ---- units, text ----
    {"length",
     {"5 cm", "5", R"(5\text{ cm})", R"(5\,\mathrm{cm})", R"(5 \text{ centimeters})", "5cm", R"(5~\text{cm})"},
     {"6 cm"}},
    {"area",
     {R"(12\text{ cm}^2)", "12", R"(12\ \mathrm{cm}^{2})", "12 square units", R"(12 \text{ square units})",
      R"(12\text{ sq. units})"},
     {R"(13\text{ cm}^2)"}},
    {"speed",
     {R"(3.5\ \text{m/s})", "7/2", R"(\frac{7}{2}\text{ km/h})", R"(3.5\,\mathrm{m}/\mathrm{s})", "3.5 miles per hour"},
     {"3.6 m/s"}},
    {"money", {R"(\$18.90)", "$18.90", "18.9", "18.90 dollars", R"(18.90\text{ dollars})", "£18.90"}, {"18.91"}},
    {"time", {"6 hours", "6", R"(6 \text{ hours})", "6 hr"}, {"7 hours"}},
    {"root with a unit",
     {R"(3\sqrt{2}\text{ units})", R"(\sqrt{18})", R"(3\sqrt{2}\ \text{cm})"},
     {R"(2\sqrt{3}\text{ units})"}},
    {"approximate", {R"(x \approx 3.2)", "3.2"}, {"3.3"}},
    {"no solution",
     {"no solution", R"(\text{no solution})", "No solution", R"(\text{No solutions})", "no solutions"},
     {"none"}},
    {"yes", {"yes", "Yes", R"(\text{Yes})", "YES", R"(\textbf{yes})"}, {"no"}},
    {"word", {R"(\text{Tuesday})", "Tuesday", "tuesday"}, {"Monday"}},
    {"scientific",
     {R"(1.5 \times 10^{-3})", "0.0015", "1.5e-3", R"(1.5\cdot10^{-3})", "1.5E-3", R"(1.5 \times 10^{-3} \text{ eV})",
      "1.5×10^{-3}"},
     {R"(1.5 \times 10^{3})", R"(1.5 \times 10^{-4})"}},
    {"number base", {"101_2", "101_{2}"}, {"5", "101", "101_3"}},
    // ---- GPQA: choices ----
    {"choice B",
     {"B", "(B)", R"(\text{B})", R"(\textbf{(B)})", R"(\textbf{(B)}\ 42)", "B)", "(b)", R"(\mathrm{B})", "B. 42",
      "Option B", R"(\text{(B)})", "B: 42", "choice B", "$B$", R"(\boxed{B})"},
     {"C", "42", "(C)"}},
    {"choices A, C", {"A, C", "C, A", "A and C", R"(A \text{ and } C)"}, {"A", "A, B"}},
    {"choice D", {"D", "(D)", R"(\textbf{D})", "D."}, {"A"}},
};

std::string keyOf(const char* answer) {
    return canonicalAnswer(answer);
}

}  // namespace

class ScorerAnswerMath : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pairs_data() {
        QTest::addColumn<int>("group");
        for (std::size_t i = 0; i < kGroups.size(); ++i) QTest::newRow(kGroups[i].name) << static_cast<int>(i);
    }
    void pairs() {
        QFETCH(int, group);
        const Group& g = kGroups[static_cast<std::size_t>(group)];
        const std::string key = keyOf(g.equal.front());
        for (const char* same : g.equal) {
            QVERIFY2(keyOf(same) == key,
                     qPrintable(QStringLiteral("%1 -> %2, expected %3")
                                    .arg(QString::fromUtf8(same), QString::fromStdString(keyOf(same)),
                                         QString::fromStdString(key))));
        }
        for (const char* other : g.different) {
            QVERIFY2(keyOf(other) != key,
                     qPrintable(QStringLiteral("%1 is taken for %2")
                                    .arg(QString::fromUtf8(other), QString::fromUtf8(g.equal.front()))));
        }
    }

    void thereAreAtLeastThreeHundredPairs() {
        std::size_t count = 0;
        for (const Group& g : kGroups) count += g.equal.size() - 1 + g.different.size();
        QVERIFY2(count >= 300, qPrintable(QString::number(count)));
    }

    /// Different groups have different keys, but for those that share a value on purpose.
    void plainNumbersKeepTheirForm() {
        for (const char* plain : {"0", "-7", "204", "1/2", "-3/4", "123456789012345678"})
            QCOMPARE(keyOf(plain), std::string(plain));
        QCOMPARE(keyOf("2^{10}"), std::string("1024"));
        QCOMPARE(keyOf(R"(\frac{3}{\sqrt{9}}+\frac12)"), std::string("3/2"));
    }

    void whatIsNoMathematicsKeepsItsText() {
        QCOMPARE(keyOf(R"(\weird{x})"), scorer::normaliseAnswer(R"(\weird{x})"));
        QCOMPARE(keyOf("5/0"), std::string("5/0"));
        QCOMPARE(keyOf(""), std::string());
        QVERIFY(keyOf(R"(\frac{1}{0})") != keyOf(R"(\frac{2}{0})"));
        QVERIFY(keyOf("((1)") != keyOf("(1)"));
    }

    void rawAnswersAreStrings() {
        QVERIFY(scorer::answerKey("1/2", scorer::AnswerMode::Raw) != scorer::answerKey("0.5", scorer::AnswerMode::Raw));
        QVERIFY(scorer::answerKey("B", scorer::AnswerMode::Raw) != scorer::answerKey("(B)", scorer::AnswerMode::Raw));
    }

    void hostileAnswersCostNoTime_data() {
        QTest::addColumn<QByteArray>("answer");
        const auto row = [](const char* name, const std::string& text) {
            QTest::newRow(name) << QByteArray::fromStdString(text);
        };
        const auto repeat = [](const std::string& part, std::size_t bytes) {
            std::string text;
            while (text.size() + part.size() <= bytes) text += part;
            return text;
        };
        row("tower", "9^9^9^9");
        row("tower in braces", "9^{9^{9^{9}}}");
        row("tower of factorials", "9!!!!");
        row("huge power", "99999999^{99999999}");
        row("huge negative power", "3^{-999999999999}");
        row("tiny base", "0.000000001^{99999}");
        row("large factorial", "99999999!");
        row("large binomial", R"(\binom{99999999}{49999999})");
        row("fractional power", R"(12345678901234567890^{\frac{12345}{7}})");
        row("rational tower", R"((\frac{3}{2})^{(\frac{3}{2})^{(\frac{3}{2})^{99}}})");
        row("exponential tower", "e^{e^{e^{e^{e^e}}}}");
        row("products of powers", repeat("(7^{399})", 990) + "^9");
        row("squares of squares", repeat("(", 30) + "1.1" + repeat(")^{9}", 150));
        row("sum of large fractions", repeat(R"(\frac{1}{7^{99}}+)", 980) + "1");
        row("many letters", repeat("(a+b+c+d)", 990));
        row("letters to powers", "(" + repeat("x+y+", 900) + "z)^{999}");
        row("deep groups", std::string(500, '{') + "1" + std::string(400, '}'));
        row("deep fractions", repeat(R"(\frac1{)", 900));
        row("deep roots", repeat(R"(\sqrt{)", 800) + "2" + std::string(114, '}'));
        row("many digits", std::string(990, '9'));
        row("many digits to a power", std::string(300, '9') + "^{99}");
        row("tangents at poles", R"(\tan 90^\circ)");
        row("log of zero", R"(\ln 0)");
        row("zero to zero", "0^0");
        row("huge angle", R"(\sin(10^{40}))");
        row("many commas", repeat("1,", 990));
        row("many pluses or minuses", repeat(R"(\pm1)", 990));
        row("text in text", repeat(R"(\text{)", 990));
        row("unclosed", R"(\frac{1}{2)");
        row("megabytes", repeat("9^", 1'000'000));
        row("binary", std::string("\0\1\xFF\xFE", 4));
    }
    void hostileAnswersCostNoTime() {
        QFETCH(QByteArray, answer);
        const cpu::ThreadClock clock;
        const std::string key = canonicalAnswer(answer.toStdString());
        QVERIFY2(clock.seconds() < 0.5 * cpu::kSlack, qPrintable(QString::number(clock.seconds())));
        QCOMPARE(canonicalAnswer(answer.toStdString()), key);
    }

    /// Pieces of notation in random order: always the same key, in little time. The seed is fixed.
    void randomNotationIsMet() {
        const std::vector<std::string> pieces{"1",
                                              "2",
                                              "9",
                                              "x",
                                              "(",
                                              ")",
                                              "[",
                                              "]",
                                              "{",
                                              "}",
                                              "^",
                                              "_",
                                              "+",
                                              "-",
                                              "/",
                                              "*",
                                              "!",
                                              ",",
                                              "|",
                                              "=",
                                              "<",
                                              "%",
                                              " ",
                                              ".",
                                              "&",
                                              "\\\\",
                                              R"(\frac)",
                                              R"(\sqrt)",
                                              R"(\sin)",
                                              R"(\pi)",
                                              R"(\pm)",
                                              R"(\text{ m})",
                                              R"(\{)",
                                              R"(\})",
                                              R"(\cup)",
                                              R"(\infty)",
                                              R"(^\circ)",
                                              R"(\binom)",
                                              R"(\log_)",
                                              R"(\begin{pmatrix})",
                                              R"(\end{pmatrix})",
                                              "e",
                                              "i",
                                              "or",
                                              "99999"};
        std::mt19937 random(5);
        const cpu::ThreadClock clock;
        int values = 0;
        for (int i = 0; i < 20'000; ++i) {
            std::string text;
            for (auto k = 1 + random() % 12; k > 0; --k) text += pieces[random() % pieces.size()];
            const std::string key = canonicalAnswer(text);
            values += key != scorer::normaliseAnswer(text) ? 1 : 0;
            if (i % 50 == 0) QCOMPARE(canonicalAnswer(text), key);
        }
        QVERIFY2(values > 200, qPrintable(QString::number(values)));
        QVERIFY2(clock.seconds() < 20 * cpu::kSlack, qPrintable(QString::number(clock.seconds())));
    }

    void shortNumbersCostMicroseconds() {
        const cpu::ThreadClock clock;
        std::size_t bytes = 0;
        for (int i = 0; i < 20'000; ++i) bytes += canonicalAnswer(std::to_string(i)).size();
        QVERIFY(bytes > 0);
        QVERIFY2(clock.seconds() < 1 * cpu::kSlack, qPrintable(QString::number(clock.seconds())));
    }

    void twoThreadsMayAskAtOnce() {
        const std::string expected = keyOf(R"(\frac{1+\sqrt{5}}{2})");
        std::vector<int> wrong(4);
        std::vector<std::thread> threads;
        for (int& count : wrong) {
            threads.emplace_back([&count, &expected] {
                for (int i = 0; i < 200; ++i) count += keyOf(R"(\frac{\sqrt{5}+1}{2})") == expected ? 0 : 1;
            });
        }
        for (std::thread& thread : threads) thread.join();
        QCOMPARE(wrong, std::vector<int>(4));
    }

    void theVoteGroupsByValue() {
        using engine::TraceId;
        const std::vector<scorer::Ballot> ballots{
            {TraceId{1}, R"(2\sqrt{3})", 1, 1}, {TraceId{2}, R"(3\sqrt{2})", 1, 2}, {TraceId{3}, R"(\sqrt{12})", 1, 3}};
        const scorer::Tally tally = scorer::countVotes(ballots, scorer::AnswerMode::Normalised);
        QCOMPARE(tally.candidates.size(), std::size_t{2});
        QCOMPARE(tally.candidates[0].answer, std::string(R"(2\sqrt{3})"));
        QCOMPARE(tally.candidates[0].weight, 2.0);
    }
};

QTEST_GUILESS_MAIN(ScorerAnswerMath)
#include "scorer_answer_math.moc"

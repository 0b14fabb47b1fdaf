// Files of pairs of answers put to the vote and to the judging of right and wrong; what makes keys with names
// comparable.
#include <QTest>
#include <algorithm>
#include <fstream>
#include <random>

#include "answer_pairs.h"
#include "cpu_time.h"
#include "scorer/answers/answer_key.h"

using scorer::answerKey;
using scorer::AnswerMode;
using scorer::groupedKeys;
using scorer::isRight;
using scorer::sameKeys;

namespace {

std::vector<AnswerPair> pairsOf(const char* name) {
    std::ifstream file(std::string(STEPSCOPE_TEST_DATA) + "/answers/" + name);
    if (!file) throw std::runtime_error(std::string("no file of pairs: ") + name);
    return readAnswerPairs(file);
}

/// By kind, and as data sets and models write answers, mixed.
std::vector<AnswerPair> allPairs() {
    std::vector<AnswerPair> pairs = pairsOf("pairs.txt");
    for (AnswerPair& pair : pairsOf("mixed.txt")) pairs.push_back(std::move(pair));
    return pairs;
}

std::string keyOf(const std::string& answer) {
    return answerKey(answer, AnswerMode::Normalised);
}

}  // namespace

class ScorerAnswerPairs : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pairs_data() {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("equal");
        for (const AnswerPair& pair : allPairs()) {
            const QString a = QString::fromStdString(pair.a);
            const QString b = QString::fromStdString(pair.b);
            const QString name =
                QStringLiteral("%1: %2 %3 %4")
                    .arg(QString::fromStdString(pair.kind), a, QLatin1String(pair.equal ? "=" : "!"), b);
            QTest::newRow(qPrintable(name)) << a << b << pair.equal;
        }
    }
    void pairs() {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(bool, equal);
        const std::string first = a.toStdString();
        const std::string second = b.toStdString();
        const std::string keys = keyOf(first) + "   " + keyOf(second);
        QVERIFY2(voteTogether(first, second) == equal, keys.c_str());
        QVERIFY2(voteTogether(second, first) == equal, keys.c_str());
        QVERIFY2(isRight(first, second, AnswerMode::Normalised) == equal, keys.c_str());
        QVERIFY2(isRight(second, first, AnswerMode::Normalised) == equal, keys.c_str());
    }

    void halfOfThePairsAreUnequal() {
        const auto pairs = pairsOf("pairs.txt");
        const auto equal = std::count_if(pairs.begin(), pairs.end(), [](const AnswerPair& pair) { return pair.equal; });
        QVERIFY2(pairs.size() >= 300, qPrintable(QString::number(pairs.size())));
        QVERIFY2(2 * static_cast<std::size_t>(equal) <= pairs.size(), qPrintable(QString::number(equal)));
    }

    /// Three answers of the file: what equals the same is equal, where all have names or none has.
    void triplesAreConsistent() {
        std::vector<std::string> keys;
        for (const AnswerPair& pair : pairsOf("pairs.txt")) {
            keys.push_back(keyOf(pair.a));
            keys.push_back(keyOf(pair.b));
        }
        const auto isNamed = [](const std::string& key) { return key.find(" => ") != std::string::npos; };
        std::mt19937 random(7);
        int chains = 0;
        for (int i = 0; i < 200'000; ++i) {
            const std::size_t at = random() % keys.size();
            const auto near = [&] { return keys[(at + random() % 8) % keys.size()]; };  // neighbours are often equal
            const std::string a = keys[at];
            const std::string b = near();
            const std::string c = near();
            QCOMPARE(sameKeys(a, b), sameKeys(b, a));
            if (isNamed(a) != isNamed(b) || isNamed(b) != isNamed(c) || !sameKeys(a, b) || !sameKeys(b, c)) continue;
            ++chains;
            QVERIFY2(sameKeys(a, c), (a + "   " + b + "   " + c).c_str());
            if (!isNamed(a)) QCOMPARE(a, c);
        }
        QVERIFY2(chains > 1000, qPrintable(QString::number(chains)));
    }

    /// The groups of a vote are the same whatever the order of the ballots, but for ties between names.
    void groupsPartTheBallots() {
        std::vector<std::string> keys;
        for (const AnswerPair& pair : pairsOf("pairs.txt")) {
            keys.push_back(keyOf(pair.a));
            keys.push_back(keyOf(pair.b));
        }
        const std::vector<std::string> groups = groupedKeys(keys);
        QCOMPARE(groups.size(), keys.size());
        for (std::size_t i = 0; i < keys.size(); ++i) {
            QVERIFY(std::find(keys.begin(), keys.end(), groups[i]) != keys.end());
            for (std::size_t k = 0; k < keys.size(); ++k) {
                if (keys[i] == keys[k]) QCOMPARE(groups[i], groups[k]);
            }
        }
    }

    void answersWithoutANameJoinTheNameThatMostGive() {
        const auto groups = [](const std::vector<std::string>& answers) {
            std::vector<std::string> keys;
            for (const std::string& answer : answers) keys.push_back(keyOf(answer));
            return groupedKeys(keys);
        };
        const auto one = groups({"x = 5", "5", "x=5"});
        QCOMPARE(one[0], one[1]);
        QCOMPARE(one[0], one[2]);
        const auto two = groups({"5", "y = 5", "x = 5", "x = 5"});
        QCOMPARE(two[0], two[2]);
        QVERIFY(two[0] != two[1]);
        const auto other = groups({"x = 5", "x = 5", "5", "y = 5"});
        QCOMPARE(other[0], other[2]);
        QVERIFY(other[0] != other[3]);
        QCOMPARE(groups({"3", "4"}), (std::vector<std::string>{"3", "4"}));
        QCOMPARE(groups({}), std::vector<std::string>());
    }

    void aGroupHasTheKeyOfItsFirstBallot() {
        using engine::TraceId;
        const std::vector<scorer::Ballot> ballots{
            {TraceId{1}, "5", 1, 1}, {TraceId{2}, "x = 5", 2, 2}, {TraceId{3}, "y = 6", 1, 3}};
        const scorer::Tally tally = scorer::countVotes(ballots, AnswerMode::Normalised);
        QCOMPARE(tally.candidates.size(), std::size_t{2});
        QCOMPARE(tally.candidates[0].key, std::string("5"));
        QCOMPARE(tally.candidates[0].answer, std::string("5"));
        QCOMPARE(tally.candidates[0].weight, 3.0);
    }

    void keysWithoutNamesAreComparedOneByOne() {
        QCOMPARE(scorer::namelessKey(keyOf("x = 5"), AnswerMode::Normalised), keyOf("5"));
        QCOMPARE(scorer::namelessKey(keyOf("5"), AnswerMode::Normalised), keyOf("5"));
        QVERIFY(scorer::namelessKey(keyOf("x=5, y=3"), AnswerMode::Normalised) !=
                scorer::namelessKey(keyOf("x=3, y=5"), AnswerMode::Normalised));
        QCOMPARE(scorer::namelessKey("a => b", AnswerMode::Raw), std::string("a => b"));
    }

    void aSmallLetterIsTheChoiceOfATruth() {
        QVERIFY(isRight("c", "C", AnswerMode::Normalised));
        QVERIFY(isRight("c", R"(\textbf{(C)})", AnswerMode::Normalised));
        QVERIFY(!isRight("c", "D", AnswerMode::Normalised));
        QVERIFY(!isRight("c", "c+1", AnswerMode::Normalised));
        QVERIFY(!voteTogether("c", "C"));
    }

    void largeAnswersAreText_data() {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("million digits") << QByteArray(1'000'000, '7');
        QTest::newRow("fractions") << QByteArray("\\frac{").repeated(60'000);
        QTest::newRow("letters") << QByteArray("ab+").repeated(300'000);
        QTest::newRow("boxes") << QByteArray("\\boxed{").repeated(60'000);
        QTest::newRow("text in text") << QByteArray("\\text{").repeated(60'000);
    }
    void largeAnswersAreText() {
        QFETCH(QByteArray, answer);
        const std::string text = answer.toStdString();
        const cpu::ThreadClock clock;
        QVERIFY(voteTogether(text, " " + text));
        QVERIFY(!voteTogether(text, text + "1"));
        QVERIFY(isRight(text, text, AnswerMode::Reference));
        QVERIFY2(clock.seconds() < 1 * cpu::kSlack, qPrintable(QString::number(clock.seconds())));
    }

    void answersAtTheCapCostNoTime_data() {
        QTest::addColumn<QByteArray>("piece");
        for (const char* piece : {"9^",
                                  "\\frac{1}{7^{99}}+",
                                  "(a+b)^{9}",
                                  "\\sin ",
                                  "\\binom{9999}{4999}+",
                                  "2999!+",
                                  "\\sqrt{x+",
                                  "\\text{",
                                  "1,",
                                  "\\pm x,",
                                  "x=1,",
                                  "1/",
                                  "9!",
                                  "2^\\circ",
                                  "hundred million ",
                                  "USD \\approx ",
                                  "x<",
                                  "=",
                                  "\\cup",
                                  "{",
                                  "|",
                                  "\\frac",
                                  "A:",
                                  "\\log_",
                                  "1.1^{9999}*",
                                  "(\\frac{3}{7})^{999}+",
                                  "e^",
                                  "\\overline{",
                                  "12\\,345,",
                                  "x>1,",
                                  "\\text{ million }",
                                  "(1,",
                                  "\\begin{cases}",
                                  "\\hat{",
                                  "_",
                                  "\xE2\x88\x9A",
                                  "\xC2\xB2",
                                  "a!+",
                                  "\\gcd(12,18)+",
                                  "-"})
            QTest::newRow(piece) << QByteArray(piece);
    }
    void answersAtTheCapCostNoTime() {
        QFETCH(QByteArray, piece);
        const QByteArray answer = piece.repeated(4090 / static_cast<int>(piece.size()));
        for (const QByteArray& text : {answer, QByteArray(answer + "1"), QByteArray("x=" + answer.left(900) + "2")}) {
            const cpu::ThreadClock clock;
            keyOf(text.toStdString());
            QVERIFY2(clock.seconds() < 0.5 * cpu::kSlack, qPrintable(QString::number(clock.seconds())));
        }
    }
};

QTEST_GUILESS_MAIN(ScorerAnswerPairs)
#include "scorer_answer_pairs.moc"

// Right or wrong under each answer mode.
#include <QTest>

#include "scorer/vote.h"

using scorer::AnswerMode;
using scorer::isRight;

class ScorerAnswerJudge : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rawIsToTheByte() {
        QVERIFY(isRight("5", "5", AnswerMode::Raw));
        QVERIFY(!isRight(" 5", "5", AnswerMode::Raw));
        QVERIFY(!isRight("5.0", "5", AnswerMode::Raw));
    }

    void normalisedIsByMathematics() {
        QVERIFY(isRight("0.5", R"(\frac12)", AnswerMode::Normalised));
        QVERIFY(!isRight("149.333333", R"(\frac{448}{3})", AnswerMode::Normalised));
        QVERIFY(!isRight("50", "0.5", AnswerMode::Normalised));
    }

    void referenceVotesByTheStrippedString() {
        QCOMPARE(scorer::answerKey("  0.5\n", AnswerMode::Reference), std::string("0.5"));
        QVERIFY(scorer::answerKey("0.5", AnswerMode::Reference) != scorer::answerKey("1/2", AnswerMode::Reference));
        QVERIFY(scorer::answerKey("x", AnswerMode::Reference) != scorer::answerKey("X", AnswerMode::Reference));
    }

    void referenceJudges_data() {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("truth");
        QTest::addColumn<bool>("right");
        const auto row = [](const char* answer, const char* truth, bool right) {
            QTest::addRow("%s against %s", answer, truth)
                << QString::fromUtf8(answer) << QString::fromUtf8(truth) << right;
        };
        row(" 7 ", "7.0", true);
        row("7", "$7$", true);
        row("YES", "yes", true);
        row("149.333333", R"(\frac{448}{3})", true);
        row("149.3", R"(\frac{448}{3})", false);
        row("25.298", R"(8\sqrt{10})", true);
        row("25.2", R"(8\sqrt{10})", false);
        row("0.5", "50", true);
        row("50", "0.5", true);
        row("5", "0.5", false);
        row("0.00001", "0", false);
        row("0", "0", true);
        row("-3", "3", false);
        for (const char* c :
             {"C", "(C)", "c", "[C]", "**C**", R"(\text{C})", R"(\text{C. Cold atomic interstellar medium})",
              R"(C\text{. Cold atomic})", R"(\text{Option C})", R"(\text{Answer C})", R"(C \text{ (cold)})",
              R"(\text{C. }10.4)", R"(\mathbf{C})", "Option C", "C. ~ 10.4"}) {
            row(c, "C", true);
            row(c, "D", false);
            QVERIFY2(isRight(c, "C", AnswerMode::Normalised), c);
            QVERIFY2(!isRight(c, "D", AnswerMode::Normalised), c);
        }
        row("Cold", "C", false);
        row("C_1", "C", false);
        row("c", "F", false);
        row(R"(\sqrt{12})", R"(2\sqrt{3})", true);
        row("(1,2)", "(2,1)", false);
        row("", "5", false);
    }
    void referenceJudges() {
        QFETCH(QString, answer);
        QFETCH(QString, truth);
        QFETCH(bool, right);
        QCOMPARE(isRight(answer.toStdString(), truth.toStdString(), AnswerMode::Reference), right);
    }
};

QTEST_GUILESS_MAIN(ScorerAnswerJudge)
#include "scorer_answer_judge.moc"

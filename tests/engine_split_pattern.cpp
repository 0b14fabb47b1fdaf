// What a text goes through before its tokens: Unicode's form C, added tokens, and the patterns that cut it.
#include <QTest>
#include <algorithm>
#include <random>

#include "cpu_time.h"
#include "engine/text/added_tokens.h"
#include "engine/text/nfc.h"
#include "engine/text/split_pattern.h"
#include "refusal_of.h"

using engine::TokenId;

class EngineSplitPattern : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void formCIsTheStandardOne() {
        using engine::toNfc;
        QCOMPARE(toNfc("abc é"), std::string("abc é"));
        QCOMPARE(toNfc("e\xCC\x81"), std::string("é"));
        QCOMPARE(toNfc("a\xCC\x82\xCC\xA3"), std::string("\xE1\xBA\xAD"));           // marks reordered, then composed
        QCOMPARE(toNfc("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8"), std::string("각"));  // Hangul
        QCOMPARE(toNfc("\xE2\x84\xAB"), std::string("Å"));                           // Ångström sign
        QCOMPARE(toNfc("\xE0\xA5\x98"), std::string("\xE0\xA4\x95\xE0\xA4\xBC"));    // excluded from composition
        QCOMPARE(toNfc(std::string("a\0b\xCC\x81", 5)), std::string("a\0b\xCC\x81", 5));
    }

    void patternsAreTranslated_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* pattern, const char* expected) {
            QTest::newRow(pattern) << QString::fromLatin1(pattern) << QString::fromLatin1(expected);
        };
        row(R"(\s+(?!\S)|\s)", R"(\p{White_Space}+(?!\P{White_Space})|\p{White_Space})");
        row(R"([^\s\r\n]?+x)", R"([^\p{White_Space}\r\n]?+x)");
        row(R"(\v)", R"(\x0b)");
        row(R"(\p{Han}\p{^Han})", R"(\p{sc:Han}\P{sc:Han})");
        row(R"((?i:'s)\x41\u00e9)", R"((?i:'s)\x{41}\x{00e9})");
        row(R"(a{2}b{1,3}c{2,}?)", R"(a{2}b{1,3}c{2,}?)");
        row(R"(\[\]\{\^)", R"(\[\]\{\^)");
        row(R"((a)(?:b)\()", R"((?:a)(?:b)\()");
        for (const char* refused : {R"(\h)",
                                    R"(\R)",
                                    R"(\K)",
                                    R"(\b)",
                                    R"(\1)",
                                    R"(\k<a>)",
                                    R"((?<a>x))",
                                    R"((?P<a>x))",
                                    R"((?i)x)",
                                    R"((?#x))",
                                    R"((?R))",
                                    R"(^a)",
                                    R"(a$)",
                                    R"([a&&b])",
                                    R"([a[b]])",
                                    R"((*ACCEPT))",
                                    R"((*LIMIT_MATCH=1)a)",
                                    R"(a(*SKIP)b)",
                                    R"([[:alpha:]])",
                                    R"(a{,3})",
                                    R"(a{2}+)",
                                    R"(a{2}?)",
                                    R"([a)",
                                    R"([])",
                                    R"(\)",
                                    R"(\p{)",
                                    R"(\p{L1})",
                                    R"(\x{zz})",
                                    R"(\xff)",
                                    R"([\W])"})
            row(refused, "");
    }
    void patternsAreTranslated() {
        QFETCH(QString, pattern);
        QFETCH(QString, expected);
        std::string translated;
        const std::string reason =
            refusalOf([&] { translated = engine::translatePattern(pattern.toStdString(), "t"); });
        QCOMPARE(QString::fromStdString(translated), expected);
        if (expected.isEmpty()) QVERIFY2(reason.find("does not understand") != std::string::npos, reason.c_str());
    }

    void newCharactersAreKnown() {
        // A digit and a letter of Unicode 15 and 16, which older regular expression libraries don't know.
        const auto cut = engine::SplitPattern::fromRegex(R"(\p{Nd}|\p{L}+|[^\p{N}]\P{L}|\d)", "t")
                             .cut("\U00011F50\U0001E5D0\U0001E5D1");
        QCOMPARE(cut.size(), std::size_t{2});
        QVERIFY(cut[0].isMatch && cut[1].isMatch && cut[0].end == 4 && cut[1].end == 12);
    }

    void aPatternWithoutEndIsStopped_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<int>("bytes");
        for (const char* pattern : {R"((?:a+)+[^a])", R"((?:a|a){20}[xyz])", R"((?:a|a){23}[xyz])",
                                    R"((?:a*)*b|(?:a|aa)+$?c)", R"((?=(?:a|a){25}[xyz])a)"}) {
            QTest::newRow((std::string(pattern) + ", some").c_str())
                << QString::fromLatin1(pattern).remove(QLatin1Char('$')) << 1500;
            QTest::newRow((std::string(pattern) + ", many").c_str())
                << QString::fromLatin1(pattern).remove(QLatin1Char('$')) << 1'000'000;
        }
    }
    void aPatternWithoutEndIsStopped() {
        QFETCH(QString, pattern);
        QFETCH(int, bytes);
        const auto split = engine::SplitPattern::fromRegex(pattern.toStdString(), "t/tokenizer.json");
        const cpu::ThreadClock clock;
        const std::string reason =
            refusalOf([&] { (void)split.cut(std::string(static_cast<std::size_t>(bytes), 'a')); });
        QVERIFY2(reason.find("limit") != std::string::npos && reason.starts_with("t/tokenizer.json: "), reason.c_str());
        QVERIFY2(clock.seconds() < 8 * cpu::kSlack, std::to_string(clock.seconds()).c_str());
    }

    void steepPatternsGoOn() {
        // Slow at every place, but within what the text may take; and slow at one place of a long text.
        const auto split = engine::SplitPattern::fromRegex(R"((?:a|a){5}x|[^a]+)", "t");
        const auto ranges = split.cut(std::string(20'000, 'a') + "bcd" + std::string(2000, 'a'));
        QCOMPARE(ranges.size(), std::size_t{3});
        QVERIFY(!ranges[0].isMatch && ranges[1].isMatch && ranges[1].end - ranges[1].begin == 3);
        const auto spaces = engine::SplitPattern::fromRegex(R"(\s*[\r\n]+|\s+(?!\S)|\s+)", "t");
        QCOMPARE(spaces.cut(std::string(300'000, ' ')).size(), std::size_t{1});
        QCOMPARE(spaces.cut(std::string(300'000, ' ') + "x").size(), std::size_t{3});
    }

    void manyGroupsCostNothing() {
        std::string pattern;
        for (int i = 0; i < 3000; ++i) pattern += "(a)";
        const auto split = engine::SplitPattern::fromRegex(pattern, "t");
        const cpu::ThreadClock clock;
        (void)refusalOf([&] { (void)split.cut(std::string(30'000, 'a') + "b"); });
        QVERIFY2(clock.seconds() < 3 * cpu::kSlack, std::to_string(clock.seconds()).c_str());
    }

    void longAddedTokensAreFoundInLinearTime_data() {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("found");
        const QByteArray many(1'000'000, 'a');
        const QByteArray longOne(500'000, 'a');
        QTest::newRow("never complete") << longOne + "b" << many << 0;
        QTest::newRow("complete") << longOne << many << 2;
        QTest::newRow("at the end") << longOne + "b" << many + "b" << 1;
        QTest::newRow("begins late") << "b" + longOne << many << 0;
    }
    void longAddedTokensAreFoundInLinearTime() {
        QFETCH(QByteArray, token);
        QFETCH(QByteArray, text);
        QFETCH(int, found);
        engine::AddedTokenFinder finder;
        finder.add({.content = "x", .id = TokenId{1}}, token.toStdString());
        finder.add({.content = "y", .id = TokenId{2}}, "<|y|>");
        finder.finish();
        const std::string whole = text.toStdString();
        const cpu::ThreadClock clock;
        const auto segments = finder.split(whole);
        QVERIFY2(clock.seconds() < 3 * cpu::kSlack, std::to_string(clock.seconds()).c_str());
        QCOMPARE(std::ranges::count_if(segments, [](const auto& segment) { return segment.token.has_value(); }), found);
    }

    void addedTokensAreLeftmostAndLongest() {
        // Against the plain rule, over random tokens of few letters.
        std::mt19937 random(3);
        const auto word = [&](std::size_t most) {
            std::string text(1 + random() % most, 'a');
            for (char& c : text) c = static_cast<char>('a' + random() % 2);
            return text;
        };
        for (int round = 0; round < 400; ++round) {
            engine::AddedTokenFinder finder;
            std::vector<std::string> tokens(1 + random() % 6);
            for (std::size_t i = 0; i < tokens.size(); ++i) {
                tokens[i] = word(6);
                finder.add({.content = tokens[i], .id = TokenId{static_cast<int>(i)}}, tokens[i]);
            }
            finder.finish();
            const std::string text = word(40);
            std::vector<std::string> expected, found;
            for (std::size_t at = 0, done = 0; at <= text.size();) {
                std::string longest;
                for (const auto& token : tokens)
                    if (token.size() > longest.size() && text.compare(at, token.size(), token) == 0) longest = token;
                if (!longest.empty() || at == text.size()) {
                    if (at > done) expected.push_back(text.substr(done, at - done));
                    if (!longest.empty()) expected.push_back("<" + longest + ">");
                    done = at + longest.size();
                }
                at += std::max<std::size_t>(1, longest.size());
            }
            for (const auto& segment : finder.split(text))
                found.push_back(segment.token ? "<" + std::string(segment.text) + ">" : std::string(segment.text));
            QCOMPARE(found, expected);
        }
    }
};

QTEST_GUILESS_MAIN(EngineSplitPattern)
#include "engine_split_pattern.moc"

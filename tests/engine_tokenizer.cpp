// The tokenizer against ids of the reference library (golden/tokenizer/), and its streaming decoder.
#include <QTest>
#include <algorithm>
#include <random>

#include "cpu_time.h"
#include "engine/files/utf8.h"
#include "growth.h"
#include "refusal_of.h"
#include "tokenizer_support.h"

using namespace tokenizer_support;

class EngineTokenizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindGivesTheReferenceIds_data() {
        QTest::addColumn<QString>("name");
        for (const auto& [name, line] : variants()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
    void everyKindGivesTheReferenceIds() {
        QFETCH(QString, name);
        const json line = variants().at(name.toStdString());
        const Tokenizer tokenizer = load(line["tokenizer"]);
        QVERIFY(line["cases"].size() > 20);
        for (const json& entry : line["cases"]) {
            const auto text = entry["text"].get<std::string>();
            const auto expected = entry["ids"].get<std::vector<int>>();
            std::vector<int> found;
            const std::string reason = refusalOf([&] { found = numbers(tokenizer.encode(text)); });
            if (reason.empty()) {
                QVERIFY2(found == expected, json(text).dump().c_str());
                continue;
            }
            // Only where the reference loses a part of the text without a word.
            QVERIFY2(reason.find("has no token in the vocabulary") != std::string::npos, reason.c_str());
            std::vector<TokenId> kept;
            for (const int id : expected) kept.push_back(TokenId{id});
            QVERIFY2(tokenizer.decode(kept).size() < text.size(), json(text).dump().c_str());
        }
    }

    void theDemoModelGivesTheReferenceIds() {
        const Tokenizer tokenizer = Tokenizer::fromFile(kDemoTokenizer);
        const auto lines = readLines(kGolden + "demo_model.jsonl");
        QVERIFY(lines.size() >= 100);
        for (const json& entry : lines) {
            const auto text = entry["text"].get<std::string>();
            QVERIFY2(numbers(tokenizer.encode(text)) == entry["ids"].get<std::vector<int>>(),
                     json(text).dump().c_str());
        }
    }

    void textComesBackWhole() {
        const Tokenizer tokenizer = load(plainTokenizer());
        for (const std::string text :
             {"", " ", "a\n\nb", "naïve 漢字 👩‍👩‍👧", "\t\r\n\x01\x7f", "<|end|>x"})
            QCOMPARE(tokenizer.decode(tokenizer.encode(text)), text);
    }

    void tokensAreKnownByIdAndText() {
        const Tokenizer tokenizer = load(plainTokenizer());
        const TokenId end = *tokenizer.findToken("<|end|>");
        const TokenId think = *tokenizer.findToken("<think>");
        QVERIFY(tokenizer.isSpecial(end) && !tokenizer.isSpecial(think));
        QCOMPARE(tokenizer.pieceText(end), std::string("<|end|>"));
        const TokenId space = *tokenizer.findToken("Ġ");
        QCOMPARE(tokenizer.pieceBytes(space), std::string(" "));
        QCOMPARE(tokenizer.pieceText(space), std::string("Ġ"));
        QVERIFY(!tokenizer.findToken("no such token"));
        QCOMPARE(engine::index(think), tokenizer.vocabSize() - 1);
        QCOMPARE(tokenizer.decode(std::vector{end, space, think}, true), std::string(" <think>"));
        for (const int id : {-1, tokenizer.vocabSize(), 1 << 30}) {
            QCOMPARE(tokenizer.pieceBytes(TokenId{id}), std::string());
            QCOMPARE(tokenizer.decode(std::vector{TokenId{id}, space}), std::string(" "));
        }
    }

    void theIdsThatEndThinkingAreFound() {
        json description = plainTokenizer();
        const int end = Tokenizer(load(description)).vocabSize();
        const auto added = [](int id, const char* content, bool special) {
            return json{{"id", id}, {"content", content}, {"special", special}, {"normalized", false}};
        };
        description["added_tokens"].push_back(added(end, "</think>", true));
        description["added_tokens"].push_back(added(end + 1, "</think>\n", false));
        const Tokenizer tokenizer = load(description);
        QCOMPARE(numbers(tokenizer.tokensHolding("</think>")), (std::vector{end, end + 1}));
        QCOMPARE(tokenizer.decode(tokenizer.tokensHolding("</think>"), true), std::string("</think>\n"));
        QVERIFY(tokenizer.tokensHolding("no such text").empty() && tokenizer.tokensHolding("").empty());
    }

    void streamedTextEqualsDecodedText() {
        const Tokenizer tokenizer = load(plainTokenizer());
        std::mt19937 random(11);
        for (int round = 0; round < 2000; ++round) {
            std::vector<TokenId> ids(1 + random() % 12);
            // Mostly single bytes, so that characters break in every way.
            for (TokenId& id : ids)
                id = TokenId{static_cast<int>(random() % (random() % 4 == 0 ? tokenizer.vocabSize() + 3 : 256))};
            engine::StreamingDecoder decoder(tokenizer);
            std::string streamed;
            for (const TokenId id : ids) {
                const std::string part = decoder.push(id);
                QCOMPARE(engine::replaceInvalidUtf8(part), part);
                streamed += part;
            }
            streamed += decoder.flush();
            QVERIFY2(streamed == tokenizer.decode(ids), std::to_string(round).c_str());
        }
    }

    void aCharacterAppearsWhenItIsComplete() {
        const Tokenizer tokenizer = load(plainTokenizer());
        engine::StreamingDecoder decoder(tokenizer, true);
        const auto push = [&](const char* piece) { return decoder.push(*tokenizer.findToken(piece)); };
        QCOMPARE(push("ð"), std::string());
        QCOMPARE(push("Ł"), std::string());     // byte 0x9f
        QCOMPARE(push("ĺ"), std::string());     // 0x98
        QCOMPARE(push("Ģ"), std::string("😀"));  // 0x80
        QCOMPARE(push("<|end|>"), std::string());
        QCOMPARE(push("ð"), std::string());
        QCOMPARE(push("a"), std::string("\xEF\xBF\xBD"
                                        "a"));
        QCOMPARE(push("ð"), std::string());
        QCOMPARE(decoder.flush(), std::string("\xEF\xBF\xBD"));
        QCOMPARE(decoder.flush(), std::string());
    }

    void brokenUtf8IsReplaced() {
        const Tokenizer tokenizer = load(plainTokenizer());
        const std::string mark = "\xEF\xBF\xBD";
        const std::vector<std::pair<std::string, std::string>> cases{{"\xff", mark},
                                                                     {"a\xc3", "a" + mark},
                                                                     {"\xc3(", mark + "("},
                                                                     {"\xe2\x82", mark},
                                                                     {"\xe2\x82(", mark + "("},
                                                                     {"\xed\xa0\x80", mark + mark + mark},
                                                                     {"\xf0\x9f\x98", mark},
                                                                     {"\xc0\xaf", mark + mark},
                                                                     {"\xf4\x90\x80\x80", mark + mark + mark + mark},
                                                                     {"\x80\x80", mark + mark},
                                                                     {"\xf0\x80", mark + mark}};
        for (const auto& [broken, repaired] : cases) {
            QCOMPARE(engine::replaceInvalidUtf8(broken), repaired);
            QCOMPARE(tokenizer.encode(broken), tokenizer.encode(repaired));
        }
        std::mt19937 random(5);
        for (int round = 0; round < 500; ++round) {
            std::string bytes(random() % 60, '\0');
            for (char& byte : bytes) byte = static_cast<char>(random());
            const std::string text = tokenizer.decode(tokenizer.encode(bytes));
            QCOMPARE(text, engine::replaceInvalidUtf8(bytes));
        }
    }

    void longTextTakesLinearTime_data() {
        QTest::addColumn<QByteArray>("part");
        for (const char* part : {"a", " ", "\n", "ab", "the quick brown fox ", "1234567890", "\xCC\x81",
                                 "\xCC\x81\xCC\xA3", "漢字", "<|end|>", "<|en", "=-", " \n"})
            QTest::newRow(QByteArray(part).toHex()) << QByteArray(part);
    }
    void longTextTakesLinearTime() {
        QFETCH(QByteArray, part);
        json description = plainTokenizer();
        description["normalizer"] = {{"type", "NFC"}};
        const Tokenizer tokenizer = load(description);
        const std::string text = repeated(part.toStdString(), 300'000);
        const cpu::ThreadClock clock;
        const auto ids = tokenizer.encode(text);
        QVERIFY(!ids.empty());
        QVERIFY2(clock.seconds() < 5 * cpu::kSlack, std::to_string(clock.seconds()).c_str());
    }

    void aByteWithoutATokenIsRefused() {
        json description = plainTokenizer();
        description["model"]["vocab"].erase("2");
        description["model"]["merges"] = json::array();
        description["model"].erase("unk_token");
        const Tokenizer tokenizer = load(description);
        QVERIFY(!tokenizer.encode("x+y").empty());
        const std::string reason = refusalOf([&] { (void)tokenizer.encode("2+2"); });
        QVERIFY2(reason.starts_with("t/tokenizer.json: ") && reason.find("0x32 (\"2\")") != std::string::npos,
                 reason.c_str());
        description["model"]["unk_token"] = "!";
        QCOMPARE(numbers(load(description).encode("2+")).front(), description["model"]["vocab"]["!"].get<int>());
    }

    /// Twice the text takes about twice the time.
    void timeGrowsWithTheText_data() {
        QTest::addColumn<QByteArray>("part");
        for (const char* part : {"the quick brown fox ", "1234567890", "<|end|>x", " ", "a", "naïve 漢字 éÌ "})
            QTest::newRow(QByteArray(part).toHex()) << QByteArray(part);
    }
    void timeGrowsWithTheText() {
        QFETCH(QByteArray, part);
        json description = plainTokenizer();
        description["normalizer"] = {{"type", "NFC"}};
        const Tokenizer tokenizer = load(description);
        const std::string small = repeated(part.toStdString(), 75'000);
        const std::string large = repeated(part.toStdString(), 300'000);
        const double ratio =
            growth::ratioOfFourfold(1, [&](int size) { (void)tokenizer.encode(size == 1 ? small : large); });
        QVERIFY2(ratio < growth::kMostRatio, std::to_string(ratio).c_str());
    }
};

QTEST_GUILESS_MAIN(EngineTokenizer)
#include "engine_tokenizer.moc"

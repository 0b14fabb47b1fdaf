// Tokenizer files: what stands before a text, what belongs to the model, and files that are refused in one line.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "cpu_time.h"
#include "refusal_of.h"
#include "tokenizer_support.h"

using namespace tokenizer_support;

class EngineTokenizerFiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void idsBeyondTheModelAreRefused() {
        const Tokenizer tokenizer = load(plainTokenizer());
        tokenizer.requireIdsBelow(tokenizer.vocabSize());
        tokenizer.requireIdsBelow(tokenizer.vocabSize() + 10);
        const std::string reason = refusalOf([&] { tokenizer.requireIdsBelow(tokenizer.vocabSize() - 1); });
        const std::string id = std::to_string(tokenizer.vocabSize() - 1);
        QVERIFY2(reason.find("t/tokenizer.json: expected ids below " + id) != std::string::npos &&
                     reason.find("found " + id) != std::string::npos,
                 reason.c_str());
    }

    void whatStandsBeforeATextIsKnown() {
        json description = plainTokenizer();
        const auto leading = [&] { return numbers(load(description).leadingTokens()); };
        QVERIFY(leading().empty());
        const json sequence{{"Sequence", {{"id", "A"}, {"type_id", 0}}}};
        const json special{{"SpecialToken", {{"id", "<b>"}, {"type_id", 0}}}};
        json processing{{"type", "TemplateProcessing"},
                        {"single", {special, sequence, special}},
                        {"pair", json::array()},
                        {"special_tokens", {{"<b>", {{"id", "<b>"}, {"ids", {7, 8}}, {"tokens", {"<b>", "<c>"}}}}}}};
        description["post_processor"] = processing;
        QCOMPARE(leading(), (std::vector{7, 8}));
        description["post_processor"] = {{"type", "Sequence"}, {"processors", {{{"type", "ByteLevel"}}, processing}}};
        QCOMPARE(leading(), (std::vector{7, 8}));
        description["post_processor"] = {{"type", "RobertaProcessing"}, {"cls", {"<s>", 5}}, {"sep", {"</s>", 6}}};
        QCOMPARE(leading(), std::vector{5});
        processing["single"] = {sequence, special};
        description["post_processor"] = processing;
        QVERIFY(leading().empty());
        processing["single"] = {special, sequence};
        processing["special_tokens"]["<b>"]["ids"] = {-1};
        description["post_processor"] = processing;
        QVERIFY(refusalOf(leading).find("expected an id") != std::string::npos);
    }

    void theConfigurationMayAddTheBeginning() {
        QTemporaryDir folder;
        const auto write = [&](const char* name, const json& value) {
            std::ofstream(folder.filePath(QLatin1String(name)).toStdString()) << value.dump();
        };
        const auto leading = [&] {
            return numbers(
                Tokenizer::fromFile(folder.filePath(QStringLiteral("tokenizer.json")).toStdString()).leadingTokens());
        };
        json description = plainTokenizer();
        write("tokenizer.json", description);
        const int end = engine::index(*load(description).findToken("<|end|>"));
        QVERIFY(leading().empty());
        write("tokenizer_config.json", {{"add_bos_token", true}, {"bos_token", {{"content", "<|end|>"}}}});
        QCOMPARE(leading(), std::vector{end});
        write("tokenizer_config.json", {{"add_bos_token", false}, {"bos_token", "<|end|>"}});
        QVERIFY(leading().empty());
        description["post_processor"] = {
            {"type", "RobertaProcessing"}, {"cls", {"<|end|>", end}}, {"sep", {"</s>", 6}}};
        write("tokenizer.json", description);
        QCOMPARE(leading(), std::vector{end});
        write("tokenizer_config.json",
              {{"add_bos_token", false}, {"bos_token", "<|end|>"}, {"tokenizer_class", "LlamaTokenizerFast"}});
        QVERIFY(leading().empty());
    }

    void hostileFilesAreRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* name, const std::string& text, const char* word) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QString::fromLatin1(word);
        };
        const auto with = [](const char* pointer, const json& value) {
            json description = plainTokenizer();
            description[json::json_pointer(pointer)] = value;
            return description.dump();
        };
        const auto without = [](const char* field) {
            json description = plainTokenizer();
            description.erase(field);
            return description.dump();
        };
        const std::string good = plainTokenizer().dump();
        row("empty", "", "not valid JSON");
        row("cut", good.substr(0, good.size() / 2), "not valid JSON");
        row("not UTF-8", "{\"\xff\":1}", "not valid JSON");
        row("deep", std::string(1'000'000, '['), "deep");
        row("a list", "[]", "expected an object");
        row("no model", without("model"), "model");
        row("no pre_tokenizer", without("pre_tokenizer"), "pre_tokenizer");
        row("no decoder", without("decoder"), "decoder");
        row("another model", with("/model/type", "Unigram"), "Unigram");
        row("dropout", with("/model/dropout", 0.1), "dropout");
        row("byte fallback", with("/model/byte_fallback", true), "byte_fallback");
        row("word suffix", with("/model/end_of_word_suffix", "</w>"), "end_of_word_suffix");
        row("vocabulary is a list", with("/model/vocab", json::array()), "expected an object");
        row("id is text", with("/model/vocab/a", "7"), "expected an id");
        row("id is negative", with("/model/vocab/a", -7), "expected an id");
        row("id is huge", with("/model/vocab/a", 4'000'000'000LL), "expected an id");
        row("id of 2^20", with("/model/vocab/a", 1 << 20), "expected an id");
        row("id twice", with("/model/vocab/a", 1), "belongs to");
        row("merges are text", with("/model/merges", "a b"), "expected a list");
        row("merge of a number", with("/model/merges", json::array({5})), "merges.0");
        row("merge of one token", with("/model/merges", json::array({"ab"})), "one space");
        row("merge of three tokens", with("/model/merges", json::array({"a b c"})), "one space");
        row("merge of strangers", with("/model/merges", json::array({json::array({"a", "zzz"})})), "zzz");
        row("merge into a stranger", with("/model/merges", json::array({json::array({"~", "~"})})), "~~");
        row("normaliser", with("/normalizer", {{"type", "Lowercase"}}), "Lowercase");
        row("normaliser in a list",
            with("/normalizer", {{"type", "Sequence"}, {"normalizers", {{{"type", "Replace"}}}}}), "Replace");
        row("lists in lists", with("/normalizer", {{"type", "Sequence"}, {"normalizers", {{{"type", "Sequence"}}}}}),
            "Sequence within");
        row("pre-tokenizer", with("/pre_tokenizer", {{"type", "Metaspace"}}), "Metaspace");
        row("pre-tokenizer without bytes", with("/pre_tokenizer", {{"type", "Digits"}}), "ByteLevel");
        row("after the bytes", with("/pre_tokenizer/pretokenizers/2", {{"type", "Digits"}}), "after ByteLevel");
        row("behaviour", with("/pre_tokenizer/pretokenizers/0/behavior", "Sideways"), "Sideways");
        row("pattern", with("/pre_tokenizer/pretokenizers/0/pattern/Regex", "(a"), "cannot use the pattern");
        row("empty pattern", with("/pre_tokenizer/pretokenizers/0/pattern/Regex", ""), "expected a pattern");
        row("endless pattern", with("/pre_tokenizer/pretokenizers/0/pattern/Regex", repeated("(?:", 30'000)),
            "pattern");
        row("deep pattern",
            with("/pre_tokenizer/pretokenizers/0/pattern/Regex", std::string(9000, '(') + std::string(9000, ')')),
            "pattern");
        row("decoder", with("/decoder", {{"type", "WordPiece"}}), "WordPiece");
        row("post-processor", with("/post_processor", {{"type", "Rot13"}}), "Rot13");
        row("added tokens no list", with("/added_tokens", 5), "added_tokens");
        row("added token without id", with("/added_tokens/0", {{"content", "x"}}), "id");
        row("added token with another id", with("/added_tokens/0/content", "a"), "as in model.vocab");
        row("added token at a taken id", with("/added_tokens/0/id", 5), "belongs to");
        row("added flag is text", with("/added_tokens/0/lstrip", "yes"), "lstrip");
    }
    void hostileFilesAreRefused() {
        QFETCH(QByteArray, text);
        QFETCH(QString, word);
        const cpu::ThreadClock clock;
        const std::string reason = refusalOf([&] { Tokenizer::fromJson(text.toStdString(), "t/tokenizer.json"); });
        QVERIFY2(reason.find(word.toStdString()) != std::string::npos,
                 reason.empty() ? "the file was accepted" : reason.c_str());
        QVERIFY2(reason.starts_with("t/tokenizer.json: ") && reason.find('\n') == std::string::npos, reason.c_str());
        QVERIFY(clock.seconds() < 2 * cpu::kSlack);
    }

    void aMissingFileIsNamed() {
        const std::string reason = refusalOf([] { Tokenizer::fromFile("/nowhere/tokenizer.json"); });
        QVERIFY2(reason.find("/nowhere/tokenizer.json") != std::string::npos, reason.c_str());
    }
};

QTEST_GUILESS_MAIN(EngineTokenizerFiles)
#include "engine_tokenizer_files.moc"

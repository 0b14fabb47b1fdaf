// The one parser of JSON from files: the same values as the library's own, a bounded depth, and time in proportion to
// the text.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <limits>
#include <optional>
#include <stdexcept>

#include "engine/files/json_text.h"
#include "engine/files/regular_file.h"
#include "growth.h"
#include "refusal_of.h"

namespace {

std::string lists(int depth) {
    const auto count = static_cast<std::size_t>(depth);
    return std::string(count, '[') + std::string(count, ']');
}

const std::string kEmptyTensor = R"({"dtype":"F32","shape":[0,4],"data_offsets":[0,0]})";

/// An object of `count` small objects, as headers of weights are.
std::string header(int count) {
    std::string text = "{";
    for (int i = 0; i < count; ++i) {
        text += i == 0 ? "" : ",";
        text += '"' + std::to_string(i) + "\":" + kEmptyTensor;
    }
    return text + "}";
}

}  // namespace

class EngineJsonText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesTheValuesOfTheLibrary() {
        for (const char* text : {"null", "true", "-1", "18446744073709551615", "123456789012345678901", "1.5e-3",
                                 R"("a\u00e9\n")", "[]", "{}", R"([1,[2,{"a":[3,null]}],"x",{"b":{"c":[[]]}},4])",
                                 R"({"b":1,"a":{"z":[],"y":{"x":false}},"c":[{}]})", " { \"a\" : [ 1 , 2 ] } ",
                                 "\xEF\xBB\xBF{\"bom\":1}", R"({"a":1,"a":{"b":2}})"}) {
            const auto expected = nlohmann::json::parse(text);
            const auto found = engine::parseJson(text, "f");
            QCOMPARE(found.dump(), expected.dump());
            QCOMPARE(found.type(), expected.type());
        }
    }

    void refusesWithThePlace() {
        const auto refusal = [](std::string_view text, engine::JsonLimits limits = {}) {
            return refusalOf([&] { (void)engine::parseJson(text, "f", limits); });
        };
        QCOMPARE(refusal("{\"a\":}"), std::string("f: not valid JSON, the text stops making sense at byte 6 of 6"));
        QVERIFY(refusal("").starts_with("f: not valid JSON"));
        QVERIFY(refusal("[1] 2").starts_with("f: not valid JSON"));
        QVERIFY(refusal("[1e999]").ends_with("a number is out of range"));
        QVERIFY(refusal("[\"\xFF\"]").starts_with("f: not valid JSON"));
        const engine::JsonLimits strict{.depth = 4, .refuseDuplicateKeys = true};
        QCOMPARE(refusal(R"({"a":{"b":1,"c":2,"b":3}})", strict),
                 std::string("f: the key \"b\" appears twice in one object"));
        QCOMPARE(refusal(R"([{"b":1},{"b":1}])", strict), std::string());
        QCOMPARE(refusal(lists(4), strict), std::string());
        QCOMPARE(refusal(lists(5), strict), std::string("f: expected JSON nested at most 4 deep, found it deeper"));
        QCOMPARE(refusal("\"" + lists(99) + "\"", strict), std::string());
        QVERIFY(!refusal(lists(1'000'000)).empty());
        QVERIFY(!refusal(std::string(1'000'000, '{')).empty());
    }

    void namesWhatStandsInAFilesPlace() {
        const std::string pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n";
        const auto refusal = [](std::string_view text) {
            return refusalOf([&] { (void)engine::parseJson(text, "tokenizer.json"); });
        };
        QVERIFY(
            refusal(pointer).starts_with("tokenizer.json: is a Git LFS pointer, not the file itself; run `git lfs"));
        QVERIFY(refusal("\n <!DOCTYPE html><html>").starts_with("tokenizer.json: is a web page"));
        QVERIFY(refusal("<HTML>").starts_with("tokenizer.json: is a web page"));
        QVERIFY(engine::findPlaceholder("../../.git/annex/objects/4f/x"));
        QVERIFY(!engine::findPlaceholder("{\"version\":\"https://git-lfs\"}"));
        QVERIFY(!engine::findPlaceholder(""));
        QVERIFY(!engine::findPlaceholder("ver"));
    }

    void textFilesAreTheFilesThemselves() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString() + "/chat_template.jinja";
        const auto refusal = [&](const std::string& text) {
            std::ofstream(path, std::ios::binary) << text;
            return refusalOf([&] { (void)engine::readTextFile(path, 1000); });
        };
        QCOMPARE(refusal("{% for m in messages %}<html>{% endfor %}"), std::string());
        QVERIFY(refusal("version https://git-lfs.github.com/spec/v1\n").starts_with(path + ": is a Git LFS pointer"));
        QVERIFY(refusal(std::string(1001, ' ')).ends_with("expected at most 1000 bytes, found 1001"));
    }

    void fieldsAreCheckedAndNamed() {
        const auto value = engine::parseJson(
            R"({"text":"a","whole":-3,"large":18446744073709551615,"real":1.5,"none":null,"inner":{"list":[1,"x"]}})",
            "f");
        const engine::JsonObject object(value, "set.json");
        QCOMPARE(object.requireInt("whole"), -3);
        QCOMPARE(object.requireUnsigned("large"), std::numeric_limits<std::uint64_t>::max());
        QCOMPARE(object.findNumber("real"), std::optional(1.5));
        QCOMPARE(object.findInt("none"), std::optional<int>());
        QVERIFY(!object.findObject("none") && object.findObject("inner"));
        const auto refusal = [&](auto read) { return refusalOf([&] { (void)read(); }); };
        QCOMPARE(
            refusal([&] { return object.requireInt("text"); }),
            std::string("set.json: text: expected a whole number from -2147483648 to 2147483647, found string \"a\""));
        QCOMPARE(refusal([&] { return object.requireInt("whole", 0, 9); }),
                 std::string("set.json: whole: expected a whole number from 0 to 9, found number -3"));
        QCOMPARE(refusal([&] { return object.requireInteger("large"); }),
                 std::string("set.json: large: expected a whole number, found number 18446744073709551615"));
        QCOMPARE(refusal([&] { return object.requireUnsigned("whole"); }),
                 std::string("set.json: whole: expected a whole number from 0, found number -3"));
        QCOMPARE(refusal([&] { return object.requireNumber("none"); }),
                 std::string("set.json: none: expected a number, found nothing"));
        QCOMPARE(refusal([&] { return object.findNumber("real", 2, 3); }),
                 std::string("set.json: real: expected a number from 2 to 3, found number 1.5"));
        QCOMPARE(refusal([&] { return object.requireList("inner"); }),
                 std::string("set.json: inner: expected a list, found an object"));
        const auto wholes = [](const nlohmann::json& item, const engine::JsonPlace& place) {
            return engine::intFrom(item, place, 0);
        };
        const engine::JsonObject inner = object.requireObject("inner");
        QCOMPARE(refusal([&] { return inner.listOf("list", wholes); }),
                 std::string("set.json: inner.list: expected a whole number from 0 to 2147483647, found string \"x\""));
        QCOMPARE(refusal([&] { return engine::JsonObject(value["text"], ""); }),
                 std::string("expected an object, found string \"a\""));
        QCOMPARE(refusal([&] { return engine::boolFrom(value["text"], {.field = "text"}); }),
                 std::string("text: expected true or false, found string \"a\""));
    }

    void takesTimeInProportionToTheText() {
        for (const bool refuse : {false, true}) {
            const double ratio = growth::ratioOfFourfold(1000, [&](int count) {
                const auto value = engine::parseJson(header(count), "f", {.depth = 4, .refuseDuplicateKeys = refuse});
                if (value.size() != static_cast<std::size_t>(count)) qFatal("entries are missing");
            });
            QVERIFY2(ratio < growth::kMostRatio, std::to_string(ratio).c_str());
        }
        const double flat = growth::ratioOfFourfold(500'000, [](int count) {
            (void)engine::parseJson("[" + std::string(static_cast<std::size_t>(count), ' ') + "]", "f");
        });
        QVERIFY2(flat < growth::kMostRatio, std::to_string(flat).c_str());
    }
};

QTEST_APPLESS_MAIN(EngineJsonText)
#include "engine_json_text.moc"

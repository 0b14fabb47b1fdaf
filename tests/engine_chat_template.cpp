// Chat templates against jinja2's output (golden/chat_template/), and what must be refused.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "cpu_time.h"
#include "engine/text/chat_template.h"
#include "growth.h"
#include "refusal_of.h"

namespace {

using engine::ChatMessage;
using engine::ChatTemplate;
using nlohmann::json;

const std::vector<ChatMessage> kTalk{{"system", "Be brief."}, {"user", "Hi"}};

/// 4 July 2026, 13:05:09, a Saturday: as the golden script has it.
std::tm fixedTime() {
    std::tm time{};
    time.tm_sec = 9;
    time.tm_min = 5;
    time.tm_hour = 13;
    time.tm_mday = 4;
    time.tm_mon = 6;
    time.tm_year = 126;
    time.tm_wday = 6;
    time.tm_yday = 184;
    return time;
}

std::string rendered(const std::string& source, const engine::TemplateVars& vars = {}) {
    return ChatTemplate::parse(source).render(kTalk, true, vars);
}

std::string repeated(const std::string& part, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += part;
    return text;
}

}  // namespace

class EngineChatTemplate : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    void write(const char* name, const std::string& text) {
        QFile file(m_folder.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.data(), static_cast<qint64>(text.size()));
    }

private Q_SLOTS:
    void rendersAsTheReference_data() {
        QTest::addColumn<int>("least");
        QTest::addColumn<int>("leastRefused");
        QTest::newRow("cases") << 180 << 15;
        QTest::newRow("families") << 190 << 10;
        QTest::newRow("constructs") << 650 << 80;
    }
    void rendersAsTheReference() {
        QFETCH(int, least);
        QFETCH(int, leastRefused);
        std::ifstream stream(std::string(STEPSCOPE_TEST_DATA "/chat_template/") + QTest::currentDataTag() + ".jsonl");
        int rendersCount = 0;
        int refusalCount = 0;
        json test = json::object();
        for (std::string line; std::getline(stream, line);) {
            test.update(json::parse(line));  // what is the same as before is left out
            std::vector<ChatMessage> messages;
            for (const json& message : test["messages"]) messages.push_back({message["role"], message["content"]});
            engine::TemplateVars vars{.bosToken = test["bos_token"].get<std::string>(),
                                      .eosToken = test["eos_token"].get<std::string>(),
                                      .flags = {},
                                      .now = fixedTime(),
                                      .otherTokens = {},
                                      .additionalSpecialTokens = {}};
            if (test.contains("tokens")) vars.otherTokens = test["tokens"].get<std::map<std::string, std::string>>();
            for (const auto& [name, flag] : test["flags"].items()) vars.flags[name] = flag.get<bool>();
            std::string text;
            const std::string reason = refusalOf([&] {
                text = ChatTemplate::parse(test["template"].get<std::string>())
                           .render(messages, test["add_generation_prompt"].get<bool>(), vars);
            });
            const std::string source = test["template"].get<std::string>().substr(0, 2000);
            if (test["expected"].contains("error")) {
                ++refusalCount;
                const bool isOneLine = reason.starts_with("chat template") && reason.find('\n') == std::string::npos;
                QVERIFY2(isOneLine, ("'" + reason + "' for " + source).c_str());
            } else {
                ++rendersCount;
                QVERIFY2(reason.empty(), (reason + " in " + source).c_str());
                const auto expected = test["expected"]["text"].get<std::string>();
                QVERIFY2(text == expected,
                         (json(text).dump() + " instead of " + json(expected).dump() + " for " + source).c_str());
            }
        }
        QVERIFY2(rendersCount >= least, std::to_string(rendersCount).c_str());
        QVERIFY2(refusalCount >= leastRefused, std::to_string(refusalCount).c_str());
    }

    void whatIsNotUnderstoodIsNamed_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* name, const std::string& source, const char* word) {
            QTest::newRow(name) << QString::fromStdString(source) << QString::fromLatin1(word);
        };
        row("unknown block", "a\n\n{% frobnicate f() %}",
            "uses the block 'frobnicate', which this program does not understand (line 3)");
        row("block", "{% block a %}x{% endblock %}", "the block 'block'");
        row("import", "{% import 'x' as y %}", "the block 'import'");
        row("unknown filter", "{{ 'a' | frobnicate }}", "the filter 'frobnicate'");
        row("unknown method", "{{ 'a'.swapcase() }}", "'.swapcase()' of a string");
        row("change of a list", "{{ messages.append(1) }}", "'.append()' of a list");
        row("macro beyond its block",
            "{% set ns = namespace() %}{% for i in [1] %}{% macro f() %}{% endmacro %}{% set ns.f = f %}{% endfor %}{{ "
            "ns.f() }}",
            "outside of the block");
        row("loop after its end",
            "{% set ns = namespace() %}{% for i in [1] %}{% set ns.l = loop %}{% endfor %}{{ ns.l.index }}",
            "after its end");
        row("stars", "{{ namespace(**messages[0]) }}", "'**' before an argument");
        row("printed generator", "{{ messages | map('length') }}", "the printed form of a generator");
        row("include", "{% include 'x' %}", "the block 'include'");
        row("test", "{{ 1 is frobnicate }}", "the test 'frobnicate'");
        row("function", "{{ lipsum() }}", "the function 'lipsum'");
        row("class walk", "{{ ''.__class__.__mro__ }}", "'.__class__'");
        row("attribute of undefined", "{{ a.b }}", "'.b' of the undefined value 'a'");
        row("large number", "{{ 99999999999999999999 }}", "a number");
        row("sign", "{{ a ? b }}", "the sign '?'");
        row("tag without end", "{{ 'a'", "a tag without end");
        row("block without end", "{% if true %}", "a block without its end");
        row("comment without end", "{# a", "a comment without end");
        row("string without end", "{{ 'a }}", "a string without end");
        row("else alone", "{% else %}", "a tag that ends early");
        row("end alone", "{% endfor %}", "a tag that ends early");
        row("wrong end", "{% for a in b %}{% endif %}", "'endif' within for");
        row("empty block", "{% %}", "an empty block");
        row("empty output", "{{ }}", "a tag that ends early");
        row("set of a list entry", "{% set a[0] = 1 %}", "'['");
        row("set of what is no namespace", "{% set messages.a = 1 %}", "no namespace");
        row("subtraction of text", "{{ 'a' - 'b' }}", "'-' between");
        row("text plus none", "{{ 'a' + none }}", "'+' between");
        row("surrogate", "{{ '\\ud800' }}", "escape");
        row("own refusal", "{{ raise_exception('no\nsystem') }}", "refuses the messages: \"no\\x0asystem\"");
        row("division by zero", "{{ 1 % 0 }}", "'%' between");
        row("lowest number", "{{ (-9223372036854775807 - 1) // -1 }}", "'//' between");
        row("overflow", "{{ 9223372036854775807 + 1 }}", "'+' between");
        row("step 0", "{{ messages[::0] }}", "step 0");
        // Made to exhaust the stack, the memory or the time.
        row("deep brackets", "{{ " + repeated("(", 100'000) + repeated(")", 100'000) + " }}", "nesting");
        row("brackets without end", "{{ " + repeated("(", 100'000) + " }}", "a tag without end");
        row("deep lists", "{{ " + repeated("[", 100'000) + repeated("]", 100'000) + " }}", "nesting");
        row("deep mappings", "{{ " + repeated("{1:", 100'000) + repeated("}", 100'000) + " }}", "nesting");
        row("deep not", "{{ " + repeated("not ", 100'000) + "a }}", "nesting");
        row("deep minus", "{{ " + repeated("- ", 100'000) + "1 }}", "nesting");
        row("long sum", "{{ 1" + repeated("+1", 100'000) + " }}", "nesting");
        row("long path", "{{ a" + repeated(".a", 100'000) + " }}", "nesting");
        row("long filter", "{{ a" + repeated("|trim", 100'000) + " }}", "nesting");
        row("long condition", "{{ 1" + repeated(" if 1 else 1", 50'000) + " }}", "nesting");
        row("deep if", repeated("{% if 1 %}", 50'000), "nesting");
        row("deep for", repeated("{% for a in b %}", 50'000), "nesting");
        row("many arguments", "{{ f(" + repeated("1,", 1000) + ") }}", "arguments");
        row("long list", "{{ [" + repeated("1,", 5000) + "] | length }}", "1000 entries");
        row("large source", std::string(2 << 20, 'a'), "expected at most");
        row("doubling text",
            "{% set ns = namespace(a='xxxxxxxxxxxxxxxx') %}" + repeated("{% set ns.a = ns.a + ns.a %}", 60), "work");
        row("doubling list", "{% set a = [1, 2] %}" + repeated("{% set a = a + a %}", 60), "work");
        row("doubling tree", "{% set a = [1, 2] %}" + repeated("{% set a = [a, a] %}", 60) + "{{ a | tojson }}",
            "work");
        row("doubling tree printed", "{% set a = [1, 2] %}" + repeated("{% set a = [a, a] %}", 60) + "{{ a }}", "work");
        row("doubling tree compared",
            "{% set a = [1] %}{% set b = [1] %}" + repeated("{% set a = [a, a] %}{% set b = [b, b] %}", 60) +
                "{{ a == b }}",
            "work");
        const std::string list65536 = "{% set l=[1] %}" + repeated("{% set l=l+l %}", 16);
        row("deep value",
            list65536 +
                "{% set ns=namespace(x=[]) %}{% for i in l %}{% set ns.x=[[[[[[[[[[ns.x]]]]]]]]]] %}{% endfor %}x",
            "nested more than");
        row("deep value as JSON",
            list65536 +
                "{% set ns=namespace(x=[]) %}{% for i in l %}{% set ns.x=[ns.x] %}{% endfor %}{{ ns.x|tojson }}",
            "nested more than");
        row("deep mapping",
            list65536 + "{% set ns=namespace(x={}) %}{% for i in l %}{% set ns.x={'a': ns.x} %}{% endfor %}{{ ns.x }}",
            "nested more than");
        row("deep tuple key",
            list65536 +
                "{% set ns=namespace(x=(1,)) %}{% for i in l %}{% set ns.x=(ns.x,) %}{% endfor %}{{ {ns.x: 1} }}",
            "nested more than");
        row("deep methods",
            list65536 + "{% set ns=namespace(x=[]) %}{% for i in l %}{% set ns.x=[ns.x.index] %}{% endfor %}x",
            "nested more than");
        row("deep namespaces",
            list65536 + "{% set ns=namespace(x=1) %}{% for i in l %}{% set ns.x=dict(a=[ns.x]) %}{% endfor %}x",
            "nested more than");
        row("many copies of a text",
            "{% set s='aaaaaaaaaaaaaaaa' %}" + repeated("{% set s=s+s %}", 15) + "{% set l=[s] %}" +
                repeated("{% set l=l+l %}", 24) + "x",
            "work");
        row("macro that calls itself", "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "deep in each other");
        row("two macros in turn",
            "{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{% if 1 %}{{ [f()] }}{% endif %}{% endmacro %}{{ f() "
            "}}",
            "deep in each other");
        row("caller that calls its macro",
            "{% macro f() %}{{ caller() }}{% endmacro %}{% macro g() %}{% call f() %}{{ g() }}{% endcall %}{% endmacro "
            "%}{{ g() }}",
            "deep in each other");
        row("endless recursive for", "{% for x in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
            "deep in each other");
        row("macro tree", "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
            "work");
        row("large range", "{{ range(10 ** 12) }}", "range of more than");
        row("ranges in ranges", "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
            "work");
        row("large power", "{{ 10 ** 10 ** 10 }}", "'**' between");
        row("endless power", "{{ 1 ** 9223372036854775807 }}{{ 3 ** 9223372036854775807 }}", "'**' between");
        row("repeated text", "{{ 'abcdefgh' * 10 ** 12 }}", "too long");
        row("repeated list", "{{ [1] * 10 ** 12 }}", "work");
        row("repeated range of text", "{% set s = 'a' * 10000000 %}{{ s.split('a') | length }}", "work");
        row("wide indent", "{{ ('a' + '\\nb' * 10000) | indent(1000000) }}", "too long");
        row("wider indent", "{{ 'a' | indent(10 ** 15) }}", "too long");
        row("JSON indent", "{{ [[[[[1]]]]] | tojson(indent=10 ** 7) }}", "too long");
        row("wide center", "{{ 'a'.center(10 ** 15) }}", "too long");
        row("wide format", "{{ '%999999999d' % 1 }}", "wider than");
        row("growing replace", "{% set s = 'a' * 100000 %}{{ s.replace('a', s) }}", "too long");
        row("growing join", "{% set s = 'a' * 100000 %}{{ s | join(s) }}", "too long");
        row("growing join method", "{% set s = 'a' * 100000 %}{{ s.join(s) }}", "too long");
        row("growing replace of nothing", "{% set s = 'a' * 100000 %}{{ s.replace('', s) }}", "too long");
        row("growing output", "{% set s = 'a' * 1000000 %}{% for i in range(1000) %}{{ s }}{% endfor %}", "too long");
        row("growing concatenation",
            "{% set ns = namespace(s='a') %}{% for i in range(1000) %}{% set ns.s = ns.s ~ ns.s ~ ns.s %}{% endfor %}",
            "too long");
        row("growing set block",
            "{% set ns = namespace(s='a') %}{% for i in range(1000) %}{% set ns.s %}{{ ns.s }}{{ ns.s }}{{ ns.s }}{% "
            "endset %}{% endfor %}",
            "too long");
        row("slow search",
            "{% set s = 'a' * 1000000 %}{% set p = 'a' * 500000 + 'b' %}{% for i in range(1000) %}{{ p in s }}{% "
            "endfor %}",
            "work");
        row("slow strip", "{% set s = 'a' * 1000000 %}{{ s.strip('b' * 1000000 + 'a') }}", "work");
        row("slow index", "{% set s = 'ä' * 1000000 %}{% for i in range(100000) %}{{ s[i] }}{% endfor %}", "work");
        row("slow keys",
            "{% set ns = namespace(d={}) %}{% for i in range(100000) %}{% set ns.d = dict(ns.d, **{}) %}{% endfor %}",
            "before an argument");
        row("many keys",
            "{% set ns = namespace(l=[]) %}{% for i in range(30000) %}{% set ns.l = ns.l + [[i, i]] %}{% endfor %}{{ "
            "dict(ns.l) | length }}",
            "work");
        row("many unique", "{{ range(100000) | unique | list | length }}", "work");
        row("sums of lists", "{{ range(100000) | map('list') | sum(start=[]) }}", "walk through");
        row("doubling replace", "{% set a = 'aaaaaaaa' %}" + repeated("{% set a = a.replace('a', 'aaaaaaaa') %}", 60),
            "work");
        row("loops in loops",
            repeated("{% for a in messages[0].content.split('e') + messages[0].content.split('e') + "
                     "messages[0].content.split('e') %}",
                     20) +
                "x" + repeated("{% endfor %}", 20),
            "work");
    }
    void whatIsNotUnderstoodIsNamed() {
        QFETCH(QString, source);
        QFETCH(QString, word);
        const cpu::ThreadClock clock;
        const std::string reason = refusalOf([&] { rendered(source.toStdString()); });
        QVERIFY2(!reason.empty(), "the template was accepted");
        QVERIFY2(reason.find(word.toStdString()) != std::string::npos, reason.c_str());
        QVERIFY2(reason.starts_with("chat template") && reason.find('\n') == std::string::npos, reason.c_str());
        QVERIFY2(clock.seconds() < 5 * cpu::kSlack, std::to_string(clock.seconds()).c_str());
    }

    void aNamespaceMayHoldItself() {
        QCOMPARE(rendered("{% set ns = namespace() %}{% set ns.x = [ns, {'n': ns}] %}{{ ns.x[1].n.x[0] == ns }}"),
                 std::string("True"));
    }

    void whatIsNotReachedIsNotRefused() {
        QCOMPARE(
            rendered(
                "{% if false %}{{ 'a' | frobnicate }}{{ 1 is frobnicate }}{% include 'x' %}{{ f(*a) }}{% endif %}ok"),
            std::string("ok"));
    }

    /// Twice the messages and twice the text take about twice the time.
    void timeGrowsWithTheInput_data() {
        QTest::addColumn<QString>("source");
        QTest::newRow("messages") << "{% for m in messages %}{{ '<' + m.role + '>' + m.content | trim + '\n' }}{% if "
                                     "loop.last %}{{ loop.index }}{% endif %}{% endfor %}";
        QTest::newRow("text") << "{% for m in messages %}{{ m.content.split('e') | length }}{{ m.content.replace('e', "
                                 "'x') | upper }}{{ m.content[::-1] | tojson }}{% endfor %}";
        QTest::newRow("lists") << "{{ messages | selectattr('role', 'equalto', 'user') | map(attribute='content') | "
                                  "sort | unique | join(',') }}";
        QTest::newRow("macros") << "{% macro f(m) %}{% set c %}{{ m.content }}{% endset %}{{ c | lower }}{% endmacro "
                                   "%}{% for m in messages if m.role %}{{ f(m) }}{% endfor %}";
    }
    void timeGrowsWithTheInput() {
        QFETCH(QString, source);
        const auto chat = ChatTemplate::parse(source.toStdString());
        const auto messagesOf = [](int count) {
            std::vector<ChatMessage> messages;
            for (int i = 0; i < count; ++i)
                messages.push_back({"user", "the quick brown fox " + std::to_string(i) + repeated(" jumps over", 20)});
            return messages;
        };
        const auto small = messagesOf(400);
        const auto large = messagesOf(1600);
        const double ratio =
            growth::ratioOfFourfold(1, [&](int size) { (void)chat.render(size == 1 ? small : large, true, {}); });
        QVERIFY2(ratio < growth::kMostRatio, std::to_string(ratio).c_str());
    }

    void aTemplateThatWritesNothingIsNamed() {
        write("chat_template.jinja", "{% for m in messages %}{% if m.role == 'nobody' %}x{% endif %}{% endfor %}");
        const auto setup = engine::findChatSetup(m_folder.path().toStdString());
        const std::string reason = refusalOf([&] { (void)setup->prompt(kTalk); });
        QVERIFY2(reason.find("chat_template.jinja: chat template") != std::string::npos &&
                     reason.find("writes nothing") != std::string::npos,
                 reason.c_str());
        write("chat_template.jinja", "{{ messages[0].content }}");
        QCOMPARE(engine::findChatSetup(m_folder.path().toStdString())->prompt(kTalk), std::string("Be brief."));
        QVERIFY(QFile::remove(m_folder.filePath(QStringLiteral("chat_template.jinja"))));
    }

    void specialTokensAreVariables() {
        const std::string place = m_folder.path().toStdString();
        const auto prompt = [&] { return engine::findChatSetup(place)->prompt(kTalk); };
        const std::string all =
            "{{ bos_token }}|{{ eos_token }}|{{ pad_token }}|{{ unk_token is defined }}|{{ image_token }}|{{ "
            "additional_special_tokens }}";
        json config{{"bos_token", {{"content", "<b>"}}},
                    {"pad_token", "<p>"},
                    {"unk_token", nullptr},
                    {"chat_template", all},
                    {"extra_special_tokens", {{"image_token", "<i>"}}},
                    {"additional_special_tokens", {"<x>", {{"content", "<y>"}}}}};
        write("tokenizer_config.json", config.dump());
        QCOMPARE(prompt(), std::string("<b>||<p>|False|<i>|['<x>', '<y>']"));
        write("special_tokens_map.json", R"({"bos_token": "<m>", "eos_token": {"content": "<e>"}})");
        QCOMPARE(prompt(), std::string("<m>|<e>|<p>|False|<i>|['<x>', '<y>']"));
        config["added_tokens_decoder"] = json::object();  // then the other file is the older one
        write("tokenizer_config.json", config.dump());
        QCOMPARE(prompt(), std::string("<b>|<e>|<p>|False|<i>|['<x>', '<y>']"));
        write("special_tokens_map.json", R"({"bos_token": 5})");
        QVERIFY(refusalOf(prompt).find("special_tokens_map.json: bos_token") != std::string::npos);
        QVERIFY(QFile::remove(m_folder.filePath(QStringLiteral("special_tokens_map.json"))));
        QVERIFY(QFile::remove(m_folder.filePath(QStringLiteral("tokenizer_config.json"))));
    }

    void messagesAreData() {
        // What a message holds is never run as a template.
        const auto chat = ChatTemplate::parse("{% for m in messages %}{{ m.content }}{% endfor %}");
        const std::vector<ChatMessage> messages{{"user", "{{ raise_exception('x') }}{% if %}\xff"}};
        QCOMPARE(chat.render(messages, false, {}), std::string("{{ raise_exception('x') }}{% if %}\xEF\xBF\xBD"));
    }

    void oneTemplateRendersManyTimes() {
        const auto chat = ChatTemplate::parse(
            "{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}");
        for (int i = 0; i < 3; ++i) QCOMPARE(chat.render(kTalk, false, {}), std::string("2"));
    }

    void aModelDirectoryHasOne() {
        const std::string place = m_folder.path().toStdString();
        QVERIFY(!engine::findChatSetup(place));
        write("tokenizer_config.json", R"({"eos_token": "<e>"})");
        QVERIFY(!engine::findChatSetup(place));
        write(
            "tokenizer_config.json",
            R"({"bos_token": {"content": "<b>"}, "eos_token": null, "chat_template": "{{ bos_token }}1{{ eos_token }}"})");
        auto setup = engine::findChatSetup(place);
        QCOMPARE(setup->chatTemplate.render(kTalk, true, setup->vars), std::string("<b>1"));
        QVERIFY(!setup->vars.eosToken);
        write("tokenizer_config.json",
              R"({"chat_template": [{"name": "tool_use", "template": "2"}, {"name": "default", "template": "3"}]})");
        QCOMPARE(engine::findChatSetup(place)->chatTemplate.source(), std::string("3"));
        write("tokenizer_config.json", R"({"chat_template": [{"name": "tool_use", "template": "2"}]})");
        QVERIFY(refusalOf([&] { engine::findChatSetup(place); }).find("default") != std::string::npos);
        write("tokenizer_config.json", R"({"chat_template": 5})");
        QVERIFY(refusalOf([&] { engine::findChatSetup(place); }).find("chat_template") != std::string::npos);
        write("tokenizer_config.json", R"({"chat_template": "{% macro %}"})");
        const std::string reason = refusalOf([&] { engine::findChatSetup(place); });
        QVERIFY2(reason.find("tokenizer_config.json: chat template uses") != std::string::npos, reason.c_str());
        write("chat_template.jinja", "4\n");
        QCOMPARE(engine::findChatSetup(place)->chatTemplate.render(kTalk, true, {}), std::string("4"));
    }

    void theDemoModelHasOne() {
        const auto setup = engine::findChatSetup(STEPSCOPE_RESOURCES "/demo-model");
        QVERIFY(setup.has_value());
        const std::string text = setup->chatTemplate.render(kTalk, true, setup->vars);
        QVERIFY2(text.find("Hi") != std::string::npos, text.c_str());
    }
};

QTEST_GUILESS_MAIN(EngineChatTemplate)
#include "engine_chat_template.moc"

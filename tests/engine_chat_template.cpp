// Chat templates against jinja2's output (golden/chat_template/), and what must be refused.
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/chat_template.h"

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

template <typename Call>
std::string refusalOf(Call call) {
    try {
        call();
        return "";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
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
    void rendersAsTheReference() {
        std::ifstream stream(STEPSCOPE_TEST_DATA "/chat_template/cases.jsonl");
        int rendersCount = 0;
        int refusalCount = 0;
        for (std::string line; std::getline(stream, line);) {
            const json test = json::parse(line);
            std::vector<ChatMessage> messages;
            for (const json& message : test["messages"]) messages.push_back({message["role"], message["content"]});
            engine::TemplateVars vars{test["bos_token"].get<std::string>(), test["eos_token"].get<std::string>(), {}, {}};
            vars.now = fixedTime();
            for (const auto& [name, flag] : test["flags"].items()) vars.flags[name] = flag.get<bool>();
            std::string text;
            const std::string reason = refusalOf([&] {
                text = ChatTemplate::parse(test["template"].get<std::string>())
                           .render(messages, test["add_generation_prompt"].get<bool>(), vars);
            });
            if (test["expected"].contains("error")) {
                ++refusalCount;
                QVERIFY2(!reason.empty() && reason.find('\n') == std::string::npos, line.c_str());
            } else {
                ++rendersCount;
                QVERIFY2(reason.empty(), (reason + " in " + line).c_str());
                QCOMPARE(QString::fromStdString(text),
                         QString::fromStdString(test["expected"]["text"].get<std::string>()));
            }
        }
        QVERIFY(rendersCount > 100);
        QVERIFY(refusalCount > 15);
    }

    void whatIsNotUnderstoodIsNamed_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* name, const std::string& source, const char* word) {
            QTest::newRow(name) << QString::fromStdString(source) << QString::fromLatin1(word);
        };
        row("macro", "a\n\n{% macro f() %}{% endmacro %}",
            "uses the block 'macro', which this program does not understand (line 3)");
        row("include", "{% include 'x' %}", "the block 'include'");
        row("filter", "{{ messages|map('x') }}", "the filter 'map'");
        row("test", "{{ 1 is divisibleby }}", "the test 'divisibleby'");
        row("function", "{{ lipsum() }}", "the function 'lipsum'");
        row("method", "{{ 'a'.format(1) }}", "format");
        row("class walk", "{{ ''.__class__.__mro__ }}", "'.__mro__' of the undefined value");
        row("attribute of undefined", "{{ a.b }}", "'.b' of the undefined value 'a'");
        row("dictionary", "{{ {} }}", "a dictionary literal");
        row("tuple", "{{ (1, 2) }}", "a tuple");
        row("fraction", "{{ 1.5 }}", "a number");
        row("large number", "{{ 99999999999999999999 }}", "a number");
        row("power", "{{ 2 ** 3 }}", "'**'");
        row("chain", "{{ 1 < 2 < 3 }}", "a chain of comparisons");
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
        row("comparison of lists", "{{ [1] == [1] }}", "compares");
        row("printed list", "{{ [1] }}", "prints a list");
        row("printed mapping", "{{ messages[0] }}", "prints a mapping");
        row("case of other letters", "{{ 'ä' | upper }}", "beyond ASCII");
        row("octal escape", "{{ '\\101' }}", "escape");
        row("surrogate", "{{ '\\ud800' }}", "escape");
        row("own refusal", "{{ raise_exception('no\nsystem') }}", "refuses the messages: \"no\\x0asystem\"");
        row("division by zero", "{{ 1 % 0 }}", "'%' between");
        row("lowest number", "{{ (-9223372036854775807 - 1) // -1 }}", "'//' between");
        row("overflow", "{{ 9223372036854775807 + 1 }}", "'+' between");
        row("step 0", "{{ messages[::0] }}", "step 0");
        // Made to exhaust the stack, the memory or the time.
        row("deep brackets", "{{ " + repeated("(", 100'000) + " }}", "nesting");
        row("deep lists", "{{ " + repeated("[", 100'000) + " }}", "nesting");
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
            "too long");
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
        QElapsedTimer clock;
        clock.start();
        const std::string reason = refusalOf([&] { rendered(source.toStdString()); });
        QVERIFY2(!reason.empty(), "the template was accepted");
        QVERIFY2(reason.find(word.toStdString()) != std::string::npos, reason.c_str());
        QVERIFY2(reason.starts_with("chat template") && reason.find('\n') == std::string::npos, reason.c_str());
        QVERIFY2(clock.elapsed() < 5000, std::to_string(clock.elapsed()).c_str());
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

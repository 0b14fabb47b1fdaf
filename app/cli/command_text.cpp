#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>

#include "app/cli/cli_numbers.h"
#include "app/cli/cli_paths.h"
#include "app/cli/commands.h"
#include "app/run/resources.h"
#include "app/run/user_text.h"
#include "engine/files/gguf.h"
#include "engine/files/json_text.h"
#include "engine/files/printable.h"
#include "engine/text/tokenizer.h"
#include "scorer/boundary.h"

namespace app::cli {
namespace {

using nlohmann::json;

struct Options {
    std::string modelPath;
    std::optional<std::string> text;
    std::optional<std::string> ids;      // tokenize --decode, logits --tokens
    std::optional<std::string> idsFile;  // logits --tokens-file
    BackendChoice backend = BackendChoice::Auto;
    std::optional<int> device;
    KvChoice kvType = KvChoice::Auto;
    std::optional<WeightChoice> weights;
    bool json = false;
};

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

constexpr std::uint64_t kMaxTokensFileBytes = 64 << 20;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r";
    const std::size_t first = text.find_first_not_of(kBlank);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// "1,2,3" as ids below `vocabSize`; `place` is where the list stands: an option's name, or file and line.
std::vector<TokenId> parseIds(std::string_view list, int vocabSize, const std::string& place) {
    std::vector<TokenId> ids;
    while (true) {
        const std::size_t end = std::min(list.find(','), list.size());
        const std::string_view part = trimmed(list.substr(0, end));
        int id = -1;
        const auto [rest, error] = std::from_chars(part.data(), part.data() + part.size(), id);
        if (error != std::errc() || rest != part.data() + part.size() || id < 0 || id >= vocabSize) {
            throw UsageError(place + ": " + engine::inQuotes(part) + " is not a token id from 0 to " +
                             std::to_string(vocabSize - 1));
        }
        ids.push_back(TokenId{id});
        if (end == list.size()) return ids;
        list.remove_prefix(end + 1);
    }
}

json numbersOf(std::span<const TokenId> ids) {
    json out = json::array();
    for (TokenId id : ids) out.push_back(index(id));
    return out;
}

engine::Tokenizer loadTokenizer(const std::string& modelPath) {
    const std::filesystem::path directory = modelPath.empty() ? demoModelDir() : std::filesystem::path(modelPath);
    const bool isFile = std::filesystem::is_regular_file(directory);
    try {
        if (engine::isGgufFile(directory)) return engine::Tokenizer::fromGguf(engine::GgufFile::open(directory));
        return engine::Tokenizer::fromFile(isFile ? directory : directory / "tokenizer.json");
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

/// A terminal gets no control characters but line feeds, anything else the text as it is.
std::string forOutput(const std::string& text) {
    if (isatty(STDOUT_FILENO) == 0) return text;
    std::string shown;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        shown += (at > 0 ? "\n" : "") + engine::printable(std::string_view(text).substr(at, end - at), text.size());
        at = end + 1;
    }
    return shown;
}

int tokenize(const Options& options) {
    const engine::Tokenizer tokenizer = loadTokenizer(options.modelPath);
    if (options.ids) {
        const std::string text = tokenizer.decode(parseIds(*options.ids, tokenizer.vocabSize(), "--decode"));
        std::printf("%s\n", options.json ? dump({{"text", text}}).c_str() : forOutput(text).c_str());
        return 0;
    }
    if (!options.text) throw UsageError("give --text TEXT or --decode IDS");
    const scorer::BoundarySet boundaries(tokenizer);
    const std::vector<TokenId> ids = tokenizer.encode(*options.text);
    json pieces = json::array();
    json flags = json::array();
    for (TokenId id : ids) {
        pieces.push_back(tokenizer.decode(std::span(&id, 1)));
        flags.push_back(boundaries.contains(id));
    }
    if (options.json) {
        std::printf("%s\n", dump({{"ids", numbersOf(ids)},
                                  {"pieces", pieces},
                                  {"boundary", flags},
                                  {"boundary_ids", boundaries.count()}})
                                .c_str());
        return 0;
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        std::printf("%6d  %s%s\n", index(ids[i]), dump(pieces[i]).c_str(), flags[i].get<bool>() ? "  boundary" : "");
    }
    return 0;
}

void printLogits(ModelSession& session, const std::vector<TokenId>& tokens, bool asJson);

/// A line of ids for each prompt, so that a large model is loaded once.
int logitsOfFile(const Options& options, ModelSession& session) {
    const int vocabulary = session.transformer().config().vocabSize;
    std::string text;
    try {
        text = readUserText(*options.idsFile, kMaxTokensFileBytes);
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
    std::string_view rest = text;
    bool isEmpty = true;
    for (int number = 1; !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = trimmed(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty()) continue;
        isEmpty = false;
        printLogits(session, parseIds(line, vocabulary, *options.idsFile + ": line " + std::to_string(number)),
                    options.json);
    }
    if (isEmpty) throw UsageError(*options.idsFile + ": no line with token ids");
    return 0;
}

int logits(const Options& options) {
    if (options.text.has_value() + options.ids.has_value() + options.idsFile.has_value() != 1) {
        throw UsageError("give one of --tokens IDS, --tokens-file FILE and --text TEXT");
    }
    CliRunOptions load;
    load.modelPath = options.modelPath;
    load.setDevice(options.backend, options.device);
    if (options.weights) load.preferWeights(*options.weights);
    const auto session = loadSession(load);
    requireKvType(session->memory(), options.kvType);
    session->transformer().setKvType(kvTypeFor(session->memory(), options.kvType));
    if (options.idsFile) return logitsOfFile(options, *session);
    const int vocabulary = session->transformer().config().vocabSize;
    printLogits(
        *session,
        options.ids ? parseIds(*options.ids, vocabulary, "--tokens") : session->tokenizer().encode(*options.text),
        options.json);
    return 0;
}

void printLogits(ModelSession& session, const std::vector<TokenId>& tokens, bool asJson) {
    if (tokens.empty()) throw UsageError("--text: expected some text, found none");
    if (static_cast<int>(tokens.size()) > session.info().contextTokens) {
        throw UsageError(std::to_string(tokens.size()) + " tokens, the model's context is " +
                         std::to_string(session.info().contextTokens));
    }
    const engine::Transformer::Logits result = session.transformer().logitsOf(tokens);
    if (asJson) {
        std::printf(
            "%s\n",
            dump({{"tokens", numbersOf(tokens)}, {"logits", result.logits}, {"hidden", result.hidden}}).c_str());
        return;
    }
    std::vector<int> order(result.logits.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
    const auto shown = std::min<std::size_t>(10, order.size());
    std::partial_sort(
        order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(), [&](int a, int b) {
            return result.logits[static_cast<std::size_t>(a)] > result.logits[static_cast<std::size_t>(b)];
        });
    for (std::size_t i = 0; i < shown; ++i) {
        const TokenId id{order[i]};
        std::printf("%6d  %9.4f  %s\n", order[i],
                    static_cast<double>(result.logits[static_cast<std::size_t>(order[i])]),
                    dump(session.tokenizer().decode(std::span(&id, 1))).c_str());
    }
}

}  // namespace

void addTokenize(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand("tokenize", "Show the tokens of a text and its step boundaries");
    auto options = std::make_shared<Options>();
    command
        ->add_option("--model", options->modelPath,
                     "Model directory, GGUF file or tokenizer.json (default: the embedded demo model)")
        ->check(notEmpty());
    auto* text = command->add_option("--text", options->text, "Text to encode");
    command->add_option("--decode", options->ids, "Token ids to decode, separated by commas")->excludes(text);
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options, &action] { action = [options] { return tokenize(*options); }; });
}

void addLogits(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand("logits", "Show the next token's logits and the last hidden row");
    auto options = std::make_shared<Options>();
    command
        ->add_option("--model", options->modelPath, "Model directory or GGUF file (default: the embedded demo model)")
        ->check(notEmpty());
    command->add_option("--tokens", options->ids, "Token ids, separated by commas");
    command->add_option("--tokens-file", options->idsFile, "A file with one line of token ids per prompt");
    command->add_option("--text", options->text, "Text to encode");
    addDeviceOptions(*command, options->backend, options->device);
    addTypeOptions(*command, options->kvType, options->weights);
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options, &action] { action = [options] { return logits(*options); }; });
}

}  // namespace app::cli

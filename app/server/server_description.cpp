#include "app/server/server_description.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "app/run/log_words.h"
#include "app/run/policy_table.h"
#include "app/run/usage_error.h"
#include "app/server/completion_chunk.h"
#include "app/server/http_get.h"
#include "app/server/server_metrics.h"
#include "app/server/server_request.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

using nlohmann::json;

constexpr std::size_t kMostModels = 1000;
constexpr int kModelsInMessage = 8;
constexpr std::int64_t kMostKvTokens = std::int64_t{1} << 40;

/// Asks a server one thing after another and fills in what it learns.
class Describer {
public:
    Describer(const ServerSettings& settings, const std::function<bool()>& isStopped)
        : m_settings(settings), m_isStopped(isStopped) {
        m_out.address = settings.address;
    }

    ServerDescription describe(const ServerPrompt& prompt) {
        takeModels();
        takeEngine();
        takeMetrics();
        takeSample(prompt);
        takePlugin();
        note();
        return std::move(m_out);
    }

private:
    HttpAnswer get(const std::string& path) const {
        return askHttp(
            m_settings,
            {.url = m_settings.address + path, .timeoutS = m_settings.timeouts.answerS, .isStopped = m_isStopped});
    }

    json find(const std::string& path) const {
        const HttpAnswer answer = get(path);
        if (!answer.isOk()) return {};
        try {
            return engine::parseJson(answer.body, path);
        } catch (const std::exception&) {
            return {};
        }
    }

    std::string text(std::string_view text) const { return serverText(text, m_settings); }

    void takeModels() {
        const HttpAnswer answer = get("/v1/models");
        if (const std::string why = problemOf(answer, m_settings, m_settings.address); !why.empty())
            throw UsageError(why);
        m_serverHeader = answer.server;
        try {
            const json all = engine::parseJson(answer.body, "/v1/models");
            for (const json& model : engine::JsonObject(all, "/v1/models").requireList("data")) {
                if (m_out.models.size() >= kMostModels) break;
                const engine::JsonObject each(model, "/v1/models", "data[]");
                const std::string id = each.requireString("id");
                m_out.models.push_back(id);
                if (!m_out.model.empty() || (!m_settings.model.empty() && id != m_settings.model)) continue;
                m_out.model = id;
                m_owner = each.findString("owned_by").value_or("");
                if (const auto most = each.findInteger("max_model_len", 0, engine::kMostInt))
                    m_out.contextTokens = static_cast<int>(*most);
            }
        } catch (const std::exception& error) {
            throw UsageError(m_settings.address +
                             " does not answer as an OpenAI-compatible server: " + text(error.what()));
        }
        requireModel();
    }

    void requireModel() const {
        if (!m_out.model.empty() && (!m_settings.model.empty() || m_out.models.size() == 1)) return;
        if (m_out.models.empty()) throw UsageError(m_settings.address + " offers no model");
        std::string names;
        for (std::size_t i = 0; i < m_out.models.size() && i < kModelsInMessage; ++i)
            names += (i ? ", " : "") + text(m_out.models[i]);
        if (m_out.models.size() > kModelsInMessage) names += ", ...";
        throw UsageError(m_settings.model.empty()
                             ? m_settings.address + " offers several models; name one with --server-model: " + names
                             : m_settings.address + " has no model " + text(m_settings.model) + "; it offers " + names);
    }

    void takeEngine() {
        m_out.engine = "OpenAI-compatible";
        if (m_owner == "vllm") {
            m_out.engine = "vLLM";
            m_isVllm = true;
            const json version = find("/version");
            if (version.is_object() && version.contains("version") && version["version"].is_string())
                m_out.engine += " " + text(version["version"].get<std::string>());
        } else if (m_owner == "sglang") {
            m_out.engine = "SGLang";
        } else if (m_owner == "library" || m_owner == "ollama") {
            m_out.engine = "Ollama";
        } else if (m_owner == "llamacpp" || m_serverHeader == "llama.cpp") {
            m_out.engine = "llama.cpp";
            takeLlamaProps();
        }
    }

    void takeLlamaProps() {
        const json props = find("/props");
        try {
            const engine::JsonObject all(props, "/props");
            if (const auto slots = all.findInt("total_slots", 0)) m_out.slots = *slots;
            const auto build = all.findString("build_info");
            if (build && build->find("unknown") == std::string::npos) m_out.engine += " " + text(*build);
            if (const auto settings = all.findObject("default_generation_settings")) {
                if (const auto context = settings->findInt("n_ctx", 0)) m_out.contextTokens = *context;
            }
        } catch (const std::exception&) {
            return;  // an old one says less
        }
    }

    void takeMetrics() {
        const HttpAnswer answer = get("/metrics");
        if (!answer.isOk()) return;
        const std::string& page = answer.body;
        const auto label = [&](const char* name) -> std::optional<std::int64_t> {
            const auto value = findMetricLabel(page, "vllm:cache_config_info", name);
            char* end = nullptr;
            const double number = value ? std::strtod(value->c_str(), &end) : -1;
            return value && end != value->c_str() && number > 0 && number <= static_cast<double>(kMostKvTokens)
                       ? std::optional(static_cast<std::int64_t>(number))
                       : std::nullopt;
        };
        if (const auto tokens = label("block_size"); tokens && *tokens <= 1 << 16)
            m_out.blockTokens = static_cast<int>(*tokens);
        m_out.kvTokens = label("kv_cache_size_tokens");
        if (const auto blocks = label("num_gpu_blocks"); !m_out.kvTokens && blocks && m_out.blockTokens > 0)
            m_out.kvTokens = std::min(*blocks, kMostKvTokens / m_out.blockTokens) * m_out.blockTokens;
        if (const auto tokens = findMetric(page, "sglang:max_total_num_tokens");
            tokens && *tokens > 0 && *tokens < static_cast<double>(kMostKvTokens))
            m_out.kvTokens = static_cast<std::int64_t>(*tokens);
        m_out.use = useOf(page);
    }

    /// One token, with all that a run would ask for; less of it where the server takes less.
    void takeSample(const ServerPrompt& prompt) {
        RequestExtras extras{.tokenIds = m_isVllm};
        HttpAnswer answer = askForToken(prompt, extras);
        const auto refuses = [&answer] { return answer.status == 400 || answer.status == 422; };
        if (refuses()) {
            const HttpAnswer first = answer;
            extras.sampling = extras.tokenIds = false;
            answer = askForToken(prompt, extras);
            for (const bool sampling : {true, false}) {
                if (!refuses()) break;
                extras = {.sampling = sampling, .logProbabilities = false, .tokenIds = false};
                answer = askForToken(prompt, extras);
            }
            if (refuses()) answer = first;  // what it says then is about something else
        }
        if (const std::string why = problemOf(answer, m_settings, m_settings.address); !why.empty())
            throw UsageError(why);
        try {
            const CompletionSample sample = sampleOf(answer.body);
            m_out.takesSampling = extras.sampling;
            m_out.sendsTokenIds = sample.hasTokenIds;
            m_out.sendsLogProbabilities = sample.hasLogProbability;
            m_out.topLogProbabilities = sample.topLogProbabilities;
            m_out.sendsReasoning = sample.hasReasoning;
            m_out.promptTokens = sample.promptTokens;
        } catch (const std::exception& error) {
            throw UsageError(m_settings.address + ": " + text(error.what()));
        }
    }

    HttpAnswer askForToken(const ServerPrompt& prompt, const RequestExtras& extras) const {
        return askHttp(m_settings, {.url = m_settings.address + "/v1/chat/completions",
                                    .json = sampleRequest(m_out.model, prompt, extras),
                                    .timeoutS = m_settings.timeouts.firstTokenS,
                                    .isStopped = m_isStopped});
    }

    void takePlugin() {
        const bool isGiven = !m_settings.plugin.empty();
        if (!isGiven && !m_isVllm) return;
        const std::string address = isGiven ? m_settings.plugin : m_settings.address;
        const HttpAnswer answer = askHttp(m_settings, {.url = address + "/stepscope/v1/info",
                                                       .timeoutS = m_settings.timeouts.answerS,
                                                       .sendsKey = address == m_settings.address,
                                                       .isStopped = m_isStopped});
        std::string why = problemOf(answer, m_settings, address);
        try {
            if (why.empty()) m_out.plugin = pluginIn(answer.body, address);
        } catch (const std::exception& error) {
            why = address + ": " + text(error.what());
        }
        if (isGiven) m_out.pluginProblem = why;
    }

    ServerPlugin pluginIn(const std::string& body, const std::string& address) const {
        const json all = engine::parseJson(body, "the plugin's answer");
        const engine::JsonObject info(all, "the plugin's answer");
        if (const int version = info.requireInt("version"); version != 1)
            info.fail("version", "expected 1, found " + std::to_string(version) + "; update Stepscope or the plugin");
        ServerPlugin plugin;
        plugin.address = address;
        plugin.engine = text(info.findString("engine").value_or(""));
        plugin.model = text(info.findString("model").value_or(""));
        const engine::JsonObject scorer = info.requireObject("scorer");
        plugin.scorer.name = text(scorer.findString("name").value_or("scorer"));
        plugin.scorer.sha256 = text(scorer.findString("sha256").value_or(""));
        plugin.scorer.inputWidth = scorer.requireInt("input_width", 1);
        plugin.scorer.hiddenWidth = scorer.requireInt("hidden_width", 1);
        plugin.boundaries = info.listOf("boundary_tokens", [](const auto& value, const engine::JsonPlace& place) {
            return engine::TokenId{engine::intFrom(value, place, 0)};
        });
        std::ranges::sort(plugin.boundaries);
        plugin.blockTokens = info.findInt("block_size", 0, 1 << 16).value_or(0);
        plugin.capacityBlocks = info.findInt("capacity_blocks", 0).value_or(0);
        return plugin;
    }

    void note() {
        if (m_settings.address.starts_with("http://") && !m_settings.key.empty() && !isLoopback())
            m_out.notes.emplace_back("the key travels unencrypted: the address begins with http://");
        if (!m_out.takesSampling) m_out.notes.emplace_back("the server does not take top-k; it samples without");
        if (!m_out.pluginProblem.empty()) m_out.notes.push_back("no step scores: " + m_out.pluginProblem);
    }

    bool isLoopback() const {
        const std::string host = m_settings.address.substr(m_settings.address.find("//") + 2);
        return host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
    }

public:
    static ServerUse useOf(std::string_view page) {
        ServerUse use;
        for (const char* name : {"vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc", "sglang:token_usage",
                                 "llamacpp:kv_cache_usage_ratio"}) {
            if (const auto share = findMetric(page, name); share && *share >= 0) use.share = std::min(*share, 1.0);
        }
        const auto count = [page](std::initializer_list<const char*> names) {
            std::optional<int> found;
            for (const char* name : names) {
                if (const auto value = findMetric(page, name); value && *value >= 0 && *value < 1e9)
                    found = static_cast<int>(*value);
            }
            return found;
        };
        use.running = count({"vllm:num_requests_running", "sglang:num_running_reqs", "llamacpp:requests_processing"});
        use.waiting = count({"vllm:num_requests_waiting", "sglang:num_queue_reqs", "llamacpp:requests_deferred"});
        return use;
    }

private:
    const ServerSettings& m_settings;
    const std::function<bool()>& m_isStopped;
    ServerDescription m_out;
    std::string m_owner;
    std::string m_serverHeader;
    bool m_isVllm = false;
};

}  // namespace

ServerDescription describeServer(const ServerSettings& settings, const ServerPrompt& prompt,
                                 const std::function<bool()>& isStopped) {
    return Describer(settings, isStopped).describe(prompt);
}

std::optional<ServerUse> findServerUse(const ServerSettings& settings, const std::function<bool()>& isStopped) {
    const HttpAnswer answer =
        askHttp(settings,
                {.url = settings.address + "/metrics", .timeoutS = settings.timeouts.answerS, .isStopped = isStopped});
    if (!answer.isOk()) return std::nullopt;
    return Describer::useOf(answer.body);
}

}  // namespace app

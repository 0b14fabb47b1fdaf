#include "ui/session/server_words.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/run/policy_table.h"
#include "app/server/server_run.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}

/// Of the server's KV cache, what the run shown holds; empty where the server does not say how much that is.
std::optional<double> shareOfRun(const app::RunState& run) {
    const auto& server = run.header.server;
    if (!server || !server->kvTokens || *server->kvTokens <= 0) return std::nullopt;
    const double held = static_cast<double>(run.kv.usedBlocks) * engine::kBlockTokens;
    return std::min(held / static_cast<double>(*server->kvTokens), 1.0);
}

}  // namespace

QString hostOf(const std::string& address) {
    QString host = QString::fromStdString(address);
    return host.sliced(std::max<qsizetype>(0, host.indexOf(u"//"_s) + 2));
}

QString chipOf(const std::string& model, const std::string& address) {
    return tr("%1 on %2").arg(QString::fromStdString(model), hostOf(address));
}

QString detailsOf(const app::ServerDescription& server) {
    QString text = tr("%1 at %2").arg(QString::fromStdString(server.engine), QString::fromStdString(server.address));
    if (server.contextTokens > 0) text += u" \u00b7 "_s + tr("context %1").arg(formatCount(server.contextTokens));
    return text;
}

QString scorerTextOf(const app::ServerDescription& server) {
    if (server.plugin) return tr("Runs in the server's plugin. Another scorer is chosen there.");
    return tr("A server sends step scores where Stepscope's plugin for vLLM is installed. STEP needs them.");
}

QString memoryTextOf(const app::ServerDescription& server, const app::RunOptions& options) {
    if (!app::policyRow(options.policy).prunes)
        return tr("The server's memory: where it is full, the server itself makes traces wait.");
    if (const auto blocks = app::serverBlocks(server, options))
        return tr("The server's memory: traces are pruned at <b>%1 tokens</b>.")
            .arg(formatCount(static_cast<qint64>(*blocks) * engine::kBlockTokens));
    return tr(
        "The server does not say how much its KV cache holds, so memory prunes no trace. Models > Servers takes a "
        "number of tokens.");
}

int capacityOf(const app::RunState& run) {
    const auto& server = run.header.server;
    if (!server || server->hasLimit) return run.kv.totalBlocks;
    return server->kvTokens ? static_cast<int>(*server->kvTokens / engine::kBlockTokens) : 0;
}

std::optional<double> shareOfOthers(const app::RunState& run, const app::ServerUse& use) {
    const auto own = shareOfRun(run);
    if (!use.share || !own) return std::nullopt;
    return std::max(0.0, *use.share - *own);
}

QString useTextOf(const app::RunState& run, const app::ServerUse& use) {
    QString text;
    if (use.share) {
        text = tr("The server's KV cache is %1 full").arg(formatPercent(*use.share));
        const auto others = shareOfOthers(run, use);
        text += others ? tr(": %1 by others (hatched).").arg(formatPercent(*others)) : u"."_s;
    }
    if (use.running) {
        if (!text.isEmpty()) text += u' ';
        text += formatNumberOf(*use.running, tr("1 request runs there"), tr("%1 requests run there"));
        text += use.waiting && *use.waiting > 0 ? tr(", %1 wait.").arg(formatCount(*use.waiting)) : u"."_s;
    }
    return text;
}

}  // namespace ui

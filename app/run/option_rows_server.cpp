// Rows of the options of runs over an inference server.
#include "app/run/option_field.h"

namespace app {

std::vector<OptionRow> rowsOfServer() {
    return {
        rowOf<&RunOptions::server>({
            .flags = "--server",
            .key = "server",
            .kind = OptionKind::Text,
            .help = "Run on an OpenAI-compatible inference server, such as http://127.0.0.1:8000, and not on this "
                    "machine. A key is read from STEPSCOPE_SERVER_KEY, --server-key-file or --server-keyring",
            .keep = Keep::IfChanged,
            .changesResults = false,  // a server may come back at another address
        }),
        rowOf<&RunOptions::serverModel>({
            .flags = "--server-model",
            .key = "server_model",
            .kind = OptionKind::Text,
            .help = "The model there, by the server's name for it (default: the only one)",
            .keep = Keep::IfChanged,
        }),
        rowOf<&RunOptions::serverPlugin>({
            .flags = "--server-plugin",
            .key = "server_plugin",
            .kind = OptionKind::Text,
            .help = "Address of Stepscope's plugin for vLLM, such as http://127.0.0.1:8010, where it does not answer "
                    "at the server's own; STEP needs it",
            .keep = Keep::IfChanged,
            .changesResults = false,
        }),
        rowOf<&RunOptions::serverKvTokens>({
            .flags = "--server-kv-tokens",
            .key = "server_kv_tokens",
            .kind = OptionKind::Whole,
            .low = 16,
            .high = 67'108'864,
            .help =
                "Tokens that a policy that prunes may hold in the server's KV cache (default: what the server says)",
            .keep = Keep::IfChanged,
        }),
        rowOf<&RunOptions::serverFirstTokenS>({
            .flags = "--server-first-token-s",
            .key = "server_first_token_s",
            .kind = OptionKind::Real,
            .low = 0.1,
            .high = 86400,
            .help = "Seconds after which a trace without its first token is lost (default: 600)",
            .decimals = 1,
            .keep = Keep::IfChanged,
            .changesResults = false,
        }),
        rowOf<&RunOptions::serverNextTokenS>({
            .flags = "--server-next-token-s",
            .key = "server_next_token_s",
            .kind = OptionKind::Real,
            .low = 0.1,
            .high = 86400,
            .help = "Seconds after which a trace without a further token is lost (default: 120)",
            .decimals = 1,
            .keep = Keep::IfChanged,
            .changesResults = false,
        }),
        rowOf<&RunOptions::serverTraceS>({
            .flags = "--server-trace-s",
            .key = "server_trace_s",
            .kind = OptionKind::Real,
            .low = 0.1,
            .high = 604800,
            .help = "Seconds after which a trace that has not ended is lost (default: 14400)",
            .decimals = 1,
            .keep = Keep::IfChanged,
            .changesResults = false,
        }),
    };
}

}  // namespace app

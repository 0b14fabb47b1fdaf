// GGUF files made to do harm, by name: what any reader of the format must refuse. Fixed bytes, no state.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace hostile {

inline std::string little(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xFF);
    return text;
}

namespace gguf {

enum Type : std::uint32_t { U8 = 0, U32 = 4, F32 = 6, Bool = 7, String = 8, Array = 9, U64 = 10 };

inline std::string text(const std::string& value) {
    return little(value.size(), 8) + value;
}
inline std::string entry(const std::string& key, std::uint32_t type, const std::string& value) {
    return text(key) + little(type, 4) + value;
}
inline std::string array(std::uint32_t type, std::uint64_t count, const std::string& items) {
    return little(type, 4) + little(count, 8) + items;
}
inline std::string head(std::uint64_t tensors, std::uint64_t entries, std::uint32_t version = 3) {
    return "GGUF" + little(version, 4) + little(tensors, 8) + little(entries, 8);
}
inline std::string tensor(const std::string& name, const std::vector<std::uint64_t>& shape, std::uint32_t type,
                          std::uint64_t offset) {
    std::string bytes = text(name) + little(shape.size(), 4);
    for (const std::uint64_t size : shape) bytes += little(size, 8);
    return bytes + little(type, 4) + little(offset, 8);
}
/// The keys that a small llama needs, without a tokenizer.
inline std::vector<std::string> llamaEntries() {
    return {entry("general.architecture", String, text("llama")),
            entry("llama.block_count", U32, little(1, 4)),
            entry("llama.embedding_length", U32, little(32, 4)),
            entry("llama.feed_forward_length", U32, little(64, 4)),
            entry("llama.attention.head_count", U32, little(2, 4)),
            entry("llama.attention.head_count_kv", U32, little(1, 4)),
            entry("llama.context_length", U32, little(128, 4)),
            entry("llama.attention.layer_norm_rms_epsilon", F32, little(0x3727C5AC, 4))};
}
inline std::string file(const std::vector<std::string>& entries, const std::vector<std::string>& tensors,
                        const std::string& data) {
    std::string bytes = head(tensors.size(), entries.size());
    for (const std::string& e : entries) bytes += e;
    for (const std::string& t : tensors) bytes += t;
    bytes.resize((bytes.size() + 31) / 32 * 32);
    return bytes + data;
}

/// The keys of a byte-level vocabulary, after those of the model.
inline std::vector<std::string> withVocabulary(const std::vector<std::string>& tokens, std::uint32_t typeOfTypes,
                                               const std::string& types, std::uint32_t endOfText) {
    std::vector<std::string> entries = llamaEntries();
    std::string all;
    for (const std::string& token : tokens) all += text(token);
    entries.push_back(entry("tokenizer.ggml.model", String, text("gpt2")));
    entries.push_back(entry("tokenizer.ggml.pre", String, text("qwen2")));
    entries.push_back(entry("tokenizer.ggml.tokens", Array, array(String, tokens.size(), all)));
    entries.push_back(entry("tokenizer.ggml.merges", Array, array(String, 0, "")));
    entries.push_back(entry("tokenizer.ggml.token_type", Array, array(typeOfTypes, tokens.size(), types)));
    entries.push_back(entry("tokenizer.ggml.eos_token_id", U32, little(endOfText, 4)));
    return entries;
}

}  // namespace gguf

/// Vocabularies that other readers fell for (tests/THREATS.md). To one that takes ids for names and reads numbers by
/// their declared type they do no harm, so they need not be refused.
inline std::vector<std::pair<std::string, std::string>> publishedGgufs() {
    using namespace gguf;
    constexpr std::uint32_t kInt32 = 5;
    const std::vector<std::string> tensors{tensor("token_embd.weight", {32, 8}, 0, 0)};
    const std::string data(1024, '\0');
    const auto vocabulary = [&](const std::vector<std::string>& tokens, std::uint32_t typeOfTypes,
                                const std::string& types, std::uint32_t endOfText) {
        return file(withVocabulary(tokens, typeOfTypes, types, endOfText), tensors, data);
    };
    return {
        {"token types of one byte each", vocabulary({"a", "b", "c"}, U8, std::string(3, '\1'), 0)},
        {"end of text behind a small vocabulary", vocabulary({"a"}, kInt32, little(1, 4), 2)},
        {"end of text of 2^32 - 1", vocabulary({"a"}, kInt32, little(1, 4), UINT32_MAX)},
        {"byte token of a negative number", vocabulary({"a", "<0x-1>"}, kInt32, little(1, 4) + little(6, 4), 0)},
    };
}

inline std::vector<std::pair<std::string, std::string>> hostileGgufs() {
    using namespace gguf;
    const std::string good =
        file(llamaEntries(), {tensor("token_embd.weight", {32, 8}, 0, 0)}, std::string(1024, '\0'));
    const auto with = [](const std::string& more) {
        auto entries = llamaEntries();
        entries.push_back(more);
        return file(entries, {}, {});
    };
    const auto withTensor = [](const std::string& one, const std::string& data = std::string(1024, '\0')) {
        return file(llamaEntries(), {one}, data);
    };
    std::vector<std::pair<std::string, std::string>> files{
        {"empty", ""},
        {"magic only", "GGUF"},
        {"other magic", "GGML" + good.substr(4)},
        {"version 1", head(0, 0, 1)},
        {"version 4", head(0, 0, 4)},
        {"big endian", std::string("GGUF\0\0\0\3", 8) + good.substr(8)},
        {"no entries", head(0, 0)},
        {"a billion keys", head(0, 1'000'000'000) + entry("a", U8, "x")},
        {"2^64 - 1 keys", head(0, UINT64_MAX)},
        {"2^63 tensors", head(std::uint64_t{1} << 63, 8) + good.substr(24)},
        {"a billion tensors", head(1'000'000'000, 8) + good.substr(24)},
        {"a key of 2^63 bytes", head(0, 1) + little(std::uint64_t{1} << 63, 8) + "a"},
        {"a key of 2^64 - 1 bytes", head(0, 1) + little(UINT64_MAX, 8) + "a"},
        {"a key of 3 GiB", head(0, 1) + little(std::uint64_t{3} << 30, 8) + "a"},
        {"a text of 2^62 bytes", with(text("general.name") + little(String, 4) + little(std::uint64_t{1} << 62, 8))},
        {"unknown type", with(entry("a", 99, "xxxx"))},
        {"unknown type of an array", with(entry("a", Array, array(99, 1, "xxxx")))},
        {"array of 2^62 numbers", with(entry("a", Array, array(U64, std::uint64_t{1} << 62, "")))},
        {"array of 2^61 + 1 numbers", with(entry("a", Array, array(U64, (std::uint64_t{1} << 61) + 1, "")))},
        {"array of 2^60 texts", with(entry("tokenizer.ggml.tokens", Array, array(String, std::uint64_t{1} << 60, "")))},
        {"architecture is a number", file({entry("general.architecture", U32, little(1, 4))}, {}, {})},
        {"architecture of another kind", file({entry("general.architecture", String, text("clip"))}, {}, {})},
        {"architecture of control characters",
         file({entry("general.architecture", String, text("a\nb\x1b[31m"))}, {}, {})},
        {"block count is a text",
         file({entry("general.architecture", String, text("llama")), entry("llama.block_count", String, text("x"))}, {},
              {})},
        {"2^32 - 1 blocks", file({entry("general.architecture", String, text("llama")),
                                  entry("llama.block_count", U32, little(UINT32_MAX, 4))},
                                 {}, {})},
        {"no heads", file({entry("general.architecture", String, text("llama")),
                           entry("llama.attention.head_count", U32, little(0, 4))},
                          {}, {})},
        {"tensor beyond the file", withTensor(tensor("token_embd.weight", {32, 8}, 0, 1 << 20))},
        {"tensor offset of 2^64 - 32", withTensor(tensor("token_embd.weight", {32, 8}, 0, UINT64_MAX - 31))},
        {"tensor not aligned", withTensor(tensor("token_embd.weight", {32, 8}, 0, 3))},
        {"tensor larger than the file", withTensor(tensor("token_embd.weight", {32, 1 << 20}, 0, 0))},
        {"sizes that overflow",
         withTensor(tensor("token_embd.weight", {std::uint64_t{1} << 33, std::uint64_t{1} << 33}, 0, 0))},
        {"size of 2^63", withTensor(tensor("token_embd.weight", {std::uint64_t{1} << 63}, 0, 0))},
        {"99 dimensions", withTensor(tensor("token_embd.weight", std::vector<std::uint64_t>(99, 1), 0, 0))},
        {"2^32 - 1 dimensions", withTensor(text("token_embd.weight") + little(UINT32_MAX, 4))},
        {"unknown tensor type", withTensor(tensor("token_embd.weight", {32, 8}, 77, 0))},
        {"a row that is no multiple of its block", withTensor(tensor("token_embd.weight", {33, 8}, 8, 0))},
        {"one tensor twice",
         file(llamaEntries(), {tensor("token_embd.weight", {32, 8}, 0, 0), tensor("token_embd.weight", {32, 8}, 0, 0)},
              std::string(1024, '\0'))},
        {"tensors that overlap",
         file(llamaEntries(), {tensor("token_embd.weight", {32, 8}, 0, 0), tensor("output.weight", {32, 8}, 0, 32)},
              std::string(2048, '\0'))},
        {"alignment 0", with(entry("general.alignment", U32, little(0, 4)))},
        {"alignment 2^31", with(entry("general.alignment", U32, little(std::uint64_t{1} << 31, 4)))},
        {"one key twice", with(entry("llama.block_count", U32, little(2, 4)))},
        {"as many tensors as overflow their sum of sizes", head(0x0555555555555556, 8) + good.substr(24)},
        {"a tensor larger than what is left of the file", withTensor(tensor("token_embd.weight", {32, 8}, 0, 32))},
    };
    for (const std::size_t length : {6, 12, 20, 30, 60, 100})
        files.emplace_back("cut at " + std::to_string(length), good.substr(0, length));
    files.emplace_back("cut in the tensors", good.substr(0, good.size() - 1024 - 40));
    files.emplace_back("cut in the data", good.substr(0, good.size() - 1));
    return files;
}

}  // namespace hostile

// SHA-256 of bytes and files: names models, scorers and problems in recordings. libcrypto computes it.
// A Sha256 is used by one thread at a time; the free functions by any.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace engine {

class Sha256 {
public:
    Sha256();

    void add(std::span<const std::byte> bytes);
    void add(std::string_view text);

    /// Lower-case hex digest of everything added. The object is then spent.
    std::string finishHex();

private:
    struct Release {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Release> m_context;
};

std::string sha256Hex(std::string_view bytes);

/// Throws std::runtime_error naming the file when it cannot be read or is not a regular file.
std::string sha256HexOfFile(const std::filesystem::path& path);

/// Tells the weights of two models apart, in time that does not grow with their size.
/// - one file of at most 512 MiB: its SHA-256, 64 hex digits;
/// - several, together at most 512 MiB: "shards-sha256:" and that of their hex digests, one after another;
/// - more: "sampled-sha256:" and that of each file's size, first MiB (the header, or most of it) and 512 pieces of
///   8 KiB that lie evenly over the rest, the last one at its end. Two models that were trained apart differ in every
///   piece; a change of a few values may fall between them.
/// Throws as sha256HexOfFile().
std::string identityOfFiles(std::span<const std::filesystem::path> files);

}  // namespace engine

// The byte level of GGUF: fills a GgufFile from its header, which is copied as far as it is read. For gguf.cpp only;
// one use, one thread.
#pragma once

#include "engine/files/gguf.h"

namespace engine {

class GgufParser {
public:
    explicit GgufParser(GgufFile& file);

    /// Throws std::runtime_error naming the file, the field, expected and found.
    void parse();

private:
    std::span<const std::byte> take(std::uint64_t size, std::string_view what);
    void copyUpTo(std::uint64_t end);
    template <class T>
    T number(std::string_view what);
    std::string_view text(std::uint64_t most, std::string_view what);

    void readValue();
    GgufFile::Value scalar(std::uint32_t type, std::string_view key);
    GgufFile::Value list(std::string_view key);
    void readTensor();
    void placeTensors();

    GgufFile& m_file;
    std::span<std::byte> m_bytes;  ///< room for the header; its pages cost nothing until they are copied to
    std::uint64_t m_copied = 0;
    std::uint64_t m_at = 0;
    std::uint64_t m_listEntries = 0;  ///< of all lists so far
};

}  // namespace engine

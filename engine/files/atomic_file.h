// Writing a file so that a reader, also after a crash, finds the old file or the new one and never a part. A draft
// belongs to one thread; two writers of one path do not disturb each other, and the last one wins.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace engine {

/// A file beside the wanted one. It is removed with the draft, unless it has replaced the wanted file. All functions
/// throw std::runtime_error naming the wanted file and the system's reason.
class FileDraft {
public:
    /// @param target  a link stands for the file that it names; devices, pipes and sockets are refused
    explicit FileDraft(std::filesystem::path target);
    ~FileDraft();
    FileDraft(const FileDraft&) = delete;
    FileDraft& operator=(const FileDraft&) = delete;

    void append(std::span<const std::byte> bytes);
    void append(std::string_view text) { append(std::as_bytes(std::span(text))); }
    /// Renames it to the wanted file and replaces what is there. Later bytes are appended to the
    /// same file.
    void putInPlace();
    /// Forces what was appended to disk.
    void sync();
    /// Closes it, which reports errors that the system delayed.
    void close();
    int descriptor() const { return m_fd; }

    /// Removes all drafts of this process that are not in place, for a program that ends without leaving its scopes.
    /// Takes no memory; any thread.
    static void removeAll() noexcept;

private:
    void enlist() noexcept;
    void delist() noexcept;
    [[noreturn]] void fail(const char* what) const;

    std::filesystem::path m_target;
    std::string m_path;
    int m_fd = -1;
    bool m_inPlace = false;
    FileDraft* m_before = nullptr;  // of all drafts that are not in place
    FileDraft* m_after = nullptr;
};

/// Writes the parts one after the other beside `path`, forces them to disk and renames. Throws std::runtime_error
/// naming the file and the system's reason; then `path` is as it was and nothing is left beside it.
void writeFileAtomically(const std::filesystem::path& path, std::span<const std::span<const std::byte>> parts);
/// The same for text.
void writeFileAtomically(const std::filesystem::path& path, std::string_view text);

}  // namespace engine

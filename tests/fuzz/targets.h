// Every reader of files that come from outside, behind one face: for the fuzzers and for the test of hostile files.
// A reader either accepts a file, after using what it read, or throws std::exception with one line.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace hostile {

struct Target {
    const char* name;
    const char* fileName;  ///< what the file must be called
    void (*read)(const std::filesystem::path& path);
    const char* more = nullptr;  ///< another file that must lie beside it
    std::string (*moreBytes)() = nullptr;
};

std::span<const Target> targets();
enum class Verdict { Accepted, Refused };
/// Gives the reader these bytes as a file of this folder. Throws std::logic_error where the reader did, and where a
/// refusal is not one line; those are findings.
Verdict feed(const Target& target, const std::filesystem::path& folder, std::string_view bytes);
const Target& requireTarget(const std::string& name);

/// A valid safetensors file: "a" of [2, 3] and "b" of [4], float32.
std::string goodSafetensors();

}  // namespace hostile

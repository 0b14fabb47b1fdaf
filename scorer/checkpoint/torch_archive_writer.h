// Writes the zip file that torch.load reads: one pickle and the storages it refers to by "0", "1", ... Reader:
// scorer/checkpoint/torch_archive.h. No state, any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace scorer {

/// Entries archive/data.pkl, archive/byteorder, archive/data/0 ..., archive/version, uncompressed and each aligned to
/// 64 bytes as torch.save has it. The file appears whole or not at all. Throws std::runtime_error naming the file.
void writeTorchArchive(const std::filesystem::path& path, std::span<const std::byte> pickle,
                       std::span<const std::span<const std::byte>> storages);

}  // namespace scorer

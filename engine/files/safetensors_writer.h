// Writer of the safetensors format, one file. The file appears whole or not at all (engine/files/atomic_file.h).
// No state, any thread.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/files/tensor_source.h"

namespace engine {

/// Names and texts of `__metadata__`.
using SafetensorsMetadata = std::map<std::string, std::string, std::less<>>;

/// Writes the tensors, those with the largest elements first so that each is aligned, after a header padded to 8 bytes.
/// Invalid UTF-8 in texts is replaced. Throws std::runtime_error naming the file when it cannot be written, a name
/// occurs twice, a type is quantised or a tensor's bytes are not those of its shape.
void writeSafetensors(const std::filesystem::path& path, std::span<const HostTensor> tensors,
                      const SafetensorsMetadata& metadata = {});

}  // namespace engine

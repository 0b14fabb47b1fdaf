// Restricted reader of Python pickles as PyTorch writes them: it builds numbers, strings, bytes (as strings), lists,
// dictionaries and descriptions of tensors, and nothing else. No name in a pickle is ever looked up or called; those
// that are not on a fixed list are errors. Values live in one arena, so cycles and sharing cost nothing. No state, any
// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/files/tensor_source.h"

namespace scorer {

/// Index of a value in its Pickle.
enum class PickleRef : std::uint32_t {};

struct PickleNone {};
struct PickleTuple {
    std::vector<PickleRef> items;
};
struct PickleList {
    std::vector<PickleRef> items;
};
struct PickleDict {
    std::vector<std::pair<PickleRef, PickleRef>> items;
};
/// A name that the pickle may mention: a class or function of the fixed list.
enum class PickleName {
    RebuildTensor,
    RebuildParameter,
    OrderedDict,
    FloatStorage,
    HalfStorage,
    BFloat16Storage,
    NumpyScalar,  ///< a metric that was computed with NumPy
    NumpyType,
    EncodeBytes,
};

/// The type of a NumPy scalar: 'f', 'i', 'u' or 'b' of so many bytes.
struct PickleNumpyType {
    char kind = 'f';
    int bytes = 8;
};

/// Numbers stored beside the pickle, by the name of their entry ("0").
struct PickleStorage {
    std::string key;
    engine::StorageType type = engine::StorageType::F32;
    std::int64_t elementCount = 0;
};
/// A view into a storage; every index it can reach has been checked to lie within elementCount.
struct PickleTensor {
    PickleStorage storage;
    std::int64_t offset = 0;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
};

using PickleValue = std::variant<PickleNone, bool, std::int64_t, double, std::string, PickleTuple, PickleList,
                                 PickleDict, PickleName, PickleNumpyType, PickleStorage, PickleTensor>;

class Pickle {
public:
    /// Throws std::runtime_error naming the file, the position and what is not allowed there.
    static Pickle read(std::span<const std::byte> bytes, const std::string& fileName);

    const PickleValue& root() const { return value(m_root); }
    const PickleValue& value(PickleRef ref) const { return m_values[static_cast<std::size_t>(ref)]; }

    /// The entry under a string key (the last one, as in Python); null if there is none.
    const PickleValue* find(const PickleDict& dict, std::string_view key) const;

private:
    friend class PickleMachine;
    std::vector<PickleValue> m_values;
    PickleRef m_root{};
};

}  // namespace scorer

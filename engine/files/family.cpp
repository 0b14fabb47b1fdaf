#include "engine/files/family.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace engine {
namespace {

constexpr std::array kFamilies{&kQwen3, &kQwen2, &kLlama, &kPhi3};

const TensorName* findName(const Family& family, TensorRole role) {
    const auto found = std::ranges::find(family.tensors, role, &TensorName::role);
    return found == family.tensors.end() ? nullptr : &*found;
}

}  // namespace

bool Family::has(TensorRole role) const {
    return findName(*this, role) != nullptr;
}

std::string Family::tensorName(TensorRole role, TensorNaming naming, int layer) const {
    const TensorName* entry = findName(*this, role);
    if (entry == nullptr) throw std::logic_error(std::string(modelType) + ": a tensor role that the family has not");
    std::string name(naming == TensorNaming::Gguf ? entry->gguf : entry->huggingFace);
    if (const auto at = name.find('#'); at != std::string::npos) name.replace(at, 1, std::to_string(layer));
    return name;
}

std::span<const Family* const> families() {
    return kFamilies;
}

const Family& familyOf(ModelFamily id) {
    for (const Family* family : kFamilies)
        if (family->id == id) return *family;
    throw std::logic_error("a model family without a table");
}

const Family* findFamily(std::string_view modelType) {
    const auto found = std::ranges::find(kFamilies, modelType, &Family::modelType);
    return found == kFamilies.end() ? nullptr : *found;
}

std::string knownFamilies() {
    std::string names;
    for (const Family* family : kFamilies) names += (names.empty() ? "" : ", ") + std::string(family->modelType);
    return names;
}

}  // namespace engine

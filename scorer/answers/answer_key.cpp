#include "scorer/answers/answer_key.h"

#include <algorithm>
#include <map>
#include <set>

namespace scorer {
namespace {

constexpr std::string_view kArrow = " => ";

std::string_view namedPart(std::string_view key) {
    return key.substr(0, key.find(kArrow));
}

bool isNamed(std::string_view key) {
    return key.find(kArrow) != std::string_view::npos;
}

std::set<std::string_view> plainParts(std::string_view key) {
    std::set<std::string_view> parts;
    for (std::size_t at = key.find(kArrow); at != std::string_view::npos;) {
        at += kArrow.size();
        const std::size_t end = key.find(kArrow, at);
        parts.insert(key.substr(at, end - at));
        at = end;
    }
    return parts;
}

}  // namespace

std::string joinKey(const std::string& named, const std::vector<std::string>& plain) {
    if (named.empty()) return plain.empty() ? std::string() : plain.front();
    std::string key = named;
    for (const std::string& text : plain) key.append(kArrow).append(text);
    if (plain.empty()) key.append(kArrow);  // has a name, and is nothing without
    return key;
}

std::string_view plainKey(std::string_view key) {
    const std::size_t arrow = key.find(kArrow);
    if (arrow == std::string_view::npos) return key;
    const std::size_t begin = arrow + kArrow.size();
    return begin == key.size() ? key.substr(0, arrow) : key.substr(begin, key.find(kArrow, begin) - begin);
}

bool sameKeys(std::string_view a, std::string_view b) {
    if (a == b) return true;
    if (isNamed(a) && isNamed(b)) return namedPart(a) == namedPart(b);
    if (isNamed(b)) std::swap(a, b);
    return isNamed(a) && plainParts(a).contains(b);
}

std::vector<std::string> groupedKeys(std::span<const std::string> keys) {
    struct Group {
        std::size_t first = 0;
        std::size_t size = 0;
        std::string_view plainKey;  // where it has no name
    };
    // With their names at first; an arrow keeps a plain key apart from a named part that reads the same.
    std::vector<Group> groups;
    std::map<std::string, std::size_t, std::less<>> byName;
    std::vector<std::size_t> groupOf;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const bool named = isNamed(keys[i]);
        const std::string id = named ? std::string(namedPart(keys[i])).append(kArrow) : keys[i];
        const auto [at, isNew] = byName.try_emplace(id, groups.size());
        if (isNew) groups.push_back({i, 0, named ? std::string_view() : std::string_view(keys[i])});
        ++groups[at->second].size;
        groupOf.push_back(at->second);
    }
    std::vector<std::size_t> joins(groups.size());
    for (std::size_t g = 0; g < groups.size(); ++g) joins[g] = g;
    std::map<std::string_view, std::size_t> namedFor;  // plain part -> the group that it joins
    for (std::size_t i = 0; i < keys.size(); ++i) {
        for (const std::string_view part : plainParts(keys[i])) {
            const auto [at, isNew] = namedFor.try_emplace(part, groupOf[i]);
            if (!isNew && groups[groupOf[i]].size > groups[at->second].size) at->second = groupOf[i];
        }
    }
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (groups[g].plainKey.data() == nullptr) continue;
        const auto found = namedFor.find(groups[g].plainKey);
        if (found != namedFor.end()) joins[g] = found->second;
    }
    std::vector<std::size_t> first(groups.size(), keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        std::size_t& known = first[joins[groupOf[i]]];
        known = std::min(known, i);
    }
    std::vector<std::string> result;
    for (std::size_t i = 0; i < keys.size(); ++i) result.push_back(keys[first[joins[groupOf[i]]]]);
    return result;
}

}  // namespace scorer

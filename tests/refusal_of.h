// The message with which something is refused.
#pragma once

#include <stdexcept>
#include <string>

/// What the call throws; empty where it goes through. Other exceptions than runtime errors leave as they are.
template <typename Call>
std::string refusalOf(Call&& call) {
    try {
        call();
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return {};
}

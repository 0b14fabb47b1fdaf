// What an exception says to a person. A pure function, any thread.
#pragma once

#include <exception>
#include <new>

namespace app {

/// The words of std::bad_alloc itself are the name of a type. Takes no memory.
inline const char* reasonOf(const std::exception& error) noexcept {
    return dynamic_cast<const std::bad_alloc*>(&error) ? "out of memory" : error.what();
}

}  // namespace app

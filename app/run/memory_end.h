// What a program does when memory runs out: it ends with one line and an exit code, not in a crash. For main().
#pragma once

namespace app {

/// From now on a failed `new` gives back some memory kept for it before it throws std::bad_alloc, so that what is on
/// the stack can be left in order. Where a destructor needs memory all the same and there is none, the program says
/// "PROGRAM: out of memory" on standard error and ends with exit code 1.
/// @param program  lives as long as the process
void endInOrderWithoutMemory(const char* program);

/// While it lives, a failed `new` of any thread ends the program at once, and nothing is thrown: for what cannot be
/// left by an exception, such as a widget that is being made. One at a time.
class EndsAtOnceWithoutMemory {
public:
    EndsAtOnceWithoutMemory();
    ~EndsAtOnceWithoutMemory();
    EndsAtOnceWithoutMemory(const EndsAtOnceWithoutMemory&) = delete;
    EndsAtOnceWithoutMemory& operator=(const EndsAtOnceWithoutMemory&) = delete;
};

}  // namespace app

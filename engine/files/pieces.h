// A large range done in pieces by threads that end with the call: a matrix of a large model has tens of millions of
// values. No state, any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace engine {

/// Calls body(begin, end) for pieces of `each` (the last one may be shorter) of 0 .. count. Of what the bodies throw,
/// the first thread's is thrown again: the same whoever was faster.
template <class Body>
void forPieces(std::size_t count, std::size_t each, const Body& body, std::size_t leastForThread = 64) {
    const std::size_t pieces = (count + each - 1) / each;
    const std::size_t threads =
        std::clamp<std::size_t>(pieces / leastForThread, 1, std::max(1U, std::thread::hardware_concurrency()));
    const std::size_t share = (pieces + threads - 1) / threads;
    std::vector<std::exception_ptr> failures(threads);
    const auto work = [&](std::size_t thread) {
        try {
            for (std::size_t piece = thread * share; piece < std::min(pieces, (thread + 1) * share); ++piece)
                body(piece * each, std::min(count, (piece + 1) * each));
        } catch (...) {
            failures[thread] = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> helpers;  // they are joined at the end of this scope
        for (std::size_t thread = 1; thread < threads; ++thread) helpers.emplace_back(work, thread);
        work(0);
    }
    for (const auto& failure : failures)
        if (failure) std::rethrow_exception(failure);
}

}  // namespace engine

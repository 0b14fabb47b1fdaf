// Fuzz targets that read no format: the file's bytes are decisions, from which runs, events and numbers are made up,
// and what is looked at is whether two ways to the same result agree. They throw std::logic_error where these do not.
#pragma once

#include <filesystem>
#include <string>

namespace hostile {

std::string textOf(const std::filesystem::path& path);

/// A run of the real loop over passes that nobody computed, steered by hand: the book-keeping of blocks holds after
/// every pass, the fold of the recorded events is the run's state, and every moment of the timeline is the fold of the
/// events before it.
void foldRun(const std::filesystem::path& path);
/// The same traces under another policy and memory: the what-if is the run, event for event.
void compareWhatIf(const std::filesystem::path& path);
/// Each inner loop of the CPU backend over random values, by every instruction set that this processor has.
void compareKernels(const std::filesystem::path& path);

/// Answers as models write them, one a line: each is its own equal, and being equal goes both ways.
void compareAnswers(const std::filesystem::path& path);
/// Options of the settings file: what is read is in range, and written and read again it is the same.
void readSettings(const std::filesystem::path& path);
void readPlan(const std::filesystem::path& path);
void readSteering(const std::filesystem::path& path);
void readComparison(const std::filesystem::path& path);

/// A stream of completions: in pieces it is the same as whole.
void readStream(const std::filesystem::path& path);
void readMetrics(const std::filesystem::path& path);
void readScores(const std::filesystem::path& path);

}  // namespace hostile

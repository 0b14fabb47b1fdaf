// One process that goes on for hours: runs of all policies at changing n and memory, some steered, some stopped, some
// recorded; recordings read again, asked what-ifs, compared, finished; models and scorers loaded anew. Says once a
// minute how much memory it has, so that a leak shows as a slope (tests/soak/plot.py). Not a test of its own; ctest
// runs it for a few seconds.
//   soak --seconds 28800 [--csv FILE] [--every 60] [--model PATH] [--seed 1]
#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <stdexcept>

#include "app/models/load_session.h"
#include "app/run/continuation.h"
#include "app/run/hidden_writer.h"
#include "app/run/policy_table.h"
#include "app/run/recording.h"
#include "app/run/resources.h"
#include "app/run/steady_seconds.h"
#include "app/run/summary.h"
#include "app/run/usage_error.h"
#include "app/study/comparison_words.h"
#include "app/study/examples.h"
#include "app/whatif/what_if.h"
#include "temporary_folder.h"

using namespace app;
namespace fs = std::filesystem;

namespace {

constexpr double kBytesOfMib = 1 << 20;

struct Settings {
    double seconds = 60;
    double everyS = 60;
    std::string csv;
    std::string model;
    unsigned seed = 1;
};

Settings settingsFrom(int argc, char** argv) {
    Settings s;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string option = argv[i];
        if (option == "--seconds") s.seconds = std::atof(argv[i + 1]);
        if (option == "--every") s.everyS = std::atof(argv[i + 1]);
        if (option == "--csv") s.csv = argv[i + 1];
        if (option == "--model") s.model = argv[i + 1];
        if (option == "--seed") s.seed = static_cast<unsigned>(std::atoi(argv[i + 1]));
    }
    return s;
}

double residentMib() {
    std::ifstream file("/proc/self/statm");
    double pages = 0, resident = 0;
    file >> pages >> resident;
    return resident * 4096 / kBytesOfMib;
}

std::size_t openFiles() {
    const fs::directory_iterator all("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

void require(bool holds, const std::string& what) {
    if (!holds) throw std::runtime_error(what);
}

class Soak {
public:
    explicit Soak(Settings settings)
        : m_settings(std::move(settings)), m_random(m_settings.seed), m_examples(loadExamples()) {
        load();
    }

    void run() {
        const double begin = steadySeconds();
        double due = 0;
        openCsv();
        for (int round = 0; steadySeconds() - begin < m_settings.seconds; ++round) {
            if (round % 40 == 39) load();
            if (round % 15 == 14) loadScorer();
            oneRound(round);
            if (steadySeconds() - begin < due) continue;
            writeLine(steadySeconds() - begin);
            due += m_settings.everyS;
        }
        writeLine(steadySeconds() - begin);
        for (const auto& [what, count] : m_counts) std::printf("%s: %d\n", what.c_str(), count);
    }

private:
    int below(int count) { return static_cast<int>(m_random() % static_cast<unsigned>(count)); }
    template <typename T>
    T oneOf(std::initializer_list<T> values) {
        return *(values.begin() + below(static_cast<int>(values.size())));
    }

    void load() {
        m_session.reset();
        m_session = loadSession({.path = m_settings.model}, {});
        ++m_counts["models loaded"];
    }

    void loadScorer() {
        if (!m_session->scorer() || m_session->scorer()->path.empty()) return;
        m_session->loadScorer(std::string(m_session->scorer()->path));
        ++m_counts["scorers loaded"];
    }

    RunOptions optionsOf(int round) {
        RunOptions o = m_session->defaults();
        o.policy = policyRows()[static_cast<std::size_t>(round) % policyRows().size()].kind;
        o.traces = oneOf({1, 2, 4, 8, 16, 32, 64});
        o.maxTokens = oneOf({40, 120, 300});
        o.sampling.seed = m_random();
        o.kvCacheMib = oneOf({6.0, 12.0, 24.0, 64.0}) + 0.2 * o.traces;
        o.voteLock = below(4) == 0;
        o.betaStop = below(4) == 0;
        o.consensusProbe = below(5) == 0;
        o.prefixReuse = below(4) != 0;
        if (m_session->device().backend == "cpu" && below(4) == 0) o.kvType = KvChoice::Q8;
        return o;
    }

    /// A run, with what a person might do meanwhile; recorded under that name.
    RunState recorded(const std::string& path, const RunOptions& options, bool steered) {
        const Example& example = m_examples[static_cast<std::size_t>(below(static_cast<int>(m_examples.size())))];
        RecordingWriter writer(path);
        std::unique_ptr<HiddenWriter> hidden;
        if (options.recordHidden) hidden = std::make_unique<HiddenWriter>(path);
        RunRequest request{example.question, example.answer, options};
        if (hidden) request.rows = [&](const StepRow& row) { require(hidden->append(row), hidden->problem()); };
        RunLoop loop(*m_session, std::move(request), [&](const Event& event) {
            const auto* header = std::get_if<RunStarted>(&event.body);
            if (hidden && header) require(hidden->begin(*header), hidden->problem());
            require(writer.append(event), writer.problem());
        });
        for (int pass = 0; !loop.isFinished(); ++pass) {
            if (steered && below(20) == 0) steer(loop);
            if (loop.isPaused()) loop.resume();
            loop.step();
        }
        loop.checkIntegrity();
        require(loop.state().finished->end != RunEnd::Failed, "a run failed: " + loop.state().finished->message);
        ++m_counts[std::string("runs, ") + nameOf(options.policy)];
        return loop.state();
    }

    void steer(RunLoop& loop) {
        const TraceId trace{1 + below(static_cast<int>(std::max<std::size_t>(1, loop.state().traces.size())))};
        try {
            switch (below(8)) {
                case 0: loop.setProtected(trace, below(2) == 0); break;
                case 1: loop.pruneByHand(trace); break;
                case 2: loop.fork(trace, below(30)); break;
                case 3: loop.setTraces(1 + below(40)); break;
                case 4: loop.setKvCache(4 + below(30)); break;
                case 5: loop.pause(); break;
                case 6: loop.stop(); break;
                default: break;
            }
            ++m_counts["steered"];
        } catch (const UsageError&) {  // not now
        }
    }

    void oneRound(int round) {
        const std::string path = (m_folder.path() / "run.stepscope").string();
        RunOptions options = optionsOf(round);
        options.recordHidden = round % 5 == 0;
        try {
            const RunState state = recorded(path, options, round % 3 == 0);
            OpenedRecording read = openRecording(path);
            require(read.warnings().empty(), "a recording reads with warnings: " + path);
            require(summaryOf(read.timeline.latest()).dump() == summaryOf(state).dump(), "a recording reads otherwise");
            (void)read.timeline.at(read.timeline.duration() / 2);
            askWhatIf(read, path);
            if (round % 4 == 0) compare(path, options);
            if (round % 6 == 0) finish(read);
        } catch (const UsageError&) {  // memory too small for so many traces
            ++m_counts["refused"];
        }
        fs::remove(hiddenPathOf(path));
        fs::remove(path);
    }

    void askWhatIf(const OpenedRecording& read, const std::string& path) {
        RecordedRun record = recordedRunOf(read.timeline.events(), read.timeline.latest());
        (void)attachHidden(record, path);
        RunOptions options = optionsToStartFrom(record);
        options.policy = oneOf({PolicyKind::Step, PolicyKind::SelfConsistency, PolicyKind::DeepConfLow});
        if (whyNotFrom(record, options)) return;
        const auto answer = whatIf(record, {options, record.header.kvBlocks, true});
        require(answer.has_value(), "a what-if gave up");
        ++m_counts["what-ifs"];
    }

    void compare(const std::string& path, RunOptions options) {
        const OpenedRecording first = openRecording(path);
        const std::string other = path + ".2.stepscope";
        options.policy = options.policy == PolicyKind::Step ? PolicyKind::SelfConsistency : PolicyKind::Step;
        options.recordHidden = false;
        (void)recorded(other, options, false);
        const OpenedRecording second = openRecording(other);
        const std::vector<ComparedRun> runs{{"1", &first.timeline.latest(), &first.timeline.events()},
                                            {"2", &second.timeline.latest(), &second.timeline.events()}};
        require(!comparisonJson(runs).empty(), "nothing to compare");
        fs::remove(other);
        ++m_counts["comparisons"];
    }

    void finish(const OpenedRecording& read) {
        const ContinuationPlan plan = planContinuation(read.timeline.events());
        if (plan.traces.empty()) return;
        Continuation more(*m_session, plan, [](const Event&) {});
        while (!more.isFinished()) more.step();
        require(more.failure().empty(), "finishing failed: " + more.failure());
        ++m_counts["finished"];
    }

    void openCsv() {
        if (!m_settings.csv.empty()) m_csv.open(m_settings.csv);
        if (m_csv.is_open()) m_csv << "seconds,runs,resident_mib,allocated_mib,device_used_mib,open_files\n";
    }

    void writeLine(double seconds) {
        int runs = 0;
        for (const auto& [what, count] : m_counts) runs += what.starts_with("runs") ? count : 0;
        const auto device = m_session->device();
        const double used = device.backend == "cpu" ? 0 : static_cast<double>(device.totalBytes - device.freeBytes);
        char line[160];
        std::snprintf(line, sizeof line, "%.0f,%d,%.1f,%.1f,%.1f,%zu\n", seconds, runs, residentMib(),
                      static_cast<double>(mallinfo2().uordblks + mallinfo2().hblkhd) / kBytesOfMib, used / kBytesOfMib,
                      openFiles());
        std::fputs(line, stdout);
        std::fflush(stdout);
        if (m_csv.is_open()) m_csv << line << std::flush;
    }

    Settings m_settings;
    std::mt19937 m_random;
    std::vector<Example> m_examples;
    tests::TemporaryFolder m_folder{"stepscope-soak"};
    std::unique_ptr<ModelSession> m_session;
    std::map<std::string, int> m_counts;
    std::ofstream m_csv;
};

}  // namespace

int main(int argc, char** argv) {
    try {
        Soak(settingsFrom(argc, argv)).run();
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "soak: %s\n", error.what());
        return 1;
    }
}

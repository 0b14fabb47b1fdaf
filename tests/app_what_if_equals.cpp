// The proof of what-ifs: from a complete record on the CPU, the what-if of a policy at a memory is the real run with
// the same seed, event for event but for the times. Over all policies that need no new tokens, with their rules.
#include <QTest>
#include <random>

#include "app/run/policy_table.h"
#include "what_if_support.h"

using namespace what_if_support;

namespace {

constexpr int kRecorded = 10;  // traces
constexpr int kCombinations = 66;

/// One whose traces mostly end by themselves, and one whose traces mostly reach the limit.
const char* problemOf(std::uint64_t seed) {
    return seed == 7 ? "What is 3 * (17 + 25) - 4?" : "What is 17 + 25?";
}

struct Combination {
    RunOptions options;
    std::string name;
};

template <typename T>
T oneOf(std::mt19937& random, std::initializer_list<T> values) {
    return *(values.begin() + random() % values.size());
}

}  // namespace

class AppWhatIfEquals : public QObject, run_support::Runs {
    Q_OBJECT

    std::map<std::uint64_t, RecordedRun> m_records;  // by seed
    std::mt19937 m_random;

    RunOptions base(PolicyKind policy, int n, int blocks, std::uint64_t seed) const {
        RunOptions o = options(policy, n, blocks);
        o.sampling.seed = seed;
        o.maxTokens = 56;  // some traces end by themselves, some at the limit
        o.deepconf.warmup = 3;
        o.deepconf.window = 16;
        return o;
    }

    const RecordedRun& record(std::uint64_t seed) {
        const auto found = m_records.find(seed);
        if (found != m_records.end()) return found->second;
        const Outcome outcome =
            run(problemOf(seed), base(PolicyKind::SelfConsistency, kRecorded, kPlentyOfBlocks, seed));
        return m_records.emplace(seed, recordOf(outcome)).first->second;
    }

    /// Policy and n in turn, so that each comes often; the rest by the generator.
    Combination combination(int number) {
        static const std::vector<PolicyKind> kPolicies = [] {
            std::vector<PolicyKind> kinds;
            for (const PolicyRow& row : policyRows()) {
                RunOptions o;
                o.policy = row.kind;
                if (!whyNeedsModel(o)) kinds.push_back(row.kind);
            }
            return kinds;
        }();
        const PolicyKind policy = kPolicies[static_cast<std::size_t>(number) % kPolicies.size()];
        const int n = oneOf(m_random, {2, 4, 7, kRecorded});
        const int least = blocksToStart(static_cast<int>(record(7).header.promptTokens), n);
        const int blocks = oneOf(m_random, {least, least + 1, least + n / 2, least + n, least + 2 * n, 400});
        RunOptions o = base(policy, n, blocks, oneOf<std::uint64_t>(m_random, {7, 8, 9}));
        if (policyRow(policy).prunes)
            o.victim = oneOf(m_random, {VictimRule::LowestScore, VictimRule::LowestScore, VictimRule::Random,
                                        VictimRule::Longest, VictimRule::LowestLogProbability});
        o.unscored = oneOf(m_random, {UnscoredRule::Zero, UnscoredRule::Neutral});
        o.traceScore = oneOf(m_random, {TraceScoreRule::Mean, TraceScoreRule::Last});
        o.prefixReuse = m_random() % 4 != 0;
        o.prunedVote = m_random() % 4 == 0;
        o.voteLock = m_random() % 3 == 0;
        o.betaStop = m_random() % 3 == 0;
        o.consensusStop = m_random() % 4 == 0;
        o.deepconf.window = oneOf(m_random, {8, 16, 24});
        o.answers = oneOf(m_random, {AnswerMode::Normalised, AnswerMode::Raw, AnswerMode::Reference});
        std::string name = std::string(nameOf(policy)) + " n " + std::to_string(n) + " blocks " +
                           std::to_string(blocks) + " seed " + std::to_string(o.sampling.seed) + " victim " +
                           nameOf(o.victim);
        return {o, std::move(name)};
    }

private Q_SLOTS:
    void initTestCase() { loadDemo(); }

    void whatIfIsTheRealRun() {
        bool given = false;
        const int asked = qEnvironmentVariableIntValue("STEPSCOPE_SEED", &given);
        const unsigned seed = given ? static_cast<unsigned>(asked) : std::random_device()();
        qInfo("STEPSCOPE_SEED=%u repeats these combinations", seed);
        m_random.seed(seed);
        std::map<std::string, int> seen;
        for (int i = 0; i < kCombinations; ++i) {
            const Combination c = combination(i);
            const Outcome real = run(problemOf(c.options.sampling.seed), c.options);
            const auto result = whatIf(record(c.options.sampling.seed), {c.options, std::nullopt, true});
            QVERIFY(result && result->isExact && result->state.header.whatIf);
            const std::string expected = comparable(real.events);
            const std::string found = comparable(listOf(result->events));
            QVERIFY2(expected == found, (c.name + "\n" + firstDifference(expected, found)).c_str());
            QCOMPARE(result->state.vote.margin, real.state.vote.margin);
            QCOMPARE(result->figures.pruned, real.state.prunedCount);
            ++seen[nameOf(c.options.policy)];
            seen["pruned"] += real.state.prunedCount > 0;
            seen["preempted"] += !all<TracePreempted>(real).empty();
            seen["answered"] += real.state.vote.leader() != nullptr;
            seen["stopped early"] += real.state.finished->end != RunEnd::Done;
            seen["threshold"] += real.state.confidenceThreshold.has_value();
        }
        for (const auto& [what, count] : seen) qInfo("%s: %d", what.c_str(), count);
        for (const char* what : {"cot", "sc", "sc-static", "deepconf-low", "deepconf-high", "step", "pruned",
                                 "preempted", "answered", "threshold"})
            QVERIFY2(seen[what] > 0, what);
    }
};

QTEST_GUILESS_MAIN(AppWhatIfEquals)
#include "app_what_if_equals.moc"

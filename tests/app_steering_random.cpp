// Steering at random: 10,000 actions on runs of every policy, the block book-keeping checked after each. The loop, the
// scheduler, the pool and the fold are the real ones; the passes' results are drawn, so no model is computed.
#include <QTest>
#include <random>
#include <set>

#include "app/run/policy_table.h"
#include "app/run/steering.h"
#include "run_support.h"

using namespace run_support;

namespace {

constexpr unsigned kSeed = 20261129;
constexpr int kActions = 10000;

class Draws {
public:
    explicit Draws(unsigned seed) : m_random(seed) {}
    int below(int n) { return static_cast<int>(m_random() % static_cast<unsigned>(std::max(1, n))); }
    float unit() { return static_cast<float>(below(1000)) / 1000.0F; }

private:
    std::mt19937 m_random;
};

}  // namespace

class AppSteeringRandom : public QObject, run_support::Runs {
    Q_OBJECT

    TokenId m_boundary{}, m_end{};

    /// What a model could have said: mostly text, now and then the end of a step, seldom the end of the text.
    engine::PassResult resultFor(std::span<const engine::Slice> slices, Draws& draws) {
        engine::PassResult result;
        const int width = session().info().hiddenSize;
        for (const engine::Slice& slice : slices) {
            if (slice.sample) {
                const int kind = draws.below(200);
                const TokenId token = kind == 0 ? m_end : kind < 24 ? m_boundary : TokenId{40 + draws.below(60)};
                result.sampled.push_back({token, -draws.unit(), 5 + 10 * draws.unit()});
            }
            if (!slice.gatherHidden) continue;
            for (int i = 0; i < width; ++i) result.hidden.push_back(draws.unit() - 0.3F);
            result.scores.push_back(draws.unit());
        }
        return result;
    }

    /// A pass, with its result drawn.
    void pass(RunLoop& run, Draws& draws) {
        if (run.isPaused()) return run.resume();
        if (run.beginPass()) run.endPass(resultFor(run.slices(), draws), {0.001, 0});
    }

    static SteerAction actionFor(const RunState& state, Draws& draws) {
        using Kind = SteerAction::Kind;
        const TraceId trace{1 + draws.below(static_cast<int>(state.traces.size()))};
        const TraceState& of = *state.findTrace(trace);
        switch (draws.below(9)) {
            case 0:
            case 1: return {.kind = Kind::Protect, .trace = trace};
            case 2: return {.kind = Kind::Unprotect, .trace = trace};
            case 3: return {.kind = Kind::Prune, .trace = trace};
            case 4:
            case 5: {
                SteerAction fork{.kind = Kind::Fork, .trace = trace, .atToken = draws.below(of.tokenCount() + 1)};
                if (draws.below(2)) fork.given.text = "So 3 * 4 = 12.\n\nThen";
                return fork;
            }
            case 6: return {.kind = Kind::KvBlocks, .value = 20.0 + draws.below(60)};
            case 7: return {.kind = Kind::Traces, .value = 2.0 + draws.below(10)};
            default: return {.kind = Kind::Pause};
        }
    }

    static void protectAll(RunLoop& run) {
        for (std::size_t i = 0; i < run.state().traces.size(); ++i) {
            const TraceState& trace = run.state().traces[i];
            if (isActive(trace.phase)) run.setProtected(trace.id, true);
        }
    }

    /// The fold's blocks are the pool's, also where lanes share some.
    static void checkFold(const RunState& state) {
        std::set<int> held;
        for (const TraceState& trace : state.traces) {
            for (BlockId block : trace.blocks) held.insert(index(block));
        }
        QCOMPARE(static_cast<int>(held.size()) + state.kv.promptBlocks, state.kv.usedBlocks);
        QCOMPARE(state.strayEvents, std::int64_t{0});
    }

    RunOptions optionsFor(PolicyKind policy, Draws& draws) {
        RunOptions o = options(policy, 2 + draws.below(8), 30 + draws.below(40));
        o.maxTokens = 60 + draws.below(200);
        o.sampling.seed = static_cast<std::uint64_t>(draws.below(1000));
        o.deepconf = {.warmup = 3, .window = 10, .percentile = 50};
        o.slim.minTokens = 3;
        o.refill = {.rounds = 6, .minTokens = 8, .most = 2};
        o.refillRule = draws.below(2) ? RefillRule::Ours : RefillRule::Gambit;
        o.prefixReuse = draws.below(4) != 0;
        return o;
    }

private Q_SLOTS:
    void initTestCase() {
        loadDemo();
        bool hasBoundary = false, hasEnd = false;
        for (int id = 0; id < session().tokenizer().vocabSize(); ++id) {
            if (session().boundaries().contains(TokenId{id}) && !std::exchange(hasBoundary, true))
                m_boundary = TokenId{id};
            if (session().endsText(TokenId{id}) && !std::exchange(hasEnd, true)) m_end = TokenId{id};
        }
        QVERIFY(hasBoundary && hasEnd);
    }

    void integrityHoldsAfterEveryAction() {
        Draws draws(kSeed);
        int actions = 0, taken = 0, refused = 0, runs = 0, passes = 0;
        std::map<std::string, int> seen;
        try {
            while (actions < kActions) {
                const PolicyKind policy = policyRows()[static_cast<std::size_t>(runs++) % policyRows().size()].kind;
                RunLoop run(session(), RunRequest{kProblem, "102", optionsFor(policy, draws)}, [&](const Event& e) {
                    if (const auto* pruned = std::get_if<TracePruned>(&e.body)) {
                        seen["spared"] += pruned->sparing.spared ? 1 : 0;
                        seen["all protected"] += pruned->sparing.allProtected ? 1 : 0;
                    }
                    if (const auto* admitted = std::get_if<TraceAdmitted>(&e.body))
                        seen["shared"] += admitted->sharedBlocks;
                    seen["rules spared"] += std::holds_alternative<TraceSpared>(e.body) ? 1 : 0;
                });
                while (!run.isFinished() && actions < kActions) {
                    if (draws.below(3) == 0 && run.state().traces.size() < 60) {
                        if (draws.below(50) == 0) protectAll(run);
                        const SteerAction action = actionFor(run.state(), draws);
                        ++actions;
                        try {
                            steer(run, action);
                            ++taken;
                        } catch (const UsageError&) {
                            ++refused;
                        }
                    } else {
                        pass(run, draws);
                        ++passes;
                    }
                    run.checkIntegrity();
                    checkFold(run.state());
                    if (QTest::currentTestFailed()) break;
                }
                if (QTest::currentTestFailed()) break;
            }
        } catch (const std::exception& error) {
            QFAIL(qPrintable(QString::fromUtf8(error.what())));
        }
        qInfo("seed %u: %d actions on %d runs, %d refused, %d passes", kSeed, actions, runs, refused, passes);
        QVERIFY(runs > 8 && taken > 5000 && refused > 0);
        for (const char* what : {"spared", "all protected", "shared", "rules spared"}) QVERIFY2(seen[what] > 0, what);
    }
};

QTEST_GUILESS_MAIN(AppSteeringRandom)
#include "app_steering_random.moc"

// Several runs on one model at once: one pass holds the tokens of all of them, each run has its own part of the KV
// storage and its own policy. For evaluations and for training, where throughput counts; the times of such runs say
// nothing about one problem alone. One thread.
#pragma once

#include <memory>
#include <vector>

#include "app/run/run_loop.h"

namespace app {

class RunBatch {
public:
    /// @param parallel       runs at once, at least 1
    /// @param blocksPerRun   the most KV blocks that a run may have
    /// The session must outlive the batch. Throws kernels::OutOfMemory if the storage cannot be made.
    /// The KV cache is of the type that `kv` comes to, for all runs.
    RunBatch(ModelSession& session, int parallel, int blocksPerRun, KvChoice kv = KvChoice::Auto);
    ~RunBatch();
    RunBatch(const RunBatch&) = delete;
    RunBatch& operator=(const RunBatch&) = delete;

    bool hasRoom() const;
    bool isEmpty() const;
    /// Starts a run in a free place; its KV cache is what its options allow, at most blocksPerRun. `tag` comes back
    /// with it. Throws as RunLoop does; std::logic_error without room or where its sampling differs from that of the
    /// others.
    void start(int tag, RunRequest request, RunLoop::Sink sink = {});

    struct Ended {
        int tag = 0;
        std::unique_ptr<RunLoop> run;
    };
    /// One pass over all runs. Returns those that ended with it; a run that fails ends as failed, and the others
    /// continue.
    std::vector<Ended> step();
    std::vector<const RunLoop*> runs() const;

private:
    struct Place {
        int tag = 0;
        std::unique_ptr<RunLoop> run;
        bool inPass = false;
    };
    void runPass();

    ModelSession& m_session;
    int m_blocksPerRun;
    std::vector<Place> m_places;
};

}  // namespace app

// Times the stages of a pass with the backend's own events, so that one table serves every device. Owned by the
// transformer. Off, it costs one branch a stage.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/transformer.h"
#include "kernels/backend.h"

namespace engine {

class TransformerClock {
public:
    explicit TransformerClock(kernels::Backend& backend) : m_backend(backend) {}

    void setOn(bool on);
    bool isOn() const { return m_on; }

    /// A pass begins: what comes next is timed from here. A pass that is captured between start and its last mark can
    /// be launched and collected again and again, until the next start.
    void start(kernels::Stream& stream);
    /// What was enqueued since the last mark belongs to `stage` (a literal).
    void mark(kernels::Stream& stream, std::string_view stage);
    /// Adds the pass to the table; the stream must have been synchronised.
    void collect();

    const std::vector<StageTime>& table() const { return m_table; }

private:
    struct Mark {
        std::string_view stage;
        std::unique_ptr<kernels::Event> event;
    };
    void recordMark(kernels::Stream& stream, std::string_view stage);

    kernels::Backend& m_backend;
    bool m_on = false;
    std::vector<Mark> m_marks;  ///< kept from pass to pass
    std::size_t m_used = 0;
    std::vector<StageTime> m_table;
};

}  // namespace engine

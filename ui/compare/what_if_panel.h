// Questions to a complete run: another policy, memory, number of traces, victim or trace score, answered from its
// recorded traces at once, and its answer at forty memories, by any count of the votes. Computed on a thread of its
// own; times are simulated. GUI thread.
#pragma once

#include <QTimer>
#include <QWidget>
#include <atomic>
#include <future>
#include <memory>
#include <optional>

#include "app/whatif/what_if_sweep.h"
#include "ui/compare/compared_runs.h"
#include "ui/paint/theme.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSlider;
class QSpinBox;

namespace ui {

class SweepStrip;

class WhatIfPanel : public QWidget {
    Q_OBJECT
public:
    explicit WhatIfPanel(const Theme& theme, QWidget* parent = nullptr);
    ~WhatIfPanel() override;

    /// The run that is asked. Where it is not complete, the panel says why and what to do.
    /// @param path  of its recording, beside which hidden rows may lie; empty: there is none
    void setRun(const app::Timeline& run, const QString& path = {});
    /// Puts the controls to what the run had; whatever is being worked out is dropped.
    void showAsRecorded();
    bool canAsk() const { return m_record && m_record->completeness.usable > 0; }
    bool isBusy() const { return m_work.valid() || m_pending.isActive(); }
    app::VoteCount vote() const;
    SweepStrip& strip() const { return *m_strip; }
    QString status() const;

    /// The controls, for whoever sets them otherwise than by hand.
    void setPolicy(app::PolicyKind policy);
    void setBlocks(int blocks);
    int blocks() const;
    void setVictim(app::VictimRule rule);
    void setTraceScore(app::TraceScoreRule rule);
    void setVote(app::VoteCount vote);

Q_SIGNALS:
    /// Ballots are to be counted like this wherever answers are shown.
    void voteChanged(app::VoteCount vote);
    /// The run that would have been. Its header says that it is a what-if.
    void answered(std::shared_ptr<app::Timeline> run);
    /// Nothing is asked any more.
    void backWanted();

private:
    struct Answer {
        std::optional<app::WhatIfResult> result;
        std::optional<app::Sweep> sweep;
        std::string problem;
        double seconds = 0;
    };
    void buildControls();
    QWidget* buildRules();
    void fillPolicies();
    void updateRules();
    void ask();
    void start();
    void take();
    void setPeak(int blocks);
    void showMemory();
    app::RunOptions wanted() const;
    std::string sweepKey() const;

    const Theme& m_theme;
    std::shared_ptr<const app::RecordedRun> m_record;
    std::map<std::string, int> m_colors;  // of the recorded run's answers
    int m_peakBlocks = 0;
    std::future<void> m_work;
    Answer m_answer;  // of the thread, until it has ended
    std::shared_ptr<std::atomic<bool>> m_isGivenUp;
    bool m_again = false;
    bool m_sweepsOnly = false;  ///< nothing has been asked yet
    std::string m_sweptKey;     // options of the sweep shown, memory aside
    std::string m_askedKey;
    QTimer m_pending;

    QLabel* m_status = nullptr;
    QWidget* m_controls = nullptr;
    QComboBox* m_policy = nullptr;
    QSpinBox* m_traces = nullptr;
    QSlider* m_memory = nullptr;
    QLabel* m_memoryText = nullptr;
    QLabel* m_victimText = nullptr;
    QComboBox* m_victim = nullptr;
    QComboBox* m_traceScore = nullptr;
    QComboBox* m_vote = nullptr;
    SweepStrip* m_strip = nullptr;
    QPushButton* m_back = nullptr;
};

}  // namespace ui

// Reads and folds recordings on threads of their own. Only the recording requested last is delivered; an older one is
// abandoned. GUI thread.
#pragma once

#include <QString>
#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "app/run/recording.h"

namespace ui {

class RecordingOpener {
public:
    RecordingOpener() = default;
    ~RecordingOpener();
    RecordingOpener(const RecordingOpener&) = delete;
    RecordingOpener& operator=(const RecordingOpener&) = delete;

    void start(const QString& path);
    void giveUp();
    bool isReading() const { return m_reading.has_value(); }
    /// Of the one being read.
    QString path() const { return m_reading ? m_reading->path : QString(); }
    /// The recording, once it has been read whole; empty until then. Throws the error that prevented reading it.
    std::optional<app::OpenedRecording> take();

private:
    struct Reading {
        QString path;
        std::shared_ptr<std::atomic<bool>> isGivenUp;
        std::future<app::OpenedRecording> result;
    };
    std::optional<Reading> m_reading;
    std::vector<Reading> m_givenUp;  ///< until their threads have noticed
};

}  // namespace ui

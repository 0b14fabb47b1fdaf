#include "ui/session/recording_opener.h"

#include <chrono>
#include <utility>

namespace ui {
namespace {

bool isReady(const std::future<app::OpenedRecording>& result) {
    return result.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

}  // namespace

RecordingOpener::~RecordingOpener() {
    giveUp();
}

void RecordingOpener::start(const QString& path) {
    giveUp();
    auto isGivenUp = std::make_shared<std::atomic<bool>>(false);
    auto result = std::async(std::launch::async, [file = path.toStdString(), isGivenUp] {
        return app::openRecording(file, [isGivenUp] { return isGivenUp->load(); });
    });
    m_reading = Reading{path, std::move(isGivenUp), std::move(result)};
}

void RecordingOpener::giveUp() {
    std::erase_if(m_givenUp, [](const Reading& reading) { return isReady(reading.result); });
    if (!m_reading) return;
    m_reading->isGivenUp->store(true);
    m_givenUp.push_back(std::move(*m_reading));
    m_reading.reset();
}

std::optional<app::OpenedRecording> RecordingOpener::take() {
    if (!m_reading || !isReady(m_reading->result)) return std::nullopt;
    std::future<app::OpenedRecording> result = std::move(m_reading->result);
    m_reading.reset();
    return result.get();
}

}  // namespace ui

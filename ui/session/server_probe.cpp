#include "ui/session/server_probe.h"

#include <QMetaObject>
#include <utility>

namespace ui {
namespace {
constexpr int kEveryMs = 1000;
constexpr double kUseS = 5;      // a gauge that is older than that says nothing
constexpr double kSampleS = 60;  // for the one token that shows what a server sends; a busy one may queue it
}  // namespace

void ServerProbe::start(const app::ServerSettings& settings) {
    giveUp();
    m_settings = settings;
    m_stops = false;
    m_work =
        std::async(std::launch::async, [this, asked = app::ServerSettings(settings), number = ++m_number]() mutable {
            asked.timeouts.firstTokenS = kSampleS;
            try {
                m_found = app::describeServer(asked, {}, [this] { return m_stops.load(); });
            } catch (const std::exception& error) {
                m_problem = QString::fromUtf8(error.what());
            }
            QMetaObject::invokeMethod(
                this, [this, number] { finish(number); }, Qt::QueuedConnection);
        });
}

void ServerProbe::giveUp() {
    m_stops = true;
    if (m_work.valid()) m_work.get();
    m_found.reset();
    m_problem.clear();
}

/// @param number  of the question: an older one was given up
void ServerProbe::finish(int number) {
    if (number != m_number || !m_work.valid()) return;
    m_work.get();
    const auto found = std::exchange(m_found, std::nullopt);
    const QString problem = std::exchange(m_problem, {});
    if (found) {
        Q_EMIT done(m_settings, *found);
    } else {
        Q_EMIT failed(problem);
    }
}

ServerWatch::ServerWatch(QObject* parent) : QObject(parent) {
    m_timer.setInterval(kEveryMs);
    connect(&m_timer, &QTimer::timeout, this, &ServerWatch::ask);
}

ServerWatch::~ServerWatch() {
    m_stops = true;
    if (m_work.valid()) m_work.wait();
}

void ServerWatch::watch(const std::optional<app::ServerSettings>& settings) {
    m_settings = settings;
    if (!settings) setActive(false);
}

void ServerWatch::setActive(bool active) {
    const bool is = active && m_settings.has_value();
    if (is == m_timer.isActive()) return;
    if (is) {
        m_timer.start();
        ask();
        return;
    }
    m_timer.stop();
    if (std::exchange(m_use, std::nullopt)) Q_EMIT changed();
}

void ServerWatch::ask() {
    if (m_work.valid() || !m_settings) return;
    m_work = std::async(std::launch::async, [this, settings = *m_settings]() mutable {
        settings.timeouts.answerS = kUseS;
        m_next = app::findServerUse(settings, [this] { return m_stops.load(); });
        QMetaObject::invokeMethod(this, &ServerWatch::finish, Qt::QueuedConnection);
    });
}

void ServerWatch::finish() {
    m_work.get();
    auto next = std::exchange(m_next, std::nullopt);
    if (!m_timer.isActive()) return;
    m_use = next;
    Q_EMIT changed();
}

}  // namespace ui

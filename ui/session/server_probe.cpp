#include "ui/session/server_probe.h"

#include <QMetaObject>
#include <utility>

#include "app/run/usage_error.h"

namespace ui {
namespace {
constexpr int kEveryMs = 1000;
constexpr double kUseS = 5;      // a gauge that is older than that says nothing
constexpr double kSampleS = 60;  // for the one token that shows what a server sends; a busy one may queue it
}  // namespace

void ServerProbe::start(const app::ServerSettings& settings, KeyUse keyUse) {
    giveUp();
    m_settings = settings;
    m_keyring = std::make_unique<app::Keyring>();
    m_stops = false;
    m_work = std::async(std::launch::async, [this, keyUse, number = ++m_number] {
        try {
            ask(keyUse);
        } catch (const std::exception& error) {
            m_problem = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            this, [this, number] { finish(number); }, Qt::QueuedConnection);
    });
}

/// On the probe's thread.
void ServerProbe::ask(KeyUse keyUse) {
    if (keyUse == KeyUse::FromKeyring && m_settings.key.empty() && app::Keyring::isThere()) {
        try {
            m_settings.key = m_keyring->find(m_settings.address).value_or("");
        } catch (const app::UsageError&) {  // a server that wants a key says so
        }
    }
    app::ServerSettings asked = m_settings;
    asked.timeouts.firstTokenS = kSampleS;
    app::ServerDescription found = app::describeServer(asked, {}, [this] { return m_stops.load(); });
    if (keyUse == KeyUse::IntoKeyring && !m_settings.key.empty()) {
        try {
            m_keyring->keep(m_settings.address, m_settings.key);
        } catch (const app::UsageError& error) {
            found.notes.push_back(tr("The key was not kept: %1").arg(QString::fromUtf8(error.what())).toStdString());
        }
    }
    m_found = std::move(found);
}

void ServerProbe::giveUp() {
    m_stops = true;
    if (m_work.valid()) {
        m_keyring->giveUp();
        m_work.get();
    }
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

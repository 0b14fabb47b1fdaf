// Asks a server what it is and can do, and how full it is, on threads of its own so that a slow or silent server never
// blocks the window. GUI thread.
#pragma once

#include <QObject>
#include <QTimer>
#include <atomic>
#include <future>
#include <memory>
#include <optional>

#include "app/server/keyring.h"
#include "app/server/server_description.h"

namespace ui {

/// What the system's keyring has to do with a key.
enum class KeyUse {
    AsGiven,
    FromKeyring,  ///< where none is given and the keyring has one for the address
    IntoKeyring,  ///< once the server has answered with it
};

class ServerProbe : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    ~ServerProbe() override { giveUp(); }

    /// Another question that is under way is given up.
    void start(const app::ServerSettings& settings, KeyUse keyUse = KeyUse::AsGiven);
    void giveUp();
    bool running() const { return m_work.valid(); }

Q_SIGNALS:
    /// @param settings  with the key that was found
    void done(const app::ServerSettings& settings, const app::ServerDescription& server);
    void failed(const QString& reason);

private:
    void ask(KeyUse keyUse);
    void finish(int number);

    app::ServerSettings m_settings;  // of the thread, until it has finished
    std::unique_ptr<app::Keyring> m_keyring;
    std::optional<app::ServerDescription> m_found;  // of the thread, until it has finished
    QString m_problem;
    std::future<void> m_work;
    std::atomic<bool> m_stops = false;
    int m_number = 0;
};

/// Use of a server's KV cache by everybody, asked for every second.
class ServerWatch : public QObject {
    Q_OBJECT
public:
    explicit ServerWatch(QObject* parent = nullptr);
    ~ServerWatch() override;

    /// Empty: nothing is watched.
    void watch(const std::optional<app::ServerSettings>& settings);
    void setActive(bool active);
    /// Nothing where the server does not say, or is not watched.
    const std::optional<app::ServerUse>& use() const { return m_use; }

Q_SIGNALS:
    void changed();

private:
    void ask();
    void finish();

    std::optional<app::ServerSettings> m_settings;
    std::optional<app::ServerUse> m_use;
    std::optional<app::ServerUse> m_next;  // of the thread, until it has finished
    std::future<void> m_work;
    std::atomic<bool> m_stops = false;
    QTimer m_timer;
};

}  // namespace ui

// What the machine has, for the menus: models, scorers and devices, looked up on a thread of its own so that slow disks
// and drivers never block the window. GUI thread.
#pragma once

#include <QObject>
#include <atomic>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include "app/models/models.h"
#include "app/run/devices.h"

namespace ui {

class MachineScan : public QObject {
    Q_OBJECT
public:
    /// @param folders  further folders to look in, of this session only
    explicit MachineScan(std::vector<std::string> folders, QObject* parent = nullptr);
    ~MachineScan() override;

    /// Looks again; models are priced for this choice of device. If a search is in progress, another one follows it.
    void start(app::BackendChoice backend, std::optional<int> device);
    bool running() const { return m_work.valid(); }
    bool everDone() const { return m_everDone; }
    const app::Found& found() const { return m_result.found; }
    const app::DeviceChoices& devices() const { return m_result.devices; }
    /// The device that the models were priced for.
    const app::MemoryFacts& device() const { return m_result.device; }

    /// The folders that the user added, remembered for window and command line. False if that cannot be saved.
    const std::vector<std::string>& folders() const { return m_folders; }
    bool setFolders(std::vector<std::string> folders);

Q_SIGNALS:
    void done();

private:
    struct Result {
        app::Found found;
        app::DeviceChoices devices;
        app::MemoryFacts device;
    };
    Result look(std::vector<std::string> folders, app::BackendChoice backend, std::optional<int> device) const;
    void finish();

    std::vector<std::string> m_sessionFolders;
    std::vector<std::string> m_folders;
    Result m_result;
    std::future<void> m_work;
    Result m_next;  // of the thread, until it is finished
    std::atomic<bool> m_isClosing = false;
    bool m_everDone = false;
    bool m_again = false;
    app::BackendChoice m_backend = app::BackendChoice::Auto;
    std::optional<int> m_device;
};

}  // namespace ui

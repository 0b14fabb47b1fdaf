#include "ui/setup/machine_scan.h"

#include <QMetaObject>

#include "app/models/model_folders.h"
#include "app/run/usage_error.h"

namespace ui {

MachineScan::MachineScan(std::vector<std::string> folders, QObject* parent)
    : QObject(parent), m_sessionFolders(std::move(folders)), m_folders(app::loadModelFolders()) {}

MachineScan::~MachineScan() {
    m_isClosing = true;
    if (m_work.valid()) m_work.wait();
}

MachineScan::Result MachineScan::look(std::vector<std::string> folders, app::BackendChoice backend,
                                      std::optional<int> device) const {
    Result result;
    if (m_isClosing) return result;
    result.devices = app::listDeviceChoices();
    if (m_isClosing) return result;
    app::ChosenDevice chosen;
    try {
        chosen = app::chooseDevice(result.devices, backend, device);
    } catch (const app::UsageError&) {  // said when a model is loaded on it; the list is priced for the CPU then
        chosen = app::chooseDevice(result.devices, app::BackendChoice::Cpu, std::nullopt);
    }
    result.found = app::findModels(app::placesOfThisMachine(folders), chosen.memory);
    result.device = chosen.memory;
    return result;
}

void MachineScan::start(app::BackendChoice backend, std::optional<int> device) {
    m_backend = backend;
    m_device = device;
    m_again = running();
    if (m_again) return;
    std::vector<std::string> folders = m_sessionFolders;
    folders.insert(folders.end(), m_folders.begin(), m_folders.end());
    m_work = std::async(std::launch::async, [this, folders = std::move(folders), backend, device] {
        m_next = look(folders, backend, device);
        QMetaObject::invokeMethod(this, &MachineScan::finish, Qt::QueuedConnection);
    });
}

void MachineScan::finish() {
    m_work.get();
    m_result = std::exchange(m_next, {});
    m_everDone = true;
    if (std::exchange(m_again, false)) start(m_backend, m_device);
    Q_EMIT done();
}

bool MachineScan::setFolders(std::vector<std::string> folders) {
    m_folders = std::move(folders);
    start(m_backend, m_device);
    try {
        app::saveModelFolders(m_folders);
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

}  // namespace ui

// Which device computes: the best one, the CPU, or a GPU by its number. GUI thread.
#pragma once

#include <QComboBox>
#include <optional>

#include "app/run/devices.h"
#include "app/run/run_options.h"

namespace ui {

struct DeviceChoice {
    app::BackendChoice backend = app::BackendChoice::Auto;
    std::optional<int> index;
    friend bool operator==(const DeviceChoice&, const DeviceChoice&) = default;
};

class DeviceBox : public QComboBox {
    Q_OBJECT
public:
    explicit DeviceBox(QWidget* parent = nullptr);
    /// Fills the list; the choice stays.
    void setDevices(const app::DeviceChoices& devices);
    /// Without telling anybody.
    void setChoice(const DeviceChoice& choice);
    DeviceChoice choice() const { return m_choice; }

Q_SIGNALS:
    void chosen(const ui::DeviceChoice& choice);

private:
    void fill();

    app::DeviceChoices m_devices;
    std::vector<DeviceChoice> m_choices;  ///< one a row
    DeviceChoice m_choice;
};

}  // namespace ui

#include "ui/setup/device_box.h"

#include <QSignalBlocker>
#include <algorithm>

#include "ui/paint/app_text.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {

DeviceBox::DeviceBox(QWidget* parent) : QComboBox(parent) {
    setAccessibleName(tr("Device"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(12);
    fill();
    connect(this, &QComboBox::activated, this, [this](int row) {
        const DeviceChoice choice = m_choices[static_cast<std::size_t>(row)];
        if (choice == std::exchange(m_choice, choice)) return;
        setToolTip(itemData(row, Qt::ToolTipRole).toString());
        Q_EMIT chosen(choice);
    });
}

void DeviceBox::setDevices(const app::DeviceChoices& devices) {
    m_devices = devices;
    fill();
}

void DeviceBox::setChoice(const DeviceChoice& choice) {
    m_choice = choice;
    fill();
}

void DeviceBox::fill() {
    const QSignalBlocker quiet(this);
    clear();
    m_choices.clear();
    const auto add = [this](const DeviceChoice& choice, const QString& text, const QString& toolTip) {
        m_choices.push_back(choice);
        addItem(text);
        setItemData(count() - 1, toolTip, Qt::ToolTipRole);
    };
    add({}, tr("Automatic"), tr("The best device that this version can use"));
    const QString cpu = QString::fromStdString(m_devices.cpuName);
    const QString memory =
        m_devices.cpuBytes > 0 ? u" \u00b7 "_s + formatBytes(static_cast<double>(m_devices.cpuBytes)) : QString();
    add({app::BackendChoice::Cpu, {}}, tr("CPU") + memory, cpu);
    for (const kernels::Device& gpu : m_devices.gpus.devices) {
        const QString name = QString::fromStdString(gpu.name);
        const QString free = tr("%1 free").arg(formatBytes(static_cast<double>(gpu.freeBytes)));
        add({app::BackendChoice::Cuda, gpu.index}, tr("GPU %1 \u00b7 %2 \u00b7 %3").arg(gpu.index).arg(name, free),
            tr("%1, GPU %2: %3 of %4")
                .arg(name)
                .arg(gpu.index)
                .arg(free, formatBytes(static_cast<double>(gpu.totalBytes))));
    }
    auto row = std::ranges::find(m_choices, m_choice) - m_choices.begin();
    if (row == std::ssize(m_choices)) {  // from the command line; the device list says later what it is
        add(m_choice, m_choice.index ? tr("GPU %1").arg(*m_choice.index) : tr("GPU"),
            tr("As given on the command "
               "line"));
    }
    setCurrentIndex(static_cast<int>(row));
    QString toolTip = itemData(currentIndex(), Qt::ToolTipRole).toString();
    if (m_devices.gpus.devices.empty() && !m_devices.gpus.reasonIfEmpty.empty()) {
        toolTip += u'\n' + tr("No GPU: %1").arg(appSentence(m_devices.gpus.reasonIfEmpty));
    }
    setToolTip(toolTip);
}

}  // namespace ui

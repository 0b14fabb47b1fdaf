#include "ui/setup/weights_box.h"

#include <QSignalBlocker>
#include <utility>

#include "app/run/option_table.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

QString nameOf(app::WeightChoice choice) {
    switch (choice) {
        case app::WeightChoice::File: break;
        case app::WeightChoice::Bf16: return WeightsBox::tr("bf16");
        case app::WeightChoice::Q8: return WeightsBox::tr("8 bits");
        case app::WeightChoice::Q4: return WeightsBox::tr("4 bits");
    }
    return WeightsBox::tr("as in the file");
}

}  // namespace

WeightsBox::WeightsBox(QWidget* parent) : QComboBox(parent) {
    setAccessibleName(tr("Weights"));
    setToolTip(
        tr("How the model's weights are kept in memory. As in the file: quantised ones stay as they are. 8 and 4 bits: "
           "those that are not quantised become so while they load; with 4 bits, embedding and head have 8. Fewer bits "
           "leave more memory for traces and cost some accuracy. Another choice loads the model again."));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(12);
    fill();
    connect(this, &QComboBox::activated, this,
            [this](int row) { choose(static_cast<app::WeightChoice>(itemData(row).toInt())); });
}

void WeightsBox::setPrices(const app::MemoryFacts& memory) {
    m_memory = memory;
    fill();
}

void WeightsBox::setChoice(app::WeightChoice choice) {
    m_choice = choice;
    fill();
}

void WeightsBox::choose(app::WeightChoice choice) {
    if (choice == std::exchange(m_choice, choice)) return;
    fill();
    Q_EMIT chosen(choice);
}

void WeightsBox::fill() {
    const QSignalBlocker quiet(this);
    clear();
    for (const app::OptionWord& word : app::optionRow("weights").words) {
        const std::size_t bytes = app::weightPriceFor(m_memory, static_cast<app::WeightChoice>(word.value)).bytes;
        const QString price = bytes > 0 ? u" \u00b7 "_s + formatBytes(static_cast<double>(bytes)) : QString();
        addItem(nameOf(static_cast<app::WeightChoice>(word.value)) + price, static_cast<int>(word.value));
    }
    setCurrentIndex(findData(static_cast<int>(m_choice)));
}

}  // namespace ui

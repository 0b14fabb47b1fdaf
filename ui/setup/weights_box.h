// How the model's weights are kept in memory, with what each choice takes. Another choice loads the model again. GUI
// thread.
#pragma once

#include <QComboBox>

#include "app/run/preflight.h"

namespace ui {

class WeightsBox : public QComboBox {
    Q_OBJECT
public:
    explicit WeightsBox(QWidget* parent = nullptr);
    /// Shown beside the choices; the choice stays.
    void setPrices(const app::MemoryFacts& memory);
    /// Without telling anybody.
    void setChoice(app::WeightChoice choice);
    /// As if a person had chosen it.
    void choose(app::WeightChoice choice);
    app::WeightChoice choice() const { return m_choice; }

Q_SIGNALS:
    void chosen(app::WeightChoice choice);

private:
    void fill();

    app::MemoryFacts m_memory;
    app::WeightChoice m_choice = app::WeightChoice::File;
};

}  // namespace ui

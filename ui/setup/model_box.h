// The model and the scorer that are loaded, what they are, and how to load others. GUI thread.
#pragma once

#include <QWidget>
#include <optional>

#include "app/session/worker.h"
#include "ui/paint/theme.h"

class QLabel;
class QMenu;
class QProgressBar;
class QPushButton;

namespace ui {

class DeviceBox;
class ElidedLabel;
class ScorerMenu;
class WeightsBox;

class ModelBox : public QWidget {
    Q_OBJECT
public:
    explicit ModelBox(const Theme& theme, QWidget* parent = nullptr);

    void showLoading(const QString& stage, double fraction);
    void showModel(const std::optional<app::ModelReady>& model);
    void showScorer(const std::optional<app::ScorerInfo>& scorer, const std::optional<app::ModelReady>& model);
    /// Why another model, another scorer cannot be loaded now; empty if they can.
    void showMay(const QString& whyNoModel, const QString& whyNoScorer);
    /// The models that were found, behind a button.
    void setModelMenu(QMenu* menu);
    DeviceBox& device() const { return *m_device; }
    WeightsBox& weights() const { return *m_weights; }
    ScorerMenu& scorers() const { return *m_scorerMenu; }

private:
    ElidedLabel* m_name = nullptr;
    QLabel* m_details = nullptr;
    QLabel* m_demoNote = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_models = nullptr;
    QLabel* m_deviceLabel = nullptr;
    DeviceBox* m_device = nullptr;
    QLabel* m_weightsLabel = nullptr;
    WeightsBox* m_weights = nullptr;
    ElidedLabel* m_scorerName = nullptr;
    QLabel* m_scorerDetails = nullptr;
    QPushButton* m_scorers = nullptr;
    ScorerMenu* m_scorerMenu = nullptr;
};

}  // namespace ui

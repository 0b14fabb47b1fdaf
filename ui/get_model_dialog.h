// Which models are worth getting, whether they fit this machine, and how to fetch each. Fetches nothing itself. GUI
// thread.
#pragma once

#include <QDialog>

#include "app/models/known_models.h"
#include "ui/paint/theme.h"

class QBoxLayout;
class QLabel;
class QVBoxLayout;

namespace ui {

class MachineScan;

class GetModelDialog : public QDialog {
    Q_OBJECT
public:
    GetModelDialog(const MachineScan& scan, const Theme& theme, QWidget* parent = nullptr);
    /// @param device  whose memory the models are priced for
    void setDevice(const app::MemoryFacts& device);

    /// "Fits: with 64 traces, memory saturates near 2,100 tokens per trace", or what does not fit.
    static QString fitText(const app::MemoryPlan& plan);

Q_SIGNALS:
    /// One that is on this machine already.
    void chosen(const QString& path);

private:
    void fill();
    QWidget* makeCard(const app::KnownModel& model);
    void addCommand(QBoxLayout* layout, const QString& command, const QString& name, QWidget* parent);
    void addScorer(QVBoxLayout* layout, const app::KnownModel& model, QWidget* parent);

    const MachineScan& m_scan;
    const Theme& m_theme;
    app::MemoryFacts m_device;
    QLabel* m_intro = nullptr;
    QWidget* m_cards = nullptr;
    QVBoxLayout* m_list = nullptr;
};

}  // namespace ui

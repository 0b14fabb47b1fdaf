// The control of one row of the option table: its name, its tooltip, its range, and the way of its value into the
// options and back. GUI thread.
#pragma once

#include <QObject>
#include <QString>
#include <functional>

#include "app/run/option_table.h"

class QLabel;
class QWidget;

namespace ui {

class OptionControl : public QObject {
    Q_OBJECT
public:
    /// Editor and label are children of `parent`, which lays them out.
    OptionControl(const app::OptionRow& row, QWidget* parent);

    const app::OptionRow& row() const { return m_row; }
    QString name() const;
    QWidget* editor() const { return m_editor; }
    QLabel* label() const { return m_label; }  ///< null where the editor is a check box, which says its name itself
    void setVisible(bool visible);

    /// Shows exactly what the options hold, also where it is outside of the control's range.
    void show(const app::RunOptions& options);
    /// What is shown, if it differs from what the options hold: a value that nobody set stays unset.
    void writeTo(app::RunOptions& options) const;
    bool differsFrom(const app::RunOptions& options) const;
    /// As a person reads it: "0.6", "as mathematics".
    QString text() const;

Q_SIGNALS:
    void changed();

private:
    void makeCheckBox(QWidget* parent);
    void makeWholeBox(QWidget* parent);
    void makeRealBox(QWidget* parent);
    void makeSeedField(QWidget* parent);
    void makeWordBox(QWidget* parent);

    const app::OptionRow& m_row;
    QWidget* m_editor = nullptr;
    QLabel* m_label = nullptr;
    std::function<void(const app::OptionValue&)> m_show;
    std::function<app::OptionValue()> m_value;
    std::function<QString()> m_text;
};

}  // namespace ui

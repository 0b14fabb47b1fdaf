// Chooses problems with known answers: a set that comes with the program or a file, and how many of it. GUI thread.
#pragma once

#include <QWidget>
#include <vector>

#include "app/study/problems.h"
#include "ui/paint/theme.h"

class QComboBox;
class QLabel;
class QSpinBox;

namespace ui {

class ProblemSetBox : public QWidget {
    Q_OBJECT
public:
    enum class Needed { Yes, No };  ///< No: the first choice is none

    /// @param name  for assistive technology
    ProblemSetBox(const QString& name, Needed needed, const Theme& theme, QWidget* parent = nullptr);

    /// Reads the set in the folder of the program's own with this name ("train"), or none ("").
    void chooseOwn(const QString& name);
    void chooseFile(const QString& path);
    /// At most so many, spread over the set.
    void setCount(int count);
    /// Those chosen, spread evenly over the set; empty if none is chosen or it cannot be read.
    std::vector<app::Problem> problems() const;
    int count() const;
    /// Why the chosen set cannot be read; empty if it can.
    const QString& error() const { return m_error; }

Q_SIGNALS:
    void changed();

private:
    void addOwnSets();
    void choose(int index);
    void read(const QString& path);

    QComboBox* m_sets = nullptr;
    QSpinBox* m_count = nullptr;
    QLabel* m_of = nullptr;
    std::vector<app::Problem> m_problems;
    QString m_error;
    int m_chosen = -1;  ///< index, to come back to
};

}  // namespace ui

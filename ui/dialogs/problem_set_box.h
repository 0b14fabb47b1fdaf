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
    /// Of the chosen set; empty if none is.
    const QString& path() const { return m_path; }
    /// Lines of its file that cannot be used.
    int badLines() const { return m_badLines; }
    /// Lines that cannot be used, and problems without an answer: how many, and the first. Empty if there are none.
    const QString& note() const { return m_note; }
    /// Why the chosen set cannot be read; empty if it can.
    const QString& error() const { return m_error; }

Q_SIGNALS:
    void changed();

private:
    void addOwnSets();
    void addRememberedSets();
    void choose(int index);
    void read(const QString& path);

    QComboBox* m_sets = nullptr;
    QSpinBox* m_count = nullptr;
    QLabel* m_of = nullptr;
    std::vector<app::Problem> m_problems;
    QString m_path;
    QString m_error;
    QString m_note;
    int m_badLines = 0;
    int m_chosen = -1;  ///< index, to come back to
};

}  // namespace ui

// The problems of a set in a list that can be searched, however many there are: one becomes the next run's. The file is
// read on a thread of its own. GUI thread.
#pragma once

#include <QAbstractTableModel>
#include <QDialog>
#include <QTimer>
#include <future>
#include <vector>

#include "app/study/problems.h"
#include "ui/paint/theme.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace ui {

class ProblemsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Number, Question, Answer, Level, Kind, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setProblems(std::vector<app::Problem> problems);
    /// Shows those that have every word of the text, in question, answer, kind or number.
    void setFilter(const QString& text);
    std::size_t size() const { return m_problems.size(); }
    /// Of a row that is shown.
    const app::Problem& problem(int row) const { return m_problems[m_rows[static_cast<std::size_t>(row)]]; }
    bool hasLevels() const { return m_hasLevels; }
    bool hasKinds() const { return m_hasKinds; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<app::Problem> m_problems;
    std::vector<std::uint32_t> m_rows;  // places in m_problems of what is shown
    bool m_hasLevels = false;
    bool m_hasKinds = false;
};

class ProblemChooser : public QDialog {
    Q_OBJECT
public:
    explicit ProblemChooser(const Theme& theme, QWidget* parent = nullptr);
    ~ProblemChooser() override;

    /// Reads the set; it is shown, or said why not, when it is there. The newest one counts.
    void open(const QString& path);
    bool isReading() const { return m_work.valid(); }
    const QString& path() const { return m_path; }
    ProblemsModel& problems() { return *m_model; }
    QTableView& list() const { return *m_list; }
    QLineEdit& search() const { return *m_search; }
    /// What the button does: the current problem is chosen.
    void choose();

Q_SIGNALS:
    void chosen(const QString& question, const QString& answer);
    void openRequested();
    /// The set was read.
    void opened(const QString& path);
    void failed(const QString& reason);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void startReading();
    void finish();
    void filter();
    void showSummary();
    void showCurrent();

    const Theme& m_theme;
    ProblemsModel* m_model = nullptr;
    QLabel* m_summary = nullptr;
    QLabel* m_note = nullptr;
    QLineEdit* m_search = nullptr;
    QTableView* m_list = nullptr;
    QPlainTextEdit* m_text = nullptr;
    QPushButton* m_use = nullptr;
    QTimer m_typing;
    std::future<app::ProblemSet> m_work;
    QString m_path;  ///< of what is shown
    QString m_reading;
    QString m_next;  ///< to be read after that
};

}  // namespace ui

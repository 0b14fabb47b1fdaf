// Two to four runs of one problem side by side, with one time cursor for all and their differences in words. A window
// of its own; it owns its runs and needs no worker. GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include "ui/compare/compared_runs.h"
#include "ui/paint/theme.h"
#include "ui/session/recording_opener.h"

class QComboBox;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace ui {

class CompareColumn;
class TimeSlider;
class WhatIfPanel;
class WrapLabel;

class CompareWindow : public QWidget {
    Q_OBJECT
public:
    explicit CompareWindow(const Theme& theme, QWidget* parent = nullptr);
    ~CompareWindow() override;

    /// Why the run cannot be added; empty if it was.
    QString add(ComparedSide side);
    /// Recordings, opened one after another; what cannot be opened is said in the window.
    void open(const QStringList& paths);
    bool isOpening() const { return !m_toOpen.isEmpty() || m_opener.isReading(); }

    const ComparedRuns& runs() const { return m_runs; }
    double moment() const { return m_t; }
    void seek(double t);
    /// To the next or previous decision in any of the runs.
    void stepMoment(bool forward);
    void setPlaying(bool plays);
    bool playing() const { return m_timer.isActive(); }
    /// What is said about the differences, a line each.
    QString differences() const;
    QString message() const;
    /// What went wrong first since open(); empty if nothing did.
    const QString& trouble() const { return m_trouble; }
    /// All runs as one web page; how it went is said in the window.
    void exportPage(const QString& path);
    /// Shows or hides the questions to the first run.
    void setAsking(bool asks);
    WhatIfPanel& whatIf() const { return *m_whatIf; }
    CompareColumn& column(std::size_t i) const { return *m_columns[i]; }

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildTimeBar();
    void rebuild();
    void linkLanes();
    void showAll();
    void advance();
    void takeOpened();
    void openNext();
    void chooseRun();
    void setVote(app::VoteCount vote);
    void showWhatIf(const std::shared_ptr<app::Timeline>& run);
    void forgetWhatIf();
    void save();
    void choosePage();
    void say(const QString& text, bool isBad);
    void updateIcons();

    const Theme& m_theme;
    ComparedRuns m_runs;
    std::vector<CompareColumn*> m_columns;
    RecordingOpener m_opener;
    QStringList m_toOpen;
    QTimer m_poll;
    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_t = 0;
    bool m_linking = false;
    QString m_trouble;
    std::optional<std::size_t> m_whatIfPlace;  ///< the run that a question was answered with

    QLabel* m_problem = nullptr;
    QLabel* m_note = nullptr;
    QPushButton* m_add = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_export = nullptr;
    QHBoxLayout* m_body = nullptr;
    QLabel* m_words = nullptr;
    QPushButton* m_ask = nullptr;
    WhatIfPanel* m_whatIf = nullptr;
    TimeSlider* m_slider = nullptr;
    QLabel* m_now = nullptr;
    QToolButton* m_play = nullptr;
    QToolButton* m_back = nullptr;
    QToolButton* m_forward = nullptr;
    QComboBox* m_speed = nullptr;
};

}  // namespace ui

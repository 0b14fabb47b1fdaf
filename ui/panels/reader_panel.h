// The trace reader: the selected trace's steps with their scores, following live text, with search. GUI thread.
#pragma once

#include <QWidget>
#include <optional>

#include "app/run/run_state.h"
#include "ui/paint/theme.h"

class QLabel;
class QLineEdit;
class QToolButton;

namespace ui {

class DockTitle;
class SessionController;
class SteeringButtons;
class TraceText;

class ReaderPanel : public QWidget {
    Q_OBJECT
public:
    ReaderPanel(SessionController& session, const Theme& theme, QWidget* parent = nullptr);
    void setTitle(DockTitle* title);
    void refresh();
    void openSearch();
    /// Shows the step, and the first `needle` in it, where the trace shown has it.
    void showStep(std::optional<int> step, const QString& needle = {});
    TraceText* text() const { return m_text; }
    SteeringButtons& steering() const { return *m_steering; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildSearch();
    void search(bool backward);
    void updateIcons();
    QString statusText() const;
    static QString wouldHaveText(const app::TraceState& on, bool isOver);

    SessionController& m_session;
    const Theme& m_theme;
    DockTitle* m_title = nullptr;
    TraceText* m_text = nullptr;
    SteeringButtons* m_steering = nullptr;
    QWidget* m_searchBar = nullptr;
    QLineEdit* m_needle = nullptr;
    QLabel* m_hits = nullptr;
    QToolButton* m_find = nullptr;
    QToolButton* m_follow = nullptr;
    QToolButton* m_previous = nullptr;
    QToolButton* m_next = nullptr;
    QToolButton* m_closeSearch = nullptr;
};

}  // namespace ui

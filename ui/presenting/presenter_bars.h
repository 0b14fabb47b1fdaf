// The two bars of the presentation mode: above the lanes the problem and what it runs under, below them what has just
// happened and why. GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QToolBar>
#include <optional>

#include "ui/paint/theme.h"
#include "ui/presenting/caption.h"

class QLabel;

namespace ui {

class ElidedLabel;
class SessionController;

class PresenterHead : public QToolBar {
    Q_OBJECT
public:
    PresenterHead(SessionController& session, const Theme& theme, QWidget* parent);
    void refresh();

private:
    SessionController& m_session;
    ElidedLabel* m_problem = nullptr;
    QLabel* m_known = nullptr;
    QLabel* m_settings = nullptr;
};

class CaptionBar : public QToolBar {
    Q_OBJECT
public:
    CaptionBar(SessionController& session, const Theme& theme, QWidget* parent);
    /// A caption stays long enough to be read while a run goes on by itself.
    void refresh(bool jumped);
    const Caption& caption() const { return m_shown; }
    /// Who would go next, where the moment is one at which a trace had to.
    QString nextText() const;
    /// A line of its own at the left of the keys, as a lesson has one; empty: none.
    void setNote(const QString& note);

Q_SIGNALS:
    /// The trace that the moment shown is about.
    void subjectChanged(engine::TraceId trace);

private:
    std::optional<std::size_t> entryShown() const;
    void showNext(std::optional<std::size_t> entry);
    void showState();

    SessionController& m_session;
    Caption m_shown;
    std::uint64_t m_run = 0;
    std::optional<std::size_t> m_entry;
    QElapsedTimer m_since;  ///< the caption changed
    QLabel* m_head = nullptr;
    QLabel* m_why = nullptr;
    QLabel* m_next = nullptr;
    QLabel* m_clock = nullptr;
    QLabel* m_state = nullptr;
    QLabel* m_keys = nullptr;
    QLabel* m_note = nullptr;
};

}  // namespace ui

// The context menu of lanes, reader, events, vote and charts: one menu about what was clicked, made of sections.
// Whoever has actions adds a section; it is asked each time a menu opens. Owned by the window, GUI thread.
#pragma once

#include <QMenu>
#include <QObject>
#include <QPoint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/ids.h"

namespace ui {

/// What a menu is about.
struct MenuSubject {
    enum class Place { Lane, Reader, Event, Vote, Shares, Memory };
    Place place = Place::Lane;
    std::optional<engine::TraceId> trace = {};
    std::optional<int> step = {};            ///< of the trace, as SessionController::selectedStep()
    std::optional<std::size_t> entry = {};   ///< of the run's log
    std::optional<std::size_t> answer = {};  ///< index into the vote's answers
    std::optional<double> time = {};         ///< seconds, of a place on a chart
};

/// Adds what it has to say about the subject to the menu, or nothing.
using MenuSection = std::function<void(QMenu& menu, const MenuSubject& subject)>;

class ContextMenu : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Sections stand in the order in which they were added, with a line between them.
    void addSection(MenuSection section) { m_sections.push_back(std::move(section)); }
    /// Empty if no section has anything to say.
    std::unique_ptr<QMenu> make(const MenuSubject& subject) const;
    void popUp(const MenuSubject& subject, const QPoint& global);

private:
    std::vector<MenuSection> m_sections;
};

}  // namespace ui

#include "ui/panels/announcer.h"

#include <QAccessible>
#include <algorithm>

#include "ui/lanes/run_words.h"
#include "ui/paint/accessible_role.h"
#include "ui/paint/format.h"
#include "ui/panels/events_model.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qint64 kEveryMs = 2000;  // a sentence takes about as long to be spoken
constexpr qsizetype kNamed = 3;

/// "#6, #2 and 4 more were pruned."
QString manyText(const QStringList& traces, const QString& one, const QString& many) {
    if (traces.isEmpty()) return {};
    if (traces.size() == 1) return one.arg(traces.front());
    const QString named = listed(traces.first(std::min(kNamed, traces.size())));
    return many.arg(traces.size() <= kNamed
                        ? named
                        : Announcer::tr("%1 and %2 more").arg(named, QString::number(traces.size() - kNamed)));
}

}  // namespace

QString newsOf(const app::RunState& run, std::size_t first) {
    QStringList pruned, waiting, said;
    QString leader;
    for (std::size_t i = first; i < run.log.size(); ++i) {
        const app::LogEntry& entry = run.log[i];
        switch (entry.kind) {
            case app::LogKind::Saturated: said << Announcer::tr("Memory is full."); break;
            case app::LogKind::Pruned:
                if (entry.trace) pruned << formatTrace(*entry.trace);
                break;
            case app::LogKind::Waiting:
                if (entry.trace) waiting << formatTrace(*entry.trace);
                break;
            case app::LogKind::LeaderChanged: leader = asSentence(describe(entry, run)); break;
            default: break;
        }
    }
    said << manyText(pruned, Announcer::tr("%1 was pruned."), Announcer::tr("%1 were pruned."))
         << manyText(waiting, Announcer::tr("%1 waits for memory."), Announcer::tr("%1 wait for memory.")) << leader;
    said.removeAll(QString());
    return said.join(u' ');
}

Announcer::Announcer(const SessionController& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setAccessibleRole(*this, QAccessible::Notification);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFixedSize(1, 1);
    m_since.start();
    connect(&session, &SessionController::frame, this, &Announcer::refresh);
}

/// What comes fast is said together.
void Announcer::refresh() {
    const app::RunState& run = m_session.latest();
    const bool isLive = m_session.kind() == SourceKind::Live;
    if (std::exchange(m_run, m_session.runIdentity()) != m_session.runIdentity()) {
        m_entries = isLive ? 0 : run.log.size();
        m_toldEnd = !isLive;
        m_entry.reset();
    }
    if (sayEntry() || !isLive || !m_session.playback().followsEnd()) return;
    const bool hasEnded = run.finished && !m_toldEnd;
    if (!hasEnded && m_since.elapsed() < kEveryMs) return;
    m_entries = std::min(m_entries, run.log.size());
    const QString news = hasEnded ? outcomeText(run) : newsOf(run, m_entries);
    m_entries = run.log.size();
    m_toldEnd = m_toldEnd || hasEnded;
    say(news);
}

/// The event that one has stepped to, or at which the run paused by itself.
bool Announcer::sayEntry() {
    const auto entry = m_session.shownEntry();
    if (entry == m_entry) return false;
    m_entry = entry;
    const app::RunState& run = m_session.latest();
    if (!entry || *entry >= run.log.size()) return false;
    say(tr("%1: %2").arg(formatSeconds(run.log[*entry].t), describe(run.log[*entry], run)));
    return true;
}

/// A notification that comes up is spoken; its name is what it says.
void Announcer::say(const QString& text) {
    if (text.isEmpty()) return;
    m_since.restart();
    setAccessibleName(text);
    QAccessibleEvent shown(this, QAccessible::ObjectShow);
    QAccessible::updateAccessibility(&shown);
}

}  // namespace ui

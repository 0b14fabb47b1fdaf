#include "ui/guarded_application.h"

#include <cstdio>
#include <exception>
#include <new>

#include "ui/paint/app_text.h"

namespace ui {

bool GuardedApplication::notify(QObject* receiver, QEvent* event) {
    try {
        return QApplication::notify(receiver, event);
    } catch (const std::bad_alloc&) {
        tell(QT_TR_NOOP("there is not enough memory for it"));
    } catch (const std::exception& error) {
        tell(error.what());
    } catch (...) {
        tell(QT_TR_NOOP("an unknown error"));
    }
    return false;
}

void GuardedApplication::tell(const char* what) {
    if (m_hasEnded) return;
    try {
        const QString own = tr(what);  // of the two above
        const QString text =
            tr("Something went wrong: %1").arg(own == QLatin1StringView(what) ? appSentence(what) : own);
        if (text == m_last) return;
        m_last = text;
        std::fprintf(stderr, "%s\n", qUtf8Printable(text));
        Q_EMIT troubled(text);
    } catch (const std::exception&) {
        std::fprintf(stderr, "%s\n", what);  // even the message was too much
    }
    if (!m_endsOnTrouble) return;
    m_hasEnded = true;
    exit(1);
}

}  // namespace ui

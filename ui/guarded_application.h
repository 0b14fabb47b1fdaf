// The application object: an exception that leaves a slot or an event handler becomes a message, and the program
// continues. GUI thread.
#pragma once

#include <QApplication>
#include <QString>

namespace ui {

class GuardedApplication : public QApplication {
    Q_OBJECT
public:
    GuardedApplication(int& argc, char** argv) : QApplication(argc, argv) {}
    bool notify(QObject* receiver, QEvent* event) override;

    /// Where nobody watches: the first trouble ends the program with exit code 1, because what it would wait for may
    /// never come. Ask `hasEnded` before the event loop starts.
    void endOnTrouble() { m_endsOnTrouble = true; }
    bool hasEnded() const { return m_hasEnded; }

Q_SIGNALS:
    /// What went wrong. A repeated error, as from a timer, is reported once.
    void troubled(const QString& what);

private:
    void tell(const char* what);

    QString m_last;
    bool m_endsOnTrouble = false;
    bool m_hasEnded = false;
};

}  // namespace ui

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

Q_SIGNALS:
    /// What went wrong. A repeated error, as from a timer, is reported once.
    void troubled(const QString& what);

private:
    void tell(const char* what);

    QString m_last;
};

}  // namespace ui

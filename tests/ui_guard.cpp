// The application object: what is thrown in a slot or a painting becomes a message, and the program goes on.
#include <QSignalSpy>
#include <QTimer>
#include <QWidget>
#include <QtTest>
#include <stdexcept>

#include "ui/guarded_application.h"

using namespace Qt::StringLiterals;

namespace {

class Thrower : public QWidget {
public:
    bool event(QEvent* event) override {
        if (event->type() == QEvent::User) throw std::runtime_error("odd event");
        if (event->type() == QEvent::MaxUser) throw std::bad_alloc();
        return QWidget::event(event);
    }
};

}  // namespace

class UiGuard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsThrownIsTold() {
        QSignalSpy told(qApp, SIGNAL(troubled(QString)));
        Thrower thrower;
        QCoreApplication::postEvent(&thrower, new QEvent(QEvent::User));
        QTRY_COMPARE(told.size(), 1);
        QVERIFY(told.front().front().toString().contains(u"odd event"_s));
        QCoreApplication::postEvent(&thrower, new QEvent(QEvent::MaxUser));
        QTRY_COMPARE(told.size(), 2);
        QVERIFY(told.back().front().toString().contains(u"memory"_s));
    }

    void aTimerThatAlwaysThrowsIsToldOnce() {
        QSignalSpy told(qApp, SIGNAL(troubled(QString)));
        int rounds = 0;
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, [&] {
            if (++rounds <= 5) throw std::runtime_error("every time");
        });
        timer.start(1);
        QTRY_VERIFY(rounds > 5);
        QCOMPARE(told.size(), 1);
    }

    /// The last one: it ends all event loops.
    void whereNobodyWatchesItEnds() {
        auto* application = qobject_cast<ui::GuardedApplication*>(qApp);
        QVERIFY(application && !application->hasEnded());
        application->endOnTrouble();
        Thrower thrower;
        QCoreApplication::postEvent(&thrower, new QEvent(QEvent::MaxUser));
        QEventLoop loop;
        QCOMPARE(loop.exec(), 1);
        QVERIFY(application->hasEnded());
    }
};

int main(int argc, char** argv) {
    ui::GuardedApplication application(argc, argv);
    UiGuard test;
    return QTest::qExec(&test, argc, argv);
}
#include "ui_guard.moc"

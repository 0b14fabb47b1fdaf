#include "ui/session/study_opener.h"

#include <QDesktopServices>
#include <QMetaObject>
#include <QUrl>
#include <exception>

#include "app/study/study_place.h"
#include "ui/paint/app_text.h"

namespace ui {

StudyOpener::~StudyOpener() {
    if (m_work.valid()) m_work.wait();
}

void StudyOpener::open(const QString& path, bool fresh) {
    if (running()) return;
    m_work = std::async(std::launch::async, [this, fresh, given = path.toStdString()] {
        // Queued either way: finish() takes the path or the exception.
        struct AtEnd {
            StudyOpener* self;
            ~AtEnd() { QMetaObject::invokeMethod(self, &StudyOpener::finish, Qt::QueuedConnection); }
        } const atEnd{this};
        return QString::fromStdString(app::requireStudyReport(given, fresh).string());
    });
}

void StudyOpener::finish() {
    QString report;
    try {
        report = m_work.get();
    } catch (const std::exception& error) {
        Q_EMIT failed(appSentence(error.what()));
        return;
    }
    if (QDesktopServices::openUrl(QUrl::fromLocalFile(report))) {
        Q_EMIT opened(report);
    } else {
        Q_EMIT failed(tr("No browser could be started to show %1").arg(report));
    }
}

}  // namespace ui

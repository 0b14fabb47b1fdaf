#include "ui/screenshot.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPixmap>
#include <QSaveFile>
#include <QTimer>
#include <cstdio>
#include <utility>

#include "app/export/export_moment.h"
#include "app/run/usage_error.h"
#include "ui/app_window.h"
#include "ui/compare/compare_window.h"
#include "ui/exports.h"
#include "ui/message_bar.h"
#include "ui/paint/app_text.h"

namespace ui {
namespace {
constexpr int kRefused = 2;  // exit codes
constexpr int kWentWrong = 1;
constexpr int kSettleFrames = 4;  // layouts of freshly shown panels need a round or two
}  // namespace

Screenshot::Screenshot(AppWindow& window, ScreenshotOptions options, bool ofRecording, bool ofRun)
    : QObject(&window), m_window(window), m_options(std::move(options)), m_ofRecording(ofRecording), m_ofRun(ofRun) {
    connect(&window.session(), &SessionController::frame, this, &Screenshot::look);
    connect(&window.session(), &SessionController::refused, this,
            [this](const QString&, const QString& reason) { fail(kRefused, reason); });
    connect(&window.session(), &SessionController::runTroubled, this,
            [this](const QString& reason) { fail(kWentWrong, reason); });
    if (ofRecording) {
        connect(&window.session(), &SessionController::recordingOpened, this, [this] {
            if (!m_options.moment.isEmpty()) seekTo(m_options.moment);
            if (m_options.atS) m_window.session().seek(*m_options.atS);
        });
    }
}

void Screenshot::fail(int exitCode, const QString& reason) {
    if (m_exitCode == 0) m_exitCode = exitCode;
    if (reason != std::exchange(m_lastReason, reason)) std::fprintf(stderr, "%s\n", qUtf8Printable(reason));
}

void Screenshot::seekTo(const QString& moment) {
    try {
        m_window.session().seek(app::requireMoment(moment.toStdString(), m_window.session().latest()));
    } catch (const app::UsageError& error) {
        fail(kRefused, appSentence(error.what()));
    }
}

bool Screenshot::save() {
    if (!m_options.part) {
        QSaveFile file(m_options.path);  // a picture that is there stays until the new one is whole
        const QByteArray format = QFileInfo(m_options.path).suffix().toLatin1();
        return file.open(QFile::WriteOnly) && pictured().grab().save(&file, format.constData()) && file.commit();
    }
    try {
        m_window.exports().savePart(*m_options.part, m_options.path, m_options.scale);
        return true;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return false;
    }
}

CompareWindow* Screenshot::comparison() const {
    return m_window.findChild<CompareWindow*>();
}

QWidget& Screenshot::pictured() const {
    if (CompareWindow* window = comparison()) return *window;
    return m_window;
}

void Screenshot::look() {
    SessionController& session = m_window.session();
    if (m_taken) return;
    bool ready = false;
    if (!session.loadingModel() && !session.model()) {
        ready = true;  // refused: the picture shows the message
    } else if (const CompareWindow* compared = comparison()) {
        ready = !compared->isOpening();
    } else if (m_ofRecording) {
        ready = !session.loadingRecording() && !session.loadingModel();
    } else if (!m_ofRun) {
        ready = session.model().has_value();
    } else if (session.kind() == SourceKind::Live) {
        const bool finished = session.latest().phase == app::RunPhase::Finished;
        ready = finished || (m_options.atS && session.latest().now >= *m_options.atS);
    } else {
        ready = session.model() && !session.starting() && !m_window.messages().text().isEmpty();
    }
    if (!ready || ++m_settleFrames < kSettleFrames) return;
    m_taken = true;
    QTimer::singleShot(0, this, &Screenshot::take);
}

void Screenshot::take() {
    SessionController& session = m_window.session();
    session.setTimerRunning(false);
    if (!m_ofRecording && m_ofRun && m_options.atS && session.latest().phase != app::RunPhase::Finished) {
        session.pause();
    }
    if (CompareWindow* compared = comparison()) {
        compared->resize(m_options.size.value_or(m_window.size()));
        compared->seek(m_options.atS.value_or(compared->runs().duration()));
        if (!compared->trouble().isEmpty()) fail(kRefused, compared->trouble());
    }
    m_window.refreshAll();
    QCoreApplication::processEvents();
    m_window.refreshAll();
    QCoreApplication::processEvents();
    if (!save()) fail(kWentWrong, tr("the picture could not be written to %1").arg(m_options.path));
    if (m_options.size && pictured().size() != *m_options.size) {
        const auto text = [](const QSize& size) {
            return QStringLiteral("%1x%2").arg(size.width()).arg(size.height());
        };
        fail(kRefused,
             tr("--size %1: the window needs at least %2").arg(text(*m_options.size), text(pictured().size())));
    }
    Q_EMIT done(m_exitCode);
}

}  // namespace ui

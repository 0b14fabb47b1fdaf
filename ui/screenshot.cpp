#include "ui/screenshot.h"

#include <QCoreApplication>
#include <QPixmap>
#include <QTimer>
#include <cstdio>

#include "ui/app_window.h"
#include "ui/message_bar.h"

namespace ui {
namespace {
constexpr int kSettleFrames = 4;  // layouts of freshly shown panels need a round or two
}

Screenshot::Screenshot(AppWindow& window, ScreenshotOptions options, bool ofRecording, bool ofRun)
    : QObject(&window), m_window(window), m_options(std::move(options)), m_ofRecording(ofRecording), m_ofRun(ofRun) {
    connect(&window.session(), &SessionController::frame, this, &Screenshot::look);
    if (ofRecording) {
        connect(&window.session(), &SessionController::recordingOpened, this, [this] {
            if (m_options.atS) m_window.session().seek(*m_options.atS);
        });
    }
}

void Screenshot::look() {
    SessionController& session = m_window.session();
    if (m_taken) return;
    bool ready = false;
    if (!session.loadingModel() && !session.model()) {
        ready = true;  // refused: the picture shows the message
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
    m_window.refreshAll();
    QCoreApplication::processEvents();
    m_window.refreshAll();
    QCoreApplication::processEvents();
    const bool saved = m_window.grab().save(m_options.path);
    if (!saved) std::fprintf(stderr, "the picture could not be written to %s\n", qUtf8Printable(m_options.path));
    Q_EMIT done(saved ? 0 : 1);
}

}  // namespace ui

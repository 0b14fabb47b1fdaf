// Saves a picture of the real window at a moment of the run and ends the program. GUI thread.
#pragma once

#include <QObject>

#include "ui/launch_options.h"

namespace ui {

class AppWindow;
class CompareWindow;

class Screenshot : public QObject {
    Q_OBJECT
public:
    /// @param ofRecording  or of the recordings of a comparison, whose window is pictured then
    Screenshot(AppWindow& window, ScreenshotOptions options, bool ofRecording, bool ofRun);
    /// Something that the picture should show is missing: reported on stderr, and the program ends with this code.
    void fail(int exitCode, const QString& reason);

Q_SIGNALS:
    /// The program may end: 0 the picture is saved and shows what was asked for; 2 what was asked for was refused;
    /// 1 it went wrong, or the picture could not be saved.
    void done(int exitCode);

private:
    void look();
    void seekTo(const QString& moment);
    bool save();
    void take();
    /// Shown beside the main window; nullptr: none.
    CompareWindow* comparison() const;
    QWidget& pictured() const;

    AppWindow& m_window;
    ScreenshotOptions m_options;
    bool m_ofRecording;
    bool m_ofRun;
    bool m_taken = false;
    int m_exitCode = 0;
    QString m_lastReason;
    int m_settleFrames = 0;
};

}  // namespace ui

// Saves a picture of the real window at a moment of the run and ends the program. GUI thread.
#pragma once

#include <QObject>

#include "ui/launch_options.h"

namespace ui {

class AppWindow;

class Screenshot : public QObject {
    Q_OBJECT
public:
    Screenshot(AppWindow& window, ScreenshotOptions options, bool ofRecording, bool ofRun);

Q_SIGNALS:
    /// The program may end: 0 the picture is saved, 1 it could not be.
    void done(int exitCode);

private:
    void look();
    void take();

    AppWindow& m_window;
    ScreenshotOptions m_options;
    bool m_ofRecording;
    bool m_ofRun;
    bool m_taken = false;
    int m_settleFrames = 0;
};

}  // namespace ui

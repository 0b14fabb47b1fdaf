// Opens the report of a study in the system's browser, writing it first where it is missing. Reading a study and
// drawing its report takes seconds, so that happens on a thread of its own. GUI thread.
#pragma once

#include <QObject>
#include <QString>
#include <future>

namespace ui {

class StudyOpener : public QObject {
    Q_OBJECT
public:
    explicit StudyOpener(QObject* parent = nullptr) : QObject(parent) {}
    ~StudyOpener() override;

    /// @param path  the study's folder, or report.html or study.json in it; ignored while another is being opened
    /// @param fresh  written again from the study's records, also where a report is there
    void open(const QString& path, bool fresh = false);
    bool running() const { return m_work.valid(); }

Q_SIGNALS:
    void opened(const QString& report);
    void failed(const QString& reason);

private:
    void finish();

    std::future<QString> m_work;  ///< the report's path
};

}  // namespace ui

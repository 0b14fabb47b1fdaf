// A narrow column beside the lanes of one run: what became of the same trace in the other run. Follows the lanes' rows.
// GUI thread.
#pragma once

#include <QWidget>
#include <functional>

#include "ui/compare/compared_runs.h"
#include "ui/paint/theme.h"

namespace ui {

class LanesView;

class TwinStrip : public QWidget {
    Q_OBJECT
public:
    using Find = std::function<Twin(engine::TraceId)>;
    /// @param heading  the letter of the other run
    TwinStrip(LanesView& lanes, const Theme& theme, QWidget* parent);
    void show(const QString& heading, Find find);
    /// "the same end", "pruned there", ...
    static QString wordsOf(Twin twin, const QString& other);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    int offset() const;

    LanesView& m_lanes;
    const Theme& m_theme;
    QString m_heading;
    Find m_find;
};

}  // namespace ui

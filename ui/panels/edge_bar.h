// The bar at a side of the window with a tab for every panel that is folded up. GUI thread.
#pragma once

#include <QAbstractButton>
#include <QToolBar>

#include "ui/paint/theme.h"

class QBoxLayout;

namespace ui {

/// Its text runs up at the left of the window and down at the right.
class EdgeTab : public QAbstractButton {
    Q_OBJECT
public:
    EdgeTab(bool atLeft, const Theme& theme, QWidget* parent);
    /// A few words about the state of the panel, behind its name; `role` as for DockTitle::setStatus.
    void setStatus(const QString& status, const QString& role);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    const Theme& m_theme;
    bool m_atLeft;
    QString m_status;
    QString m_role;
};

class EdgeBar : public QToolBar {
    Q_OBJECT
public:
    EdgeBar(bool atLeft, const Theme& theme, QWidget* parent);
    /// @param atBottom  for a panel that opens from below
    EdgeTab* addTab(const QString& text, bool atBottom);
    /// Of the whole bar, also while it is hidden.
    int thickness() const;
    /// Shows itself if it has a tab to show.
    void follow();

private:
    const Theme& m_theme;
    bool m_atLeft;
    QWidget* m_body = nullptr;
    QBoxLayout* m_upper = nullptr;
    QBoxLayout* m_lower = nullptr;
    std::vector<EdgeTab*> m_tabs;
};

}  // namespace ui

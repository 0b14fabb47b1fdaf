#include "ui/lesson/highlight.h"

#include <QPainter>
#include <algorithm>

namespace ui {
namespace {

constexpr int kFollowMs = 120;
constexpr int kLine = 3;
constexpr int kOutside = 4;
constexpr int kInside = 2;  // from the window's edge

}  // namespace

class Highlight::Frame : public QWidget {
public:
    Frame(QWidget* window, const Theme& theme) : QWidget(window), m_theme(theme) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_theme.colors().accent, kLine));
        painter.drawRoundedRect(QRectF(rect()).adjusted(kLine / 2.0, kLine / 2.0, -kLine / 2.0, -kLine / 2.0), 5, 5);
    }

private:
    const Theme& m_theme;
};

Highlight::Highlight(QWidget& window, const Theme& theme, std::function<bool()> isWanted)
    : QObject(&window), m_window(window), m_theme(theme), m_isWanted(std::move(isWanted)) {
    m_timer.setInterval(kFollowMs);
    connect(&m_timer, &QTimer::timeout, this, &Highlight::follow);
}

void Highlight::show(const std::vector<QWidget*>& parts) {
    for (const auto& [part, frame] : m_frames) frame->deleteLater();
    m_frames.clear();
    for (QWidget* part : parts) m_frames.emplace_back(part, new Frame(&m_window, m_theme));
    follow();
    if (m_frames.empty()) {
        m_timer.stop();
    } else {
        m_timer.start();
    }
}

void Highlight::follow() {
    const bool isWanted = m_isWanted();
    for (const auto& [part, frame] : m_frames) {
        const bool isSeen = isWanted && part && part->isVisible() && part->window() == &m_window;
        if (isSeen) {
            const QRect box(part->mapTo(&m_window, QPoint(0, 0)), part->size());
            frame->setGeometry(box.adjusted(-kOutside, -kOutside, kOutside, kOutside)
                                   .intersected(m_window.rect().adjusted(kInside, kInside, -kInside, -kInside)));
            frame->raise();
        }
        frame->setVisible(isSeen && !frame->size().isEmpty());
    }
}

int Highlight::frames() const {
    return static_cast<int>(std::ranges::count_if(m_frames, [](const auto& each) { return !each.second->isHidden(); }));
}

}  // namespace ui

#include "ui/paint/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPalette>
#include <QScreen>
#include <QStyle>
#include <QStyleFactory>
#include <QWidget>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace ui {
namespace {

using Field = std::pair<const char*, QColor Colors::*>;
constexpr std::array kFields = {
    Field{"window", &Colors::window},
    Field{"panel", &Colors::panel},
    Field{"field", &Colors::field},
    Field{"raised", &Colors::raised},
    Field{"border", &Colors::border},
    Field{"control", &Colors::control},
    Field{"text", &Colors::text},
    Field{"muted", &Colors::muted},
    Field{"faint", &Colors::faint},
    Field{"accent", &Colors::accent},
    Field{"accentText", &Colors::accentText},
    Field{"accentSoft", &Colors::accentSoft},
    Field{"accentBorder", &Colors::accentBorder},
    Field{"good", &Colors::good},
    Field{"warn", &Colors::warn},
    Field{"bad", &Colors::bad},
    Field{"goodSoft", &Colors::goodSoft},
    Field{"warnSoft", &Colors::warnSoft},
    Field{"badSoft", &Colors::badSoft},
    Field{"track", &Colors::track},
    Field{"rowAlt", &Colors::rowAlt},
    Field{"selection", &Colors::selection},
    Field{"found", &Colors::found},
    Field{"freeBlock", &Colors::freeBlock},
    Field{"promptBlock", &Colors::promptBlock},
};

QByteArray readResource(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Replaces each @name by the colour of that name, longest names first so that @accent does not eat @accentSoft.
QString fillIn(QString sheet, const Colors& colors) {
    auto fields = kFields;
    std::sort(fields.begin(), fields.end(), [](const Field& a, const Field& b) {
        return std::char_traits<char>::length(a.first) > std::char_traits<char>::length(b.first);
    });
    for (const auto& [name, member] : fields) {
        sheet.replace(u'@' + QString::fromLatin1(name), (colors.*member).name());
    }
    return sheet;
}

QPalette paletteOf(const Colors& c) {
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.panel);
    p.setColor(QPalette::AlternateBase, c.rowAlt);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::PlaceholderText, c.muted);
    p.setColor(QPalette::Button, c.panel);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::Highlight, c.accent);
    p.setColor(QPalette::HighlightedText, c.accentText);
    p.setColor(QPalette::ToolTipBase, c.field);
    p.setColor(QPalette::ToolTipText, c.text);
    p.setColor(QPalette::Link, c.accent);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        p.setColor(QPalette::Disabled, role, c.faint);
    }
    return p;
}

constexpr double kLeastPoints = 9.5;  // at 100 %
constexpr double kSmall = 0.9;        // of the interface font
constexpr double kBadge = 0.9;        // of small text
constexpr double kHeading = 0.95;     // of small text
constexpr double kHeadingSpacing = 106;
constexpr double kEnlarged = 1.5;
constexpr double kName = 1.15;  // of the interface font

/// The interface font where its digits are all of one width (most are), else the desktop's fixed font.
QFont fontForNumbers(const QFont& base) {
    const QFontMetricsF metrics(base);
    if (qFuzzyCompare(metrics.horizontalAdvance(u'1'), metrics.horizontalAdvance(u'8'))) return base;
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    font.setPointSizeF(base.pointSizeF());
    return font;
}

}  // namespace

std::optional<ThemeChoice> findThemeChoice(const QString& word) {
    if (word == "system"_L1) return ThemeChoice::System;
    if (word == "light"_L1) return ThemeChoice::Light;
    if (word == "dark"_L1) return ThemeChoice::Dark;
    return std::nullopt;
}

QString nameOf(ThemeChoice choice) {
    switch (choice) {
        case ThemeChoice::Light: return u"light"_s;
        case ThemeChoice::Dark: return u"dark"_s;
        case ThemeChoice::System: break;
    }
    return u"system"_s;
}

Colors readColors(bool dark) {
    const auto path = dark ? u":/stepscope/themes/dark.json"_s : u":/stepscope/themes/light.json"_s;
    const QJsonObject json = QJsonDocument::fromJson(readResource(path)).object();
    Colors colors;
    colors.dark = json["dark"_L1].toBool();
    for (const auto& [name, member] : kFields) {
        colors.*member = QColor(json[QLatin1String(name)].toString());
    }
    return colors;
}

std::vector<int> textPercents() {
    return {80, 90, 100, 110, 125, 150, 175, 200};
}

Theme::Theme(QObject* parent) : QObject(parent) {
    m_desktopIsDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    m_desktop = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    if (m_desktop.pointSizeF() < kLeastPoints) m_desktop.setPointSizeF(kLeastPoints);
    makeFonts();
    m_colors = readColors(m_desktopIsDark);
}

void Theme::makeFonts() {
    m_base = m_desktop;
    m_base.setPointSizeF(m_desktop.pointSizeF() * textScale());
    keepReadable(m_base);
    m_small = m_base;
    m_small.setPointSizeF(m_base.pointSizeF() * kSmall);
    keepReadable(m_small);
    m_numbers = fontForNumbers(m_base);
    m_smallNumbers = m_numbers;
    m_smallNumbers.setPointSizeF(m_base.pointSizeF() * kSmall);
    keepReadable(m_smallNumbers);
}

QFont Theme::font(TextRole role) const {
    QFont font = m_small;
    switch (role) {
        case TextRole::Base: return m_base;
        case TextRole::Small: return m_small;
        case TextRole::Numbers: return m_numbers;
        case TextRole::SmallNumbers: return m_smallNumbers;
        case TextRole::Badge: font.setPointSizeF(m_small.pointSizeF() * kBadge); break;
        case TextRole::Heading:
            font.setPointSizeF(m_small.pointSizeF() * kHeading);
            font.setLetterSpacing(QFont::PercentageSpacing, kHeadingSpacing);
            font.setWeight(QFont::DemiBold);
            break;
        case TextRole::Strong:
            font = m_base;
            font.setBold(true);
            break;
        case TextRole::Name:
            font = m_base;
            font.setBold(true);
            font.setPointSizeF(m_base.pointSizeF() * kName);
            break;
    }
    keepReadable(font);
    return font;
}

void Theme::whenever(QObject* context, const std::function<void()>& adjust) const {
    adjust();
    connect(this, &Theme::changed, context, adjust);
}

void Theme::follow(QWidget* widget, TextRole role) const {
    whenever(widget, [this, widget, role] { widget->setFont(font(role)); });
}

int Theme::letters(double count) const {
    return static_cast<int>(std::ceil(QFontMetricsF(m_base).horizontalAdvance(u'0') * count));
}

int Theme::lines(double count) const {
    return static_cast<int>(std::ceil(QFontMetricsF(m_base).lineSpacing() * count));
}

void Theme::setTextPercent(int percent) {
    const std::vector<int> all = textPercents();
    const int wanted = std::clamp(percent, all.front(), all.back());
    if (wanted == std::exchange(m_textPercent, wanted)) return;
    makeFonts();
    if (m_isApplied) apply(m_choice);
}

double Theme::textScale() const {
    return static_cast<double>(m_textPercent) / kUsualTextPercent * (m_isEnlarged ? kEnlarged : 1);
}

void Theme::keepReadable(QFont& font) const {
    if (!m_isEnlarged) return;
    const QScreen* screen = QGuiApplication::primaryScreen();
    constexpr double kPointsPerInch = 72, kUsualDpi = 96;
    const double dpi = screen ? screen->logicalDotsPerInchY() : kUsualDpi;
    font.setPointSizeF(std::max(font.pointSizeF(), kLeastEnlargedPixels * kPointsPerInch / dpi));
}

void Theme::setEnlarged(bool enlarged) {
    if (enlarged == std::exchange(m_isEnlarged, enlarged)) return;
    makeFonts();
    if (m_isApplied) apply(m_choice);
}

void Theme::setFamily(const QString& family) {
    m_desktop.setFamilies({family});
    makeFonts();
    if (m_isApplied) apply(m_choice);
}

void Theme::apply(ThemeChoice choice) {
    m_choice = choice;
    m_isApplied = true;
    m_colors = readColors(choice == ThemeChoice::System ? m_desktopIsDark : choice == ThemeChoice::Dark);
    if (QApplication::style()->objectName().compare("fusion"_L1, Qt::CaseInsensitive) != 0) {
        QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    }
    QApplication::setFont(m_base);
    QApplication::setPalette(paletteOf(m_colors));
    const auto sheet = QString::fromUtf8(readResource(u":/stepscope/themes/stepscope.qss"_s));
    qApp->setStyleSheet(fillIn(sheet, m_colors));
    Q_EMIT changed();
}

}  // namespace ui

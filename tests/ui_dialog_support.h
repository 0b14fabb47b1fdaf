// What tests of dialogs have in common: finding buttons and texts, and pictures of what they see.
#pragma once

#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QtTest>

#include "ui/paint/theme.h"

namespace ui_test {

inline QPushButton* findButton(const QWidget& in, const QString& text) {
    for (QPushButton* button : in.findChildren<QPushButton*>())
        if (button->text().remove(QLatin1Char('&')) == text) return button;
    return nullptr;
}

inline QString textOf(const QWidget& in, const QString& accessibleName) {
    for (const QLabel* label : in.findChildren<QLabel*>())
        if (label->accessibleName() == accessibleName) return label->text();
    return {};
}

/// NAME-dark.png and NAME-light.png in the folder of STEPSCOPE_TEST_PICTURES, where that is set.
inline void picture(ui::Theme& theme, const QString& name, QWidget& of) {
    const QString folder = qEnvironmentVariable("STEPSCOPE_TEST_PICTURES");
    if (folder.isEmpty()) return;
    for (const auto choice : {ui::ThemeChoice::Dark, ui::ThemeChoice::Light}) {
        theme.apply(choice);
        for (int round = 0; round < 3; ++round) QCoreApplication::processEvents();
        of.grab().save(QDir(folder).filePath(name + QLatin1Char('-') + ui::nameOf(choice) + QStringLiteral(".png")));
    }
}

}  // namespace ui_test

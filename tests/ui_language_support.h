// Translators for tests: one that marks every text that the German catalogue has, so that what is on the screen without
// a mark was never translated; and what a window shows, text by text.
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QCoreApplication>
#include <QGroupBox>
#include <QHash>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QSet>
#include <QTranslator>
#include <QWidget>
#include <algorithm>

namespace ui_test {

/// Installed as long as it lives.
class MarkingTranslator : public QTranslator {
public:
    MarkingTranslator() {
        [[maybe_unused]] const bool loaded = m_german.load(QStringLiteral(":/stepscope/languages/stepscope_de.qm"));
        QCoreApplication::installTranslator(this);
    }
    MarkingTranslator(const MarkingTranslator&) = delete;
    MarkingTranslator& operator=(const MarkingTranslator&) = delete;
    ~MarkingTranslator() override { QCoreApplication::removeTranslator(this); }

    bool isEmpty() const override { return m_german.isEmpty(); }
    QString translate(const char* context, const char* source, const char* disambiguation, int n) const override {
        const QString text = QString::fromUtf8(source);
        const QString german = m_german.translate(context, source, disambiguation, n);
        if (german.isEmpty()) {
            // The contexts of this program; others are Qt's own, and "app" is asked about names, too.
            if (QLatin1StringView(context).startsWith(QLatin1StringView("ui"))) missing.insert(text);
            return {};
        }
        missing.remove(text);  // another context has it: texts of a namespace within another are looked for in both
        if (text == QStringLiteral("en")) return QStringLiteral("de");
        return QChar(0x27e6) + text + QChar(0x27e7);
    }

    mutable QSet<QString> missing;

private:
    QTranslator m_german;
};

/// What of a text stands outside of every mark.
inline QString outsideOfMarks(const QString& text) {
    QString rest;
    int depth = 0;
    for (const QChar letter : text) {
        if (letter == QChar(0x27e6)) ++depth;
        if (depth == 0) rest += letter;
        if (letter == QChar(0x27e7)) --depth;
    }
    return rest;
}

/// Words of a text that nobody translated, without names, keys, units and numbers.
inline QStringList untranslatedWords(const QString& text, const QSet<QString>& names) {
    static const QRegularExpression markup(QStringLiteral("<[^>]*>|&\\w+;"));
    static const QRegularExpression keys(
        QStringLiteral("\\b((Ctrl|Alt|Shift|Meta|Esc|Enter|Return|Del|Delete|Space|Home|End|Left|Right|Up|Down|PgUp|"
                       "PgDown|F\\d+)\\b\\+?)+"));
    static const QRegularExpression units(QStringLiteral("\\b(tok/s|MiB|GiB|KiB|ms|min|AUC|F1|KV)\\b"));
    static const QRegularExpression word(QStringLiteral("\\p{L}{2,}"));
    QString rest = outsideOfMarks(text);
    QStringList longestFirst(names.begin(), names.end());  // one may be part of another
    std::sort(longestFirst.begin(), longestFirst.end(),
              [](const QString& a, const QString& b) { return a.size() > b.size(); });
    for (const QString& name : longestFirst) rest.remove(name);
    rest.remove(QLatin1Char('&')).remove(markup).remove(keys).remove(units);
    QStringList words;
    for (auto at = word.globalMatch(rest); at.hasNext();) words << at.next().captured();
    return words;
}

/// Every text of a window that somebody sees or hears, with the widget that has it.
inline QList<std::pair<QString, QString>> textsOf(const QWidget& window) {
    QList<std::pair<QString, QString>> texts;
    const auto add = [&](const QObject& owner, const QString& text) {
        if (!text.isEmpty()) texts.append({QLatin1String(owner.metaObject()->className()), text});
    };
    QList<const QWidget*> widgets{&window};
    for (const QWidget* each : window.findChildren<QWidget*>()) widgets << each;
    for (const QWidget* each : widgets) {
        if (each->objectName().startsWith(QStringLiteral("qt_"))) continue;  // parts of Qt's own widgets
        add(*each, each->toolTip());
        add(*each, each->accessibleName());
        add(*each, each->accessibleDescription());
        if (const auto* label = qobject_cast<const QLabel*>(each)) add(*label, label->text());
        if (const auto* button = qobject_cast<const QAbstractButton*>(each)) add(*button, button->text());
        if (const auto* box = qobject_cast<const QGroupBox*>(each)) add(*box, box->title());
        if (const auto* field = qobject_cast<const QLineEdit*>(each)) add(*field, field->placeholderText());
        if (const auto* box = qobject_cast<const QComboBox*>(each)) {
            for (int i = 0; i < box->count(); ++i) add(*box, box->itemText(i));
        }
        const auto* view = qobject_cast<const QAbstractItemView*>(each);
        if (!view || !view->model()) continue;
        const QAbstractItemModel& model = *view->model();
        for (int column = 0; column < model.columnCount(); ++column) {
            add(*view, model.headerData(column, Qt::Horizontal).toString());
            for (int row = 0; row < model.rowCount(); ++row) {
                for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)})
                    add(*view, model.index(row, column).data(role).toString());
            }
        }
    }
    for (const QAction* action : window.findChildren<QAction*>()) {
        add(*action, action->text());
        add(*action, action->toolTip());
    }
    return texts;
}

/// Letters that two entries of one menu, or of one menu bar, share: "File: &Save, &Stop".
inline QStringList clashesOf(const QString& title, const QList<QAction*>& actions) {
    QStringList clashes;
    QHash<QChar, QString> owners;
    for (const QAction* action : actions) {
        QString text = action->text();
        text.remove(QStringLiteral("&&"));
        const qsizetype at = text.indexOf(QLatin1Char('&'));
        if (at < 0 || at + 1 >= text.size()) continue;
        const QChar letter = text[at + 1].toLower();
        if (owners.contains(letter)) clashes << QStringLiteral("%1: %2, %3").arg(title, owners[letter], action->text());
        owners.insert(letter, action->text());
    }
    return clashes;
}

}  // namespace ui_test

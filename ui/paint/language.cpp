#include "ui/paint/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QStringList>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr LanguageRow kLanguages[] = {{"en", "English"}, {"de", "Deutsch"}, {"zh_CN", "\u7b80\u4f53\u4e2d\u6587"}};

/// Named, so that the next call finds what the one before installed.
void addTranslator(const QString& file, const QString& folder) {
    auto* translator = new QTranslator(QCoreApplication::instance());
    translator->setObjectName(u"language"_s);
    if (translator->load(file, folder)) {
        QCoreApplication::installTranslator(translator);
    } else {
        delete translator;  // Qt's own texts are English then
    }
}

}  // namespace

std::span<const LanguageRow> languageRows() {
    return kLanguages;
}

const LanguageRow* findLanguage(const QString& code) {
    for (const LanguageRow& row : kLanguages) {
        if (code == QLatin1StringView(row.code)) return &row;
    }
    return nullptr;
}

const LanguageRow& languageOf(const QStringList& preferred) {
    for (const QString& name : preferred) {
        const QString language = name.section(u'-', 0, 0).section(u'_', 0, 0);
        for (const LanguageRow& row : kLanguages) {
            if (language == QLatin1StringView(row.code).left(2)) return row;
        }
    }
    return kLanguages[0];
}

const LanguageRow& chosenLanguage(const QString& choice) {
    const LanguageRow* row = findLanguage(choice);
    return row ? *row : languageOf(QLocale::system().uiLanguages());
}

void installLanguage(const LanguageRow& language) {
    for (QTranslator* old :
         QCoreApplication::instance()->findChildren<QTranslator*>(u"language"_s, Qt::FindDirectChildrenOnly)) {
        QCoreApplication::removeTranslator(old);
        delete old;
    }
    if (&language == &kLanguages[0]) return;
    const QString code = QLatin1StringView(language.code);
    addTranslator(u"qtbase_"_s + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    addTranslator(u"stepscope_"_s + code, u":/stepscope/languages"_s);
}

}  // namespace ui

#include "ui/paint/app_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qsizetype kLongest = 4000;  // letters of a sentence that is looked at

QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}

/// Remedies name options of the command line; the window has other names for them. Translations have these already.
QString withoutOptions(QString english) {
    return english.remove(" (--scorer FILE)"_L1)
        .replace("with --policy sc,"_L1, "with self-consistency,"_L1)
        .replace("use --kv-cache-mib below that"_L1, "use a smaller KV cache"_L1)
        .replace("a smaller --kv-cache-mib"_L1, "a smaller KV cache"_L1);
}

/// A form, cut at its placeholders.
struct Form {
    const SentenceForm* row = nullptr;
    QStringList pieces;

    explicit Form(const SentenceForm& form) : row(&form) {
        const QString text = QString::fromUtf8(form.text);
        qsizetype begin = 0;
        for (qsizetype at = text.indexOf(u'%'); at >= 0; at = text.indexOf(u'%', at + 1)) {
            if (at + 1 >= text.size() || !text[at + 1].isDigit()) continue;
            pieces << text.mid(begin, at - begin);
            begin = at + 2;
        }
        pieces << text.mid(begin);
    }

    /// What stands for the placeholders; each at least a letter long, and as short as it can be.
    std::optional<QStringList> partsOf(const QString& text) const {
        if (!text.startsWith(pieces.front())) return std::nullopt;
        QStringList parts;
        qsizetype at = pieces.front().size();
        for (qsizetype i = 1; i < pieces.size(); ++i) {
            const bool isLast = i + 1 == pieces.size();
            const qsizetype end = isLast ? text.size() - pieces[i].size() : text.indexOf(pieces[i], at + 1);
            if (end <= at || (isLast && !text.endsWith(pieces[i]))) return std::nullopt;
            parts << text.mid(at, end - at);
            at = end + pieces[i].size();
        }
        return at == text.size() ? std::optional(parts) : std::nullopt;
    }
};

const std::vector<Form>& forms() {
    static const std::vector<Form> all = [] {
        std::vector<Form> made;
        for (const SentenceForm& form : formsOfRuns()) made.emplace_back(form);
        for (const SentenceForm& form : formsOfObstacles()) made.emplace_back(form);
        return made;
    }();
    return all;
}

/// Not QString::arg, which would fill a %1 of a part as well.
QString filled(const QString& form, const QStringList& parts) {
    QString text;
    for (qsizetype i = 0; i < form.size(); ++i) {
        const int number = form[i] == u'%' && i + 1 < form.size() ? form[i + 1].digitValue() : -1;
        if (number < 1 || number > parts.size()) {
            text += form[i];
        } else {
            text += parts[number - 1];
            ++i;
        }
    }
    return text;
}

bool isNumber(const QString& text) {
    return std::ranges::all_of(text, [](QChar letter) { return letter.isDigit(); });
}

std::optional<QString> findSentence(const QString& english) {
    for (const Form& form : forms()) {
        std::optional<QStringList> parts = form.partsOf(english);
        const std::string_view inner = form.row->inner;
        if (!parts || (inner == "n" && !std::ranges::all_of(*parts, isNumber))) continue;
        for (const char digit : inner == "n" ? std::string_view() : inner) {
            QString& part = (*parts)[digit - '1'];
            part = appText(part.toStdString());
            part = appSentence(part);
        }
        return filled(QCoreApplication::translate("sentences", form.row->text), *parts);
    }
    return std::nullopt;
}

}  // namespace

QString languageCode() {
    //: The code of this language: en, de, zh_CN ...
    return tr("en");
}

QString appText(const std::string& english) {
    return QCoreApplication::translate("app", english.c_str());
}

QString appSentence(const std::string& english) {
    return appSentence(QString::fromStdString(english));
}

/// What std::bad_alloc says is the name of a type.
QString appSentence(const char* english) {
    if (std::string_view(english) == "std::bad_alloc")
        return QCoreApplication::translate("ui::GuardedApplication", "there is not enough memory for it");
    return appSentence(QString::fromUtf8(english));
}

QString appSentence(const QString& english) {
    if (english.isEmpty() || english.size() > kLongest) return english;
    if (languageCode() == "en"_L1) return withoutOptions(english);
    if (const auto whole = findSentence(english)) return *whole;
    // An error says first where, then what is wrong, and at the end what to do: each is looked at alone.
    if (const qsizetype at = english.lastIndexOf("; "_L1); at > 0)
        return tr("%1; %2").arg(appSentence(english.left(at)), appSentence(english.mid(at + 2)));
    if (const qsizetype at = english.indexOf(": "_L1); at > 0) {
        const QString rest = english.mid(at + 2), said = appSentence(rest);
        return said == rest ? english : tr("%1: %2").arg(english.left(at), said);
    }
    return english;
}

}  // namespace ui

#include "ui/dialogs/text_dialog.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QScreen>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "ui/paint/glossary.h"

using namespace Qt::StringLiterals;

namespace ui {

void showPage(QWidget* parent, const QString& title, const QString& html) {
    constexpr QSize kUsual(620, 620);
    constexpr double kOfScreen = 0.85;
    QDialog dialog(parent);
    dialog.setWindowTitle(title);
    auto* layout = new QVBoxLayout(&dialog);
    auto* text = new QTextBrowser(&dialog);
    text->setAccessibleName(title);
    text->setHtml(html);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, &dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    layout->addWidget(text);
    layout->addWidget(buttons);
    dialog.resize(kUsual.boundedTo(parent->screen()->availableSize() * kOfScreen));
    dialog.exec();
}

QString glossaryPage() {
    QString rows;
    for (const Term& term : glossary()) {
        rows += u"<p><b>%1</b><br>%2</p>"_s.arg(term.word.toHtmlEscaped(), term.meaning.toHtmlEscaped());
    }
    return rows;
}

}  // namespace ui

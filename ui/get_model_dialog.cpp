#include "ui/get_model_dialog.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QFrame>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"
#include "ui/setup/machine_scan.h"
#include "ui/setup/offer_text.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kCopiedMs = 1500;
constexpr std::int64_t kSlowOnCpu = 1'000'000'000;  // parameters that are read for every token

QString upperFirst(QString text) {
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text;
}

QPushButton* pageButton(const QString& text, const QString& name, const QString& page, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setAutoDefault(false);
    button->setAccessibleName(name);
    button->setToolTip(page);
    QObject::connect(button, &QPushButton::clicked, parent, [page] { QDesktopServices::openUrl(QUrl(page)); });
    return button;
}

}  // namespace

GetModelDialog::GetModelDialog(const MachineScan& scan, const Theme& theme, QWidget* parent)
    : QDialog(parent), m_scan(scan), m_theme(theme) {
    setWindowTitle(tr("Get a model"));
    auto* layout = new QVBoxLayout(this);
    m_intro = new WrapLabel({}, this);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_cards = new QWidget(scroll);
    m_list = new QVBoxLayout(m_cards);
    m_list->setContentsMargins(0, 0, 6, 0);
    m_list->setSpacing(8);
    scroll->setWidget(m_cards);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(m_intro);
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);
    connect(&m_scan, &MachineScan::done, this, &GetModelDialog::fill);
    constexpr QSize kUsual(760, 680);
    constexpr double kOfScreen = 0.85;
    resize(parent ? kUsual.boundedTo(parent->screen()->availableSize() * kOfScreen) : kUsual);
    fill();
}

void GetModelDialog::setDevice(const app::MemoryFacts& device) {
    m_device = device;
    fill();
}

QString GetModelDialog::fitText(const app::MemoryPlan& plan) {
    QString verdict = appSentence(app::verdictText(plan));
    // "n = 64: memory ..." continues a sentence here.
    if (verdict.startsWith(u"n = "_s) && languageCode() == "en"_L1) {
        const qsizetype colon = verdict.indexOf(u": "_s);
        verdict = tr("With %1, %2").arg(verdict.left(colon), verdict.mid(colon + 2));
    }
    verdict = upperFirst(verdict);
    return app::canStart(plan) ? tr("\u2713 Fits this machine. %1.").arg(verdict) : tr("\u2717 %1.").arg(verdict);
}

void GetModelDialog::addCommand(QBoxLayout* layout, const QString& command, const QString& name, QWidget* parent) {
    auto* row = new QHBoxLayout;
    auto* text = new ElidedLabel(parent);
    text->setText(command);
    text->setObjectName(u"command"_s);
    text->setFont(m_theme.smallNumbers());
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* copy = new QPushButton(tr("Copy"), parent);
    copy->setAutoDefault(false);
    copy->setAccessibleName(tr("Copy the command for %1").arg(name));
    connect(copy, &QPushButton::clicked, copy, [copy, command] {
        QGuiApplication::clipboard()->setText(command);
        copy->setText(tr("Copied"));
        QTimer::singleShot(kCopiedMs, copy, [copy] { copy->setText(tr("Copy")); });
    });
    row->addWidget(text, 1);
    row->addWidget(copy);
    layout->addLayout(row);
}

void GetModelDialog::addScorer(QVBoxLayout* layout, const app::KnownModel& model, QWidget* parent) {
    auto* row = new QHBoxLayout;
    const bool isFound = app::findKnownScorer(model, m_scan.found()) != nullptr;
    const QString file = QString::fromStdString(model.scorerFile);
    row->addWidget(makeMuted(file.isEmpty() ? tr("No scorer is published for it. Train one here: File, Train a scorer.")
                             : isFound      ? tr("\u2713 Its scorer is on this machine: %1").arg(file)
                                            : tr("Its scorer: %1").arg(file),
                             m_theme, parent),
                   1);
    if (!file.isEmpty() && !isFound) {
        row->addWidget(pageButton(tr("Scorer's page"), tr("Page of the scorer for %1").arg(file),
                                  QString::fromStdString(app::publishedScorersPage()), parent));
    }
    layout->addLayout(row);
}

QWidget* GetModelDialog::makeCard(const app::KnownModel& model) {
    auto* card = new QFrame(m_cards);
    card->setObjectName(u"card"_s);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(12, 9, 12, 10);
    layout->setSpacing(5);
    const QString name = QString::fromStdString(model.name());
    card->setAccessibleName(name);
    auto* head = new QHBoxLayout;
    QLabel* title = makeText(name, card);
    QFont bold = m_theme.base();
    bold.setBold(true);
    title->setFont(bold);
    head->addWidget(title);
    QString detail = tr("%1 parameters").arg(formatParameters(app::parametersOf(model)));
    if (model.inPaper) detail += tr(" \u00b7 measured in the STEP paper");
    head->addWidget(makeMuted(detail, m_theme, card), 1);
    const app::FoundModel* found = app::findKnown(model, m_scan.found());
    if (found) {
        auto* load = new QPushButton(tr("Load"), card);
        load->setAutoDefault(false);
        load->setAccessibleName(tr("Load %1").arg(name));
        connect(load, &QPushButton::clicked, this, [this, path = QString::fromStdString(found->path)] {
            accept();
            Q_EMIT chosen(path);
        });
        head->addWidget(load);
    }
    head->addWidget(pageButton(tr("Page"), tr("Page of %1").arg(name), QString::fromStdString(model.page()), card));
    layout->addLayout(head);
    if (m_device.deviceBytes > 0) {
        const app::MemoryPlan plan = app::planKnownModel(model, m_device);
        QString text = tr("Weights %1. %2").arg(formatBytes(plan.weightBytes), fitText(plan));
        if (app::canStart(plan) && m_device.backend == "cpu" && app::parametersOf(model) > kSlowOnCpu)
            text += u' ' + tr("Without a GPU it is slow.");
        if (const auto offers = app::offersOfKnownModel(model, m_device); !offers.empty())
            text +=
                u' ' + tr("It would fit with %1 (%2).")
                           .arg(settingText(offers.front(), app::optionsOfKnownModels()), priceText(offers.front()));
        auto* fit = new WrapLabel(text, card);
        fit->setObjectName(app::canStart(plan) ? u"good"_s : u"bad"_s);
        layout->addWidget(fit);
    }
    if (found) {
        layout->addWidget(
            makeMuted(tr("\u2713 On this machine: %1").arg(QString::fromStdString(found->path)), m_theme, card));
    } else {
        addCommand(layout, QString::fromStdString(model.command()), name, card);
    }
    addScorer(layout, model, card);
    return card;
}

void GetModelDialog::fill() {
    QString device = tr("Looking at this machine\u2026");
    if (m_device.deviceBytes > 0)
        device =
            tr("This machine: %1, %2 of memory.")
                .arg(QString::fromStdString(m_device.device), formatBytes(static_cast<double>(m_device.deviceBytes)));
    m_intro->setText(
        device + u' ' +
        tr("The commands are of Hugging Face's tool (pip install huggingface_hub). What they fetch appears in the "
           "Models menu by itself. A scorer goes into the model's folder as step_scorer/step_scorer.pt, or into any "
           "folder that "
           "Models, Look in another folder, names; it then stands in the Scorers menu."));
    while (QLayoutItem* item = m_list->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const app::KnownModel& model : app::knownModels()) m_list->addWidget(makeCard(model));
    m_list->addStretch(1);
}

}  // namespace ui

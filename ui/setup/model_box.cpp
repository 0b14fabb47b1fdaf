#include "ui/setup/model_box.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/paint/format.h"
#include "ui/paint/glossary.h"
#include "ui/paint/widgets.h"
#include "ui/session/server_words.h"
#include "ui/setup/device_box.h"
#include "ui/setup/scorer_menu.h"
#include "ui/setup/weights_box.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

QHBoxLayout* headRow(QWidget* parent, const QString& heading, Acts acts, const Theme& theme) {
    auto* row = new QHBoxLayout;
    row->addWidget(makeHeading(heading, theme, parent));
    row->addWidget(makeBadge(acts, theme, parent));
    row->addStretch(1);
    return row;
}

/// "val AUC 0.83" of "metrics.val_auc", "epoch 7"; nothing for what is not a figure of the scorer's quality.
std::optional<QString> findMetric(QString name, const QString& value) {
    name = name.section(u'.', -1).replace(u'_', u' ');
    bool isNumber = false;
    const double number = value.toDouble(&isNumber);
    if (name == "epoch"_L1) return ModelBox::tr("epoch %1").arg(shortened(value, 24));
    if (name == "best epoch"_L1) return ModelBox::tr("best epoch %1").arg(shortened(value, 24));
    const bool known = name.contains("auc"_L1, Qt::CaseInsensitive) || name.contains("f1"_L1, Qt::CaseInsensitive);
    if (!known || !isNumber) return std::nullopt;
    name.replace("auc"_L1, "AUC"_L1, Qt::CaseInsensitive).replace("f1"_L1, "F1"_L1, Qt::CaseInsensitive);
    return shortened(name, 24) + u' ' + QString::number(number, 'f', 2);
}

/// "gguf Q4_1" of a quantised file, "Q4_0" of weights that became so while they were loaded.
QString weightsOf(const app::ModelInfo& model) {
    const bool isOfFile = model.weights.empty() || model.weights.front() != 'Q';
    return QString::fromStdString(isOfFile ? model.format : model.weights);
}

/// Where the scorer was trained on other hidden states than the model now has. Scorers that the program trains say on
/// which; of others, unquantised weights are what was usual.
QString noteOfWeights(const app::ScorerInfo& scorer, const app::ModelInfo& model) {
    for (const auto& [key, value] : scorer.metrics) {
        if (!QString::fromStdString(key).endsWith("weights"_L1) || value.empty()) continue;
        if (value == model.weights) return {};
        return ModelBox::tr("The scorer was trained on hidden states of %1 weights; this model's are %2.")
            .arg(shortened(QString::fromStdString(value), 24), weightsOf(model));
    }
    if (!model.quantised) return {};
    return ModelBox::tr("The scorer was trained on hidden states of unquantised weights; this model's are %1.")
        .arg(weightsOf(model));
}

}  // namespace

ModelBox::ModelBox(const Theme& theme, QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto* modelHead = headRow(this, tr("Model"), Acts::NextRun, theme);
    m_models = new QPushButton(tr("Models"), this);
    m_models->setObjectName(u"menuButton"_s);
    m_models->setAccessibleName(tr("Choose a model"));
    modelHead->addWidget(m_models);
    m_name = new ElidedLabel(this);
    m_name->setText(tr("Loading\u2026"));
    m_details = makeMuted({}, theme, this);
    m_demoNote = makeText(
        tr("Embedded demo: a model of about 14 M parameters, trained on traces of a deliberately imperfect reasoner. "
           "It knows its own problem families only. It shows the method and proves nothing about large models."),
        this);
    m_demoNote->setObjectName(u"note"_s);
    theme.follow(m_demoNote, TextRole::Small);
    m_demoNote->setWordWrap(true);
    m_demoNote->hide();
    m_progress = new QProgressBar(this);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Loading the model"));
    m_progress->hide();
    layout->addLayout(modelHead);
    layout->addWidget(m_name);
    layout->addWidget(m_progress);
    layout->addWidget(m_details);
    layout->addWidget(m_demoNote);
    auto* deviceRow = new QHBoxLayout;
    m_deviceLabel = makeText(tr("Device"), this);
    m_device = new DeviceBox(this);
    m_deviceLabel->setBuddy(m_device);
    deviceRow->addWidget(m_deviceLabel);
    deviceRow->addSpacing(8);
    deviceRow->addWidget(m_device, 1);
    layout->addSpacing(2);
    layout->addLayout(deviceRow);
    auto* weightsRow = new QHBoxLayout;
    m_weightsLabel = makeText(tr("Weights"), this);
    m_weights = new WeightsBox(this);
    m_weightsLabel->setBuddy(m_weights);
    weightsRow->addWidget(m_weightsLabel);
    weightsRow->addSpacing(8);
    weightsRow->addWidget(m_weights, 1);
    layout->addLayout(weightsRow);
    layout->addSpacing(10);

    auto* scorerHead = headRow(this, tr("Step scorer"), Acts::Now, theme);
    m_scorers = new QPushButton(tr("Scorers"), this);
    m_scorers->setObjectName(u"menuButton"_s);
    m_scorers->setToolTip(
        tr("The model's own scorer, others that fit it, and how to open (Ctrl+K) or train one (Ctrl+Shift+T)"));
    m_scorers->setAccessibleName(tr("Choose or train a scorer"));
    m_scorerMenu = new ScorerMenu(m_scorers);
    m_scorers->setMenu(m_scorerMenu);
    scorerHead->addWidget(m_scorers);
    m_scorerName = new ElidedLabel(this);
    m_scorerName->setText(tr("none"));
    m_scorerDetails = makeMuted({}, theme, this);
    m_scorerDetails->setToolTip(tr("AUC: %1").arg(meaningOf(tr("AUC"))) + u'\n' +
                                tr("F1: %1").arg(meaningOf(tr("F1"))));
    layout->addLayout(scorerHead);
    layout->addWidget(m_scorerName);
    layout->addWidget(m_scorerDetails);
    showMay({}, {});
}

void ModelBox::showLoading(const QString& stage, double fraction) {
    m_progress->show();
    m_progress->setValue(static_cast<int>(fraction * 1000));
    m_details->setText(stage);
}

void ModelBox::showModel(const std::optional<app::ModelReady>& ready) {
    m_progress->hide();
    if (!ready) {
        m_name->setText(tr("No model is loaded"));
        m_name->setNote({});
        m_details->setText({});
        return;
    }
    const app::ModelInfo& model = ready->model;
    m_name->setText(QString::fromStdString(model.name));
    for (QWidget* ofThisMachine : std::initializer_list<QWidget*>{m_device, m_deviceLabel, m_weights, m_weightsLabel})
        ofThisMachine->setVisible(!ready->server);
    if (ready->server) {
        m_name->setNote(QString::fromStdString(ready->server->address));
        m_details->setText(softened(detailsOf(*ready->server)));
        m_demoNote->hide();
        return;
    }
    m_name->setNote(QString::fromStdString(model.path));
    QStringList details{tr("%1 parameters").arg(formatParameters(model.parameters)),
                        QString::fromStdString(model.family),
                        formatNumberOf(model.layers, tr("1 layer"), tr("%1 layers")),
                        tr("width %1").arg(model.hiddenSize), tr("context %1").arg(formatCount(model.contextTokens))};
    if (!model.format.empty()) details += QString::fromStdString(model.format);
    if (!model.weights.empty()) details += tr("weights as %1").arg(QString::fromStdString(model.weights));
    m_details->setText(softened(details.join(u" \u00b7 "_s)));
    m_demoNote->setVisible(model.embedded);
    m_weights->setPrices(ready->memory);
    m_weights->setChoice(ready->defaults.weights);
}

void ModelBox::showScorer(const std::optional<app::ScorerInfo>& scorer, const std::optional<app::ModelReady>& model) {
    m_scorerMenu->setChoice(model ? QString::fromStdString(model->ownScorer) : QString(),
                            scorer ? QString::fromStdString(scorer->path) : QString(),
                            model ? model->model.hiddenSize : 0);
    m_scorers->setVisible(!model || !model->server);  // a server's plugin brings its own
    if (!scorer) {
        m_scorerName->setText(tr("None: steps are not scored"));
        m_scorerDetails->setText(model && model->server
                                     ? scorerTextOf(*model->server)
                                     : tr("STEP needs a scorer. Open a checkpoint of the model's width."));
        return;
    }
    m_scorerName->setText(QString::fromStdString(scorer->name));
    m_scorerName->setNote(QString::fromStdString(scorer->path));
    if (model && model->server) {
        m_scorerDetails->setText(scorerTextOf(*model->server));
        return;
    }
    QString text = u"%1 \u2192 %2 \u2192 1"_s.arg(scorer->inputWidth).arg(scorer->hiddenWidth);
    if (model) {
        text += u" \u00b7 "_s + (scorer->inputWidth == model->model.hiddenSize ? tr("\u2713 matches this model")
                                                                               : tr("\u2717 does not match this "
                                                                                    "model's width"));
    }
    for (const auto& [key, value] : scorer->metrics) {
        const std::optional<QString> metric = findMetric(QString::fromStdString(key), QString::fromStdString(value));
        if (metric) text += u" \u00b7 "_s + *metric;
    }
    if (model) {
        const QString note = noteOfWeights(*scorer, model->model);
        if (!note.isEmpty()) text += u'\n' + note;
    }
    m_scorerDetails->setText(softened(text) + u'\n' +
                             tr("Another scorer acts now: it scores every recorded step "
                                "again."));
}

void ModelBox::showMay(const QString& whyNoModel, const QString& whyNoScorer) {
    m_models->setEnabled(whyNoModel.isEmpty());
    m_models->setToolTip(whyNoModel.isEmpty() ? tr("Models found on this machine, and how to open others (Ctrl+M)")
                                              : whyNoModel);
    m_device->setEnabled(whyNoModel.isEmpty());
    m_weights->setEnabled(whyNoModel.isEmpty());
    m_scorerMenu->setReason(whyNoScorer);
}

void ModelBox::setModelMenu(QMenu* menu) {
    m_models->setMenu(menu);
}

}  // namespace ui

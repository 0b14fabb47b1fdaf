#include "ui/dialogs/train_dialog.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/run/scorer_folder.h"
#include "ui/dialogs/problem_set_box.h"
#include "ui/dialogs/scorer_verdict.h"
#include "ui/dialogs/training_tables.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"
#include "ui/session/data_folder.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

/// The worker's words for a stage, in the user's language.
QString stageText(const std::string& what) {
    const QString text = QString::fromStdString(what);
    if (text == "sampling"_L1) return TrainDialog::tr("Sampling traces");
    if (text == "sampling for the test"_L1) return TrainDialog::tr("Sampling traces of the test problems");
    const QString training = u"training, epoch "_s;
    if (text.startsWith(training)) return TrainDialog::tr("Training, epoch %1").arg(text.sliced(training.size()));
    return text;
}

QString leftText(double seconds) {
    if (seconds < 90) return TrainDialog::tr("%1 s left").arg(qRound(seconds));
    if (seconds < 90 * 60) return TrainDialog::tr("%1 min left").arg(qRound(seconds / 60));
    return TrainDialog::tr("%1 h left").arg(seconds / 3600, 0, 'f', 1);
}

}  // namespace

QString proposeScorerFile(const app::ModelInfo& model) {
    const QFileInfo path(QString::fromStdString(model.path));
    const QString own = path.isDir() ? path.absoluteFilePath() : path.absolutePath();
    const bool besideModel = !model.embedded && path.exists() && QFileInfo(own).isWritable();
    // A folder of its own: other engines take every .safetensors beside the weights for a part of the model.
    const QString ofModel = path.isDir() ? own + u'/' + QLatin1StringView(app::kScorerFolder) : own;
    const QDir folder(besideModel ? ofModel : dataFolder(u"scorers"_s));
    QString name = QFileInfo(QString::fromStdString(model.name)).fileName();
    name.replace(QRegularExpression(u"[^A-Za-z0-9._-]+"_s), u"-"_s);
    QString file = folder.filePath(name + u"_step_scorer.safetensors"_s);
    for (int number = 2; QFileInfo::exists(file); ++number)
        file = folder.filePath(name + u"_step_scorer_%1.safetensors"_s.arg(number));
    return file;
}

TrainDialog::TrainDialog(SessionController& session, const Theme& theme, std::function<app::RunOptions()> options,
                         QWidget* parent)
    : QDialog(parent), m_session(session), m_theme(theme), m_options(std::move(options)) {
    setWindowTitle(tr("Train a scorer"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 16, 18, 14);
    layout->setSpacing(12);
    m_intro = makeMuted({}, theme, this);
    m_intro->setTextFormat(Qt::RichText);  // the name is escaped
    layout->addWidget(m_intro);
    m_form = new QWidget(this);
    auto* form = new QFormLayout(m_form);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(7);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    buildForm(form);
    layout->addWidget(m_form);
    layout->addWidget(buildProgress(), 1);
    layout->addStretch(0);
    layout->addWidget(buildButtons());
    connectSession();
    m_progress->hide();
    setMinimumWidth(640);
    adoptModel();
    updateForm();
}

void TrainDialog::buildForm(QFormLayout* form) {
    m_problems = new ProblemSetBox(tr("Problem set"), ProblemSetBox::Needed::Yes, m_theme, m_form);
    m_traces = new QSpinBox(m_form);
    m_traces->setLocale(QLocale::c());
    m_traces->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_traces->setAlignment(Qt::AlignRight);
    m_traces->setRange(1, 4096);
    m_traces->setValue(64);
    m_traces->setFixedWidth(72);
    m_traces->setAccessibleName(tr("Traces of each problem"));
    m_traces->setToolTip(
        tr("Traces sampled per problem; the scorer learns most from problems with right and wrong traces"));
    m_tests = new ProblemSetBox(tr("Test set, optional"), ProblemSetBox::Needed::No, m_theme, m_form);
    m_size = new ElidedLabel(m_form);
    m_size->setAccessibleName(tr("What will be sampled"));
    auto* outputRow = new QWidget(m_form);
    auto* row = new QHBoxLayout(outputRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_output = new QLineEdit(outputRow);
    m_output->setAccessibleName(tr("Output file"));
    m_output->setToolTip(tr("The scorer's checkpoint, .safetensors or .pt; its metrics are written beside it"));
    auto* browse = new QPushButton(tr("Choose\u2026"), outputRow);
    browse->setAccessibleName(tr("Choose the output file"));
    browse->setAutoDefault(false);
    row->addWidget(m_output, 1);
    row->addWidget(browse);
    outputRow->setFocusProxy(m_output);
    m_outputNote = new ElidedLabel(m_form);
    for (QLabel* note : {m_size, m_outputNote}) {
        note->setObjectName(u"muted"_s);
        m_theme.follow(note, TextRole::Small);
    }
    form->addRow(tr("&Problem set"), m_problems);
    form->addRow(tr("&Traces per problem"), m_traces);
    form->addRow(tr("T&est set"), m_tests);
    form->setWidget(form->rowCount(), QFormLayout::FieldRole, m_size);
    form->addRow(tr("&Output file"), outputRow);
    form->setWidget(form->rowCount(), QFormLayout::FieldRole, m_outputNote);
    connect(m_problems, &ProblemSetBox::changed, this, &TrainDialog::updateForm);
    connect(m_tests, &ProblemSetBox::changed, this, &TrainDialog::updateForm);
    connect(m_traces, &QSpinBox::valueChanged, this, &TrainDialog::updateForm);
    connect(m_output, &QLineEdit::textChanged, this, &TrainDialog::updateForm);
    connect(browse, &QPushButton::clicked, this, &TrainDialog::chooseOutput);
}

QWidget* TrainDialog::buildProgress() {
    m_progress = new QWidget(this);
    auto* layout = new QVBoxLayout(m_progress);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(6);
    auto* line = new QHBoxLayout;
    m_stage = new WrapLabel({}, m_progress);
    m_stage->setAccessibleName(tr("State of the training"));
    m_left = makeMuted({}, m_theme, m_progress, TextRole::SmallNumbers);
    m_left->setWordWrap(false);
    line->addWidget(m_stage, 1);
    line->addWidget(m_left);
    m_bar = new QProgressBar(m_progress);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(6);
    m_bar->setAccessibleName(tr("Progress of the stage"));
    auto* tables = new QHBoxLayout;
    tables->setSpacing(16);
    const auto column = [&](const QString& heading, QWidget* table, int stretch) {
        auto* box = new QVBoxLayout;
        box->setSpacing(4);
        box->addWidget(makeHeading(heading, m_theme, m_progress));
        box->addWidget(table, 1);
        tables->addLayout(box, stretch);
    };
    m_epochs = new EpochTable(m_theme, m_progress);
    m_metrics = new MetricsTable(m_theme, m_progress);
    column(tr("Epochs"), m_epochs, 2);
    column(tr("Result"), m_metrics, 3);
    m_verdict = new WrapLabel({}, m_progress);
    m_verdict->setAccessibleName(tr("What the trained scorer is worth"));
    m_verdict->hide();
    layout->addLayout(line);
    layout->addWidget(m_bar);
    layout->addWidget(m_verdict);
    layout->addSpacing(6);
    layout->addLayout(tables, 1);
    return m_progress;
}

QWidget* TrainDialog::buildButtons() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    m_start = new QPushButton(tr("&Start"), bar);
    m_start->setProperty("primary", true);
    m_start->setDefault(true);
    m_cancel = new QPushButton(tr("&Cancel training"), bar);
    m_cancel->setToolTip(tr("Keeps the sampled traces; the same training continues from there"));
    m_cancel->setAutoDefault(false);
    m_use = new QPushButton(tr("&Use this scorer"), bar);
    m_use->setToolTip(tr("Loads the scorer: it scores later steps, and every recorded step again"));
    m_use->setAutoDefault(false);
    m_close = new QPushButton(tr("C&lose"), bar);
    m_close->setAutoDefault(false);
    row->addWidget(m_use);
    row->addStretch(1);
    row->addWidget(m_cancel);
    row->addWidget(m_close);
    row->addWidget(m_start);
    setTabOrder(m_use, m_cancel);
    setTabOrder(m_cancel, m_close);
    setTabOrder(m_close, m_start);
    connect(m_start, &QPushButton::clicked, this, &TrainDialog::start);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancelled = true;
        m_session.cancelTraining();
        updateControls();
    });
    connect(m_use, &QPushButton::clicked, this, [this] { m_session.loadScorer(m_finished); });
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    return bar;
}

void TrainDialog::connectSession() {
    connect(&m_session, &SessionController::trainingProgress, this, &TrainDialog::showProgress);
    connect(&m_session, &SessionController::trainingDone, this, &TrainDialog::showDone);
    connect(&m_session, &SessionController::statusChanged, this, &TrainDialog::updateControls);
    connect(&m_session, &SessionController::modelReady, this, &TrainDialog::adoptModel);
    connect(&m_session, &SessionController::scorerReady, this, &TrainDialog::updateControls);
}

void TrainDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    adoptModel();
}

/// A proposed name that was not used yet follows the model.
void TrainDialog::adoptModel() {
    if (!m_session.model() || m_session.training()) return;
    const app::ModelInfo& model = m_session.model()->model;
    if (const QString path = QString::fromStdString(model.path); m_model != path || m_output->text().isEmpty()) {
        m_model = path;
        setOutput(proposeScorerFile(model));
    }
    const app::RunOptions options = m_options();
    m_intro->setText(
        tr("Traces of problems with known answers are sampled from <b>%1</b>. Every step gets the outcome of its "
           "trace as its label, and a network with one hidden layer learns the label from the hidden state at the "
           "end of the step. Sampling is as set in the window: temperature %2, top-p %3, top-k %4, at most %5 "
           "tokens, seed %6.")
            .arg(softened(QString::fromStdString(model.name), 80).toHtmlEscaped())
            .arg(options.sampling.temperature, 0, 'f', 2)
            .arg(options.sampling.topP, 0, 'f', 2)
            .arg(options.sampling.topK)
            .arg(formatCount(options.maxTokens))
            .arg(options.sampling.seed));
    updateControls();
}

void TrainDialog::setTracesPerProblem(int traces) {
    m_traces->setValue(traces);
}

void TrainDialog::setOutput(const QString& path) {
    m_output->setText(QDir::toNativeSeparators(path));
    m_output->setCursorPosition(static_cast<int>(m_output->text().size()));
}

QString TrainDialog::output() const {
    return m_output->text().trimmed();
}

void TrainDialog::chooseOutput() {
    QString path =
        QFileDialog::getSaveFileName(this, tr("Save the scorer as"), output(), tr("Scorers (*.safetensors *.pt)"));
    if (path.isEmpty()) return;
    if (!path.endsWith(".safetensors"_L1) && !path.endsWith(".pt"_L1)) path += u".safetensors"_s;
    setOutput(path);
}

/// Why a training cannot start; empty if it can.
QString TrainDialog::missing() const {
    if (const QString busy = m_session.whyNot(Action::TrainScorer); !busy.isEmpty()) return busy;
    for (const ProblemSetBox* set : {m_problems, m_tests})
        if (!set->error().isEmpty()) return set->error();
    if (m_problems->count() == 0) return tr("Choose a problem set.");
    if (!output().endsWith(".safetensors"_L1) && !output().endsWith(".pt"_L1))
        return tr("The output file's name must end in .safetensors or .pt.");
    return {};
}

void TrainDialog::updateForm() {
    const qint64 traces = m_traces->value();
    QString size = tr("%1 traces to sample").arg(formatCount(m_problems->count() * traces));
    if (m_tests->count() > 0) size += tr(", and %1 for the test").arg(formatCount(m_tests->count() * traces));
    QString problem;
    for (const ProblemSetBox* set : {m_problems, m_tests})
        if (problem.isEmpty()) problem = set->error();
    setTextIfChanged(m_size, problem.isEmpty() ? asSentence(size) : problem);
    setRole(m_size, problem.isEmpty() ? u"muted"_s : u"bad"_s);
    const bool replaces = output() != m_finished && QFileInfo::exists(output());
    setTextIfChanged(
        m_outputNote,
        replaces ? tr("This file exists and will be replaced.")
                 : tr("The sampled hidden states are kept beside it, in %1.rows.").arg(QFileInfo(output()).fileName()));
    setRole(m_outputNote, replaces ? u"bad"_s : u"muted"_s);
    updateControls();
}

void TrainDialog::updateControls() {
    const bool training = m_session.training();
    const QString reason = missing();
    m_form->setEnabled(!training);
    m_start->setVisible(!training);
    m_start->setEnabled(reason.isEmpty());
    m_start->setToolTip(reason.isEmpty() ? tr("Sample, train and measure") : reason);
    m_cancel->setVisible(training);
    m_cancel->setEnabled(training && !m_cancelled);
    m_close->setText(training ? tr("&Hide") : tr("C&lose"));
    m_close->setToolTip(training ? tr("The training continues; Train a scorer in the File menu opens this again")
                                 : QString());
    const bool inUse =
        !m_finished.isEmpty() && m_session.scorer() && m_session.scorer()->path == m_finished.toStdString();
    m_use->setVisible(!training && !m_finished.isEmpty());
    m_use->setEnabled(!inUse);
    // Highlights the next thing to do.
    const bool useFirst = !m_finished.isEmpty() && !inUse && m_isRecommended;
    for (const auto& [button, primary] : {std::pair{m_use, useFirst}, std::pair{m_start, !useFirst}}) {
        if (button->property("primary").toBool() == primary) continue;
        button->setProperty("primary", primary);
        button->setDefault(primary);
        restyle(button);
    }
    m_use->setText(inUse ? tr("In use") : tr("&Use this scorer"));
}

void TrainDialog::start() {
    if (!missing().isEmpty()) return;
    app::ScorerPlan plan;
    plan.problems = m_problems->problems();
    plan.testProblems = m_tests->problems();
    plan.tracesPerProblem = m_traces->value();
    plan.options = m_options();
    plan.training.seed = plan.options.sampling.seed;
    plan.output = output().toStdString();
    // The proposed folder may not be there yet; one that the user names has to be.
    const QString folder = QFileInfo(output()).absolutePath();
    if (m_session.model() && folder == QFileInfo(proposeScorerFile(m_session.model()->model)).absolutePath())
        QDir().mkpath(folder);
    m_epochs->clearRows();
    m_metrics->clearColumns();
    m_finished.clear();
    m_verdict->hide();
    m_cancelled = false;
    m_bar->setRange(0, 0);
    m_left->clear();
    showStage(tr("Starting\u2026"), u"text"_s);
    m_progress->show();
    grow();
    if (!m_session.trainScorer(std::move(plan)))
        showStage(tr("Not started: the program is busy with something else."), u"bad"_s);
}

/// Makes room for everything that is shown; never takes any back.
void TrainDialog::grow() {
    layout()->activate();
    const int wide = std::max(width(), 720);
    resize(wide, std::max(height(), layout()->totalHeightForWidth(wide)));
}

void TrainDialog::showStage(const QString& text, const QString& role) {
    setTextIfChanged(m_stage, text);
    setRole(m_stage, role);
}

void TrainDialog::showProgress(const app::TrainingProgress& note) {
    const app::ScorerProgress& p = note.progress;
    const bool training = p.what.starts_with("training");
    m_bar->setRange(0, std::max(1, p.total));
    m_bar->setValue(p.done);
    showStage(m_cancelled ? tr("Cancelling\u2026") : stageText(p.what), u"text"_s);
    QString left = training ? QString() : tr("%1 of %2 problems").arg(formatCount(p.done), formatCount(p.total));
    if (p.leftS && p.done < p.total) left += (left.isEmpty() ? QString() : u" \u00b7 "_s) + leftText(*p.leftS);
    setTextIfChanged(m_left, left);
    for (const scorer::EpochReport& epoch : note.epochs) m_epochs->add(epoch);
}

void TrainDialog::showDone(const app::TrainingDone& done) {
    m_left->clear();
    m_bar->setRange(0, 1);
    m_bar->setValue(done.outcome ? 1 : 0);
    if (!done.error.empty()) {
        showStage(tr("Not trained: %1").arg(softened(appSentence(done.error))), u"bad"_s);
    } else if (!done.outcome) {
        showStage(tr("Cancelled. Started again, it continues with the traces sampled so far."));
    } else {
        m_finished = QString::fromStdString(done.outcome->file.string());
        m_epochs->markChosen(done.outcome->report.chosenEpoch);
        m_metrics->show(*done.outcome);
        const ScorerVerdict verdict = judge(*done.outcome);
        m_isRecommended = verdict.isRecommended();
        setTextIfChanged(m_verdict, verdict.text);
        setRole(m_verdict, verdict.isBad() ? u"bad"_s : verdict.isRecommended() ? u"good"_s : u"muted"_s);
        m_verdict->show();
        grow();
        QString text = tr("Trained: %1").arg(QFileInfo(m_finished).fileName());
        if (done.outcome->droppedTraces > 0)
            text +=
                u" \u00b7 "_s + formatNumberOf(done.outcome->droppedTraces, tr("1 trace without an answer left out"),
                                               tr("%1 traces without an answer left out"));
        showStage(text);
    }
    updateForm();
}

}  // namespace ui

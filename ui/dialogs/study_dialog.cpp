#include "ui/dialogs/study_dialog.h"

#include <QDate>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/session/next_run.h"
#include "ui/dialogs/problem_set_box.h"
#include "ui/dialogs/study_form.h"
#include "ui/dialogs/study_table.h"
#include "ui/dialogs/study_words.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

/// A word of file names.
QString fileWord(QString name) {
    static const QRegularExpression others(u"[^A-Za-z0-9._-]+"_s);
    name.replace(others, u"-"_s);
    return name;
}

}  // namespace

QString StudyDialog::loadedModel() const {
    const app::ModelInfo& model = m_session.model()->model;
    return model.embedded ? QString() : QString::fromStdString(model.path);
}

StudyDialog::StudyDialog(SessionController& session, const Theme& theme, std::function<app::RunOptions()> options,
                         QWidget* parent)
    : QDialog(parent), m_session(session), m_theme(theme), m_options(std::move(options)) {
    setWindowTitle(tr("Study"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 16, 18, 14);
    layout->setSpacing(12);
    m_intro = makeMuted({}, theme, this);
    m_intro->setTextFormat(Qt::RichText);  // names are escaped
    m_form = new StudyForm(theme, this);
    layout->addWidget(m_intro);
    layout->addWidget(m_form);
    layout->addWidget(buildEstimate());
    layout->addWidget(buildProgress(), 1);
    layout->addStretch(0);
    layout->addWidget(buildButtons());
    connectSession();
    connect(m_form, &StudyForm::changed, this, &StudyDialog::updateForm);
    setMinimumWidth(640);
    adoptModel();
    setState(State::Choosing);
}

QWidget* StudyDialog::buildEstimate() {
    m_estimate = new QWidget(this);
    auto* layout = new QHBoxLayout(m_estimate);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    m_size = new WrapLabel({}, m_estimate);
    m_size->setAccessibleName(tr("What will run, and how long"));
    m_basis = makeMuted({}, m_theme, m_estimate);
    m_basis->setAccessibleName(tr("What the time is based on"));
    texts->addWidget(m_size);
    texts->addWidget(m_basis);
    m_measureButton = new QPushButton(tr("&Estimate the time"), m_estimate);
    m_measureButton->setAutoDefault(false);
    layout->addLayout(texts, 1);
    layout->addWidget(m_measureButton, 0, Qt::AlignTop);
    connect(m_measureButton, &QPushButton::clicked, this,
            [this] { m_state == State::Measuring ? m_session.endStudy(app::StudyEnd::Now) : measure(); });
    return m_estimate;
}

QWidget* StudyDialog::buildProgress() {
    m_progress = new QWidget(this);
    auto* layout = new QVBoxLayout(m_progress);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    m_what = new WrapLabel({}, m_progress);
    m_what->setAccessibleName(tr("What runs"));
    auto* line = new QHBoxLayout;
    m_stage = new WrapLabel({}, m_progress);
    m_stage->setAccessibleName(tr("State of the study"));
    m_left = makeMuted({}, m_theme, m_progress, TextRole::SmallNumbers);
    m_left->setWordWrap(false);
    m_left->setAccessibleName(tr("Time left"));
    line->addWidget(m_stage, 1);
    line->addWidget(m_left);
    m_bar = new QProgressBar(m_progress);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(6);
    m_bar->setRange(0, kBarSteps);
    m_bar->setAccessibleName(tr("Progress of the study"));
    m_note = makeMuted({}, m_theme, m_progress);
    m_note->setAccessibleName(tr("About the study"));
    m_table = new StudyTable(m_theme, m_progress);
    layout->addWidget(m_what);
    layout->addSpacing(4);
    layout->addLayout(line);
    layout->addWidget(m_bar);
    layout->addWidget(m_note);
    layout->addWidget(m_table, 1);
    return m_progress;
}

QPushButton* StudyDialog::addButton(QWidget* bar, const QString& text, const QString& toolTip) {
    auto* button = new QPushButton(text, bar);
    button->setToolTip(toolTip);
    button->setAutoDefault(false);
    bar->layout()->addWidget(button);
    return button;
}

QWidget* StudyDialog::buildButtons() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    m_another = addButton(bar, tr("&Another study"), tr("Choose another study; this one stays in its folder"));
    m_loadModel = addButton(bar, tr("&Load its model"), tr("Loads the model and the scorer that the study began with"));
    row->addStretch(1);
    m_cancel = addButton(bar, tr("&Stop"), tr("Gives up the runs in progress and keeps the others"));
    m_pause = addButton(bar, tr("&Pause"), {});
    m_close = addButton(bar, tr("C&lose"), {});
    m_report = addButton(bar, tr("Open the &report"), tr("Opens in the browser"));
    m_start = addButton(bar, tr("&Start"), {});
    connect(m_start, &QPushButton::clicked, this, [this] { m_state == State::Choosing ? start() : resume(); });
    connect(m_pause, &QPushButton::clicked, this, &StudyDialog::pause);
    connect(m_cancel, &QPushButton::clicked, this, &StudyDialog::cancel);
    connect(m_another, &QPushButton::clicked, this, &StudyDialog::chooseAnother);
    connect(m_report, &QPushButton::clicked, this,
            [this] { Q_EMIT reportWanted(folder(), m_state != State::Finished); });
    connect(m_loadModel, &QPushButton::clicked, this, [this] {
        Q_EMIT modelWanted(QString::fromStdString(m_kept.modelPath), QString::fromStdString(m_kept.scorerPath));
    });
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    return bar;
}

void StudyDialog::connectSession() {
    connect(&m_session, &SessionController::studyProgress, this, &StudyDialog::showProgress);
    connect(&m_session, &SessionController::studyMeasured, this, &StudyDialog::showMeasured);
    connect(&m_session, &SessionController::studyDone, this, &StudyDialog::showDone);
    connect(&m_session, &SessionController::studyMeasuring, this, [this](double share) {
        m_bar->setValue(qRound(share * kBarSteps));
        setTextIfChanged(m_basis, tr("Measuring\u2026 %1").arg(formatPercent(share, 0)));
    });
    connect(&m_session, &SessionController::statusChanged, this, &StudyDialog::updateControls);
    connect(&m_session, &SessionController::modelReady, this, &StudyDialog::adoptModel);
    connect(&m_session, &SessionController::scorerReady, this, &StudyDialog::adoptModel);
}

void StudyDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    adoptModel();
}

bool StudyDialog::isActive() const {
    return m_state == State::Running || m_state == State::Pausing || m_state == State::Stopping;
}

QString StudyDialog::folder() const {
    return m_state == State::Choosing || m_state == State::Measuring
               ? QString()
               : QString::fromStdString(m_kept.plan.folder.string());
}

/// The form follows the model and the settings of the window, where nobody has chosen otherwise.
void StudyDialog::adoptModel() {
    if (!m_session.model() || m_session.studying()) return;
    const app::ModelInfo& model = m_session.model()->model;
    const app::RunOptions options = m_options();
    m_form->setHasScorer(m_session.scorer().has_value());
    m_form->propose(options.traces, options.sampling.seed);
    if (const QString name = QString::fromStdString(model.name); m_state == State::Choosing && m_proposedFor != name) {
        m_proposedFor = name;
        m_form->proposeFolder(fileWord(QFileInfo(name).fileName()) + u'_' + QDate::currentDate().toString(Qt::ISODate));
    }
    const QString scorer =
        m_session.scorer() ? tr("with the scorer <b>%1</b>")
                                 .arg(softened(QString::fromStdString(m_session.scorer()->name), 60).toHtmlEscaped())
                           : tr("without a scorer");
    m_intro->setText(
        tr("Every problem runs under each policy, with each n, memory and seed, on <b>%1</b> %2. First each problem "
           "runs unpruned, which tells how much memory it needs. Sampling and vote are as set in the window: "
           "temperature %3, top-p %4, top-k %5, at most %6 tokens.")
            .arg(softened(QString::fromStdString(model.name), 80).toHtmlEscaped(), scorer)
            .arg(options.sampling.temperature, 0, 'f', 2)
            .arg(options.sampling.topP, 0, 'f', 2)
            .arg(options.sampling.topK)
            .arg(formatCount(options.maxTokens)));
    updateForm();
}

/// The form's plan with the options of the window, as the command line has them.
app::StudyPlan StudyDialog::wholePlan() const {
    app::StudyPlan plan = m_form->plan();
    plan.options = m_options();
    plan.options.victim = app::RunOptions{}.victim;
    plan.options.pace = 0;
    if (m_session.model())
        plan.fixedWarmup = plan.options.deepconf.warmup != m_session.model()->defaults.deepconf.warmup;
    return plan;
}

/// What a measurement belongs to: it holds for every study of these.
QString StudyDialog::measureKey() const {
    if (!m_session.model()) return {};
    app::RunOptions options = m_options();
    options.policy = app::kReferencePolicy;
    options.traces = 1;
    options.sampling.seed = 0;
    options.kvCacheMib.reset();
    return QStringList{QString::fromStdString(m_session.model()->model.path),
                       QString::fromStdString(m_session.model()->device),
                       m_session.scorer() ? QString::fromStdString(m_session.scorer()->path) : QString(),
                       m_form->problemSet().path(), QString::fromStdString(app::textOfOptions(options))}
        .join(u'\n');
}

/// Why a study cannot be measured or started; empty if it can.
QString StudyDialog::missing() const {
    const QString busy = m_session.whyNot(Action::RunStudy);
    return busy.isEmpty() ? m_form->problem() : busy;
}

/// Why a study that was begun cannot go on; empty if it can.
QString StudyDialog::missingModel() const {
    if (QString busy = m_session.whyNot(Action::RunStudy); !busy.isEmpty()) return busy;
    const QString scorer = m_session.scorer() ? QString::fromStdString(m_session.scorer()->path) : QString();
    const bool sameModel = loadedModel() == QString::fromStdString(m_kept.modelPath);
    const auto isSameFile = [](const QString& a, const QString& b) {
        return a == b || (!a.isEmpty() && !b.isEmpty() && QFileInfo(a) == QFileInfo(b));
    };
    if (sameModel && isSameFile(scorer, QString::fromStdString(m_kept.scorerPath))) return {};
    return tr("The study began with %1 and %2. Load them to continue it.")
        .arg(shortened(QString::fromStdString(m_kept.modelName), 80),
             m_kept.scorerPath.empty()
                 ? tr("no scorer")
                 : tr("the scorer %1").arg(QFileInfo(QString::fromStdString(m_kept.scorerPath)).fileName()));
}

void StudyDialog::updateForm() {
    const QString problem = m_form->problem();
    if (m_state == State::Choosing) {
        QString text = problem;
        QString basis;
        if (problem.isEmpty()) {
            const app::StudyPlan plan = wholePlan();
            const bool holds = m_measure && m_measuredFor == measureKey();
            text = asSentence(studySizeText(plan));
            if (holds) text += u' ' + estimateText(*m_measure, plan);
            basis = holds ? measureText(*m_measure)
                          : tr("Nothing is measured yet: the estimate runs some of the problems for up to a minute.");
        }
        setTextIfChanged(m_size, text);
        setRole(m_size, problem.isEmpty() ? u"text"_s : u"bad"_s);
        setTextIfChanged(m_basis, basis);
    }
    updateControls();
}

void StudyDialog::setState(State state) {
    m_state = state;
    const bool choosing = state == State::Choosing || state == State::Measuring;
    m_intro->setVisible(choosing);
    m_form->setVisible(choosing);
    m_estimate->setVisible(choosing);
    m_progress->setVisible(!choosing);
    m_table->setVisible(m_table->rowCount() > 0);
    updateForm();
    grow();
    if (isActive() && isVisible()) m_close->setFocus();  // where nothing is lost by a key
}

void StudyDialog::updateControls() {
    const bool choosing = m_state == State::Choosing || m_state == State::Measuring;
    const bool rests = m_state == State::Paused || m_state == State::Failed;
    const QString reason = choosing ? missing() : rests ? missingModel() : QString();
    m_form->setEnabled(m_state == State::Choosing);
    m_measureButton->setText(m_state == State::Measuring ? tr("Stop &estimating") : tr("&Estimate the time"));
    m_measureButton->setEnabled(m_state == State::Measuring || reason.isEmpty());
    m_measureButton->setToolTip(reason.isEmpty() ? tr("Runs some of the problems, for up to a minute") : reason);
    m_start->setVisible(choosing || rests);
    m_start->setText(choosing ? tr("&Start") : tr("&Resume"));
    m_start->setEnabled(reason.isEmpty() && m_state != State::Measuring && m_unread.isEmpty());
    m_start->setToolTip(!reason.isEmpty() ? reason
                        : choosing        ? tr("Runs the study; it can be paused at any time")
                                          : tr("Makes the runs that are missing"));
    m_pause->setVisible(isActive());
    m_pause->setEnabled(m_state != State::Stopping);
    m_pause->setText(m_state == State::Pausing ? tr("&Pause now") : tr("&Pause"));
    m_pause->setToolTip(m_state == State::Pausing
                            ? tr("Gives up the runs in progress; they start again when the study goes on")
                            : tr("Lets the runs in progress finish and starts no others; the model is free then"));
    m_cancel->setVisible(isActive());
    m_cancel->setEnabled(m_state != State::Stopping);
    m_report->setVisible(m_state == State::Finished || m_state == State::Paused);
    m_report->setText(m_state == State::Finished ? tr("Open the &report") : tr("&Report so far"));
    m_report->setEnabled(m_state == State::Finished || m_table->rowCount() > 0);
    m_another->setVisible(rests || m_state == State::Finished);
    m_loadModel->setVisible(rests && m_unread.isEmpty() && m_session.model() && !reason.isEmpty() &&
                            m_session.may(Action::LoadModel));
    m_close->setText(isActive() || m_state == State::Measuring ? tr("&Hide") : tr("C&lose"));
    m_close->setToolTip(isActive() ? tr("The study continues; New study in the Study menu opens this again")
                                   : QString());
    if (rests && m_unread.isEmpty()) {
        setTextIfChanged(m_note, reason);
        m_note->setVisible(!reason.isEmpty());
    }
    // Highlights the next thing to do.
    QPushButton* next = m_state == State::Finished ? m_report : m_loadModel->isVisibleTo(this) ? m_loadModel : m_start;
    for (QPushButton* button : {m_report, m_loadModel, m_start}) {
        if (button->property("primary").toBool() == (button == next)) continue;
        button->setProperty("primary", button == next);
        button->setDefault(button == next);
        restyle(button);
    }
}

/// Fits what is shown; never takes width back.
void StudyDialog::grow() {
    // From the inside out: a layout asks for the sizes below it only when it is told that they have changed.
    for (QLayout* inner : {m_progress->layout(), layout()}) {
        inner->invalidate();
        inner->activate();
    }
    const int wide = std::max(width(), 700);
    resize(wide, layout()->totalHeightForWidth(wide));
}

}  // namespace ui

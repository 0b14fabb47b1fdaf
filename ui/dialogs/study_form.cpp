#include "ui/dialogs/study_form.h"

#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <algorithm>

#include "ui/dialogs/problem_set_box.h"
#include "ui/dialogs/study_words.h"
#include "ui/paint/app_text.h"
#include "ui/paint/widgets.h"
#include "ui/session/data_folder.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {
constexpr int kFirstProblems = 20;
constexpr int kFirstAlone = 5;
constexpr int kFirstTogether = 8;  // as the command line
constexpr int kPolicyColumns = 2;
constexpr double kLeastMemory = 1;  // percent
}  // namespace

StudyForm::StudyForm(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(7);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_problems = new ProblemSetBox(tr("Problem set"), ProblemSetBox::Needed::Yes, theme, this);
    m_problems->chooseOwn(u"heldout"_s);
    m_problems->setCount(kFirstProblems);
    form->addRow(tr("&Problem set"), m_problems);
    m_setNote = makeMuted({}, theme, this);
    form->setWidget(form->rowCount(), QFormLayout::FieldRole, m_setNote);
    addPolicies(form);
    m_traces = addList(form, tr("&n"), tr("Values of n"), tr("Numbers of traces, separated by commas"), {});
    m_memory = addList(form, tr("&Memory"), tr("Values of memory in percent"),
                       tr("KV caches, separated by commas, as shares of what each problem's unpruned traces need at "
                          "their peak"),
                       tr("% of each problem's peak"));
    m_seeds =
        addList(form, tr("&Seeds"), tr("Seeds"), tr("Each problem runs with each of them, separated by commas"), {});
    m_traces->setText(u"32"_s);
    m_memory->setText(u"25, 50, 100"_s);
    m_seeds->setText(u"1"_s);
    auto* counts = new QWidget(this);
    auto* row = new QHBoxLayout(counts);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_together =
        makeCount(tr("Problems that run together"),
                  tr("Problems that share each pass: faster, and their times are not used"), 1, 256, kFirstTogether);
    m_alone = makeCount(tr("Problems timed alone"),
                        tr("So many problems, spread over the set, run once more with the device to themselves, for "
                           "their times (first seed)"),
                        0, 1000000, kFirstAlone);
    row->addWidget(m_together);
    row->addWidget(makeText(tr("at a time, then"), counts));
    row->addWidget(m_alone);
    row->addWidget(makeText(tr("once more alone, for their times"), counts));
    row->addStretch(1);
    counts->setFocusProxy(m_together);
    form->addRow(tr("P&roblems run"), counts);
    addFolder(form);
    connect(m_problems, &ProblemSetBox::changed, this, [this] {
        showNotes();
        Q_EMIT changed();
    });
    for (const QLineEdit* edit : {m_traces, m_memory, m_seeds})
        connect(edit, &QLineEdit::textChanged, this, &StudyForm::changed);
    for (const QSpinBox* count : {m_together, m_alone})
        connect(count, &QSpinBox::valueChanged, this, &StudyForm::changed);
    connect(m_folder, &QLineEdit::textChanged, this, [this] {
        showNotes();
        Q_EMIT changed();
    });
    showNotes();
}

QLineEdit* StudyForm::addList(QFormLayout* form, const QString& label, const QString& name, const QString& toolTip,
                              const QString& unit) {
    auto* cell = new QWidget(this);
    auto* row = new QHBoxLayout(cell);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto* edit = new QLineEdit(cell);
    edit->setAccessibleName(name);
    edit->setToolTip(toolTip);
    m_theme.whenever(edit, [edit, this] { edit->setFixedWidth(m_theme.letters(22)); });
    row->addWidget(edit);
    if (!unit.isEmpty()) {
        QLabel* text = makeMuted(unit, m_theme, cell);
        text->setWordWrap(false);
        row->addWidget(text);
    }
    row->addStretch(1);
    cell->setFocusProxy(edit);
    form->addRow(label, cell);
    return edit;
}

void StudyForm::addPolicies(QFormLayout* form) {
    auto* cell = new QWidget(this);
    auto* grid = new QGridLayout(cell);
    grid->setContentsMargins(0, 2, 0, 2);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(4);
    const int rows = (static_cast<int>(app::policyRows().size()) + kPolicyColumns - 1) / kPolicyColumns;
    for (const app::PolicyRow& row : app::policyRows()) {
        auto* box = new QCheckBox(appText(row.title), cell);
        box->setToolTip(appText(row.clause));
        box->setChecked(row.kind == app::kReferencePolicy || row.kind == app::PolicyKind::Step);
        connect(box, &QCheckBox::toggled, this, &StudyForm::changed);
        const int at = static_cast<int>(m_policies.size());
        grid->addWidget(box, at % rows, at / rows);
        m_policies.push_back({row.kind, box});
    }
    grid->setColumnStretch(kPolicyColumns, 1);
    form->addRow(tr("Policies"), cell);
}

void StudyForm::addFolder(QFormLayout* form) {
    auto* cell = new QWidget(this);
    auto* row = new QHBoxLayout(cell);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_folder = new QLineEdit(cell);
    m_folder->setAccessibleName(tr("Folder of the study"));
    m_folder->setToolTip(tr("Results and report are kept here; a study that was stopped continues from there"));
    auto* browse = new QPushButton(tr("Choose\u2026"), cell);
    browse->setAccessibleName(tr("Choose the folder of the study"));
    browse->setAutoDefault(false);
    row->addWidget(m_folder, 1);
    row->addWidget(browse);
    cell->setFocusProxy(m_folder);
    form->addRow(tr("&Folder"), cell);
    m_folderNote = makeMuted({}, m_theme, this);
    form->setWidget(form->rowCount(), QFormLayout::FieldRole, m_folderNote);
    connect(browse, &QPushButton::clicked, this, &StudyForm::chooseFolder);
}

QSpinBox* StudyForm::makeCount(const QString& name, const QString& toolTip, int low, int high, int value) {
    auto* count = new QSpinBox(this);
    count->setLocale(QLocale::c());
    count->setButtonSymbols(QAbstractSpinBox::NoButtons);
    count->setAlignment(Qt::AlignRight);
    count->setRange(low, high);
    count->setValue(value);
    count->setAccessibleName(name);
    count->setToolTip(toolTip);
    m_theme.whenever(count, [count, this] { count->setFixedWidth(m_theme.letters(7)); });
    return count;
}

/// What a reader should know of the set and of the folder, beside them.
void StudyForm::showNotes() {
    const QString& error = m_problems->error();
    const QString text = error.isEmpty() ? m_problems->note() : error;
    setTextIfChanged(m_setNote, text);
    setRole(m_setNote, error.isEmpty() ? u"muted"_s : u"bad"_s);
    m_setNote->setVisible(!text.isEmpty());
    const QDir dir(folder());
    const QString note = folder().isEmpty()            ? QString()
                         : dir.exists(u"study.json"_s) ? tr("A study is there. Runs that it has are not made again.")
                         : dir.exists() && !dir.isEmpty()
                             ? tr("This folder has other files; the study's are put beside them.")
                             : QString();
    setTextIfChanged(m_folderNote, note);
    m_folderNote->setVisible(!note.isEmpty());
}

void StudyForm::chooseFolder() {
    const QString path = QFileDialog::getExistingDirectory(this, tr("Folder of the study"), folder());
    if (!path.isEmpty()) setFolder(path);
}

void StudyForm::setHasScorer(bool hasScorer) {
    for (const PolicyChoice& choice : m_policies) {
        const app::PolicyRow& row = app::policyRow(choice.policy);
        const bool possible = hasScorer || !row.needsScorer;
        const QSignalBlocker quiet(choice.box);
        choice.box->setEnabled(possible);
        choice.box->setToolTip(possible ? appText(row.clause) : tr("Needs a step scorer, and none is loaded"));
        if (!possible) choice.box->setChecked(false);
    }
}

void StudyForm::propose(int traces, std::uint64_t seed) {
    if (!m_traces->isModified()) m_traces->setText(QString::number(traces));
    if (!m_seeds->isModified()) m_seeds->setText(QString::number(seed));
}

void StudyForm::setPolicies(const QStringList& names) {
    for (const PolicyChoice& choice : m_policies)
        choice.box->setChecked(choice.box->isEnabled() && names.contains(QLatin1String(app::nameOf(choice.policy))));
}

void StudyForm::setTraces(const QString& values) {
    m_traces->setText(values);
    m_traces->setModified(true);
}

void StudyForm::setMemory(const QString& percents) {
    m_memory->setText(percents);
}

void StudyForm::setSeeds(const QString& values) {
    m_seeds->setText(values);
    m_seeds->setModified(true);
}

void StudyForm::setTogether(int problems) {
    m_together->setValue(problems);
}

void StudyForm::setAlone(int problems) {
    m_alone->setValue(problems);
}

void StudyForm::setFolder(const QString& path) {
    m_folder->setText(QDir::toNativeSeparators(path));
}

QString StudyForm::folder() const {
    return m_folder->text().trimmed();
}

void StudyForm::proposeFolder(const QString& name) {
    if (!folder().isEmpty() && folder() != m_proposed) return;
    const QDir studies(dataFolder(u"studies"_s));
    QString path = studies.filePath(name);
    for (int number = 2; QFileInfo::exists(path); ++number) path = studies.filePath(u"%1_%2"_s.arg(name).arg(number));
    m_proposed = QDir::toNativeSeparators(path);
    setFolder(path);
}

QString StudyForm::problem() const {
    if (!m_problems->error().isEmpty()) return m_problems->error();
    if (m_problems->count() == 0) return tr("Choose a problem set.");
    if (std::ranges::none_of(m_policies, [](const PolicyChoice& choice) { return choice.box->isChecked(); }))
        return tr("Choose at least one policy.");
    const QString errors[] = {parseNumbers(m_traces->text(), tr("n"), 1, 4096, false).error,
                              parseNumbers(m_memory->text(), tr("Memory"), kLeastMemory, 100, true).error,
                              parseSeeds(m_seeds->text()).error};
    for (const QString& error : errors)
        if (!error.isEmpty()) return error;
    return folder().isEmpty() ? tr("Choose a folder for the study.") : QString();
}

app::StudyPlan StudyForm::plan() const {
    app::StudyPlan plan;
    plan.problems = m_problems->problems();
    plan.problemsPath = m_problems->path().toStdString();
    plan.skippedLines = m_problems->badLines();
    plan.limit = m_problems->count();
    for (const PolicyChoice& choice : m_policies) {
        if (choice.box->isChecked())
            plan.policies.push_back({.name = app::nameOf(choice.policy), .policy = choice.policy});
    }
    for (const double n : parseNumbers(m_traces->text(), {}, 1, 4096, false).values)
        plan.traces.push_back(static_cast<int>(n));
    for (const double percent : parseNumbers(m_memory->text(), {}, kLeastMemory, 100, true).values)
        plan.memory.push_back(percent / 100);
    plan.seeds = parseSeeds(m_seeds->text()).values;
    plan.parallel = m_together->value();
    plan.aloneProblems = m_alone->value();
    plan.folder = folder().toStdString();
    return plan;
}

}  // namespace ui

#include "ui/compare/compare_plan_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/run/usage_error.h"
#include "app/study/comparison_folder.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

QString numberText(double value) {
    return QLocale::c().toString(value, 'g', 6);
}

QVBoxLayout* pageLayout(QWidget* page) {
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    return layout;
}

}  // namespace

ComparePlanDialog::ComparePlanDialog(app::PolicyKind current, bool hasScorer, const Theme& theme, QWidget* parent)
    : QDialog(parent), m_theme(theme) {
    setWindowTitle(tr("Compare runs"));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(makeMuted(tr("The problem runs two to four times, one after another at full speed and with the "
                                   "same seed. One thing differs between the runs; all else is as in the controls."),
                                theme, this));
    auto* row = new QHBoxLayout;
    m_axis = new QComboBox(this);
    m_axis->setAccessibleName(tr("What differs between the runs"));
    m_axis->addItem(tr("policies"), static_cast<int>(app::CompareAxis::Policies));
    m_axis->addItem(tr("memories"), static_cast<int>(app::CompareAxis::Memories));
    m_axis->addItem(tr("scorers"), static_cast<int>(app::CompareAxis::Scorers));
    m_axis->addItem(tr("models"), static_cast<int>(app::CompareAxis::Models));
    QLabel* label = makeText(tr("Compare"), this);
    label->setBuddy(m_axis);
    row->addWidget(label);
    row->addWidget(m_axis, 1);
    layout->addLayout(row);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(buildPolicies(current, hasScorer));
    m_pages->addWidget(buildMemories());
    m_pages->addWidget(
        buildFiles(app::CompareAxis::Scorers, tr("Every run has the loaded model."), tr("Add a scorer\u2026")));
    m_pages->addWidget(buildFiles(app::CompareAxis::Models,
                                  tr("Each is loaded when its turn comes, with the scorer beside it. The model that is "
                                     "loaded now comes back at the end."),
                                  tr("Add a model\u2026")));
    layout->addWidget(m_pages);
    m_problem = makeMuted({}, theme, this);
    m_problem->setAccessibleName(tr("What is missing"));
    layout->addWidget(m_problem);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_run = buttons->addButton(tr("Compare"), QDialogButtonBox::AcceptRole);
    m_run->setProperty("primary", true);
    m_run->setDefault(true);
    restyle(m_run);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_axis, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_pages->setCurrentIndex(index);
        update();
    });
    layout->addWidget(buttons);
    setMinimumWidth(420);
    update();
}

QWidget* ComparePlanDialog::buildPolicies(app::PolicyKind current, bool hasScorer) {
    auto* page = new QWidget(this);
    auto* layout = pageLayout(page);
    const app::PolicyKind other = current == app::kReferencePolicy ? app::PolicyKind::Step : current;
    for (const app::PolicyRow& row : app::policyRows()) {
        if (row.oneTrace) continue;  // there is nothing to lay beside others
        auto* box = new QCheckBox(appText(row.title), page);
        box->setToolTip(appText(row.clause));
        const bool possible = hasScorer || !row.needsScorer;
        box->setEnabled(possible);
        if (!possible) box->setToolTip(tr("Needs a step scorer, and none is loaded"));
        box->setChecked(possible && (row.kind == app::kReferencePolicy || row.kind == other));
        connect(box, &QCheckBox::toggled, this, &ComparePlanDialog::update);
        layout->addWidget(box);
        m_choices.push_back({row.kind, box});
    }
    layout->addStretch(1);
    return page;
}

QWidget* ComparePlanDialog::buildMemories() {
    auto* page = new QWidget(this);
    auto* layout = pageLayout(page);
    m_memories = new QLineEdit(page);
    m_memories->setAccessibleName(tr("KV caches to compare, in MiB"));
    m_memories->setPlaceholderText(tr("12, 24, 48"));
    connect(m_memories, &QLineEdit::textChanged, this, &ComparePlanDialog::update);
    layout->addWidget(
        makeMuted(tr("KV caches in MiB, with commas between. The policy is the one in the controls."), m_theme, page));
    layout->addWidget(m_memories);
    layout->addStretch(1);
    return page;
}

QWidget* ComparePlanDialog::buildFiles(app::CompareAxis axis, const QString& text, const QString& button) {
    auto* page = new QWidget(this);
    auto* layout = pageLayout(page);
    layout->addWidget(makeMuted(text, m_theme, page));
    auto* list = new QVBoxLayout;
    layout->addLayout(list);
    (axis == app::CompareAxis::Scorers ? m_scorers : m_models) = list;
    auto* add = new QPushButton(button, page);
    add->setAutoDefault(false);
    connect(add, &QPushButton::clicked, this, [this, axis] { chooseFile(axis); });
    layout->addWidget(add, 0, Qt::AlignLeft);
    layout->addStretch(1);
    return page;
}

void ComparePlanDialog::chooseFile(app::CompareAxis axis) {
    const bool isScorer = axis == app::CompareAxis::Scorers;
    const QStringList paths = isScorer
                                  ? QFileDialog::getOpenFileNames(this, tr("Add scorers"), {},
                                                                  tr("Scorers (*.pt *.safetensors);;All files (*)"))
                                  : QFileDialog::getOpenFileNames(this, tr("Add models"), {},
                                                                  tr("Models (*.gguf *.safetensors);;All files (*)"));
    for (const QString& path : paths) {
        const QFileInfo file(path);
        const bool isFolder = !isScorer && path.endsWith(".safetensors"_L1);
        addFile(axis, {isFolder ? file.dir().dirName() : file.fileName(), isFolder ? file.absolutePath() : path}, true);
    }
}

void ComparePlanDialog::addFile(app::CompareAxis axis, const File& file, bool chosen) {
    QVBoxLayout* list = axis == app::CompareAxis::Scorers ? m_scorers : m_models;
    const auto known = std::ranges::find_if(
        m_files, [&](const FileChoice& each) { return each.axis == axis && each.path == file.path; });
    if (known != m_files.end()) {
        known->box->setChecked(known->box->isChecked() || chosen);
        return;
    }
    auto* box = new QCheckBox(shortened(file.name, 60), list->parentWidget());
    box->setToolTip(file.path);
    box->setChecked(chosen);
    connect(box, &QCheckBox::toggled, this, &ComparePlanDialog::update);
    list->addWidget(box);
    m_files.push_back({axis, file.path, box});
    update();
}

void ComparePlanDialog::setMemory(double mib) {
    setMemories(u"%1, %2"_s.arg(numberText(std::round(mib * 50) / 100), numberText(std::round(mib * 100) / 100)));
}

void ComparePlanDialog::setMemories(const QString& list) {
    m_memories->setText(list);
}

void ComparePlanDialog::setScorers(const std::vector<File>& files) {
    for (const File& file : files) addFile(app::CompareAxis::Scorers, file, &file == &files.front());
}

void ComparePlanDialog::setModels(const std::vector<File>& files) {
    for (const File& file : files) addFile(app::CompareAxis::Models, file, &file == &files.front());
}

void ComparePlanDialog::setAxis(app::CompareAxis axis) {
    m_axis->setCurrentIndex(m_axis->findData(static_cast<int>(axis)));
}

app::CompareAxis ComparePlanDialog::axis() const {
    return static_cast<app::CompareAxis>(m_axis->currentData().toInt());
}

std::vector<app::PolicyKind> ComparePlanDialog::policies() const {
    std::vector<app::PolicyKind> chosen;
    for (const Choice& choice : m_choices)
        if (choice.box->isChecked()) chosen.push_back(choice.policy);
    std::stable_partition(chosen.begin(), chosen.end(),
                          [](app::PolicyKind kind) { return kind == app::kReferencePolicy; });
    return chosen;
}

app::ComparisonChoice ComparePlanDialog::choice() const {
    app::ComparisonChoice choice;
    switch (axis()) {
        case app::CompareAxis::Policies:
            for (const app::PolicyKind policy : policies())
                choice.policies.push_back({.name = app::nameOf(policy), .policy = policy});
            break;
        case app::CompareAxis::Memories:
            choice.memories = app::parseMemories(m_memories->text().remove(u' ').toStdString());
            break;
        case app::CompareAxis::Scorers:
        case app::CompareAxis::Models:
            for (const FileChoice& file : m_files) {
                if (file.axis != axis() || !file.box->isChecked()) continue;
                (axis() == app::CompareAxis::Scorers ? choice.scorers : choice.models)
                    .push_back(file.path.toStdString());
            }
            break;
    }
    return choice;
}

std::optional<app::ComparisonPlan> ComparePlanDialog::plan() const {
    try {
        return app::planComparison(choice());
    } catch (const app::UsageError&) {
        return std::nullopt;
    }
}

QString ComparePlanDialog::problem() const {
    if (plan()) return {};
    if (axis() == app::CompareAxis::Memories)
        return tr("Give two to four amounts of memory in MiB, such as 12, 24, 48.");
    return tr("Choose two to four.");
}

void ComparePlanDialog::update() {
    if (!m_run) return;
    m_problem->setText(problem());
    m_run->setEnabled(plan().has_value());
}

}  // namespace ui

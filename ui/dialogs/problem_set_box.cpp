#include "ui/dialogs/problem_set_box.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSpinBox>
#include <algorithm>
#include <exception>

#include "app/run/resources.h"
#include "app/study/problem_choice.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"
#include "ui/session/remembered.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kFirstCount = 200;  // of a set, until somebody asks for more
const QString kNone = u"none"_s;  // data of combo box entries that are no path
const QString kOther = u"other"_s;

QString titleOf(const QString& name) {
    if (name == "train"_L1) return ProblemSetBox::tr("Training problems");
    if (name == "validation"_L1) return ProblemSetBox::tr("Validation problems");
    if (name == "heldout"_L1) return ProblemSetBox::tr("Held-out problems");
    if (name == "handwritten"_L1) return ProblemSetBox::tr("Hand-written problems");
    return name;
}

QString noteOf(const app::LineNotes& badLines, qint64 unanswered) {
    QStringList notes;
    if (!badLines.empty())
        notes << formatNumberOf(static_cast<qint64>(badLines.size()), ProblemSetBox::tr("1 line cannot be used: "),
                                ProblemSetBox::tr("%1 lines cannot be used, the first: ")) +
                     asSentence(softened(appSentence(badLines.front()), 200));
    if (unanswered > 0)
        notes << formatNumberOf(unanswered, ProblemSetBox::tr("1 problem has no answer and is left out."),
                                ProblemSetBox::tr("%1 problems have no answer and are left out."));
    return notes.join(u' ');
}

}  // namespace

ProblemSetBox::ProblemSetBox(const QString& name, Needed needed, const Theme& theme, QWidget* parent)
    : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_sets = new QComboBox(this);
    m_sets->setAccessibleName(name);
    m_sets->setToolTip(tr("A set that comes with the program, or JSON Lines with question and answer"));
    m_count = new QSpinBox(this);
    m_count->setLocale(QLocale::c());
    m_count->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_count->setAlignment(Qt::AlignRight);
    m_count->setFixedWidth(72);
    m_count->setAccessibleName(tr("%1: how many").arg(name));
    m_count->setToolTip(tr("Number of problems, spread evenly over the set"));
    m_of = makeMuted({}, theme, this);
    m_of->setWordWrap(false);
    m_of->setMinimumWidth(m_of->fontMetrics().horizontalAdvance(u"of 00 000"_s));
    row->addWidget(m_sets, 1);
    row->addWidget(m_count);
    row->addWidget(m_of);
    setFocusProxy(m_sets);
    if (needed == Needed::No) m_sets->addItem(tr("None"), kNone);
    addOwnSets();
    addRememberedSets();
    m_sets->addItem(tr("A file\u2026"), kOther);
    connect(m_sets, &QComboBox::activated, this, &ProblemSetBox::choose);
    connect(m_count, &QSpinBox::valueChanged, this, &ProblemSetBox::changed);
    choose(0);
}

void ProblemSetBox::addOwnSets() {
    QDir folder;
    try {
        folder.setPath(QString::fromStdString((app::resourceDir() / "problems").string()));
    } catch (const std::exception&) {
        return;  // files can still be opened
    }
    QFileInfoList files = folder.entryInfoList({u"*.jsonl"_s}, QDir::Files, QDir::Name);
    std::stable_partition(files.begin(), files.end(),
                          [](const QFileInfo& file) { return file.completeBaseName() == "train"_L1; });
    for (const QFileInfo& file : files) m_sets->addItem(titleOf(file.completeBaseName()), file.absoluteFilePath());
}

void ProblemSetBox::addRememberedSets() {
    for (const QString& path : rememberedSets()) {
        m_sets->addItem(QFileInfo(path).fileName(), path);
        m_sets->setItemData(m_sets->count() - 1, path, Qt::ToolTipRole);
    }
}

void ProblemSetBox::choose(int index) {
    const QString entry = m_sets->itemData(index).toString();
    if (entry == kOther) {
        const QString path = QFileDialog::getOpenFileName(this, tr("Open a problem set"), {},
                                                          tr("Problem sets (*.jsonl *.json);;All files (*)"));
        m_sets->setCurrentIndex(m_chosen);
        if (!path.isEmpty()) chooseFile(path);
        return;
    }
    m_sets->setCurrentIndex(index);
    m_chosen = index;
    read(entry == kNone ? QString() : entry);
}

void ProblemSetBox::chooseOwn(const QString& name) {
    for (int i = 0; i < m_sets->count(); ++i) {
        const QString entry = m_sets->itemData(i).toString();
        if (name.isEmpty() ? entry == kNone : QFileInfo(entry).completeBaseName() == name) return choose(i);
    }
}

void ProblemSetBox::chooseFile(const QString& path) {
    int at = m_sets->findData(path);
    if (at < 0) {
        at = m_sets->count() - 1;
        m_sets->insertItem(at, QFileInfo(path).fileName(), path);
        m_sets->setItemData(at, path, Qt::ToolTipRole);
    }
    choose(at);
    if (m_error.isEmpty()) rememberSet(path);
}

void ProblemSetBox::read(const QString& path) {
    m_problems.clear();
    m_path = path;
    m_error.clear();
    m_note.clear();
    m_badLines = 0;
    if (!path.isEmpty()) {
        try {
            app::ProblemSet set = app::readProblems(path.toStdString());
            m_problems = std::move(set.problems);
            const auto unanswered = std::erase_if(m_problems, [](const app::Problem& p) { return !p.answer; });
            if (m_problems.empty()) m_error = tr("No problem of the set has an answer.");
            m_badLines = static_cast<int>(set.badLines.size());
            m_note = noteOf(set.badLines, static_cast<qint64>(unanswered));
        } catch (const std::exception& error) {
            m_error = appSentence(error.what());
        }
    }
    const int size = static_cast<int>(m_problems.size());
    {
        const QSignalBlocker quiet(m_count);
        m_count->setRange(std::min(size, 1), size);
        m_count->setValue(std::min(size, kFirstCount));
    }
    m_count->setEnabled(size > 0);
    m_of->setText(size > 0 ? tr("of %1").arg(formatCount(size)) + (m_note.isEmpty() ? QString() : u" \u26a0"_s)
                           : QString());
    m_of->setToolTip(m_note);
    Q_EMIT changed();
}

void ProblemSetBox::setCount(int count) {
    m_count->setValue(count);
}

int ProblemSetBox::count() const {
    return m_problems.empty() ? 0 : m_count->value();
}

std::vector<app::Problem> ProblemSetBox::problems() const {
    if (m_problems.empty()) return {};
    return app::chooseProblems(m_problems, {}, count());
}

}  // namespace ui

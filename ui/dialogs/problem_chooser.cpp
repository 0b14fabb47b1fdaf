#include "ui/dialogs/problem_chooser.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <exception>

#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kTypingMs = 150;
constexpr qsizetype kRowLetters = 300;      // of a question, in the list
constexpr qsizetype kTextLetters = 20'000;  // below it
constexpr qsizetype kShortLetters = 60;

QString textOf(const std::string& text, qsizetype letters) {
    return shortened(QString::fromStdString(text).simplified(), letters);
}

Qt::Alignment alignmentOf(int column) {
    const bool isNumber = column == ProblemsModel::Number || column == ProblemsModel::Level;
    return (isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
}

}  // namespace

// ---- the list -------------------------------------------------------------------------------------------------------

void ProblemsModel::setProblems(std::vector<app::Problem> problems) {
    beginResetModel();
    m_problems = std::move(problems);
    m_hasLevels = std::ranges::any_of(m_problems, [](const app::Problem& p) { return p.level > 0; });
    m_hasKinds = std::ranges::any_of(m_problems, [](const app::Problem& p) { return !p.family.empty(); });
    m_rows.resize(m_problems.size());
    for (std::size_t i = 0; i < m_rows.size(); ++i) m_rows[i] = static_cast<std::uint32_t>(i);
    endResetModel();
}

void ProblemsModel::setFilter(const QString& text) {
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    beginResetModel();
    m_rows.clear();
    for (std::size_t i = 0; i < m_problems.size(); ++i) {
        const app::Problem& p = m_problems[i];
        const QString all = words.isEmpty() ? QString()
                                            : QString::number(p.index + 1) + u' ' + QString::fromStdString(p.question) +
                                                  u' ' + QString::fromStdString(p.answer.value_or("")) + u' ' +
                                                  QString::fromStdString(p.family);
        const auto has = [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); };
        if (std::ranges::all_of(words, has)) m_rows.push_back(static_cast<std::uint32_t>(i));
    }
    endResetModel();
}

int ProblemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ProblemsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProblemsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const app::Problem& p = problem(index.row());
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(alignmentOf(index.column()));
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
        case Number: return p.index + 1;
        case Question: return textOf(p.question, kRowLetters);
        case Answer: return p.answer ? shortened(formatAnswer(*p.answer), kShortLetters) : u"\u2013"_s;
        case Level: return p.level > 0 ? QString::number(p.level) : QString();
        case Kind: return textOf(p.family, kShortLetters);
        default: return {};
    }
}

QVariant ProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(alignmentOf(section));
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Number: return tr("No.");
        case Question: return tr("Problem");
        case Answer: return tr("Answer");
        case Level: return tr("Level");
        case Kind: return tr("Kind");
        default: return {};
    }
}

// ---- the dialog -----------------------------------------------------------------------------------------------------

ProblemChooser::ProblemChooser(const Theme& theme, QWidget* parent) : QDialog(parent), m_theme(theme) {
    setWindowTitle(tr("Problem set"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(8);
    m_summary = makeText({}, this);
    m_note = makeMuted({}, theme, this);
    m_search = new QLineEdit(this);
    m_search->setPlaceholderText(tr("Search in problems, answers and kinds"));
    m_search->setAccessibleName(tr("Search in the problem set"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_model = new ProblemsModel(this);
    m_list = new QTableView(this);
    m_list->setObjectName(u"problems"_s);
    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("Problems of the set"));
    m_list->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setShowGrid(false);
    m_list->setWordWrap(false);
    m_list->setTabKeyNavigation(false);
    m_list->verticalHeader()->hide();
    theme.whenever(m_list, [this] {
        m_list->verticalHeader()->setDefaultSectionSize(m_theme.lines(1) + 8);
        for (const auto& [column, letters] : {std::pair{ProblemsModel::Number, 7.0},
                                              {ProblemsModel::Answer, 14.0},
                                              {ProblemsModel::Level, 7.0},
                                              {ProblemsModel::Kind, 16.0}})
            m_list->setColumnWidth(column, m_theme.letters(letters));
    });
    m_list->horizontalHeader()->setSectionsClickable(false);
    m_list->horizontalHeader()->setHighlightSections(false);
    m_list->horizontalHeader()->setSectionResizeMode(ProblemsModel::Question, QHeaderView::Stretch);
    m_text = new QPlainTextEdit(this);
    m_text->setReadOnly(true);
    m_text->setAccessibleName(tr("The whole problem"));
    m_text->setTabChangesFocus(true);
    theme.whenever(m_text, [this] { m_text->setFixedHeight(m_theme.lines(5) + 16); });
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* other = buttons->addButton(tr("Open another set\u2026"), QDialogButtonBox::ResetRole);
    buttons->addButton(QDialogButtonBox::Close);
    m_use = buttons->addButton(tr("Use this problem"), QDialogButtonBox::AcceptRole);
    m_use->setToolTip(tr("It becomes the problem of the next run, and its answer the known one"));
    m_use->setProperty("primary", true);
    m_use->setDefault(true);
    layout->addWidget(m_summary);
    layout->addWidget(m_note);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_text);
    layout->addWidget(buttons);
    resize(860, 560);
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, &ProblemChooser::filter);
    connect(m_search, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    connect(m_list, &QTableView::doubleClicked, this, &ProblemChooser::choose);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ProblemChooser::showCurrent);
    connect(buttons, &QDialogButtonBox::accepted, this, &ProblemChooser::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(other, &QPushButton::clicked, this, &ProblemChooser::openRequested);
    showCurrent();
}

ProblemChooser::~ProblemChooser() {
    if (m_work.valid()) m_work.wait();
}

void ProblemChooser::open(const QString& path) {
    m_next = path;
    if (!m_work.valid()) startReading();
    setTextIfChanged(m_summary, tr("Reading %1\u2026").arg(QFileInfo(path).fileName()));
}

void ProblemChooser::startReading() {
    m_reading = std::exchange(m_next, {});
    m_work = std::async(std::launch::async, [this, given = m_reading.toStdString()] {
        // Queued either way: finish() takes the set or the exception.
        struct AtEnd {
            ProblemChooser* self;
            ~AtEnd() { QMetaObject::invokeMethod(self, &ProblemChooser::finish, Qt::QueuedConnection); }
        } const atEnd{this};
        return app::readProblems(given);
    });
}

void ProblemChooser::finish() {
    app::ProblemSet set;
    QString error;
    try {
        set = m_work.get();
    } catch (const std::exception& failure) {
        error = appSentence(failure.what());
    }
    if (!m_next.isEmpty()) return startReading();
    if (!error.isEmpty()) {
        showSummary();
        Q_EMIT failed(error);
        return;
    }
    m_path = m_reading;
    QStringList notes;
    if (!set.badLines.empty())
        notes << formatNumberOf(static_cast<qint64>(set.badLines.size()), tr("1 line cannot be used: "),
                                tr("%1 lines cannot be used, the first: ")) +
                     asSentence(softened(appSentence(set.badLines.front()), 200));
    if (!set.warnings.empty()) notes << asSentence(softened(appSentence(set.warnings.front()), 200));
    setTextIfChanged(m_note, notes.join(u' '));
    m_note->setVisible(!notes.isEmpty());
    m_search->clear();
    m_model->setProblems(std::move(set.problems));
    m_list->setColumnHidden(ProblemsModel::Level, !m_model->hasLevels());
    m_list->setColumnHidden(ProblemsModel::Kind, !m_model->hasKinds());
    m_typing.stop();
    m_list->selectRow(0);
    showSummary();
    m_search->setFocus();
    Q_EMIT opened(m_path);
}

void ProblemChooser::filter() {
    m_model->setFilter(m_search->text());
    m_list->selectRow(0);
    showCurrent();
    showSummary();
}

void ProblemChooser::showSummary() {
    const auto all = static_cast<qint64>(m_model->size());
    const qint64 shown = m_model->rowCount();
    const QString name = QFileInfo(m_path).fileName();
    setTextIfChanged(m_summary,
                     m_path.isEmpty() ? QString()
                     : shown == all
                         ? formatNumberOf(all, tr("1 problem"), tr("%1 problems")) + u' ' + tr("of %1").arg(name)
                         : tr("%1 of %2 problems of %3").arg(formatCount(shown), formatCount(all), name));
    m_summary->setToolTip(m_path);
}

void ProblemChooser::showCurrent() {
    const QModelIndex current = m_list->currentIndex();
    m_use->setEnabled(current.isValid());
    if (!current.isValid()) {
        m_text->setPlainText(m_model->size() > 0 ? tr("No problem has these words.") : QString());
        return;
    }
    const app::Problem& problem = m_model->problem(current.row());
    const QString answer = problem.answer ? tr("Answer: %1").arg(formatAnswer(*problem.answer))
                                          : tr("No answer is known: nothing will be marked right or wrong.");
    m_text->setPlainText(shortened(QString::fromStdString(problem.question), kTextLetters) + u"\n\n"_s + answer);
}

void ProblemChooser::choose() {
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid()) return;
    const app::Problem& problem = m_model->problem(current.row());
    accept();
    Q_EMIT chosen(QString::fromStdString(problem.question), QString::fromStdString(problem.answer.value_or("")));
}

/// Arrows in the search line move through the list.
bool ProblemChooser::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int page = std::max(1, m_list->viewport()->height() / m_list->verticalHeader()->defaultSectionSize());
        const int by = key == Qt::Key_Down       ? 1
                       : key == Qt::Key_Up       ? -1
                       : key == Qt::Key_PageDown ? page
                       : key == Qt::Key_PageUp   ? -page
                                                 : 0;
        if (by != 0 && m_model->rowCount() > 0) {
            m_list->selectRow(std::clamp(m_list->currentIndex().row() + by, 0, m_model->rowCount() - 1));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

}  // namespace ui

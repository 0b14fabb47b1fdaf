#include "ui/history_limits_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QSettings>
#include <QSpinBox>

#include "ui/paint/format.h"
#include "ui/paint/widgets.h"
#include "ui/session/recent_runs.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kMostRuns = 10'000;
constexpr int kMostMib = 1'000'000;
constexpr int kMostDays = 3'650;
constexpr int kMibShift = 20;

int mibOf(const app::HistoryLimits& limits) {
    return static_cast<int>(limits.bytes >> kMibShift);
}

/// A number of the settings file within its range, else the program's own.
int settingOf(const QSettings& settings, const QString& key, int most, int usual) {
    bool isNumber = false;
    const int value = settings.value(key).toInt(&isNumber);
    return isNumber && value >= 1 && value <= most ? value : usual;
}

QSpinBox* makeNumber(int most, int value, const QString& suffix, const QString& name, QWidget* parent) {
    auto* spin = new QSpinBox(parent);
    spin->setLocale(QLocale::c());
    spin->setButtonSymbols(QAbstractSpinBox::NoButtons);
    spin->setAlignment(Qt::AlignRight);
    spin->setRange(1, most);
    spin->setValue(value);
    spin->setSuffix(suffix);
    spin->setAccessibleName(name);
    return spin;
}

}  // namespace

app::HistoryLimits loadHistoryLimits() {
    const QSettings settings(u"Stepscope"_s, u"Stepscope"_s);
    app::HistoryLimits limits;
    limits.runs =
        static_cast<std::size_t>(settingOf(settings, u"history/runs"_s, kMostRuns, static_cast<int>(limits.runs)));
    limits.bytes = std::uintmax_t(settingOf(settings, u"history/mib"_s, kMostMib, mibOf(limits))) << kMibShift;
    limits.age =
        std::chrono::days(settingOf(settings, u"history/days"_s, kMostDays, static_cast<int>(limits.age.count())));
    return limits;
}

void saveHistoryLimits(const app::HistoryLimits& limits) {
    QSettings settings(u"Stepscope"_s, u"Stepscope"_s);
    settings.setValue(u"history/runs"_s, static_cast<int>(limits.runs));
    settings.setValue(u"history/mib"_s, mibOf(limits));
    settings.setValue(u"history/days"_s, static_cast<int>(limits.age.count()));
}

HistoryLimitsDialog::HistoryLimitsDialog(RecentRuns& runs, QWidget* parent) : QDialog(parent), m_history(runs) {
    setWindowTitle(tr("Limits of the history"));
    const app::HistoryLimits& now = runs.limits();
    auto* form = new QFormLayout(this);
    m_runs = makeNumber(kMostRuns, static_cast<int>(now.runs), {}, tr("Runs to keep at most"), this);
    m_mib = makeNumber(kMostMib, mibOf(now), tr(" MiB"), tr("Disk space for all of them"), this);
    m_days = makeNumber(kMostDays, static_cast<int>(now.age.count()), tr(" days"), tr("Days to keep a run"), this);
    form->addRow(tr("&Runs to keep at most"), m_runs);
    form->addRow(tr("Disk &space for all of them"), m_mib);
    form->addRow(tr("&Days to keep a run"), m_days);
    m_surplus = new WrapLabel({}, this);
    m_surplus->setAccessibleName(tr("What these limits remove"));
    form->addRow(m_surplus);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &HistoryLimitsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (const QSpinBox* spin : {m_runs, m_mib, m_days})
        connect(spin, &QSpinBox::valueChanged, this, &HistoryLimitsDialog::tellSurplus);
    tellSurplus();
}

app::HistoryLimits HistoryLimitsDialog::limits() const {
    return {.bytes = static_cast<std::uintmax_t>(m_mib->value()) << kMibShift,
            .runs = static_cast<std::size_t>(m_runs->value()),
            .age = std::chrono::days(m_days->value())};
}

void HistoryLimitsDialog::tellSurplus() {
    std::vector<app::HistoryFile> files;
    for (const app::HistoryRun& run : m_history.runs()) {
        const std::string name = run.path.filename().string();
        if (const auto start = app::startOfHistoryName(name))
            files.push_back({.name = name, .startedAt = *start, .bytes = run.bytes});
    }
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto surplus = static_cast<qint64>(app::surplusOf(files, limits(), now).size());
    m_surplus->setText(
        surplus == 0 ? tr("OK removes no run.")
                     : formatNumberOf(surplus, tr("OK removes the oldest run."), tr("OK removes the %1 oldest runs.")));
    setRole(m_surplus, surplus == 0 ? u"muted"_s : u"bad"_s);
}

void HistoryLimitsDialog::accept() {
    saveHistoryLimits(limits());
    m_history.setLimits(limits());
    QDialog::accept();
}

}  // namespace ui

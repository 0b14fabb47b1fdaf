#include "ui/session/remembered.h"

#include <QFileInfo>
#include <QSettings>

#include "app/session/next_run.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qsizetype kMostSets = 6;
constexpr qsizetype kMostLetters = 200'000;  // of a text that can still be edited

QString backendWord(app::BackendChoice backend) {
    switch (backend) {
        case app::BackendChoice::Cpu: return u"cpu"_s;
        case app::BackendChoice::Cuda: return u"cuda"_s;
        case app::BackendChoice::Auto: break;
    }
    return u"auto"_s;
}

app::BackendChoice findBackend(const QString& word) {
    if (word == "cpu"_L1) return app::BackendChoice::Cpu;
    return word == "cuda"_L1 ? app::BackendChoice::Cuda : app::BackendChoice::Auto;
}

std::optional<app::RunOptions> optionsAt(const QSettings& settings, const QString& key) {
    return app::findOptions(settings.value(key).toString().toStdString());
}

}  // namespace

Remembered Remembered::load() {
    QSettings settings(u"Stepscope"_s, u"Stepscope"_s);
    settings.beginGroup(u"next"_s);
    Remembered last;
    last.model = settings.value("model"_L1).toString();
    last.scorer = settings.value("scorer"_L1).toString();
    last.backend = findBackend(settings.value("backend"_L1).toString());
    bool isNumber = false;
    const int device = settings.value("device"_L1).toString().toInt(&isNumber);
    if (isNumber && device >= 0 && last.backend == app::BackendChoice::Cuda) last.device = device;
    const auto options = optionsAt(settings, u"options"_s);
    const auto defaults = optionsAt(settings, u"defaults"_s);
    if (options && defaults) last.chosen = ChosenOptions{*options, *defaults};
    last.problem = settings.value("problem"_L1).toString().left(kMostLetters);
    last.knownAnswer = settings.value("answer"_L1).toString().left(kMostLetters);
    return last;
}

void Remembered::save() const {
    QSettings settings(u"Stepscope"_s, u"Stepscope"_s);
    settings.beginGroup(u"next"_s);
    settings.setValue("model"_L1, model);
    settings.setValue("scorer"_L1, scorer);
    settings.setValue("backend"_L1, backendWord(backend));
    settings.setValue("device"_L1, device ? QString::number(*device) : QString());
    if (chosen) {
        settings.setValue("options"_L1, QString::fromStdString(app::textOfOptions(chosen->options)));
        settings.setValue("defaults"_L1, QString::fromStdString(app::textOfOptions(chosen->defaults)));
    }
    settings.setValue("problem"_L1, problem);
    settings.setValue("answer"_L1, knownAnswer);
}

QStringList rememberedSets() {
    const QSettings settings(u"Stepscope"_s, u"Stepscope"_s);
    QStringList sets = settings.value("problems/sets"_L1).toStringList().mid(0, kMostSets);
    sets.removeIf([](const QString& path) { return !QFileInfo(path).isFile(); });
    return sets;
}

void rememberSet(const QString& path) {
    const QString whole = QFileInfo(path).absoluteFilePath();
    QStringList sets = rememberedSets();
    sets.removeAll(whole);
    sets.prepend(whole);
    QSettings(u"Stepscope"_s, u"Stepscope"_s).setValue("problems/sets"_L1, sets.mid(0, kMostSets));
}

QString rememberedStudy() {
    const QString folder = QSettings(u"Stepscope"_s, u"Stepscope"_s).value("study/unfinished"_L1).toString();
    return QFileInfo::exists(folder + u"/plan.json"_s) ? folder : QString();
}

void rememberStudy(const QString& folder) {
    QSettings settings(u"Stepscope"_s, u"Stepscope"_s);
    settings.remove("study/offered"_L1);
    folder.isEmpty() ? settings.remove("study/unfinished"_L1) : settings.setValue("study/unfinished"_L1, folder);
}

}  // namespace ui

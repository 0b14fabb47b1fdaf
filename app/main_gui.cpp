// stepscope: the window. Reads the command line, makes theme, window and worker, and leaves the rest to ui/.
#include <CLI/CLI.hpp>
#include <QApplication>
#include <QElapsedTimer>
#include <QIcon>
#include <QLoggingCategory>
#include <QSettings>
#include <clocale>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <optional>

#include "app/cli/cli_options.h"
#include "app/cli/cli_server.h"
#include "app/cli/manual.h"
#include "app/cli/version_text.h"
#include "app/lesson/lesson.h"
#include "app/run/memory_end.h"
#include "app/run/resources.h"
#include "app/study/comparison_folder.h"
#include "app/study/examples.h"
#include "ui/app_window.h"
#include "ui/exports.h"
#include "ui/guarded_application.h"
#include "ui/message_bar.h"
#include "ui/paint/language.h"
#include "ui/screenshot.h"
#include "ui/session/settings_file.h"

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(startup, "stepscope.startup", QtWarningMsg)

constexpr int kUsualScale = 2;

struct Arguments {
    std::string recording;
    bool run = false;
    std::optional<std::string> screenshot, exportSvg, exportPng;
    std::string panel = "all";
    int scale = kUsualScale;
    bool present = false;
    std::optional<std::string> lesson;
    std::string at = "done";
    std::string theme;
    std::string language;
    std::string size;
    std::string manual;
    app::CliRunOptions options;
};

void declare(CLI::App& command, Arguments& a) {
    command.add_option("FILE", a.recording, "A recording (.stepscope) to open");
    app::addRunOptions(command, a.options);
    app::addProblemOptions(command, a.options);
    command.add_flag("--run", a.run, "Start the run at once");
    command.add_flag("--present", a.present, "Open in presentation mode: large type, few panels, a caption");
    command.add_option("--lesson", a.lesson, "Open a lesson (.json) beside the window");
    command.add_option("--screenshot", a.screenshot, "Save a picture of the window and exit");
    command.add_option("--export-svg", a.exportSvg,
                       "Save the window or a panel as SVG, with a caption, and exit. Text is written as outlines");
    command.add_option("--export-png", a.exportPng, "The same, as PNG");
    command.add_option("--panel", a.panel, "What --export-svg and --export-png show (default: all)")
        ->check(CLI::IsMember({"all", "lanes", "kv", "vote", "reader", "events"}));
    command
        .add_option("--scale", a.scale,
                    "How many times larger than on the screen --export-svg and --export-png draw (default: 2)")
        ->check(CLI::Range(1, ui::kMostScale));
    command.add_option(
        "--at", a.at,
        "Moment of the run to show: seconds, or done (default). Exports of a recording also take event:N, "
        "saturated, pruned:2 and so on, as stepscope-cli export does");
    command.add_option("--theme", a.theme, "Theme of the window")->check(CLI::IsMember({"light", "dark", "system"}));
    command.add_option("--language", a.language, "Language of the window")
        ->check(CLI::IsMember({"en", "de", "zh_CN", "system"}));
    command.add_option("--size", a.size, "Size of the window, WIDTHxHEIGHT");
    app::cli::addManualFormat(command, "--manual", a.manual)->group("");  // for the build, which installs it
    command.set_version_flag(
        "--version", [] { return app::cli::versionText("stepscope", qVersion()); },
        "Print version, commit, build, CUDA and Qt, and exit");
}

int printManual(const CLI::App& command, const std::string& format) {
    const app::cli::ManualWords words{
        .summary = "watch a language model reason in parallel, scored and pruned step by step",
        .description =
            "Opens a window in which a language model reasons about one problem in many traces at once. Each trace is "
            "a lane, each step is coloured by its score, and the traces that finish vote on the answer. With FILE, "
            "the window opens that recording. Every run can be recorded.\n\n"
            "F1 lists the keys, Shift+F1 explains the terms, and Help > Lesson shows the program on live runs.",
        .exitStatus = "0: success. 1: the requested picture or run failed. 2: bad usage or bad input.",
        .seeAlso = "stepscope-cli(1)"};
    std::fputs(app::cli::manualText(command, format, words).c_str(), stdout);
    return std::fflush(stdout) == 0 ? 0 : 1;
}

QSize requireSize(const QString& text) {
    const auto parts = text.split(u'x');
    const QSize size(parts.value(0).toInt(), parts.value(1).toInt());
    if (parts.size() != 2 || size.width() < 320 || size.height() < 240 || size.width() > 16384 ||
        size.height() > 16384) {
        throw std::runtime_error("--size takes WIDTHxHEIGHT, from 320x240 to 16384x16384");
    }
    return size;
}

std::optional<double> requireMoment(const std::string& text) {
    if (text == "done") return std::nullopt;
    bool isNumber = false;
    const double seconds = QString::fromStdString(text).toDouble(&isNumber);
    if (!isNumber || !std::isfinite(seconds) || seconds < 0) throw std::runtime_error("--at takes seconds or done");
    return seconds;
}

ui::ScreenshotOptions pictureOptions(const Arguments& a) {
    if (a.screenshot.has_value() + a.exportSvg.has_value() + a.exportPng.has_value() > 1)
        throw std::runtime_error("give one of --screenshot, --export-svg and --export-png");
    if (app::isComparison(a.recording))
        throw std::runtime_error("--export-svg and --export-png take a recording; for a comparison use --screenshot");
    ui::ScreenshotOptions picture;
    picture.path = QString::fromStdString(a.exportSvg ? *a.exportSvg : *a.exportPng);
    if (picture.path.endsWith(".svg"_L1, Qt::CaseInsensitive) != a.exportSvg.has_value())
        throw std::runtime_error("--export-svg takes a name that ends with .svg, --export-png another one");
    if (a.recording.empty()) picture.atS = requireMoment(a.at);
    picture.moment = QString::fromStdString(a.recording.empty() ? std::string() : a.at);
    if (!a.size.empty()) picture.size = requireSize(QString::fromStdString(a.size));
    picture.part = ui::findPicturePart(QString::fromStdString(a.panel));
    picture.scale = a.scale;
    return picture;
}

/// Options of pictures where none is asked for.
void refuseIdle(const Arguments& a) {
    const bool isExport = a.exportSvg || a.exportPng;
    if (!isExport && (a.panel != "all" || a.scale != kUsualScale))
        throw std::runtime_error("--panel and --scale have no effect here; add --export-svg or --export-png");
    if (!isExport && !a.screenshot && a.at != "done")
        throw std::runtime_error("--at has no effect here; add --screenshot, --export-svg or --export-png");
}

/// Throws std::runtime_error with one line: what is wrong and what to do.
ui::LaunchOptions launchOptions(const Arguments& a) {
    refuseIdle(a);
    ui::LaunchOptions launch;
    launch.recording = QString::fromStdString(a.recording);
    launch.server = app::findServer(a.options);
    if (!launch.server) launch.model = a.options.loadOrder();
    if (const auto problem = a.options.findProblem()) launch.problem = QString::fromStdString(*problem);
    if (const auto answer = a.options.findKnownAnswer()) launch.knownAnswer = QString::fromStdString(*answer);
    if (a.options.recordPath) launch.recordPath = QString::fromStdString(*a.options.recordPath);
    launch.applyTo = [given = a.options](app::RunOptions defaults) { return given.applyTo(std::move(defaults)); };
    launch.pace = a.options.given.find<double>("pace");
    launch.run = a.run;
    launch.present = a.present;
    if (a.lesson) {
        (void)app::readLesson(*a.lesson);  // what is wrong with it is said here
        launch.lesson = QString::fromStdString(*a.lesson);
    }
    if (!a.size.empty()) launch.size = requireSize(QString::fromStdString(a.size));
    if (a.screenshot)
        launch.screenshot = ui::ScreenshotOptions{
            .path = QString::fromStdString(*a.screenshot), .atS = requireMoment(a.at), .size = launch.size};
    if (a.exportSvg || a.exportPng) launch.screenshot = pictureOptions(a);
    if (!a.language.empty()) launch.language = QString::fromStdString(a.language);
    if (!a.theme.empty()) launch.theme = ui::findThemeChoice(QString::fromStdString(a.theme));
    try {
        launch.examples = app::loadExamples();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());  // the window works without them
    }
    return launch;
}

void nameProgram() {
    QApplication::setApplicationName(u"Stepscope"_s);
    QApplication::setOrganizationName(u"Stepscope"_s);
    QApplication::setApplicationVersion(QString::fromLatin1(app::kProgramVersion));
    QApplication::setDesktopFileName(u"org.stepscope.Stepscope"_s);
    QApplication::setWindowIcon(QIcon(u":/stepscope/icons/stepscope.svg"_s));
}

/// A picture does not depend on what somebody has set.
void chooseLanguage(const ui::LaunchOptions& launch) {
    const QString system = u"system"_s;
    const QString kept = launch.screenshot ? system : QSettings().value("window/language"_L1, system).toString();
    ui::installLanguage(ui::chosenLanguage(launch.language.value_or(kept)));
}

/// On standard error and in the window.
void tell(const ui::SettingsTrouble& trouble, ui::AppWindow& window) {
    const QString text = sentenceOf(trouble);
    std::fprintf(stderr, "%s\n", qUtf8Printable(text));
    window.messages().showMessage(ui::MessageKind::Warning, text);
}

/// Widgets cannot be left by an exception while they are made; nothing is lost before the window is there.
using Starting = std::optional<app::EndsAtOnceWithoutMemory>;

int show(ui::GuardedApplication& application, ui::LaunchOptions launch, const QElapsedTimer& sinceStart,
         Starting& starting) {
    const auto settingsTrouble = launch.screenshot ? std::nullopt : ui::findSettingsTrouble();
    chooseLanguage(launch);
    ui::Theme theme;
    if (!launch.screenshot)
        theme.setTextPercent(QSettings().value("window/textPercent"_L1, ui::kUsualTextPercent).toInt());
    const QString remembered = QSettings().value("window/theme"_L1, u"system"_s).toString();
    theme.apply(launch.theme.value_or(launch.screenshot
                                          ? ui::ThemeChoice::System
                                          : ui::findThemeChoice(remembered).value_or(ui::ThemeChoice::System)));

    const auto screenshot = launch.screenshot;
    const bool ofRecording = !launch.recording.isEmpty();
    const bool ofRun = launch.run;
    ui::AppWindow window(std::make_unique<ui::WorkerSource>(), theme, std::move(launch));
    QObject::connect(&application, &ui::GuardedApplication::troubled, &window,
                     [&](const QString& what) { window.messages().showMessage(ui::MessageKind::Error, what); });
    QObject::connect(&window, &ui::AppWindow::firstPainted, &window, [&] {
        qCDebug(startup) << "first paint after" << sinceStart.elapsed() << "ms";
        window.begin();
        if (settingsTrouble) tell(*settingsTrouble, window);
    });
    std::optional<ui::Screenshot> picture;
    if (screenshot) {
        picture.emplace(window, *screenshot, ofRecording, ofRun);
        QObject::connect(&*picture, &ui::Screenshot::done, &application, &QApplication::exit, Qt::QueuedConnection);
        application.endOnTrouble();
    }
    window.show();
    starting.reset();
    return application.hasEnded() ? 1 : QApplication::exec();
}

}  // namespace

int main(int argc, char** argv) {
    app::endInOrderWithoutMemory("stepscope");
    Starting starting(std::in_place);
    QElapsedTimer sinceStart;
    sinceStart.start();
    Arguments arguments;
    CLI::App command{"Watch a language model reason in parallel, scored and pruned step by step", "stepscope"};
    declare(command, arguments);
    try {
        command.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return command.exit(error) == 0 ? 0 : 2;
    }
    if (!arguments.manual.empty()) return printManual(command, arguments.manual);
    ui::LaunchOptions launch;
    try {
        launch = launchOptions(arguments);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }

    // A picture needs no display.
    const bool hasDisplay = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    if (launch.screenshot && !hasDisplay && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    ui::GuardedApplication application(argc, argv);
    std::setlocale(LC_NUMERIC, "C");  // Qt took the user's; numbers are written in one way here
    nameProgram();
    try {
        return show(application, std::move(launch), sinceStart, starting);
    } catch (const std::bad_alloc&) {
        std::fprintf(stderr, "stepscope: out of memory\n");
        return 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}

// The main window: lanes in the middle, panels docked around them, run bar above, time bar below. Refreshes each panel
// at its own rate. GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QMainWindow>
#include <memory>
#include <vector>

#include "app/study/comparison_plan.h"
#include "ui/compare/compared_runs.h"
#include "ui/launch_options.h"
#include "ui/paint/theme.h"
#include "ui/session/recent_runs.h"
#include "ui/session/remembered.h"
#include "ui/session/session_controller.h"
#include "ui/setup/machine_scan.h"

class QActionGroup;
class QMenu;
class QShortcut;

namespace app {
struct LessonRun;
struct RunNote;
}  // namespace app

namespace ui {

class CompareWindow;
class CaptionBar;
class ContextMenu;
class EventsPanel;
class Exports;
class GetModelDialog;
class HistoryDialog;
class Highlight;
class KvPanel;
class LanesView;
class RunLine;
class LessonPanel;
class LessonPlayer;
class MessageBar;
class PanelDeck;
class ProblemChooser;
enum class PanelId;
class PresenterHead;
class ModelMenu;
class NoteBook;
class NotesPanel;
class ReaderPanel;
class RecentMenu;
class SearchPanel;
class SetupPanel;
class StudyDialog;
class StudyOpener;
class TimeBar;
class TopBar;
class TrainDialog;
class ServerDialog;
class ServerWatch;
class VotePanel;
class Welcome;
enum class PicturePart;
enum class TraceDeed;

struct MenuSubject;

class AppWindow : public QMainWindow {
    Q_OBJECT
public:
    /// What to do with an unsaved run that is about to be left.
    enum class Leave { Save, Discard, Stay };
    using Question = std::function<Leave(const QString& text, const QString& detail)>;

    AppWindow(std::unique_ptr<RunSource> source, Theme& theme, LaunchOptions launch);
    ~AppWindow() override;

    SessionController& session() { return m_session; }
    LanesView& lanes() const { return *m_lanes; }
    MessageBar& messages() const { return *m_messages; }
    SetupPanel& setup() const { return *m_setup; }
    ReaderPanel& reader() const { return *m_reader; }
    VotePanel& votes() const { return *m_vote; }
    SearchPanel& search() const { return *m_search; }
    NotesPanel& notes() const { return *m_notes; }
    NoteBook& noteBook() const { return *m_noteBook; }
    /// Opens the notes, ready to write one at the moment shown, on a trace, or on a step of it.
    void writeNote(std::optional<engine::TraceId> trace = {}, std::optional<int> step = {});
    /// Of lanes, reader, events, vote and charts; more sections may be added.
    ContextMenu& contextMenu() const { return *m_contextMenu; }
    PanelDeck& panels() const { return *m_panels; }
    /// Loads what the command line asked for. Call after show(), so that loading happens behind the first paint.
    void begin();
    /// Refreshes every panel now.
    void refreshAll(bool jumped = true);
    void startRun();
    /// Problem, policy and settings of the run shown become those of the next one.
    void useShownSettings();
    void openRecording(const QString& path);
    /// Large type, few panels and a caption, for a room; all comes back afterwards.
    void setPresenting(bool on);
    bool isPresenting() const { return m_presenting; }
    CaptionBar& captionBar() const { return *m_captionBar; }
    /// A lesson beside the live window; empty: the one that comes with the program.
    void startLesson(const QString& path);
    void endLesson();
    LessonPanel& lessonPanel() const { return *m_lessonPanel; }
    LessonPlayer* lesson() const { return m_lesson; }  ///< null: none
    /// Runs the problem under each, one after another, and shows them side by side.
    void comparePolicies(const std::vector<app::PolicyKind>& policies);
    /// The same for whatever differs between the columns.
    void compareRuns(app::ComparisonPlan plan);
    /// A window for comparing runs; recordings and folders of comparisons are opened in it.
    CompareWindow& openComparison(const QStringList& recordings);
    void resetLayout();
    /// What a file or folder dropped on the window does.
    void openPath(const QString& path);
    /// A folder or GGUF file, with the weights that the setup has chosen.
    void loadModel(const QString& path);
    /// Asked before an unsaved run is left; empty: no question, as in a window that is not seen.
    void setQuestion(Question question) { m_ask = std::move(question); }
    /// Asked before the history is cleared; where it is empty, as in a window that is not seen, nothing is cleared.
    void setConfirmation(std::function<bool(const QString& text)> confirm) { m_confirm = std::move(confirm); }
    RecentRuns& recentRuns() { return m_recent; }
    RecentMenu& recentMenu() const { return *m_recentMenu; }
    /// Made when it is first asked for.
    HistoryDialog& history();
    ModelMenu& modelMenu() const { return *m_modelMenu; }
    MachineScan& scan() { return m_scan; }
    /// Made when it is first asked for.
    TrainDialog& training();
    /// Made when it is first asked for.
    GetModelDialog& getModel();
    /// Made when it is first asked for.
    ServerDialog& servers();
    StudyOpener& studies() const { return *m_studies; }
    /// Made when it is first asked for.
    StudyDialog& study();
    /// Made when it is first asked for.
    ProblemChooser& problemChooser();
    /// Shows the problems of a set to choose from; an empty path asks for the file.
    void openProblemSet(const QString& path);
    /// Shows a study that was begun before, to be resumed.
    void continueStudy(const QString& folder);
    Exports& exports() const { return *m_exports; }
    /// The widget of that part, which is brought into sight where it was folded away.
    QWidget& showPart(PicturePart part);

Q_SIGNALS:
    void firstPainted();

protected:
    bool event(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    QMenu* createPopupMenu() override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    /// A panel and the shortest time between two of its refreshes.
    struct Paced {
        int everyMs = 0;
        std::function<void(bool jumped)> refresh;
        qint64 lastMs = 0;
        bool stale = false;
        bool jumped = false;
    };

    /// A model whose defaults the controls have seen.
    struct Adopted {
        QString model;  ///< path; empty: the demo model
        app::MemoryFacts memory;
        app::RunOptions defaults;  ///< as the controls show them
    };

    /// What the person had set before a lesson.
    struct BeforeLesson {
        app::RunOptions options;
        QString problem;
        QString knownAnswer;
        double pace = 0;
        app::PausePoints pauseAt;
    };

    /// Runs that are made one after another, to be compared.
    struct Comparison {
        app::ComparisonPlan plan;
        std::vector<ComparedSide> done;
        app::RunOptions base;
        app::LoadModel model;    ///< with its scorer: what was loaded before
        std::string modelPath;   ///< the same, as the session names it
        int runNumber = 0;       ///< of the run shown before the one in progress
        bool isLoading = false;  ///< what the next column needs
        bool isRunning = false;
    };

    QSize firstSize() const;
    void buildCentre();
    void buildPanels();
    QSize lanesNeed() const;
    void giveLanesRoom();
    void buildMenus();
    void buildFileMenu();
    void buildRunMenu();
    void buildMomentMenus(QMenu* run);
    void buildViewMenu();
    void buildLanguageMenu(QMenu* menu);
    void buildStudyMenu();
    void buildHelpMenu();
    void connectSession();
    void refreshDue(bool changed, bool jumped);
    void showHint();
    void dropWaitMessage();
    void chooseRecordingFolder(bool record);
    QString recordPathOfNextRun() const;
    void updateActions();
    void updateEmptyText();
    void updateTitle();
    void connectModels();
    void connectTraining();
    void connectStudies();
    void openStudy();
    void offerUnfinishedStudy();
    void loadModelOfStudy(const QString& model, const QString& scorer);
    static bool isProblemSet(const QString& path);
    void openTraining();
    void openGetModel();
    void connectServers();
    void openServers();
    void useServer(const app::ServerSettings& settings, const app::ServerDescription& server);
    void beginOnServer(const app::ServerSettings& settings);
    void adoptServer();
    void priceModels();
    void connectHistory();
    void connectComparisons();
    void chooseComparison();
    void askWhatIf();
    void connectRescoring();
    void chooseRescoring();
    void offerRescoring();
    void rescore(const QString& scorerPath);
    void startCompared();
    bool loadForCompared();
    void goOnComparing();
    void endComparison();
    void followComparison();
    void chooseRecordingsToCompare();
    void connectLanes();
    void buildPresenting();
    void goOn();
    void presentNext();
    void presentPrevious();
    void buildLesson();
    void updateLesson();
    void highlightPage();
    void showOptions(const app::RunOptions& options);
    void runOfLesson(const app::LessonRun& run);
    void askOfLesson(const std::shared_ptr<app::Timeline>& run, std::optional<app::PolicyKind> policy);
    void chooseLesson();
    void buildNotes();
    void goToNote(const app::RunNote& note);
    void addNoteMenu(QMenu& menu, const MenuSubject& subject);
    void buildContextMenu();
    void addSteering(QMenu& menu, engine::TraceId trace, std::optional<int> step);
    void buildSteeringMenu(QMenu* menu);
    void steerTrace(TraceDeed deed, std::optional<engine::TraceId> trace, std::optional<int> step);
    void rewriteStep(engine::TraceId trace, int step, int atToken);
    void startRunFrom(engine::TraceId trace, int atToken, const QString& words);
    app::StartRun nextRun();
    void chooseStep(engine::TraceId trace, int step, const QString& needle = {});
    void clearHistory();
    app::RunOptions shownOptions() const;
    app::LoadModel firstModel();
    void loadWithoutMemory();
    void rememberNextRun();
    app::RunOptions adoptOptions();
    void fitTraces(app::RunOptions& options) const;
    void scanMachine();
    void reloadModel();
    void loadScorer(const QString& path);
    void addModelFolder(const QString& path);
    void takeProblemFrom(const QString& path);
    void popUpModels();
    void offerPlainPrompt(MessageKind kind, const QString& reason);
    void adoptModel();
    bool isUnattended() const;
    Leave askByBox(const QString& text, const QString& detail);
    bool mayLeaveRun(const QString& afterwards);
    QString keptText() const;
    void chooseRecording();
    bool saveRecording();
    void adoptRecording();
    void tellFolder();
    void openModel();
    void openScorer();
    void showKeys();
    void showAbout();
    void applyTheme(ThemeChoice choice);
    void stepTextSize(int steps);
    void setTextPercent(int percent);
    void restoreLayout();

    Theme& m_theme;
    LaunchOptions m_launch;
    SessionController m_session;
    MachineScan m_scan;
    RecentRuns m_recent;
    Remembered m_remembered;
    std::optional<Adopted> m_adopted;
    std::optional<Comparison> m_comparison;
    std::optional<BeforeLesson> m_beforeLesson;  ///< once it has run something
    std::vector<PanelId> m_lessonKeeps;          ///< panels that stand beside the lanes for it
    std::vector<Paced> m_paced;
    QElapsedTimer m_clock;

    ContextMenu* m_contextMenu = nullptr;
    Exports* m_exports = nullptr;
    SearchPanel* m_search = nullptr;
    ModelMenu* m_modelMenu = nullptr;
    RecentMenu* m_recentMenu = nullptr;
    HistoryDialog* m_history = nullptr;
    TopBar* m_topBar = nullptr;
    TimeBar* m_timeBar = nullptr;
    MessageBar* m_messages = nullptr;
    RunLine* m_runLine = nullptr;
    LanesView* m_lanes = nullptr;
    SetupPanel* m_setup = nullptr;
    KvPanel* m_kv = nullptr;
    VotePanel* m_vote = nullptr;
    EventsPanel* m_events = nullptr;
    ReaderPanel* m_reader = nullptr;
    NoteBook* m_noteBook = nullptr;
    NotesPanel* m_notes = nullptr;
    TrainDialog* m_training = nullptr;
    StudyDialog* m_study = nullptr;
    ProblemChooser* m_problemChooser = nullptr;
    GetModelDialog* m_getModel = nullptr;
    ServerDialog* m_servers = nullptr;
    ServerWatch* m_watch = nullptr;
    Welcome* m_welcome = nullptr;
    StudyOpener* m_studies = nullptr;
    PanelDeck* m_panels = nullptr;
    LessonPanel* m_lessonPanel = nullptr;
    LessonPlayer* m_lesson = nullptr;
    Highlight* m_highlight = nullptr;
    PresenterHead* m_presenterHead = nullptr;
    CaptionBar* m_captionBar = nullptr;
    std::vector<QShortcut*> m_presenterKeys;

    QAction* m_runAction = nullptr;
    QAction* m_pauseAction = nullptr;
    QAction* m_stopAction = nullptr;
    QAction* m_saveAction = nullptr;
    QAction* m_backAction = nullptr;
    QAction* m_recordAction = nullptr;
    QAction* m_liveAction = nullptr;
    QAction* m_playAction = nullptr;
    QAction* m_presentAction = nullptr;
    QString m_recordingFolder;  ///< empty: runs are not recorded as they go
    bool m_begun = false;
    bool m_presenting = false;
    bool m_laidOut = false;
    bool m_painted = false;
    bool m_ranOnce = false;  ///< as the command line asked
    bool m_hasRun = false;
    bool m_triesRemembered = false;  ///< the model that is loading was used last time
    bool m_wasActive = false;        ///< a run was in progress when the status last changed
    bool m_toldHistory = false;      ///< that runs are not kept
    Question m_ask;
    std::function<bool(const QString&)> m_confirm;
    QString m_waitMessage;           ///< why an action had to wait; dismissed once it need not wait
    bool m_offersRescoring = false;  ///< a scorer was chosen while a recording is shown
    QString m_rescoresWith;          ///< name of the scorer, while that goes on
    QString m_answerBefore;          ///< of the run that is scored again
    QString m_newFolder;             ///< a folder that was just added, until it has been searched
};

}  // namespace ui

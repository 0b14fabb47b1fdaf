// A window over an inference server: the test says what it can, policies that it cannot run are grey, a run is like any
// other, a broken connection is said, and the key is written nowhere. Servers are scripted (scripted_server.h).
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>
#include <mutex>

#include "server_support.h"
#include "ui/app_window.h"
#include "ui/dialogs/server_dialog.h"
#include "ui/lanes/lanes_model.h"
#include "ui/lanes/lanes_view.h"
#include "ui/message_bar.h"
#include "ui/paint/format.h"
#include "ui/panels/kv_panel.h"
#include "ui/session/server_words.h"
#include "ui/setup/policy_chooser.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using scripted::Link;
using scripted::Request;
using server_support::json;

namespace {

constexpr const char* kKey = "sk-a-key-that-is-nowhere";
constexpr int kWaitMs = 20'000;

/// What a plugin has published: the scores of every step of the requests so far, the higher the later the trace.
class Published {
public:
    void add(const Request& request) {
        const std::lock_guard lock(m_mutex);
        const int trace = server_support::traceOf(request);
        const std::vector<std::string> tokens = server_support::tokensOf(trace);
        for (std::size_t at = 0; at < tokens.size(); ++at) {
            if (tokens[at].find("\n\n") == std::string::npos) continue;
            m_scores.push_back({{"request", request.headers.at("x-request-id")},
                                {"position", at},
                                {"token", 7},
                                {"score", 0.05 + 0.07 * trace}});
        }
    }
    std::string since(const std::string& path) {
        const std::lock_guard lock(m_mutex);
        const auto from = static_cast<std::size_t>(std::stoul(path.substr(path.find('=') + 1)));
        json scores = json::array();
        for (std::size_t at = from; at < m_scores.size(); ++at) scores.push_back(m_scores[at]);
        return json({{"next", m_scores.size()}, {"scores", scores}, {"used_blocks", 20}, {"capacity_blocks", 24}})
            .dump();
    }

private:
    std::mutex m_mutex;
    std::vector<json> m_scores;
};

/// As vLLM: metrics, and Stepscope's plugin where `scores`. Streams are slow enough to be watched.
scripted::Script vllm(bool scores, double betweenS, const std::function<void(const Request&)>& seen = {}) {
    return [=, published = std::make_shared<Published>()](const Request& request, Link& link) {
        if (seen) seen(request);
        if (request.path == "/metrics") {
            link.answer(200,
                        "vllm:cache_config_info{block_size=\"16\",kv_cache_size_tokens=\"4096\"} 1.0\n"
                        "vllm:kv_cache_usage_perc{model_name=\"m1\"} 0.75\nvllm:num_requests_running{m=\"1\"} 12.0\n"
                        "vllm:num_requests_waiting{m=\"1\"} 3.0\n",
                        "text/plain");
        } else if (scores && request.path == "/stepscope/v1/info") {
            link.answer(200, json({{"version", 1},
                                   {"engine", "vllm 0.24.0"},
                                   {"model", "m1"},
                                   {"scorer", {{"name", "s.safetensors"}, {"input_width", 8}, {"hidden_width", 4}}},
                                   {"boundary_tokens", json::array({7})},
                                   {"block_size", 16},
                                   {"capacity_blocks", 24}})
                                 .dump());
        } else if (scores && request.path.starts_with("/stepscope/v1/scores")) {
            link.wait(0.02);
            link.answer(200, published->since(request.path));
        } else if (!server_support::answersQuestion(request, link, 20, "vllm")) {
            published->add(request);
            server_support::sayAll(request, link, betweenS);
        }
    };
}

QString textsOf(const QWidget& widget) {
    QStringList texts;
    for (const QLabel* label : widget.findChildren<QLabel*>())
        if (label->isVisibleTo(&widget)) texts << label->text();
    return texts.join(u'\n');
}

}  // namespace

class UiServers : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    ui::Theme m_theme;
    std::unique_ptr<ui::AppWindow> m_window;

    ui::AppWindow& window() { return *m_window; }
    void picture(const QString& name, QWidget* of = nullptr) {
        const QString folder = qEnvironmentVariable("STEPSCOPE_TEST_PICTURES");
        if (folder.isEmpty()) return;
        for (const auto choice : {ui::ThemeChoice::Dark, ui::ThemeChoice::Light}) {
            m_theme.apply(choice);
            window().refreshAll(false);
            for (int round = 0; round < 3; ++round) QCoreApplication::processEvents();
            (of ? of : m_window.get())->grab().save(folder + u"/servers_%1_%2.png"_s.arg(name, ui::nameOf(choice)));
        }
    }

    void open(ui::LaunchOptions launch = {}) {
        QSettings(u"Stepscope"_s, u"Stepscope"_s).remove("next"_L1);  // of the window before
        launch.size = QSize(1680, 1040);
        launch.historyFolder = m_home.filePath(u"history"_s);
        launch.problem = u"What is 6 * 7?"_s;
        launch.knownAnswer = u"42"_s;
        m_window = std::make_unique<ui::AppWindow>(std::make_unique<ui::WorkerSource>(), m_theme, std::move(launch));
        window().show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        window().begin();
    }
    /// A window whose runs are on that server from the beginning.
    void openOn(const scripted::Server& server, const QString& plugin = {}) {
        ui::LaunchOptions launch;
        launch.server = server_support::settingsFor(server);
        launch.server->timeouts.firstTokenS = 10;
        launch.server->timeouts.betweenTokensS = 5;
        launch.server->plugin = plugin.toStdString();
        launch.applyTo = [](app::RunOptions options) {
            options.traces = 12;
            options.maxTokens = 500;
            return options;
        };
        open(std::move(launch));
        QTRY_VERIFY_WITH_TIMEOUT(window().session().model(), kWaitMs);
        QVERIFY(window().session().model()->server);
    }
    ui::PolicyChooser& policies() { return *window().findChild<ui::PolicyChooser*>(); }
    bool isGrey(app::PolicyKind kind) {
        const auto* list = policies().sheet()->findChild<QListWidget*>();
        for (int row = 0; row < list->count(); ++row) {
            if (list->item(row)->data(Qt::UserRole).toInt() == int(kind))
                return !(list->item(row)->flags() & Qt::ItemIsEnabled);
        }
        return false;
    }
    bool isFinished() { return window().session().latest().phase == app::RunPhase::Finished; }

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_home);
        qunsetenv(app::kServerKeyVariable);
        m_theme.apply(ui::ThemeChoice::Light);
    }
    void cleanup() { m_window.reset(); }

    void theTestSaysWhatAServerCanAndCannot() {
        scripted::Server server(vllm(false, 0));
        open();
        ui::ServerDialog& dialog = window().servers();
        dialog.show();
        dialog.setServer(server_support::settingsFor(server));
        dialog.test();
        QTRY_VERIFY_WITH_TIMEOUT(dialog.found(), kWaitMs);
        const QString texts = textsOf(dialog).replace(QChar::Nbsp, u' ');
        for (const char* words : {"\u2713 http://127.0.0.1", "model m1, context of ", "KV cache holds ",
                                  "20 most likely", "plugin does not answer", "\u2713 Self-consistency", "\u2717 STEP",
                                  "needs step scores", "\u2717 Slim-SC", "compares hidden states"})
            QVERIFY2(texts.contains(QString::fromUtf8(words)), qPrintable(QString::fromUtf8(words) + u"\n"_s + texts));
        picture(u"dialog"_s, &dialog);
        dialog.findChild<QComboBox*>()->setCurrentText(u"http://127.0.0.1:1"_s);  // another one: nothing is known of it
        QVERIFY(!dialog.found() && !textsOf(dialog).contains(u"\u2713"_s));
    }

    /// A key that the keyring keeps is in no other file, and the next window finds it. libsecret's own file stands for
    /// the keyring.
    void aKeyMayStayInTheKeyring() {
        if (!app::Keyring::isBuiltIn()) QSKIP("no libsecret in this build");
        qputenv("SECRET_BACKEND", "file");
        qputenv("SECRET_FILE_TEST_PATH", m_home.filePath(u"keyring"_s).toUtf8());
        qputenv("SECRET_FILE_TEST_PASSWORD", "test");
        std::mutex mutex;
        std::string key;
        scripted::Server server(vllm(false, 0, [&](const Request& request) {
            const std::lock_guard lock(mutex);
            key = request.headers.contains("authorization") ? request.headers.at("authorization") : "none";
        }));
        for (const bool isGiven : {true, false}) {
            open();
            ui::ServerDialog& dialog = window().servers();
            dialog.show();
            dialog.setServer(server_support::settingsFor(server));
            auto* keeps = dialog.findChild<QCheckBox*>();
            QVERIFY(keeps->isEnabled());
            if (isGiven) {
                dialog.setKey(QString::fromUtf8(kKey));
                keeps->setChecked(true);
            }
            dialog.test();
            QTRY_VERIFY_WITH_TIMEOUT(dialog.found(), kWaitMs);
            const std::lock_guard lock(mutex);
            QCOMPARE(key, "Bearer " + std::string(kKey));
            QVERIFY2(!textsOf(dialog).contains(u"not kept"_s), qPrintable(textsOf(dialog)));
            m_window.reset();
        }
        for (QDirIterator it(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains(kKey), qPrintable(file.fileName()));
        }
        for (const char* name : {"SECRET_BACKEND", "SECRET_FILE_TEST_PATH", "SECRET_FILE_TEST_PASSWORD"})
            qunsetenv(name);
    }

    void whatIsNoServerIsSaidInOneLine() {
        scripted::Server page([](const Request&, Link& link) { link.answer(200, "<html>hello</html>", "text/html"); });
        open();
        ui::ServerDialog& dialog = window().servers();
        dialog.show();
        app::ServerSettings settings;
        for (const std::string& address :
             {std::string("ftp://host"), std::string("http://127.0.0.1:1"), page.address()}) {
            settings.address = address;
            dialog.setServer(settings);
            dialog.test();
            QTRY_VERIFY_WITH_TIMEOUT(!dialog.probe().running(), kWaitMs);
            QVERIFY(!dialog.found());
            QVERIFY2(textsOf(dialog).contains(u'\u2717'), qPrintable(textsOf(dialog)));
            const auto* state = dialog.findChild<QLabel*>(u"bad"_s);
            QVERIFY(state && !state->text().contains(u'\n'));
        }
        picture(u"refused"_s, &dialog);
    }

    void aRunOnAServerIsARunLikeAnyOther() {
        scripted::Server server(vllm(false, 0.06));
        openOn(server);
        QVERIFY(isGrey(app::PolicyKind::Step) && isGrey(app::PolicyKind::SlimSc));
        QVERIFY(!isGrey(app::PolicyKind::SelfConsistency) && !isGrey(app::PolicyKind::DeepConfLow));
        QCOMPARE(policies().policy(), app::PolicyKind::SelfConsistency);  // STEP, the default, is not possible
        QVERIFY2(window().messages().text().contains(u"step scores"_s), qPrintable(window().messages().text()));
        const QString host = ui::hostOf(server.address());
        QVERIFY(textsOf(window()).contains(u"m1 on "_s + host));
        QVERIFY(!window().session().whyNot(ui::Action::TrainScorer).isEmpty());
        picture(u"setup"_s);
        window().startRun();
        QTRY_VERIFY_WITH_TIMEOUT(window().session().latest().generatedTokens > 60, kWaitMs);
        QTRY_VERIFY_WITH_TIMEOUT(textsOf(window()).contains(u"by others"_s), kWaitMs);
        picture(u"running"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isFinished(), kWaitMs);
        const app::RunState& run = window().session().latest();
        QCOMPARE(run.traces.size(), std::size_t{12});
        QVERIFY(run.header.server && run.header.server->address == server.address());
        QVERIFY(run.vote.leader());
        window().refreshAll();
        QVERIFY2(textsOf(window()).contains(u"42"_s), qPrintable(textsOf(window())));
        QVERIFY(!textsOf(window()).contains(u"by others"_s));  // of now, not of a run that is over
        picture(u"finished"_s);
    }

    void withThePluginStepIsThere() {
        scripted::Server server(vllm(true, 0.06));
        openOn(server);
        QVERIFY(!isGrey(app::PolicyKind::Step) && isGrey(app::PolicyKind::SlimSc));
        QCOMPARE(policies().policy(), app::PolicyKind::Step);
        QVERIFY(window().session().scorer() && window().session().scorer()->name == "s.safetensors");
        QVERIFY2(window().setup().preflightText().contains(u"pruned at"_s),
                 qPrintable(window().setup().preflightText()));
        window().startRun();
        const auto run = [&]() -> const app::RunState& { return window().session().latest(); };
        QTRY_VERIFY_WITH_TIMEOUT(run().kv.saturatedAt, kWaitMs);
        QCOMPARE(run().kv.totalBlocks, 20);  // a reserve stays free
        picture(u"saturated"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isFinished(), kWaitMs);
        QVERIFY(run().prunedCount > 0);
        for (const app::TraceState& trace : run().traces) {
            if (trace.phase != app::TracePhase::Finished) continue;
            QVERIFY(trace.score());
            QVERIFY(std::abs(*trace.score() - (0.05 + 0.07 * engine::index(trace.id))) < 1e-5);
        }
        QVERIFY(run().findTrace(engine::TraceId{1})->phase == app::TracePhase::Pruned);  // the lowest of all
    }

    void aBrokenConnectionIsSaid() {
        scripted::Server server(vllm(false, 0.1));
        openOn(server);
        window().startRun();
        QTRY_VERIFY_WITH_TIMEOUT(window().session().latest().generatedTokens > 40, kWaitMs);
        server.stop();
        QTRY_VERIFY_WITH_TIMEOUT(window().session().latest().finished, kWaitMs);
        window().refreshAll();
        QVERIFY2(window().messages().text().contains(u"lost"_s), qPrintable(window().messages().text()));
        const QAbstractItemModel& lanes = *window().lanes().model();
        int lost = 0;
        for (int row = 0; row < lanes.rowCount(); ++row)
            lost += lanes.index(row, ui::LanesModel::State).data().toString() == u"lost"_s;
        QVERIFY(lost > 0);
        QVERIFY(lanes.index(0, ui::LanesModel::State).data(Qt::ToolTipRole).toString().contains(u"connection"_s));
        picture(u"lost"_s);
        window().startRun();  // the server is gone: refused in one line, and the run that was lost stays
        QTRY_VERIFY_WITH_TIMEOUT(!window().session().starting(), kWaitMs);
        QVERIFY(window().session().latest().finished);
    }

    void theKeyIsSentAndWrittenNowhere() {
        std::mutex mutex;
        int withKey = 0;
        scripted::Server server(vllm(false, 0, [&](const Request& request) {
            const std::lock_guard lock(mutex);
            const auto found = request.headers.find("authorization");
            withKey += found != request.headers.end() && found->second == std::string("Bearer ") + kKey;
        }));
        open();
        ui::ServerDialog& dialog = window().servers();
        dialog.show();
        dialog.setServer(server_support::settingsFor(server));
        dialog.setKey(QString::fromLatin1(kKey));
        QVERIFY(!textsOf(dialog).contains(QString::fromLatin1(kKey)));
        for (QPushButton* button : dialog.findChildren<QPushButton*>())
            if (button->property("primary").toBool()) button->click();  // tests it first
        QTRY_VERIFY_WITH_TIMEOUT(window().session().model() && window().session().model()->server, kWaitMs);
        QVERIFY(!dialog.isVisible());
        QCOMPARE(ui::rememberedServers(), QStringList{QString::fromStdString(server.address())});
        window().startRun();
        QTRY_VERIFY_WITH_TIMEOUT(isFinished(), kWaitMs);
        const QString path = m_home.filePath(u"kept.stepscope"_s);
        QVERIFY(window().session().saveRecording(path));
        window().close();
        m_window.reset();
        QVERIFY(withKey > 12);
        int files = 0;
        for (QDirIterator at(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); at.hasNext();) {
            QFile file(at.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains(kKey), qPrintable(file.fileName()));
            ++files;
        }
        QVERIFY(files >= 3);  // settings, history, recording
    }

    void aModelOfThisMachineComesBack() {
        scripted::Server server(vllm(false, 0));
        openOn(server);
        QVERIFY(isGrey(app::PolicyKind::Step));
        window().session().loadModel({});
        QTRY_VERIFY_WITH_TIMEOUT(window().session().model() && !window().session().model()->server, kWaitMs);
        QVERIFY(!isGrey(app::PolicyKind::Step) && !isGrey(app::PolicyKind::SlimSc));
        QTRY_VERIFY_WITH_TIMEOUT(window().session().scorer(), kWaitMs);
        QVERIFY(window().session().whyNot(ui::Action::TrainScorer).isEmpty());
    }
};

QTEST_MAIN(UiServers)
#include "ui_servers.moc"

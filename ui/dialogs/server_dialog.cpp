#include "ui/dialogs/server_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "app/run/policy_table.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qsizetype kMostServers = 6;
constexpr qsizetype kMostLetters = 2048;
constexpr int kKvStep = 1024;
constexpr int kMostKvTokens = 67'108'864;
constexpr int kWidth = 640;

QString sentence(const std::string& text) {
    QString line = QString::fromStdString(text);
    if (!line.isEmpty() && !line.startsWith("http"_L1)) line[0] = line[0].toUpper();
    return line.endsWith(u'.') ? line : line + u'.';
}

/// What the server says of itself, one fact a line.
QStringList factsOf(const app::ServerDescription& server) {
    QStringList facts;
    QString first = ServerDialog::tr("%1, model %2")
                        .arg(QString::fromStdString(server.engine), QString::fromStdString(server.model));
    if (server.contextTokens > 0)
        first += ServerDialog::tr(", context of %1 tokens").arg(formatCount(server.contextTokens));
    facts << first + u'.';
    facts << (server.kvTokens ? ServerDialog::tr("Its KV cache holds %1 tokens.").arg(formatCount(*server.kvTokens))
                              : ServerDialog::tr("It does not say how much its KV cache holds."));
    if (server.slots > 0)
        facts << formatNumberOf(server.slots, ServerDialog::tr("It decodes 1 trace at once; others wait there."),
                                ServerDialog::tr("It decodes %1 traces at once; others wait there."));
    facts << (server.sendsLogProbabilities
                  ? ServerDialog::tr("It sends the log-probabilities of the %1 most likely tokens.")
                        .arg(server.topLogProbabilities)
                  : ServerDialog::tr("It sends no log-probabilities."));
    facts << (server.plugin ? ServerDialog::tr("Stepscope's plugin is there: steps are scored by %1.")
                                  .arg(QString::fromStdString(server.plugin->scorer.name))
                            : ServerDialog::tr("Stepscope's plugin does not answer: steps are not scored."));
    for (const std::string& note : server.notes) facts << sentence(note);
    return facts;
}

}  // namespace

QStringList rememberedServers() {
    const QSettings settings(u"Stepscope"_s, u"Stepscope"_s);
    QStringList servers = settings.value("servers/addresses"_L1).toStringList().mid(0, kMostServers);
    servers.removeIf([](const QString& address) {
        try {
            return address.size() > kMostLetters || app::serverAddress(address.toStdString()).empty();
        } catch (const std::exception&) {
            return true;
        }
    });
    return servers;
}

void rememberServer(const QString& address) {
    QStringList servers = rememberedServers();
    servers.removeAll(address);
    servers.prepend(address);
    QSettings(u"Stepscope"_s, u"Stepscope"_s).setValue("servers/addresses"_L1, servers.mid(0, kMostServers));
}

ServerDialog::ServerDialog(const Theme& theme, QWidget* parent) : QDialog(parent), m_theme(theme) {
    setWindowTitle(tr("Servers"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 16, 18, 14);
    layout->setSpacing(12);
    layout->addWidget(new WrapLabel(
        tr("Traces can be decoded by an inference server: llama.cpp, vLLM, SGLang, LM Studio, Ollama and others that "
           "answer as OpenAI's API does. This window then sends the problem there, votes and keeps the record."),
        this));
    layout->addWidget(buildForm());
    m_state = makeText({}, this);
    m_state->setWordWrap(true);
    m_state->setAccessibleName(tr("Result of the test"));
    m_facts = makeMuted({}, theme, this);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_policyBox = new QWidget(this);
    m_policies = new QGridLayout(m_policyBox);
    m_policies->setContentsMargins(0, 0, 0, 0);
    m_policies->setHorizontalSpacing(10);
    m_policies->setVerticalSpacing(3);
    m_policies->setColumnStretch(1, 1);
    layout->addWidget(m_state);
    layout->addWidget(m_facts);
    layout->addWidget(m_policyBox);
    layout->addStretch(1);
    layout->addWidget(buildButtons());
    connect(&m_probe, &ServerProbe::done, this,
            [this](const app::ServerSettings& settings, const app::ServerDescription& server) {
                m_tested = settings;
                showFound(server);
            });
    connect(&m_probe, &ServerProbe::failed, this, &ServerDialog::showProblem);
    m_policyBox->hide();
    m_facts->hide();
    setMinimumWidth(kWidth);
    updateButtons();
}

QWidget* ServerDialog::buildForm() {
    auto* box = new QWidget(this);
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(7);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_address = new QComboBox(box);
    m_address->setEditable(true);
    m_address->addItems(rememberedServers());
    m_address->lineEdit()->setPlaceholderText(u"http://127.0.0.1:8000"_s);
    m_model = new QComboBox(box);
    m_model->setEditable(true);
    m_model->lineEdit()->setPlaceholderText(tr("the only one"));
    m_key = new QLineEdit(box);
    m_key->setEchoMode(QLineEdit::Password);
    const bool hasKey = qEnvironmentVariableIsSet(app::kServerKeyVariable);
    m_key->setPlaceholderText(hasKey ? tr("from %1").arg(QLatin1StringView(app::kServerKeyVariable)) : tr("none"));
    m_key->setToolTip(
        tr("Sent to this address only. It is kept until the program ends, or in the system's keyring, and never "
           "written to a file."));
    m_keepsKey = new QCheckBox(tr("Keep it in the &system's keyring"), box);
    m_keepsKey->setEnabled(app::Keyring::isThere());
    m_keepsKey->setToolTip(!app::Keyring::isBuiltIn() ? tr("This build has no keyring: libsecret was not there.")
                           : !app::Keyring::isThere()
                               ? tr("This session has no message bus, so no keyring answers.")
                               : tr("Once the server has accepted it. The next time, an empty field takes the key from "
                                    "there."));
    m_plugin = new QLineEdit(box);
    m_plugin->setPlaceholderText(tr("none, or such as %1").arg(u"http://127.0.0.1:8010"_s));
    m_plugin->setToolTip(tr("A vLLM with Stepscope's plugin sends step scores. STEP needs them."));
    m_kvTokens = new QSpinBox(box);
    m_kvTokens->setLocale(QLocale::c());
    m_kvTokens->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_kvTokens->setRange(0, kMostKvTokens);
    m_kvTokens->setSingleStep(kKvStep);
    m_kvTokens->setSpecialValueText(tr("what the server says"));
    m_kvTokens->setToolTip(tr("How much of the server's KV cache a policy that prunes may hold"));
    form->addRow(tr("&Address"), m_address);
    form->addRow(tr("&Model there"), m_model);
    form->addRow(tr("&Key"), m_key);
    form->addRow(QString(), m_keepsKey);
    form->addRow(tr("&Plugin for step scores"), m_plugin);
    form->addRow(tr("KV cache, &tokens"), m_kvTokens);
    for (QComboBox* field : {m_address, m_model})
        connect(field, &QComboBox::currentTextChanged, this, &ServerDialog::forget);
    for (QLineEdit* field : {m_key, m_plugin}) connect(field, &QLineEdit::textChanged, this, &ServerDialog::forget);
    connect(m_kvTokens, &QSpinBox::valueChanged, this, &ServerDialog::forget);
    connect(m_keepsKey, &QCheckBox::toggled, this, &ServerDialog::forget);
    return box;
}

QWidget* ServerDialog::buildButtons() {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_test = buttons->addButton(tr("Test"), QDialogButtonBox::ActionRole);
    m_use = buttons->addButton(tr("Run on this server"), QDialogButtonBox::ActionRole);
    m_use->setProperty("primary", true);
    restyle(m_use);
    connect(m_test, &QPushButton::clicked, this, &ServerDialog::test);
    connect(m_use, &QPushButton::clicked, this, &ServerDialog::use);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return buttons;
}

void ServerDialog::setServer(const app::ServerSettings& settings) {
    m_address->setCurrentText(QString::fromStdString(settings.address));
    m_model->setCurrentText(QString::fromStdString(settings.model));
    m_plugin->setText(QString::fromStdString(settings.plugin));
    m_kvTokens->setValue(settings.kvTokens.value_or(0));
}

void ServerDialog::setKey(const QString& key) {
    m_key->setText(key);
}

/// Throws UsageError for an address or a key that is none.
app::ServerSettings ServerDialog::settings() const {
    app::ServerSettings settings;
    settings.address = app::serverAddress(m_address->currentText().toStdString());
    settings.model = m_model->currentText().trimmed().toStdString();
    if (const QString plugin = m_plugin->text().trimmed(); !plugin.isEmpty())
        settings.plugin = app::serverAddress(plugin.toStdString());
    settings.key = m_key->text().isEmpty() ? app::serverKey({}) : m_key->text().trimmed().toStdString();
    if (m_kvTokens->value() > 0) settings.kvTokens = m_kvTokens->value();
    return settings;
}

/// What was found is of other fields.
void ServerDialog::forget() {
    m_probe.giveUp();
    m_found.reset();
    m_state->clear();
    m_facts->hide();
    m_policyBox->hide();
    updateButtons();
}

void ServerDialog::test() {
    m_usesWhenFound = false;
    forget();
    try {
        m_tested = settings();
    } catch (const std::exception& error) {
        showProblem(QString::fromUtf8(error.what()));
        return;
    }
    m_state->setText(tr("Asking %1\u2026").arg(QString::fromStdString(m_tested->address)));
    setRole(m_state, u"muted"_s);
    m_probe.start(*m_tested, m_tested->key.empty()     ? KeyUse::FromKeyring
                             : m_keepsKey->isChecked() ? KeyUse::IntoKeyring
                                                       : KeyUse::AsGiven);
    updateButtons();
}

/// A server that was not tested yet is tested first.
void ServerDialog::use() {
    if (!m_found) {
        test();
        m_usesWhenFound = m_probe.running();
        return;
    }
    rememberServer(QString::fromStdString(m_tested->address));
    accept();
    Q_EMIT chosen(*m_tested, *m_found);
}

void ServerDialog::showFound(const app::ServerDescription& server) {
    m_found = server;
    m_state->setText(tr("\u2713 %1 answers.").arg(QString::fromStdString(server.address)));
    setRole(m_state, u"good"_s);
    m_facts->setText(factsOf(server).join(u'\n'));
    m_facts->show();
    {
        const QSignalBlocker quiet(m_model);
        const QString chosenModel = m_model->currentText();
        m_model->clear();
        for (const std::string& model : server.models) m_model->addItem(QString::fromStdString(model));
        m_model->setCurrentText(chosenModel.isEmpty() ? QString::fromStdString(server.model) : chosenModel);
    }
    showPolicies(server);
    updateButtons();
    if (std::exchange(m_usesWhenFound, false) && m_whyNot.isEmpty()) use();
}

void ServerDialog::showPolicies(const app::ServerDescription& server) {
    while (QLayoutItem* item = m_policies->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    QStringList possible;
    auto* runs = makeText({}, m_policyBox);
    runs->setWordWrap(true);
    m_policies->addWidget(runs, 0, 0, 1, 2);
    int row = 1;
    for (const app::ServerPolicy& each : app::serverPolicies(server, {})) {
        const QString title = QString::fromUtf8(app::policyRow(each.policy).title);
        if (!each.whyNot) {
            possible << tr("\u2713 %1").arg(title).replace(u' ', QChar::Nbsp);  // a name is not broken in two
            continue;
        }
        m_policies->addWidget(makeText(tr("\u2717 %1").arg(title), m_policyBox), row, 0, Qt::AlignTop);
        m_policies->addWidget(makeMuted(sentence(*each.whyNot), m_theme, m_policyBox), row, 1);
        ++row;
    }
    runs->setText(possible.join(u"   "_s));
    m_policyBox->show();
    // Reasons wrap: once the layout knows them, it has the height for this width.
    QTimer::singleShot(0, this,
                       [this] { resize(width(), std::max(height(), layout()->totalHeightForWidth(width()))); });
}

void ServerDialog::showProblem(const QString& reason) {
    m_usesWhenFound = false;
    m_found.reset();
    m_state->setText(tr("\u2717 %1").arg(sentence(reason.toStdString())));
    setRole(m_state, u"bad"_s);
    updateButtons();
}

void ServerDialog::setReason(const QString& whyNot) {
    m_whyNot = whyNot;
    updateButtons();
}

void ServerDialog::updateButtons() {
    const bool hasAddress = !m_address->currentText().trimmed().isEmpty();
    m_test->setEnabled(hasAddress && !m_probe.running());
    m_use->setEnabled(hasAddress && !m_probe.running() && m_whyNot.isEmpty());
    (m_found ? m_use : m_test)->setDefault(true);  // what Return does: first the test, then the choice
    m_use->setToolTip(m_whyNot.isEmpty() ? tr("The next runs are decoded there") : m_whyNot);
}

}  // namespace ui

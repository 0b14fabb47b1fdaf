// Servers: address, model and key of an inference server, a test that says what it can and cannot do, and the choice to
// run there. The key stays in this dialog's memory and, if its owner wants that, in the system's keyring; settings and
// recordings never have it. GUI thread.
#pragma once

#include <QDialog>
#include <optional>

#include "ui/paint/theme.h"
#include "ui/session/server_probe.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace ui {

class ServerDialog : public QDialog {
    Q_OBJECT
public:
    explicit ServerDialog(const Theme& theme, QWidget* parent = nullptr);

    /// Fills the fields in, such as from the command line.
    void setServer(const app::ServerSettings& settings);
    void setKey(const QString& key);
    /// Asks the server; the page then says what it is.
    void test();
    /// Why another model cannot be used now; empty if it can.
    void setReason(const QString& whyNot);
    /// What the last test found.
    const std::optional<app::ServerDescription>& found() const { return m_found; }
    ServerProbe& probe() { return m_probe; }

Q_SIGNALS:
    void chosen(const app::ServerSettings& settings, const app::ServerDescription& server);

private:
    QWidget* buildForm();
    QWidget* buildButtons();
    app::ServerSettings settings() const;
    void use();
    void forget();
    void showFound(const app::ServerDescription& server);
    void showPolicies(const app::ServerDescription& server);
    void showProblem(const QString& reason);
    void updateButtons();

    const Theme& m_theme;
    ServerProbe m_probe;
    std::optional<app::ServerSettings> m_tested;
    std::optional<app::ServerDescription> m_found;
    bool m_usesWhenFound = false;
    QString m_whyNot;
    QComboBox* m_address = nullptr;
    QComboBox* m_model = nullptr;
    QLineEdit* m_key = nullptr;
    QCheckBox* m_keepsKey = nullptr;
    QLineEdit* m_plugin = nullptr;
    QSpinBox* m_kvTokens = nullptr;
    QLabel* m_state = nullptr;
    QLabel* m_facts = nullptr;
    QWidget* m_policyBox = nullptr;
    QGridLayout* m_policies = nullptr;
    QPushButton* m_test = nullptr;
    QPushButton* m_use = nullptr;
};

/// Addresses that were used last, newest first; never with a key.
QStringList rememberedServers();
void rememberServer(const QString& address);

}  // namespace ui

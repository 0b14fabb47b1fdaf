#include "app/server/keyring.h"

#ifdef STEPSCOPE_LIBSECRET
#include <libsecret/secret.h>
#endif

#include <cstdlib>
#include <filesystem>

#include "app/run/usage_error.h"
#include "app/server/server_settings.h"
#include "engine/files/printable.h"

namespace app {

#ifdef STEPSCOPE_LIBSECRET

namespace {

// What a person sees in a program that shows the keyring; never part of the key.
constexpr const char* kLabel = "Stepscope: key for ";

const SecretSchema* schema() {
    static const SecretSchema one = [] {
        SecretSchema made{};
        made.name = "org.stepscope.Stepscope.Server";
        made.flags = SECRET_SCHEMA_NONE;
        made.attributes[0] = {"server", SECRET_SCHEMA_ATTRIBUTE_STRING};
        return made;
    }();
    return &one;
}

void requireBus() {
    if (!Keyring::isThere())
        throw UsageError("the system's keyring cannot be used: this session has no message bus (D-Bus)");
}

[[noreturn]] void refuse(GError* error) {
    const std::string why = error && error->message ? engine::printable(error->message, 200) : "it does not say why";
    if (error) g_error_free(error);
    throw UsageError("the system's keyring cannot be used: " + why);
}

}  // namespace

class Keyring::Impl {
public:
    Impl() : m_cancellable(g_cancellable_new()) {}
    ~Impl() { g_object_unref(m_cancellable); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    GCancellable* cancellable() const { return m_cancellable; }

private:
    GCancellable* m_cancellable;
};

bool Keyring::isBuiltIn() {
    return true;
}
const char* Keyring::buildText() {
    return "libsecret " STEPSCOPE_LIBSECRET;
}

bool Keyring::isThere() {
    const auto isSet = [](const char* name) {
        const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
        return value && *value;
    };
    if (isSet("DBUS_SESSION_BUS_ADDRESS") || isSet("SECRET_BACKEND")) return true;
    std::error_code error;
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");  // NOLINT(concurrency-mt-unsafe)
    return runtime && std::filesystem::exists(std::filesystem::path(runtime) / "bus", error);
}

std::optional<std::string> Keyring::find(const std::string& address) {
    requireBus();
    GError* error = nullptr;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): names and values, as libsecret takes them
    char* found = secret_password_lookup_sync(schema(), m_impl->cancellable(), &error, "server", address.c_str(),
                                              static_cast<void*>(nullptr));
    if (error) refuse(error);
    if (!found) return std::nullopt;
    std::string key = found;
    secret_password_free(found);
    return requireServerKey(std::move(key), "the system's keyring");
}

void Keyring::keep(const std::string& address, const std::string& key) {
    requireBus();
    GError* error = nullptr;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): names and values, as libsecret takes them
    const bool kept = secret_password_store_sync(schema(), SECRET_COLLECTION_DEFAULT, (kLabel + address).c_str(),
                                                 key.c_str(), m_impl->cancellable(), &error, "server", address.c_str(),
                                                 static_cast<void*>(nullptr));
    if (error || !kept) refuse(error);
}

void Keyring::giveUp() {
    g_cancellable_cancel(m_impl->cancellable());
}

#else

class Keyring::Impl {};

namespace {
[[noreturn]] void refuse() {
    throw UsageError("this build has no keyring: libsecret was not there when it was built");
}
}  // namespace

bool Keyring::isBuiltIn() {
    return false;
}
const char* Keyring::buildText() {
    return "none in this build";
}
bool Keyring::isThere() {
    return false;
}
std::optional<std::string> Keyring::find(const std::string&) {
    refuse();
}
void Keyring::keep(const std::string&, const std::string&) {
    refuse();
}
void Keyring::giveUp() {}

#endif

Keyring::Keyring() : m_impl(std::make_unique<Impl>()) {}
Keyring::~Keyring() = default;

std::string keyringKey(const std::string& address) {
    if (auto key = Keyring().find(address)) return *key;
    throw UsageError("the system's keyring has no key for " + address +
                     "; the window keeps one (Models > Servers), or give --server-key-file");
}

}  // namespace app

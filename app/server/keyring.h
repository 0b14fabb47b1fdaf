// Keys of servers in the system's keyring (the Secret Service of a desktop, by libsecret): one for each address. The
// keyring may ask its owner to unlock it, so that a call can take as long as a person does. One thread but for
// giveUp().
#pragma once

#include <memory>
#include <optional>
#include <string>

namespace app {

class Keyring {
public:
    Keyring();
    ~Keyring();
    Keyring(const Keyring&) = delete;
    Keyring& operator=(const Keyring&) = delete;

    /// This build has libsecret.
    static bool isBuiltIn();
    /// "libsecret 0.20.5", or that there is none.
    static const char* buildText();
    /// Somebody may answer: this session has a message bus. Without one, libsecret would start its own.
    static bool isThere();

    /// The key for that address, as serverAddress() writes it; empty where the keyring has none. Throws UsageError, in
    /// one line without the key, where there is no keyring, it stays locked, or what it holds is no key.
    std::optional<std::string> find(const std::string& address);
    /// Keeps the key in the place of another one for that address. Throws UsageError where there is no keyring or it
    /// stays locked.
    void keep(const std::string& address, const std::string& key);
    /// Ends the call under way and those to come; any thread.
    void giveUp();

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

/// The key in the keyring for that address. Throws UsageError where there is none.
std::string keyringKey(const std::string& address);

}  // namespace app

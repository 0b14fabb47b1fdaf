// An HTTP server in the test's own process that does what its script says, well or badly: any number of connections,
// each on a thread of its own. With TLS it has a certificate that nobody trusts.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace scripted {

struct Request {
    std::string method, path, body;
    std::map<std::string, std::string> headers;  // names in small letters
};

/// One connection, for as long as its script runs.
class Link {
public:
    Link(int socket, SSL* tls, const std::atomic<bool>& stops) : m_socket(socket), m_tls(tls), m_stops(stops) {}

    /// False once the client has gone.
    bool send(std::string_view text) {
        while (!text.empty() && !m_stops) {
            const auto sent = m_tls ? SSL_write(m_tls, text.data(), static_cast<int>(text.size()))
                                    : ::send(m_socket, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return !m_stops;
    }
    /// False if the client has closed the connection meanwhile, or the server stops.
    bool wait(double seconds) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
        while (!m_stops) {
            const auto left =
                std::chrono::duration<double, std::milli>(until - std::chrono::steady_clock::now()).count();
            pollfd entry{m_socket, POLLIN, 0};
            if (poll(&entry, 1, static_cast<int>(std::min(20.0, std::max(0.0, left)))) > 0) {
                char byte = 0;
                if (recv(m_socket, &byte, 1, MSG_PEEK) <= 0) return false;
                if (left > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            if (left <= 0) return true;
        }
        return false;
    }
    void answer(int status, const std::string& body, const std::string& type = "application/json",
                const std::string& more = "") {
        send("HTTP/1.1 " + std::to_string(status) + " Text\r\nContent-Type: " + type + "\r\n" + more +
             "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
    }
    bool beginStream(const std::string& type = "text/event-stream") {
        return send("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n");
    }

private:
    int m_socket;
    SSL* m_tls;
    const std::atomic<bool>& m_stops;
};

/// Answers one request; the connection is closed behind it.
using Script = std::function<void(const Request&, Link&)>;

class Server {
public:
    explicit Server(Script script, bool tls = false) : m_script(std::move(script)) {
        if (tls) setUpTls();
        m_listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);  // no program that a test starts keeps it open
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* any = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        if (bind(m_listener, any, size) != 0 || listen(m_listener, 512) != 0 ||
            getsockname(m_listener, any, &size) != 0)
            throw std::runtime_error("no port for the scripted server");
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { accept(); });
    }
    ~Server() { stop(); }

    /// Closes every connection, as if the server had been killed.
    void stop() {
        if (m_stops.exchange(true)) return;
        m_thread.join();
        close(m_listener);
        m_connections.clear();  // joins their threads
    }
    std::string address() const {
        return (m_tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(m_port);
    }
    /// Requests so far.
    int countRequests(const std::string& path) const {
        const std::lock_guard lock(m_mutex);
        const auto found = m_counts.find(path);
        return found == m_counts.end() ? 0 : found->second;
    }

private:
    struct Connection {
        std::atomic<bool> isOver = false;
        std::jthread thread;
    };
    struct ContextCloser {
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    };

    void setUpTls() {
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* certificate = X509_new();
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_pubkey(certificate, key);
        X509_NAME* name = X509_get_subject_name(certificate);
        const auto* host = reinterpret_cast<const unsigned char*>("127.0.0.1");
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0);
        X509_set_issuer_name(certificate, name);
        X509_sign(certificate, key, EVP_sha256());
        m_tls.reset(SSL_CTX_new(TLS_server_method()));
        SSL_CTX_use_certificate(m_tls.get(), certificate);
        SSL_CTX_use_PrivateKey(m_tls.get(), key);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }

    void accept() {
        while (!m_stops) {
            pollfd entry{m_listener, POLLIN, 0};
            if (poll(&entry, 1, 20) <= 0) continue;
            const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0) continue;
            // A thread that has ended keeps its stack until it is joined.
            std::erase_if(m_connections, [](const auto& connection) { return connection->isOver.load(); });
            auto connection = std::make_unique<Connection>();
            connection->thread = std::jthread([this, socket, &isOver = connection->isOver] {
                serve(socket);
                isOver = true;
            });
            m_connections.push_back(std::move(connection));
        }
    }

    void serve(int socket) {
        SSL* tls = nullptr;
        if (m_tls) {
            tls = SSL_new(m_tls.get());
            SSL_set_fd(tls, socket);
        }
        if (!tls || SSL_accept(tls) == 1) {
            Link link(socket, tls, m_stops);
            Request request;
            if (read(socket, tls, link, request)) {
                {
                    const std::lock_guard lock(m_mutex);
                    ++m_counts[request.path];
                }
                m_script(request, link);
            }
        }
        if (tls) SSL_free(tls);
        shutdown(socket, SHUT_RDWR);
        close(socket);
    }

    bool read(int socket, SSL* tls, Link& link, Request& request) const {
        std::string all;
        std::size_t headEnd = std::string::npos;
        std::size_t length = 0;
        while (headEnd == std::string::npos || all.size() < headEnd + 4 + length) {
            if (!tls && !link.wait(0)) return false;
            char part[4096];
            pollfd entry{socket, POLLIN, 0};
            if (poll(&entry, 1, 20) <= 0 && (!tls || SSL_pending(tls) == 0)) {
                if (m_stops) return false;
                continue;
            }
            const auto got = tls ? SSL_read(tls, part, sizeof part) : recv(socket, part, sizeof part, 0);
            if (got <= 0) return false;
            all.append(part, static_cast<std::size_t>(got));
            if (all.front() == '\x16') {  // TLS is spoken to a server that has none
                link.answer(400, "no");
                return false;
            }
            if (headEnd != std::string::npos) continue;
            headEnd = all.find("\r\n\r\n");
            if (headEnd == std::string::npos) continue;
            readHead(all.substr(0, headEnd), request);
            if (request.headers.contains("content-length")) length = std::stoul(request.headers["content-length"]);
        }
        request.body = all.substr(headEnd + 4);
        return true;
    }

    static void readHead(const std::string& head, Request& request) {
        std::size_t at = head.find("\r\n");
        const std::string first = head.substr(0, at);
        request.method = first.substr(0, first.find(' '));
        request.path = first.substr(request.method.size() + 1);
        request.path.resize(request.path.find(' '));
        while (at != std::string::npos) {
            const std::size_t end = head.find("\r\n", at + 2);
            const std::string line = head.substr(at + 2, end == std::string::npos ? end : end - at - 2);
            std::string name = line.substr(0, line.find(':'));
            for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            const std::size_t value = line.find_first_not_of(": ", name.size());
            request.headers[name] = value == std::string::npos ? "" : line.substr(value);
            at = end;
        }
    }

    Script m_script;
    std::unique_ptr<SSL_CTX, ContextCloser> m_tls;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_stops = false;
    mutable std::mutex m_mutex;
    std::map<std::string, int> m_counts;
    std::vector<std::unique_ptr<Connection>> m_connections;  // of m_thread while it runs
    std::thread m_thread;
};

}  // namespace scripted

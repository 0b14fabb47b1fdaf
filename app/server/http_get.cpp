#include "app/server/http_get.h"

#include <curl/curl.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/server/curl_setup.h"

namespace app {
namespace {

constexpr int kStopMs = 20;  // how soon a question is given up

struct Reading {
    HttpAnswer& answer;
    std::size_t most;
    bool isTooLarge = false;
};

std::size_t takeBody(char* data, std::size_t, std::size_t bytes, void* to) {
    auto& reading = *static_cast<Reading*>(to);
    if (reading.answer.body.size() + bytes > reading.most) {
        reading.isTooLarge = true;
        return 0;  // the transfer ends
    }
    reading.answer.body.append(data, bytes);
    return bytes;
}

std::size_t takeHeader(char* data, std::size_t, std::size_t bytes, void* to) {
    auto& reading = *static_cast<Reading*>(to);
    if (auto value = headerIn({data, bytes}, "server")) reading.answer.server = *value;
    return bytes;
}

/// curl_easy_perform() that can be given up at any moment.
CURLcode perform(CURL* curl, const std::function<bool()>& isStopped) {
    if (!isStopped) return curl_easy_perform(curl);
    const std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> multi(curl_multi_init(), curl_multi_cleanup);
    if (!multi) return CURLE_OUT_OF_MEMORY;
    curl_multi_add_handle(multi.get(), curl);
    CURLcode code = CURLE_ABORTED_BY_CALLBACK;
    while (!isStopped()) {
        int running = 0;
        int left = 0;
        curl_multi_perform(multi.get(), &running);
        if (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
            code = message->data.result;
            break;
        }
        curl_multi_poll(multi.get(), nullptr, 0, kStopMs, nullptr);
    }
    curl_multi_remove_handle(multi.get(), curl);
    return code;
}

}  // namespace

bool isTransient(long status) {
    return status == 408 || status == 425 || status == 429 || status == 500 || (status >= 502 && status <= 504);
}

HttpAnswer askHttp(const ServerSettings& settings, const HttpQuestion& question) {
    HttpAnswer answer;
    const CurlHandle curl = makeCurl(settings, question.url);
    CurlHeaders headers;
    headers.add("Accept: application/json, text/plain");
    if (question.sendsKey && !settings.key.empty()) headers.add("Authorization: Bearer " + settings.key);
    if (question.json) {
        headers.add("Content-Type: application/json");
        curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(question.json->size()));
        curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, question.json->c_str());
    }
    Reading reading{answer, settings.limits.answerBytes};
    char error[CURL_ERROR_SIZE] = {};
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(question.timeoutS * 1000));
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, takeBody);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &reading);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, takeHeader);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &reading);
    curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, error);
    const CURLcode code = perform(curl.get(), question.isStopped);
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    answer.type = contentTypeOf(curl.get());
    if (reading.isTooLarge) {
        answer.problem = "its answer is longer than " + std::to_string(reading.most >> 20U) + " MiB";
    } else if (code == CURLE_OPERATION_TIMEDOUT) {
        answer.problem = "no answer within " + secondsText(question.timeoutS);
    } else if (code != CURLE_OK) {
        answer.problem = curlText(code, error);
    }
    return answer;
}

std::string problemOf(const HttpAnswer& answer, const ServerSettings& settings, const std::string& url) {
    if (answer.isOk()) return {};
    if (!answer.problem.empty()) return url + ": " + serverText(answer.problem, settings);
    return url + " " + serverText(statusText(answer.status, answer.body), settings, 300);
}

std::string errorMessageIn(const std::string& body) {
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (json.is_object()) {
        for (const char* key : {"error", "message", "detail"}) {
            const auto found = json.find(key);
            if (found == json.end()) continue;
            if (found->is_string()) return found->get<std::string>();
            if (found->is_object() && found->contains("message") && (*found)["message"].is_string())
                return (*found)["message"].get<std::string>();
        }
    }
    const std::string line = body.substr(0, body.find('\n'));
    return line.starts_with('<') ? std::string() : line;  // a page for browsers says nothing in one line
}

}  // namespace app

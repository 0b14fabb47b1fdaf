#include "app/export/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace app {

std::string gzipOf(std::string_view bytes) {
    constexpr int kGzip = 16;  // added to the window's size: gzip's header instead of zlib's
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + kGzip, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        throw std::runtime_error("out of memory while compressing");
    std::string out;
    std::array<char, 1 << 16> part;
    std::size_t taken = 0;
    int status = Z_OK;
    while (status == Z_OK) {
        if (stream.avail_in == 0 && taken < bytes.size()) {
            const std::size_t count = std::min<std::size_t>(bytes.size() - taken, 1 << 30);
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + taken));  // zlib only reads it
            stream.avail_in = static_cast<uInt>(count);
            taken += count;
        }
        stream.next_out = reinterpret_cast<Bytef*>(part.data());
        stream.avail_out = static_cast<uInt>(part.size());
        status = deflate(&stream, taken == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
        out.append(part.data(), part.size() - stream.avail_out);
    }
    deflateEnd(&stream);
    if (status != Z_STREAM_END) throw std::runtime_error("compressing failed");
    return out;
}

std::string base64Of(std::string_view bytes) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        unsigned word = 0;
        for (std::size_t k = 0; k < 3; ++k)
            word = word << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k) out += k <= count ? kDigits[word >> (18 - 6 * k) & 63U] : '=';
    }
    return out;
}

}  // namespace app

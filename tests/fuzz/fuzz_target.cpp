// One libFuzzer program a reader: STEPSCOPE_FUZZ_TARGET names it. What a reader throws is a refusal; anything else that
// ends the program is a finding. Inputs become files in a folder of the process, because that is what readers take.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "fuzz/targets.h"

namespace {

class Place {
public:
    Place() : m_target(hostile::requireTarget(STEPSCOPE_FUZZ_TARGET)) {
        std::string pattern = (std::filesystem::temp_directory_path() / "stepscope-fuzz-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no folder for the inputs");
        m_folder = pattern;
        if (m_target.more) write(m_target.more, m_target.moreBytes());
    }
    ~Place() {
        std::error_code error;
        std::filesystem::remove_all(m_folder, error);
    }

    void run(const std::uint8_t* data, std::size_t size) {
        write(m_target.fileName, {reinterpret_cast<const char*>(data), size});
        try {
            m_target.read(m_folder / m_target.fileName);
        } catch (const std::logic_error& error) {  // our own checks, and what no file should be able to cause
            std::fprintf(stderr, "%s\n", error.what());
            std::abort();
        } catch (const std::exception& error) {
            if (*error.what() != '\0' && std::strchr(error.what(), '\n') == nullptr) return;
            std::fprintf(stderr, "a refusal of several lines, or of none: %s\n", error.what());
            std::abort();
        }
    }

private:
    void write(const char* name, std::string_view bytes) const {
        std::FILE* file = std::fopen((m_folder / name).c_str(), "wb");
        if (file == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size()) std::abort();
        std::fclose(file);
    }

    const hostile::Target& m_target;
    std::filesystem::path m_folder;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Place place;
    place.run(data, size);
    return 0;
}

// One libFuzzer program a reader: STEPSCOPE_FUZZ_TARGET names it. What a reader throws is a refusal; anything else that
// ends the program is a finding. Inputs become files in a folder of the process, because that is what readers take.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
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
    }
    ~Place() {
        std::error_code error;
        std::filesystem::remove_all(m_folder, error);
    }

    void run(const std::uint8_t* data, std::size_t size) {
        try {
            (void)hostile::feed(m_target, m_folder, {reinterpret_cast<const char*>(data), size});
        } catch (const std::logic_error& finding) {
            std::fprintf(stderr, "%s\n", finding.what());
            std::abort();
        }
    }

private:
    const hostile::Target& m_target;
    std::filesystem::path m_folder;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Place place;
    place.run(data, size);
    return 0;
}

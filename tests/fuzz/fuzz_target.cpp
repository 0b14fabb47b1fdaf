// One libFuzzer program a reader: STEPSCOPE_FUZZ_TARGET names it. What a reader throws is a refusal; anything else that
// ends the program is a finding. Inputs become files in a folder of the process, because that is what readers take.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "fuzz/targets.h"
#include "temporary_folder.h"

namespace {

class Place {
public:
    void run(const std::uint8_t* data, std::size_t size) {
        try {
            (void)hostile::feed(m_target, m_folder.path(), {reinterpret_cast<const char*>(data), size});
        } catch (const std::logic_error& finding) {
            std::fprintf(stderr, "%s\n", finding.what());
            std::abort();
        }
    }

private:
    const hostile::Target& m_target{hostile::requireTarget(STEPSCOPE_FUZZ_TARGET)};
    tests::TemporaryFolder m_folder{"stepscope-fuzz"};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Place place;
    place.run(data, size);
    return 0;
}

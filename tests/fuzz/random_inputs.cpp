// Random inputs for the fuzz targets without libFuzzer, for compilers that have none: corpus files that are changed,
// cut and joined, and rows of random bytes. Not guided by coverage; for the targets that compare two ways to one result
// that costs little. Not a test; ctest does not run it.
//   random_inputs CORPUS TARGET [SECONDS] [SEED]       an input that finds something stays in the folder it names
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include "app/run/steady_seconds.h"
#include "fuzz/targets.h"
#include "temporary_folder.h"

namespace {

namespace fs = std::filesystem;

class Inputs {
public:
    Inputs(const fs::path& corpus, unsigned seed) : m_random(seed) {
        for (const fs::directory_entry& entry : fs::directory_iterator(corpus)) {
            std::ifstream file(entry.path(), std::ios::binary);
            m_seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
        }
    }

    std::string next() {
        if (m_seeds.empty() || below(3) == 0) return randomBytes(below(400));
        std::string bytes = anySeed();
        for (std::size_t change = 1 + below(4); change > 0; --change) alter(bytes);
        return bytes;
    }

private:
    std::size_t below(std::size_t count) { return count == 0 ? 0 : m_random() % count; }
    const std::string& anySeed() { return m_seeds[below(m_seeds.size())]; }
    char anyByte() { return static_cast<char>(m_random() & 0xFF); }

    std::string randomBytes(std::size_t count) {
        std::string bytes(count, '\0');
        for (char& byte : bytes) byte = anyByte();
        return bytes;
    }

    void alter(std::string& bytes) {
        const std::size_t at = below(bytes.size() + 1);
        switch (below(6)) {
            case 0:
                if (at < bytes.size()) bytes[at] = anyByte();
                break;
            case 1:
                if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
                break;
            case 2: bytes.erase(at, below(40)); break;
            case 3: bytes.insert(at, randomBytes(1 + below(8))); break;
            case 4: bytes.insert(at, bytes.substr(below(bytes.size() + 1), below(60))); break;
            default: bytes = bytes.substr(0, at) + anySeed().substr(0, below(4000)); break;
        }
    }

    std::mt19937 m_random;
    std::vector<std::string> m_seeds;
};

int run(const fs::path& corpus, const std::string& name, double seconds, unsigned seed) {
    const hostile::Target& target = hostile::requireTarget(name);
    tests::TemporaryFolder folder("stepscope-random");
    Inputs inputs(corpus / name, seed);
    const double begin = app::steadySeconds();
    long executions = 0, accepted = 0;
    for (; app::steadySeconds() - begin < seconds; ++executions) {
        try {
            accepted += hostile::feed(target, folder.path(), inputs.next()) == hostile::Verdict::Accepted ? 1 : 0;
        } catch (const std::logic_error& finding) {
            std::printf("%s, input %ld of seed %u: %s\n", name.c_str(), executions, seed, finding.what());
            folder.keep();
            std::printf("the input is %s\n", (folder.path() / target.fileName).c_str());
            return 1;
        }
    }
    std::printf("%s: %ld executions in %.0f s, %ld accepted, seed %u\n", name.c_str(), executions, seconds, accepted,
                seed);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "random_inputs CORPUS TARGET [SECONDS] [SEED]\n");
        return 2;
    }
    const double seconds = argc > 3 ? std::atof(argv[3]) : 60;
    const unsigned seed = argc > 4 ? static_cast<unsigned>(std::atoi(argv[4])) : 1;
    try {
        return run(argv[1], argv[2], seconds, seed);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "random_inputs: %s\n", error.what());
        return 2;
    }
}

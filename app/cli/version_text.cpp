#include "app/cli/version_text.h"

#include "app/run/resources.h"
#include "app/server/keyring.h"
#include "stepscope_commit.h"  // written at build time by write_commit.cmake

namespace app::cli {

std::string versionText(const std::string& program, const std::string& qt) {
    std::string text = program + " " + kProgramVersion;
    text += "\ncommit: " STEPSCOPE_COMMIT;
    text += "\nbuild:  " STEPSCOPE_BUILD;
    text += "\nCUDA:   " STEPSCOPE_CUDA_BUILD;
    text += std::string("\nkeyring: ") + Keyring::buildText();
    text += "\nQt:     " + (qt.empty() ? std::string(STEPSCOPE_QT_BUILD) : qt);
    return text;
}

}  // namespace app::cli

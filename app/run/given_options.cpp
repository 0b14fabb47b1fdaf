#include "app/run/given_options.h"

namespace app {

void GivenOptions::applyTo(RunOptions& options) const {
    for (const OptionRow& row : optionTable()) {
        if (const auto at = m_values.find(row.key); at != m_values.end()) row.set(options, at->second);
    }
}

}  // namespace app

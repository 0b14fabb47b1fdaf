// Units that several files count in. Constants, any thread.
#pragma once

namespace app {

inline constexpr double kMib = 1024.0 * 1024.0;  ///< bytes

}  // namespace app

// The report of a study as one page: XHTML-clean HTML with inline SVG and CSS, nothing fetched, no script. Pure, any
// thread.
#pragma once

#include <string>

#include "app/study/statistics/study_statistics.h"

namespace app {

/// @param statistics  statisticsOf() the study's records; whatever is missing in it is missing on the page
std::string reportHtml(const StudySetup& setup, const StudyStatistics& statistics);

}  // namespace app

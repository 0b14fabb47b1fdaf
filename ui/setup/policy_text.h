// What the policies are called and what they do, for people. GUI thread.
#pragma once

#include <QString>

#include "app/run/run_options.h"

namespace ui {

QString policyTitle(app::PolicyKind policy);
/// One paragraph: what it decides, by whose rules, what is ours.
QString policyExplanation(app::PolicyKind policy);

}  // namespace ui

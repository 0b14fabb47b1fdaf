// Settings that would fit, in the window's words and language. Pure functions, GUI thread.
#pragma once

#include <QString>

#include "app/run/memory_offers.h"

namespace ui {

/// What an offer changes of the options that were wanted: "weights as Q4_0, n = 12".
QString settingText(const app::MemoryOffer& offer, const app::RunOptions& wanted);
/// "weights 4.3 GiB, KV 1.9 GiB = 14,304 tokens"
QString priceText(const app::MemoryOffer& offer);

}  // namespace ui

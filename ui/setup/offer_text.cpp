#include "ui/setup/offer_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <cmath>

#include "app/run/units.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}

}  // namespace

QString settingText(const app::MemoryOffer& offer, const app::RunOptions& wanted) {
    const app::RunOptions& options = offer.options;
    QStringList parts;
    if (options.weights != wanted.weights) parts << tr("weights as %1").arg(QString::fromStdString(offer.plan.weights));
    if (options.kvType != wanted.kvType)
        parts << tr("KV as %1").arg(QString::fromLatin1(kernels::nameOf(offer.plan.kvType)));
    if (options.memoryUtilization != wanted.memoryUtilization)
        parts << tr("%1 % of the GPU's memory").arg(std::lround(100 * options.memoryUtilization));
    if (options.kvCacheMib && options.kvCacheMib != wanted.kvCacheMib)
        parts << tr("KV cache of %1").arg(formatBytes(*options.kvCacheMib * app::kMib));
    if (options.traces != wanted.traces) parts << tr("n = %1").arg(options.traces);
    return parts.join(u", "_s);
}

QString priceText(const app::MemoryOffer& offer) {
    return tr("weights %1, KV %2 = %3 tokens")
        .arg(formatBytes(offer.plan.weightBytes), formatBytes(offer.plan.kvBytes), formatCount(offer.plan.tokens));
}

}  // namespace ui

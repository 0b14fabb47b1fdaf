#include "app/study/report/report_look.h"

#include <set>
#include <string_view>
#include <vector>

#include "app/run/policy_table.h"
#include "app/study/report/report_text.h"

namespace app {
namespace {

/// A colour and marker that a policy can have.
struct Slot {
    std::string_view policy;  ///< whose it is; empty: anybody's
    std::string_view meaning;
    PolicyLook look;
};

const std::vector<Slot>& slots() {
    static const std::vector<Slot> all = [] {
        std::vector<Slot> out;
        for (const PolicyRow& row : policyRows()) out.push_back({row.name, row.clause, row.look});
        for (const ControlRow& control : controlRows()) out.push_back({control.name, control.clause, control.look});
        out.push_back({"", "", {Marker::Square, "#444444", "#cccccc"}});
        return out;
    }();
    return all;
}

/// The class of the slot at `index`, in CSS.
std::string slotClass(std::size_t index) {
    return "c" + std::to_string(index);
}

/// A class that has the colour of a policy and means something else. Slots begin with the policies, in their order.
std::string sameColour(const char* cssClass, PolicyKind policy) {
    return "." + std::string(cssClass) + "{color:var(--" + slotClass(static_cast<std::size_t>(policy)) + ")}";
}

std::string variables(bool dark) {
    std::string out = dark ? "--bg:#1a1e25;--fg:#e7eaef;--mu:#a3adba;--fa:#7b8694;--ln:#303744;--gr:#262d38;--hd:#"
                             "212731;--good:#52d083;--bad:#ff9257;--wait:#f0b354;"
                           : "--bg:#ffffff;--fg:#1a1f27;--mu:#5b6572;--fa:#8a94a1;--ln:#d3d9e0;--gr:#e9edf1;--hd:#"
                             "f5f7f9;--good:#16763a;--bad:#bf3b0a;--wait:#c98500;";
    for (std::size_t i = 0; i < slots().size(); ++i) {
        const PolicyLook& look = slots()[i].look;
        out += "--" + slotClass(i) + ":" + (dark ? look.dark : look.light) + ";";
    }
    return out;
}

constexpr const char* kRules = R"(
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--fg)}
body{font:17px/1.55 Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4",Georgia,"Liberation Serif",serif}
main{max-width:1080px;margin:0 auto;padding:56px 32px 72px}
h1,h2,h3,figcaption,table,.legend,.tiles,.meta,svg{font-family:"Inter","Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif}
h1{font-size:30px;line-height:1.2;letter-spacing:-.015em;margin:0 0 6px;font-weight:650;max-width:24em}
h2{font-size:20px;line-height:1.3;letter-spacing:-.01em;margin:60px 0 8px;font-weight:650}
h3{font-size:14px;margin:26px 0 6px;font-weight:650}
p,ul,dl{max-width:42em;margin:0 0 14px}
ul{padding-left:1.2em}li{margin:0 0 4px}
.meta{color:var(--mu);font-size:13.5px;margin:0 0 26px;max-width:none}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;font-size:15px;max-width:56em}
dt{font:600 13px/1.75 "Liberation Mono",Consolas,Menlo,monospace;white-space:nowrap}dd{margin:0}
figure{margin:22px 0 38px;break-inside:avoid}
figcaption{font-size:13.5px;line-height:1.5;color:var(--mu);margin-top:10px;max-width:62em}
figcaption b{color:var(--fg);font-weight:650}
.panels{display:grid;grid-template-columns:repeat(var(--n,3),minmax(0,1fr));gap:14px 26px}
.one{--n:1}.two{--n:2}.three{--n:3}.four{--n:4}
svg{display:block;width:100%;height:auto;overflow:visible}
svg text{font-size:10.5px;fill:var(--fg)}
svg .tk{fill:var(--mu);font-size:10px;font-variant-numeric:tabular-nums}
svg .lb{fill:var(--mu)}svg .ti{font-weight:650;font-size:11px}
svg .gr{stroke:var(--gr)}svg .ax{stroke:var(--fa)}
svg .rule{stroke:var(--fa);stroke-dasharray:3 3}svg .zero{stroke:var(--fa)}
svg .ln{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linejoin:round}
svg .own{stroke-width:2.4}
svg .dash{stroke-dasharray:5 3}
svg .bd{fill:currentColor;opacity:.15}
svg .wh{stroke:currentColor;stroke-width:1;opacity:.38}
svg .strong{opacity:.8;stroke-width:1.4}
svg .mk{fill:currentColor;stroke:var(--bg);stroke-width:1}
svg .mx{fill:none;stroke:currentColor;stroke-width:2.2;stroke-linecap:round}
svg .dl{fill:currentColor;font-size:10px}
svg .ld{stroke:currentColor;stroke-width:.8;opacity:.45}
svg .br{fill:currentColor;opacity:.85}
svg .soft{fill:currentColor;opacity:.55}
svg .wait{fill:url(#hatch)}svg .base{fill:var(--fg)}svg .nt{fill:var(--mu)}
.hatch{position:absolute;width:0;height:0}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:12.5px;margin:0 0 12px}
.legend span{display:inline-flex;align-items:center;gap:6px}
.legend svg{width:14px;height:14px;flex:none}
.tiles{display:grid;grid-template-columns:max-content repeat(3,minmax(0,1fr));margin:18px 0 14px;border-top:1px solid var(--ln)}
.tiles>div{padding:12px 24px 12px 0;border-bottom:1px solid var(--ln)}
.tiles .k{color:var(--mu);font-size:13px;padding-right:32px;align-self:stretch;display:flex;align-items:center}
.tiles .h{color:var(--mu);font-size:12.5px;padding:8px 24px 8px 0}
.tiles b{font-size:25px;font-weight:650;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.tiles i{font-style:normal;color:var(--mu);font-size:12.5px;margin-left:8px;white-space:nowrap}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:12.5px;line-height:1.35;width:100%;font-variant-numeric:tabular-nums;margin:8px 0 10px}
th,td{text-align:right;padding:3px 0 3px 14px;white-space:nowrap;vertical-align:baseline}
th:first-child,td:first-child{text-align:left;padding-left:0}
thead th{font-weight:500;color:var(--mu);border-bottom:1px solid var(--fa);vertical-align:bottom;padding-bottom:5px}
tbody th{text-align:left;font-weight:650;padding:13px 0 3px}
tbody td{border-top:1px solid var(--gr)}
td i{font-style:normal;color:var(--mu);font-size:11.5px;display:inline-block;min-width:6.2em;padding-left:5px}
td.left,th.left{text-align:left}
td.name::before{-webkit-print-color-adjust:exact;print-color-adjust:exact}
td.name::before{content:"";display:inline-block;width:8px;height:8px;border-radius:2px;background:currentColor;margin-right:7px}
td.name span{color:var(--fg)}tr.own td{background:var(--hd)}
.worse{color:var(--bad);font-weight:600}.better{color:var(--good);font-weight:600}
p.none{font:12px/1.4 "Helvetica Neue",Arial,"Liberation Sans",sans-serif;color:var(--fa);margin:0;padding:4px 0 0 2px}
td.dot{color:var(--fa)}table.losses{width:auto}
table.losses thead th[colspan]{text-align:center;padding-bottom:0}table.losses thead tr:first-child th{border-bottom:0}
table.losses td,table.losses th{padding-left:22px}
table.losses td:first-child,table.losses th:first-child{padding-left:0;padding-right:14px}
small{color:var(--mu);font-size:13px}
footer{margin-top:56px;padding-top:14px;border-top:1px solid var(--ln);color:var(--mu);font-size:14px}
@media(max-width:760px){
.panels{--n:1}main{padding:28px 18px}
.tiles b{font-size:19px}.tiles i{display:block;margin:0;font-size:11px}
.tiles>div,.tiles .h{padding-right:10px}.tiles .k{padding-right:12px}
}
@media print{
main{max-width:none;padding:0}body{font-size:11pt}h2{break-after:avoid;margin-top:30px}
thead{display:table-header-group}tr{break-inside:avoid}.wide{overflow:visible}table{font-size:8pt}
.panels{--n:3}.one{--n:1}.two{--n:2}
}
)";

}  // namespace

Looks::Looks(std::span<const std::string> policies) {
    std::set<std::size_t> taken;
    const auto take = [&](const std::string& policy, std::size_t slot) {
        taken.insert(slot);
        m_looks[policy] = {slotClass(slot), slots()[slot].look.marker};
    };
    for (const std::string& policy : policies) {
        for (std::size_t slot = 0; slot < slots().size(); ++slot) {
            if (policy == slots()[slot].policy && !policy.empty()) take(policy, slot);
        }
    }
    for (const std::string& policy : policies) {
        if (m_looks.contains(policy)) continue;
        const std::size_t last = slots().size() - 1;
        std::size_t slot = last;
        while (slot > 0 && taken.contains(slot)) --slot;
        take(policy, taken.contains(slot) ? last : slot);
    }
}

const Look& Looks::of(const std::string& policy) const {
    static const Look other{slotClass(slots().size() - 1), slots().back().look.marker};
    const auto found = m_looks.find(policy);
    return found == m_looks.end() ? other : found->second;
}

std::string Looks::legend(std::span<const std::string> policies) const {
    std::string out = "<div class=\"legend\">";
    for (const std::string& policy : policies) {
        const Look& look = of(policy);
        out += "<span><svg viewBox=\"0 0 14 14\" aria-hidden=\"true\">" +
               markerSvg(look.marker, 7, 7, 4.4, look.colourClass, "") + "</svg>" + escaped(policy) + "</span>";
    }
    return out + "</div>\n";
}

std::string meaningOf(const std::string& policy) {
    for (const Slot& slot : slots()) {
        if (policy == slot.policy) return std::string(slot.meaning);
    }
    return {};
}

std::string reportStyle() {
    std::string out = ":root{" + variables(false) + "}\n@media screen and (prefers-color-scheme:dark){:root{" +
                      variables(true) + "}}\n";
    for (std::size_t i = 0; i < slots().size(); ++i) out += "." + slotClass(i) + "{color:var(--" + slotClass(i) + ")}";
    return out + sameColour(kRightClass, PolicyKind::Step) + sameColour(kWrongClass, PolicyKind::SelfConsistency) +
           sameColour(kNeutralClass, PolicyKind::Cot) + kRules;
}

}  // namespace app

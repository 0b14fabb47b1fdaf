#include "app/study/report/report_html.h"

#include <algorithm>

#include "app/study/report/report_page.h"

namespace app {
namespace {

std::string notesText(const StudySetup& setup) {
    std::string text;
    for (const std::string& note : setup.notes) text += " " + escaped(note);
    return text;
}

std::string orUnknown(const std::string& text) {
    return text.empty() ? "unknown" : escaped(text);
}

std::string parametersText(std::int64_t parameters) {
    if (parameters <= 0) return {};
    const double millions = static_cast<double>(parameters) / 1e6;
    return " (" +
           (millions >= 1000 ? fixed(millions / 1000, 1) + " billion"
                             : fixed(millions, millions < 10 ? 1 : 0) + " million") +
           " parameters)";
}

/// A study that was not finished says so.
void addMissing(Page& page) {
    const auto expected = static_cast<std::size_t>(page.setup.problems) * page.setup.seeds.size();
    const auto& settings = page.stats.settings;
    const auto incomplete = std::count_if(settings.begin(), settings.end(), [&](const SettingStatistics& s) {
        return static_cast<std::size_t>(s.runs) < expected;
    });
    if (incomplete == 0) return;
    page.paragraph("The study is not complete: in " + std::to_string(incomplete) + " of " +
                   plural(static_cast<long long>(settings.size()), "setting") + " fewer than " +
                   grouped(static_cast<double>(expected)) +
                   " runs (problems times seeds) are there; the table of every setting counts them.");
}

void addSetup(Page& page) {
    const StudySetup& s = page.setup;
    page.html += "<h1>STEP on " + orUnknown(s.model) + "</h1>\n<p class=\"meta\">Stepscope " +
                 escaped(s.programVersion) + " · " + escaped(s.startedAt) + " · " + orUnknown(s.device) + "</p>\n";
    const auto plain = [](const std::string& x) { return escaped(x); };
    std::string text = "The model " + orUnknown(s.model) + parametersText(s.parameters) + " ran on " +
                       orUnknown(s.device) + " (backend " + orUnknown(s.backend) + ") over " +
                       plural(s.problems, "problem") + " of " + orUnknown(s.problemsFile) + ", " +
                       (s.scorer.empty() ? "without a step scorer" : "with the step scorer " + escaped(s.scorer)) +
                       ". Policies: " + listed(s.policies, plain) + "; n " +
                       listed(s.traces, [](int n) { return std::to_string(n); }) + " traces; KV memory " +
                       listed(s.memory, [](double m) { return memoryPercent(m); }) + ", " + memoryMeaning(s) + "; " +
                       (s.seeds.size() == 1 ? "seed " : "seeds ") +
                       listed(s.seeds, [](std::uint64_t x) { return std::to_string(x); }) + ". Sampling: temperature " +
                       plainNumber(s.temperature) + ", top‑p " + plainNumber(s.topP) + ", top‑k " +
                       (s.topK > 0 ? std::to_string(s.topK) : "off") + ", at most " + grouped(s.maxTokens) +
                       " tokens a trace.";
    page.paragraph(text);
    page.paragraph(
        (page.hasTimes()
             ? "Times are wall-clock and come only from the " + timedProblems(page) + " that were run with the " +
                   page.place() + " to themselves as well; the others shared " +
                   (s.backend == "server" ? "it" : "passes") + ", up to " + std::to_string(s.parallel) +
                   " problems in a batch, and count for accuracy, tokens and prunes."
             : std::string("No problem had the ") + page.place() + " to itself, so there are no times.") +
        std::string(
            " Intervals are 95 % percentile bootstrap intervals over problems (2,000 rounds; all seeds of a problem go "
            "together); where every problem agrees an interval has no width, which does not mean certainty.") +
        notesText(s) +
        (s.unusableProblems > 0 ? " " + plural(s.unusableProblems, "problem") +
                                      " could not be used: too long, blank or refused by the template."
                                : "") +
        (s.skippedLines > 0 ? " " + plural(s.skippedLines, "line") + " of the problem file could not be used." : ""));
    addMissing(page);
    page.html += "<dl>\n";
    for (const std::string& policy : page.policies) {
        const std::string meaning = meaningOf(policy);
        if (!meaning.empty()) page.html += "<dt>" + escaped(policy) + "</dt><dd>" + escaped(meaning) + "</dd>\n";
    }
    page.html += "</dl>\n";
}

std::string tile(const std::optional<Estimate>& e, Unit unit) {
    if (!e) return "<div>–</div>";
    return "<div><b>" + shown(e->value, unit) + "</b><i>" + shownInterval(e->interval, unit) + "</i></div>";
}

void addHeadline(Page& page) {
    std::string rows;
    for (double share : page.memory) {
        const PairedDifference* d = findDifference(page.stats, "step", "sc", page.largestN(), share);
        if (!d) continue;
        rows += "<div class=\"k\">" + memoryName(share) + "</div>" + tile(d->accuracyPoints, Unit::Points) +
                tile(d->latencyRatio, Unit::Ratio) + tile(d->tokenRatio, Unit::Ratio) + "\n";
    }
    page.section("STEP against self-consistency");
    if (rows.empty()) {
        page.paragraph("Step and self-consistency (sc) have no problems in common at the largest n.");
        return;
    }
    page.paragraph("At n " + std::to_string(page.largestN()) +
                   ", on the same problems and seeds; 95 % intervals in brackets.");
    page.html +=
        "<div class=\"tiles\"><div class=\"h\"></div><div class=\"h\">accuracy, percentage points</div><div "
        "class=\"h\">latency, of sc’s</div><div class=\"h\">generated tokens, of sc’s</div>\n" +
        rows + "</div>\n";
}

std::string head(const StudySetup& setup) {
    return "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\"><head><meta "
           "charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><title>STEP "
           "on " +
           orUnknown(setup.model) + "</title>\n<style>" + reportStyle() +
           "</style></head><body><svg class=\"hatch\" aria-hidden=\"true\"><defs><pattern id=\"hatch\" width=\"5\" "
           "height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"5\" "
           "height=\"5\" style=\"fill:var(--wait);opacity:.28\"/><rect width=\"2\" height=\"5\" "
           "style=\"fill:var(--wait)\"/></pattern></defs></svg><main>\n";
}

void addFooter(Page& page) {
    const StudySetup& s = page.setup;
    page.html += "<footer>Computed from " + plural(page.stats.records, "record") + ". Problem set SHA-256 " +
                 orUnknown(s.problemsSha256) +
                 (s.scorer.empty() ? "" : "; scorer SHA-256 " + orUnknown(s.scorerSha256)) +
                 ". The method is STEP, arXiv 2601.09093.</footer>\n";
}

}  // namespace

std::string reportHtml(const StudySetup& setup, const StudyStatistics& statistics) {
    Page page(setup, statistics);
    page.html = head(setup);
    addSetup(page);
    if (statistics.settings.empty()) {
        page.paragraph("There are no records yet.");
    } else {
        addHeadline(page);
        page.section("Accuracy, latency and memory");
        addAccuracyFigures(page);
        page.section("Waiting for memory");
        addTimeFigures(page);
        page.section("What the scores know");
        addRankingFigures(page);
        addTokenFigures(page);
        page.section("What was pruned");
        addPruneFigures(page);
        page.section("Where STEP loses");
        addLosses(page);
        page.section("By family: step against sc");
        if (!statistics.families.empty())
            page.paragraph("Over all n, memory and seeds at which both ran; intervals by problem.");
        addFamilyTable(page);
        page.section("Every setting");
        page.paragraph(
            "Means per problem with 95 % intervals by problem; under “seeds” the smallest and largest seed’s accuracy; "
            "“runs” counts problems times seeds, “timed” those that " +
            hadAlone(page) + ".");
        addSettingsTable(page);
        page.section("Paired differences");
        page.paragraph("On the problems and seeds that both have; bold where the 95 % interval excludes equality.");
        addDifferenceTables(page);
    }
    addFooter(page);
    return page.html + "</main></body></html>\n";
}

}  // namespace app

// Writes resources/languages/table_texts.h: the texts of the tables of options and policies and of the examples that
// the window shows, for lupdate, which cannot read tables.
#include <cstdio>
#include <set>
#include <string>

#include "app/run/option_table.h"
#include "app/run/policy_table.h"
#include "app/study/examples.h"

namespace {

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

void write(const char* text) {
    static std::set<std::string> written;
    if (!text || !*text || !written.insert(text).second) return;
    std::printf("QT_TRANSLATE_NOOP(\"app\", %s)\n", quoted(text).c_str());
}

}  // namespace

int main() {
    std::puts(
        "// Texts of the tables of options and policies and of the examples, for lupdate; no compiler reads this "
        "file.\n"
        "// Written by `build/dev/bin/table_texts`; a test compares. clang-format has no say in it.\n"
        "// clang-format off");
    for (const app::PolicyRow& row : app::policyRows()) {
        write(row.title);
        write(row.clause);
        write(row.explanation);
    }
    for (const app::OptionRow& row : app::optionTable()) {
        if (!row.label) continue;
        write(row.label);
        write(row.toolTip ? row.toolTip : row.help);
        write(row.suffix);
        for (const app::OptionWord& word : row.words) write(word.label);
    }
    for (const app::Example& example : app::loadExamples()) write(example.title.c_str());
    return 0;
}

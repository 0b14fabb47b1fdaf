"""Writes engine/text/unicode_additions.cpp: the characters that Unicode 15 and 16 added, by general category.

    python3.11 unicode_additions.py ../../engine/text/unicode_additions.cpp

The categories are asked of the `tokenizers` library (its regular expressions know Unicode 16); what Python 3.11 knows
(Unicode 14, as PCRE2 10.42) is left out.
Needs: pip install tokenizers
"""
import sys
import unicodedata

from tokenizers import Regex, pre_tokenizers

CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cf".split()
HEAD = """// Written by tests/golden/unicode_additions.py; do not edit.
#include "engine/text/unicode_additions.h"

#include <array>

namespace engine {
namespace {

struct Addition {
    std::string_view category;
    std::string_view ranges;
};

constexpr std::array kAdditions{
"""
TAIL = """};

}  // namespace

std::string unicodeAdditions(std::string_view category) {
    std::string ranges;
    for (const Addition& addition : kAdditions)
        if (addition.category.starts_with(category)) ranges += addition.ranges;
    return ranges;
}

}  // namespace engine
"""


def added_ranges(category):
    assert unicodedata.unidata_version.startswith("14."), "Python must know Unicode 14, no more and no less"
    text = "".join(chr(c) for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF)
    split = pre_tokenizers.Split(Regex(r"\p{%s}+" % category), behavior="removed", invert=True)
    known = {c for c in range(0x110000) if unicodedata.category(chr(c)) == category}
    ranges = []
    for piece, _ in split.pre_tokenize_str(text):
        for c in map(ord, piece):
            if c in known:
                continue
            if ranges and ranges[-1][1] == c - 1:
                ranges[-1][1] = c
            else:
                ranges.append([c, c])
    return ranges


def main():
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write(HEAD)
        for category in CATEGORIES:
            items = [r"\x{%X}" % a if a == b else r"\x{%X}-\x{%X}" % (a, b) for a, b in added_ranges(category)]
            if not items:
                continue
            lines, line = [], ""
            for item in items:
                if len(line) + len(item) > 96:
                    lines.append(line)
                    line = ""
                line += item
            lines.append(line)
            body = "\n".join(f'             R"({line})"' for line in lines).strip()
            file.write(f'    Addition{{"{category}",\n             {body}}},\n')
        file.write(TAIL)


if __name__ == "__main__":
    main()

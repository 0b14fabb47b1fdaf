#!/usr/bin/env python3
"""Puts the study's tables into the README.

    readme_tables.py [--check] [--readme FILE] [--tables FILE]

Replaces what stands between `<!-- study:begin -->` and `<!-- study:end -->` by resources/study/tables.md, which
`stepscope-cli study` wrote. --check changes nothing and exits 1 where they differ. Standard library only.
"""
import argparse
import os
import sys

BEGIN = "<!-- study:begin -->"
END = "<!-- study:end -->"


def with_tables(readme, tables):
    """The README's text with the tables between the marks. Raises ValueError where there is not one mark of each."""
    if readme.count(BEGIN) != 1 or readme.count(END) != 1:
        raise ValueError(f"expected one {BEGIN} and one {END}, found {readme.count(BEGIN)} and {readme.count(END)}")
    before, rest = readme.split(BEGIN)
    if END not in rest:
        raise ValueError(f"{END} stands before {BEGIN}")
    if BEGIN in tables or END in tables:
        raise ValueError("the tables hold one of the marks")
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n{tables.strip()}\n{END}{after}"


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def main():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser = argparse.ArgumentParser(description="Puts the study's tables into the README.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where the README differs")
    parser.add_argument("--readme", default=os.path.join(root, "README.md"))
    parser.add_argument("--tables", default=os.path.join(root, "resources", "study", "tables.md"))
    arguments = parser.parse_args()
    try:
        readme = read(arguments.readme)
        wanted = with_tables(readme, read(arguments.tables))
    except (OSError, ValueError) as error:
        sys.exit(f"readme_tables.py: {error}")
    if readme == wanted:
        return
    if arguments.check:
        sys.exit(f"{arguments.readme} differs from {arguments.tables}: run tests/tools/readme_tables.py")
    draft = arguments.readme + ".part"
    with open(draft, "w", encoding="utf-8", newline="") as file:
        file.write(wanted)
    os.replace(draft, arguments.readme)


if __name__ == "__main__":
    main()

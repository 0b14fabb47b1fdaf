#!/usr/bin/env python3
"""Checks that the manual pages and the completions of bash and zsh name every command and every option that --help
lists, in the section of its command, and nothing that --help does not know.

    check_manuals.py stepscope-cli [stepscope]

Reads --help as a person does, so that it cannot share a mistake with what writes the pages.
"""
import re
import shutil
import subprocess
import sys

OPTION = re.compile(r"^  (-[-\w,]+)", re.MULTILINE)
SHARED = "OPTIONS OF A RUN"


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def options_of(help_text):
    """Every name of every option: "-n", "--traces"."""
    return {name for names in OPTION.findall(help_text) for name in names.split(",")}


def commands_of(help_text):
    part = help_text.partition("\nSubcommands:\n")[2]
    return re.findall(r"^  ([a-z][a-z-]*) ", part, re.MULTILINE)


def sections_of(page):
    """The plain text of each section of a manual page in roff by its title, of a subsection by its first word."""
    plain = re.sub(r"\\f[BIR]", "", page).replace("\\-", "-").replace("\\&", "").replace("\\e", "\\")
    sections, title = {}, None
    for line in plain.splitlines():
        if found := re.match(r"\.SH (.*)", line) or re.match(r"\.SS \"?([\w-]+)", line):
            title = found.group(1)
        sections.setdefault(title, []).append(line)
    return {name: "\n".join(lines) for name, lines in sections.items()}


def named(section):
    """Options that are explained, each at the beginning of a line."""
    names = set()
    for line in section.splitlines():
        if line.startswith("-"):
            names.update(re.findall(r"(?:^|, )(--?[\w-]+)", line))
    return names


def compare(where, expected, found, problems):
    for name in sorted(expected - found):
        problems.append(f"{where}: {name} of --help is missing")
    for name in sorted(found - expected):
        problems.append(f"{where}: {name} is not in --help")


def bash_words(script, function, words):
    """What bash offers behind these words, the last of which is being typed."""
    quoted = " ".join("'" + word + "'" for word in words)
    code = f"{script}\nCOMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; {function}; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    # Outside of a completion compopt only complains.
    return set(subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=False).stdout.split())


def zsh_options(script, command):
    """The options that the part of zsh's script names that belongs to a command, or to none."""
    part = script.partition("case $state in")[0]
    if command:
        part = re.search(rf"^ *{command}\)\n(.*?)^ *;;$", script, re.MULTILINE | re.DOTALL).group(1)
    names = set()
    for single, several in re.findall(r"^ *'(?:(-[-\w]+)\[|\(([-\w ]+)\)')", part, re.MULTILINE):
        names.update([single] if single else several.split())
    return names


def check_program(program, name, ask, problems):
    top = output(program, "--help")
    commands = commands_of(top)
    helps = {"": top} | {command: output(program, command, "--help") for command in commands}
    page, bash, zsh = (output(program, *ask, form) for form in ("man", "bash", "zsh"))
    sections = sections_of(page)
    shared = named(sections.get(SHARED, ""))
    count = 0
    for command, text in helps.items():
        expected = options_of(text) - ({"-h", "--help"} if command else set())
        count += len(expected)
        section = sections.get(command or "OPTIONS", "")
        own = named(section)
        takes_shared = not command and not commands or "options of a run too" in section
        compare(f"{name}.1 {command}", expected, own | (shared if takes_shared else set()), problems)
        typed = [name] + ([command] if command else []) + ["-"]
        offered = bash_words(bash, "_" + name.replace("-", "_"), typed)
        compare(f"bash completion of {name} {command}", options_of(text), offered, problems)
        compare(f"zsh completion of {name} {command}", options_of(text), zsh_options(zsh, command), problems)
    if commands:
        offered = bash_words(bash, "_" + name.replace("-", "_"), [name, ""])
        compare(f"bash completion of {name}", set(commands) | options_of(top), offered, problems)
        for command in commands:
            if f"'{command}:" not in zsh or f"\n                {command})\n" not in zsh:
                problems.append(f"zsh completion of {name}: command {command} is missing")
    check_values(bash, name, problems)
    check_syntax(page, zsh, name, problems)
    print(f"check_manuals: {name}: {len(commands)} commands, {count} options in manual, bash and zsh")
    return count


def check_values(bash, name, problems):
    before = [name, "run"] if name == "stepscope-cli" else [name]
    expectations = [(["--backend", ""], {"auto", "cuda", "cpu"}), (["--kv-type", "q"], {"q8"}),
                    (["--kv-type", "=", "b"], {"bf16"}), (["--seed", ""], set())]
    if name == "stepscope":
        expectations.append((["--language", ""], {"en", "de", "zh_CN", "system"}))
    for typed, expected in expectations:
        found = bash_words(bash, "_" + name.replace("-", "_"), before + typed)
        if found != expected:
            problems.append(f"bash completion of {name}: behind {typed} expected {sorted(expected)}, found {sorted(found)}")


def check_syntax(page, zsh, name, problems):
    for tool, command, text in (("zsh", ["zsh", "-n"], zsh), ("man", ["man", "--warnings", "-l", "-"], page)):
        if not shutil.which(tool):
            print(f"check_manuals: {tool} is not installed, so the syntax of what it reads was not checked")
            continue
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        if done.returncode or done.stderr.strip():
            problems.append(f"{tool} of {name}: {done.stderr.strip()[:500]}")


def main():
    problems = []
    count = check_program(sys.argv[1], "stepscope-cli", ["manual"], problems)
    if len(sys.argv) > 2:
        count += check_program(sys.argv[2], "stepscope", ["--manual"], problems)
    if count < 300:
        problems.append(f"found {count} options in all, expected hundreds")
    for problem in problems:
        print("check_manuals: " + problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

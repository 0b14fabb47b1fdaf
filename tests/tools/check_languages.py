#!/usr/bin/env python3
"""Checks the translations of the window, and that every text of the window can be translated.

 - resources/languages/*.ts have just the texts that lupdate finds in the source, each of them translated;
 - a translation has the placeholders, tags, file patterns, shortcuts and ellipses of its text;
 - no text of ui/ that reaches the screen stands outside tr(): a literal of several words, or any literal with letters
   that is handed to a function which shows it. EXCEPTIONS names the rest, with the reason;
 - the context that lupdate gives a text is the one that the program asks for.

--self-test plants a mistake of each kind and fails where one is not found.
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

LANGUAGES = ("de", "zh_CN")
SOURCES = ("ui", "resources/languages/table_texts.h")

# What stands around a text that is translated.
TRANSLATORS = {"tr", "translate", "QT_TRANSLATE_NOOP", "QT_TR_NOOP"}
# A literal in these is no text for the screen.
SILENT = {"QRegularExpression", "setStyleSheet", "setObjectName", "QSettings", "runtime_error", "logic_error", "qCDebug",
          "qCWarning", "qWarning", "Q_LOGGING_CATEGORY", "static_assert", "setProperty", "QKeySequence", "readResource"}
# A literal in these is on the screen, or is read aloud.
SHOWING = {"setText", "setToolTip", "setStatusTip", "setWindowTitle", "setTitle", "setAccessibleName", "addAction",
           "setAccessibleDescription", "setPlaceholderText", "setPlainText", "setSuffix", "setPrefix", "addItem",
           "addTab", "addMenu", "showMessage", "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QAction", "QMenu",
           "QGroupBox", "makeText", "makeMuted", "setTextIfChanged", "drawText", "setHeaderData", "showText"}
# (file, what the literal begins with): why it is not translated.
EXCEPTIONS = {
    ("ui/app_window_menus.cpp", "<tr><td style="): "markup around texts that are translated",
    ("ui/app_window.cpp", "Stepscope"): "a name",
    ("ui/dialogs/server_dialog.cpp", "http://127.0.0.1:8000"): "an address",
    ("ui/setup/top_bar.cpp", "Stepscope"): "a name",
    ("ui/paint/glossary.cpp", "the glossary lacks"): "a mistake of the program",
    ("ui/setup/model_box.cpp", "best epoch"): "a name in files of scorers, translated there",
    ("ui/dialogs/train_dialog.cpp", "sampling for the test"): "the worker's word for a stage, translated there",
    ("ui/dialogs/train_dialog.cpp", "training, epoch "): "the worker's word for a stage, translated there",
    ("ui/panels/events_model.cpp", " with weight 1.00"): "taken out of an English sentence before it is translated",
    ("ui/panels/rank_card.cpp", "pruned at "): "taken out of an English sentence before it is translated",
    ("ui/paint/app_text.cpp", " (--scorer FILE)"): "taken out of a sentence that stays English",
    ("ui/paint/app_text.cpp", "with "): "a change of words in a sentence that stays English",
    ("ui/paint/app_text.cpp", "use "): "a change of words in a sentence that stays English",
    ("ui/paint/app_text.cpp", "a smaller "): "a change of words in a sentence that stays English",
}

LITERAL = re.compile(r'(?:u8|u|U|L)?"((?:[^"\\\n]|\\.)*)"(?:_\w+)?')
TWO_WORDS = re.compile(r"[A-Za-z]{2,}[,.:;]? [A-Za-z]{2,}")
LETTERS = re.compile(r"[A-Za-z]{2,}")


def literals_of(code):
    """(line, text, names of the calls around it) of every string literal; adjacent ones are one."""
    found, calls, name, at, line = [], [], "", 0, 1
    while at < len(code):
        two, c = code[at:at + 2], code[at]
        if two == "//" or (c == "#" and code[:at].rpartition("\n")[2].strip() == ""):
            at = code.find("\n", at) if "\n" in code[at:] else len(code)
            continue
        if two == "/*":
            end = code.find("*/", at) + 2
            line += code.count("\n", at, end)
            at = end
            continue
        literal = LITERAL.match(code, at)
        if literal:
            if found and found[-1][3] and code[found[-1][3]:at].strip() == "":
                found[-1] = (found[-1][0], found[-1][1] + literal[1], found[-1][2], literal.end())
            else:
                found.append((line, literal[1], [call for call in calls if call], literal.end()))
            at, name = literal.end(), ""
            continue
        if c == "'":
            end = re.compile(r"'(?:[^'\\]|\\.)*'").match(code, at)
            at = end.end() if end else at + 1
            continue
        word = re.compile(r"\w+").match(code, at)
        if word:
            name, at = word[0], word.end()
            continue
        if c in "({[":
            calls.append(name if c in "({" else "")
            name = ""
        elif c in ")}]" and calls:
            calls.pop()
            name = ""
        elif not c.isspace() and c != ">":  # a template argument may stand between name and parenthesis
            name = ""
        line += c == "\n"
        at += 1
    return [entry[:3] for entry in found]


def untranslated(path, code, exceptions=EXCEPTIONS, used=None):
    """One line for each literal of a file that should stand in tr()."""
    troubles = []
    for line, text, calls in literals_of(code):
        plain = re.sub(r"\\u[0-9a-fA-F]{4}|\\.|%\d", " ", text)
        shown = bool(calls) and calls[-1] in SHOWING and LETTERS.search(re.sub(r"<[^>]*>", "", plain))
        if not shown and not TWO_WORDS.search(plain):
            continue
        if any(call in TRANSLATORS or call in SILENT for call in calls):
            continue
        reason = next((key for key in exceptions if key[0] == path and text.startswith(key[1])), None)
        if reason:
            if used is not None:
                used.add(reason)
            continue
        troubles.append(f'{path}:{line}: "{text[:60]}" is not translated: put it into tr(), or name the reason in '
                        "tests/tools/check_languages.py")
    return troubles


def messages_of(file):
    """{(context, text, comment): (translation, state)} of a .ts file."""
    found = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.findall("numerusform")]
            key = (context.findtext("name"), message.findtext("source"), message.findtext("comment") or "")
            found[key] = (forms or [translation.text or ""], translation.get("type") or "")
    return found


def shortcuts(text):
    return len(re.findall(r"&(?!&|[a-z]+;)\S", text.replace("&&", "")))


def troubles_of(source, translation):
    """What is wrong with one translation."""
    def differs(pattern):
        return sorted(re.findall(pattern, source)) != sorted(re.findall(pattern, translation))

    troubles = []
    if not translation.strip() and source.strip():
        troubles.append("is empty")
    if differs(r"%(?:L?\d|n)"):
        troubles.append("has other placeholders")
    if differs(r"</?\w+"):
        troubles.append("has other tags")
    if differs(r"\*\.\w+"):
        troubles.append("has other file patterns")
    if shortcuts(source) != shortcuts(translation):
        troubles.append("has a shortcut more or less")
    if "..." in translation:
        troubles.append('has three dots instead of "\u2026"')
    if source.rstrip().endswith("\u2026") != translation.rstrip().endswith("\u2026"):
        troubles.append("has an ellipsis more or less")
    return troubles


def check_files(folder, found):
    """Against what lupdate finds in the source: {(context, text, comment)}."""
    troubles = []
    for language in LANGUAGES:
        file = folder / f"stepscope_{language}.ts"
        messages = messages_of(file)
        for key in sorted(found - messages.keys()):
            troubles.append(f"{file.name}: {key[0]}: {key[1]!r} is missing: build the target update_languages")
        for key in sorted(messages.keys() - found):
            troubles.append(f"{file.name}: {key[0]}: {key[1]!r} is no longer in the source")
        for key, (forms, state) in sorted(messages.items()):
            if state:
                troubles.append(f"{file.name}: {key[0]}: {key[1]!r} is {state}")
                continue
            for form in forms:
                troubles += [f"{file.name}: {key[0]}: the translation of {key[1]!r} {trouble}: {form!r}"
                             for trouble in troubles_of(key[1], form)]
    return troubles


def texts_in_source(root, lupdate, sources=SOURCES):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "all.ts"
        subprocess.run([lupdate, "-silent", "-locations", "none", "-I", ".", *sources, "-ts", str(file)], cwd=root,
                       check=True, stderr=subprocess.DEVNULL)
        return set(messages_of(file))


def asked_contexts(root, path):
    """Contexts that a file asks for by name, itself or through a function of a header that it includes."""
    code = (root / path).read_text(encoding="utf-8")
    files = [path] + [header[:-2] + ".cpp" for header in re.findall(r'#include "(ui/[^"]+\.h)"', code)]
    asked = set()
    for file in files:
        if (root / file).exists():
            asked |= set(re.findall(r'translate\(\s*"([^"]+)"', (root / file).read_text(encoding="utf-8")))
    return asked


def check_contexts(root, lupdate, found):
    """tr() of a class asks for the class; of a function, for what the function says. lupdate only sees where it stands."""
    classes = {"QObject"}
    files = [file for file in sorted((root / "ui").rglob("*")) if file.suffix in (".cpp", ".h")]
    for file in files:
        classes |= {f"ui::{name}" for name in re.findall(r"class (\w+)[^;{]*\{\s*Q_OBJECT", file.read_text(encoding="utf-8"))}
    doubtful = {context for context, _, _ in found} - classes - {"app"}  # "app": table_texts.h
    troubles = []
    for file in files:
        path = file.relative_to(root).as_posix()
        code = file.read_text(encoding="utf-8")
        if file.suffix != ".cpp" or not re.search(r"\b(tr|translate|QT_TR\w+)\(", code):
            continue
        asked = asked_contexts(root, path) | ({"sentences"} if "SentenceForm kForms" in code else set())
        if asked >= doubtful:
            continue
        own = {context for context, _, _ in texts_in_source(root, lupdate, (path,))}
        troubles += [f"{path}: lupdate puts texts into the context {context}, and nothing asks for that"
                     for context in sorted(own - classes - asked)]
    return troubles


def check_literals(root):
    troubles, used = [], set()
    for file in sorted((root / "ui").rglob("*")):
        if file.suffix in (".cpp", ".h"):
            path = file.relative_to(root).as_posix()
            troubles += untranslated(path, file.read_text(encoding="utf-8"), used=used)
    troubles += [f"{key[0]}: the exception {key[1]!r} fits nothing any more" for key in EXCEPTIONS if key not in used]
    return troubles


def self_test():
    planted = {
        'label->setText("Run finished");': 1,
        'setToolTip(u"Stops"_s);': 1,
        'const char* kText = "two words"\n    " and more";': 1,
        'QString t = tr("a text") + u"one more text"_s;': 1,
        'setText(tr("Run it") + u"\\n"_s); // setText("no code here")': 0,
        'throw std::runtime_error("what is wrong");': 0,
        'menu->addAction(tr("&Run"), QKeySequence(u"Ctrl+R"_s), this);': 0,
        'makeText(name == \'"\' ? tr("One thing") : other, parent); /* "two words" */': 0,
    }
    failed = [code for code, count in planted.items() if len(untranslated("ui/x.cpp", code, {})) != count]
    if untranslated("ui/x.cpp", 'f("of two words")', {("ui/x.cpp", "of two"): "a test"}):
        failed.append("an exception is not taken")
    pairs = {("%1 of %2", "%1 von %1"): True, ("<b>Full.</b>", "Voll."): True, ("&Run", "Starten"): True,
             ("Open\u2026", "\u00d6ffnen..."): True, ("Open\u2026", "\u00d6ffnen"): True, ("Runs (*.a)", "L\u00e4ufe (*.b)"): True,
             ("Text", ""): True, ("%1 of %2 &here\u2026", "%2, &da: %1 \u2026"): False}
    failed += [str(pair) for pair, wrong in pairs.items() if bool(troubles_of(*pair)) != wrong]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for language in LANGUAGES:
            (folder / f"stepscope_{language}.ts").write_text(
                "<TS><context><name>c</name><message><source>a</source><translation>b</translation></message><message>"
                '<source>old</source><translation type="vanished">alt</translation></message></context></TS>')
        told = check_files(folder, {("c", "a", ""), ("c", "new", "")})
        for part in ("'new' is missing", "'old' is no longer", "'old' is vanished"):
            if sum(part in line for line in told) != len(LANGUAGES):
                failed.append(f"{part}: not found")
    for one in failed:
        print(f"self-test: {one}", file=sys.stderr)
    return not failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lupdate", default="/usr/lib/qt6/bin/lupdate")
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        return 0 if self_test() else 1
    found = texts_in_source(options.root, options.lupdate)
    troubles = check_files(options.root / "resources/languages", found)
    troubles += check_literals(options.root)
    troubles += check_contexts(options.root, options.lupdate, found)
    for trouble in troubles:
        print(trouble, file=sys.stderr)
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())

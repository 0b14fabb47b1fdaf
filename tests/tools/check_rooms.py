#!/usr/bin/env python3
"""Checks how the folders of the source, its rooms, build on each other, and how long the files are.

An include may point to a room that stands earlier in ROOMS or to its own, never to a later one (an upward arrow).
Rooms of one line stand beside each other and do not include each other. Fails on an upward arrow, on a circle among
rooms, on a source file in a folder that ROOMS does not name, on a file that is too long, or on too long a median.
"""
import argparse
import pathlib
import re
import statistics
import sys

# From the bottom up. A room is a folder without the folders in it; a header named here stands lower than its folder.
ROOMS = [
    ("kernels",),
    ("engine/ids.h",),
    ("engine/files",),
    ("engine/text",),
    ("engine",),
    ("scorer/checkpoint", "scorer/answers"),
    ("scorer/training",),
    ("scorer",),
    ("app/run",),
    ("app/whatif",),
    ("app/models",),
    ("app/server",),
    ("app/study/statistics",),
    ("app/study/report",),
    ("app/study",),
    ("app/export", "app/session", "app/lesson"),
    ("ui/paint",),
    ("ui/session",),
    ("ui/lanes",),
    ("ui/panels",),
    ("ui/setup", "ui/dialogs", "ui/compare", "ui/presenting", "ui/lesson"),
    ("ui", "app/cli"),
    ("app",),  # the two programs
    ("app/packaging",),
]
# Folders that belong to the room above them: its two sides include each other through its interface.
ONE_ROOM = {"kernels/cpu": "kernels", "kernels/cuda": "kernels"}
PRODUCTION = ("app", "engine", "kernels", "scorer", "ui")
SUFFIXES = {".cpp", ".h", ".cu", ".cuh"}
LONGEST_FILE = 450
LONGEST_MEDIAN = 80  # of the production files

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def room_of(path):
    if any(path.as_posix() in line for line in ROOMS):
        return path.as_posix()
    folder = path.parent.as_posix()
    return ONE_ROOM.get(folder, folder)


def circles_among(edges):
    """Groups of two rooms or more that reach each other (Tarjan's components)."""
    index, low, stack, found = {}, {}, [], []

    def visit(room):
        index[room] = low[room] = len(index)
        stack.append(room)
        for other in sorted(edges.get(room, ())):
            if other not in index:
                visit(other)
                low[room] = min(low[room], low[other])
            elif other in stack:
                low[room] = min(low[room], index[other])
        if low[room] == index[room]:
            group = []
            while True:
                group.append(stack.pop())
                if group[-1] == room:
                    break
            if len(group) > 1:
                found.append(sorted(group))

    for room in sorted(edges):
        if room not in index:
            visit(room)
    return found


def check(root):
    rank = {room: place for place, line in enumerate(ROOMS) for room in line}
    files = {p.relative_to(root): p.read_text(encoding="utf-8") for top in PRODUCTION
             for p in sorted((root / top).rglob("*")) if p.suffix in SUFFIXES}
    tests = {p.relative_to(root): p.read_text(encoding="utf-8") for p in sorted((root / "tests").rglob("*"))
             if p.suffix in SUFFIXES}
    problems, edges, includes, upward = [], {}, 0, 0
    for path, text in files.items():
        room = room_of(path)
        if room not in rank:
            problems.append(f"{path}: the folder {room} is no room; name it in ROOMS")
            continue
        for name in INCLUDE.findall(text):
            target = pathlib.PurePosixPath(name)
            if target.parts[0] not in PRODUCTION:
                continue
            includes += 1
            other = room_of(target)
            if pathlib.Path(name) not in files:
                problems.append(f"{path}: includes {name}, which is not there")
                continue
            if other == room or other not in rank:
                continue
            edges.setdefault(room, set()).add(other)
            if rank[other] >= rank[room]:
                upward += 1
                place = "beside it" if rank[other] == rank[room] else "above it"
                problems.append(f"{path}: includes {name}, from a room {place} ({room} -> {other})")
    circles = circles_among(edges)
    problems += ["a circle among rooms: " + ", ".join(group) for group in circles]
    lengths = {path: text.count("\n") for path, text in {**files, **tests}.items()}
    for path, length in lengths.items():
        if length > LONGEST_FILE:
            problems.append(f"{path}: {length} lines, at most {LONGEST_FILE}; look for the seam and split it")
    median = statistics.median(lengths[path] for path in files)
    if median >= LONGEST_MEDIAN:
        problems.append(f"the median production file has {median:g} lines, expected under {LONGEST_MEDIAN}")
    longest = max(lengths, key=lengths.get)
    print(f"check_rooms: {len(files)} production files, {includes} includes between them, {upward} upward, "
          f"{len(circles)} circles among {len({room_of(p) for p in files})} rooms, median {median:g} lines, "
          f"longest {longest} with {lengths[longest]}")
    return problems, len(files)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    problems, files = check(parser.parse_args().root)
    if files < 100:
        problems.append(f"found {files} production files, expected hundreds")
    for problem in problems:
        print("check_rooms: " + problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

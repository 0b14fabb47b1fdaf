#!/usr/bin/env python3
"""Lets single calls of stepscope-cli fail, one call a run, and looks at what comes of it.

    torture.py --cli build/dev/bin/stepscope-cli --faults build/dev/bin/libfaults.so --quick      # what CI runs
    torture.py --cli ... --faults ... --only run.new,study.write --share 1/4                       # a slice of the long one

For every scenario (a command with its files) and every kind of call the command first runs as it is and says how many
such calls it makes. Then it runs again for each of them, and that call fails: once, or it and all later ones ("good"),
or memory is full from then on ("full"). Allocations are told apart by their callers, and one of each kind of caller
fails. After each run:

 - the exit status is 0, 1 or 2, and no signal;
 - a status that is not 0 comes with exactly one line on standard error that a run without a fault does not print, and
   a status of 0 with a complete result;
 - files that were there are as they were or whole new ones; a recording can be read; no draft is left behind;
 - where a command continues (eval, study, train-scorer), the same command completes the work afterwards.

The exit status is 1 if one of this did not hold. --json FILE writes what was run as numbers."""
import argparse
import concurrent.futures
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import windows

ENOSPC, EIO = 28, 5
PATIENCE_S = 1800  # for one program, on a machine that is busy
FILE_CALLS = ("write", "fsync", "rename", "close", "open")
SCORER = Path(__file__).resolve().parents[2] / "resources/demo-model/step_scorer/step_scorer.safetensors"
QUESTIONS = [("work out 11 + 78 + 34 * 36 + 270 / 9", "1343"),
             ("how many integers from 90 to 193 are divisible by 5 or 4?", "42")]


class Scenario:
    """A command; what lies in its folder before; what has to be whole afterwards."""

    def __init__(self, name, command, result, before=(), continues=False, path=None, window=False):
        self.name, self.command, self.result, self.window = name, command, result, window
        self.before, self.continues, self.path = before, continues, path or result


def scenarios():
    short = ["-n", "2", "--max-tokens", "24"]
    study = ["study", "--problems", "set.jsonl", "--policies", "sc,step", "--memory", "1", "--alone", "0",
             "--parallel", "2", "--output", "out", *short]
    return [
        Scenario("run", ["run", "--example", "3", "--record", "out.stepscope", "--record-hidden", *short],
                 "out.stepscope", before=("out.stepscope",)),
        Scenario("replay", ["replay", "old.stepscope", "--json"], None, before=("old.stepscope",)),
        Scenario("whatif", ["whatif", "old.stepscope", "--policy", "cot", "--record", "out.stepscope"],
                 "out.stepscope", before=("old.stepscope", "out.stepscope")),
        Scenario("finish", ["finish", "cut.stepscope", "--record", "out.stepscope"], "out.stepscope",
                 before=("cut.stepscope", "out.stepscope")),
        Scenario("rescore", ["rescore", "old.stepscope", "--output", "out.stepscope", "--scorer", str(SCORER)],
                 "out.stepscope", before=("old.stepscope", "old.stepscope.hidden", "out.stepscope")),
        Scenario("export", ["export", "old.stepscope", "--web", "out.html", "--csv", "out.csv", "--trace-json",
                            "out.json"], "out.html", before=("old.stepscope",), path="out."),
        Scenario("compare", ["compare", "--example", "3", "--policies", "sc,step", "--output", "out", *short], "out"),
        Scenario("eval", ["eval", "--problems", "set.jsonl", "--policies", "sc", "--output", "out", "--resume", *short],
                 "out", before=("set.jsonl",), continues=True),
        Scenario("study", study, "out", before=("set.jsonl",), continues=True),
        Scenario("train", ["train-scorer", "--problems", "set.jsonl", "--traces-per-problem", "6", "--max-tokens",
                           "300", "--epochs", "1", "--output", "out.pt"], "out.pt", before=("set.jsonl",),
                 continues=True, path="out."),
        Scenario("picture", ["old.stepscope", "--screenshot", "out.png"], "out.png", before=("old.stepscope",),
                 window=True),
    ]


class Torture:
    def __init__(self, arguments):
        self.cli, self.faults = str(arguments.cli.resolve()), str(arguments.faults.resolve())
        self.arguments = arguments
        self.home = Path(tempfile.mkdtemp(prefix="stepscope-torture-"))
        self.failures, self.counts = [], {}
        self.plain = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        for name in ("STEPSCOPE_RESOURCES", "ASAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                self.plain[name] = os.environ[name]

    # ---- running

    def run(self, folder, command, faults=None, window=False, **more):
        environment = dict(self.plain)
        if window:
            environment |= {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(self.home)}
        if faults is not None:
            environment.update({"LD_PRELOAD": self.faults, **{k: str(v) for k, v in faults.items()}})
        program = str(self.arguments.window.resolve()) if window else self.cli
        return subprocess.run([program, *command], cwd=folder, env=environment, capture_output=True,
                              timeout=PATIENCE_S, **more)

    def prepare(self):
        """The files that scenarios begin with."""
        self.files = self.home / "files"
        self.files.mkdir()
        with open(self.files / "set.jsonl", "w") as problems:
            for question, answer in QUESTIONS:
                problems.write(json.dumps({"question": question, "answer": answer}) + "\n")
        for name in ("old", "out"):
            made = self.run(self.files, ["run", "--example", "2", "-n", "3", "--max-tokens", "30", "--record-hidden",
                                         "--policy", "sc", "--record", name + ".stepscope"])
            assert made.returncode == 0, made.stderr
        made = self.run(self.files, ["run", "--example", "2", "-n", "6", "--max-tokens", "40", "--kv-cache-mib", "2.6",
                                     "--record", "cut.stepscope"])
        assert made.returncode == 0, made.stderr

    def folder(self, scenario):
        folder = Path(tempfile.mkdtemp(dir=self.home))
        for name in scenario.before:
            shutil.copy(self.files / name, folder / name)
        return folder

    # ---- what has to hold

    def fail(self, what):
        self.failures.append(what)
        print(what, flush=True)

    def lines(self, output):
        return [line for line in output.decode(errors="replace").splitlines() if line]

    def check(self, scenario, folder, done, usual, what):
        """Notes what does not hold; `usual` is what the command says without a fault."""
        wrong = []
        said = [line for line in self.lines(done.stderr) if line not in usual and not line.startswith("libpng error")]
        if done.returncode not in (0, 1, 2):
            wrong.append(f"exit status {done.returncode}")
        if scenario.name == "study":  # it goes on, names each run that failed, and says at its end how many
            said = [line for line in said if ": problem " not in line] or said
        files = {line.split(":")[:2][-1] for line in said}  # of two files that are lost each is told
        if done.returncode != 0 and len(said) != max(1, len(files) if "--record-hidden" in scenario.command else 1):
            wrong.append(f"{len(said)} lines on standard error")
        if any("std::" in line or "bad_alloc" in line for line in said):
            wrong.append("the name of a type as a message")
        drafts = [path.name for path in folder.rglob("*.part-*")]
        if drafts:
            wrong.append(f"left behind: {drafts}")
        for name in scenario.before:
            if name != scenario.result and (folder / name).read_bytes() != (self.files / name).read_bytes():
                wrong.append(f"{name} has changed")
        wrong += self.check_result(scenario, folder, done.returncode)
        if wrong:
            self.fail(f"{scenario.name}, {what}: {'; '.join(wrong)}; said: {said[:3]}")
        return not wrong

    def check_result(self, scenario, folder, status):
        if scenario.result is None:
            return []
        result = folder / scenario.result
        wrong = []
        if not result.exists():
            if scenario.result in scenario.before:
                wrong.append(f"{scenario.result} is gone")
            elif status == 0:
                wrong.append("no result")
            return wrong
        if scenario.result in scenario.before and result.read_bytes() == (self.files / scenario.result).read_bytes():
            return ["the result is the old file"] if status == 0 else []
        for recording in [result] if result.suffix == ".stepscope" else sorted(result.rglob("*.stepscope")):
            read = self.run(folder, ["replay", str(recording), "--json"])
            if read.returncode != 0:
                wrong.append(f"{recording.name} cannot be read: {self.lines(read.stderr)[:1]}")
            elif status == 0 and b'"end":null' in read.stdout:
                wrong.append(f"{recording.name} has no end")
        return wrong

    def check_continues(self, scenario, folder, what):
        """The same command, now without a fault, completes the work."""
        again = self.run(folder, scenario.command)
        if again.returncode != 0 or not (folder / scenario.result).exists():
            self.fail(f"{scenario.name}, {what}: not continued: {self.lines(again.stderr)[:2]}")

    # ---- faults

    def places(self, scenario, call, usual):
        """The numbers of the calls that can fail, those of one kind of caller once."""
        folder = self.folder(scenario)
        report = folder / "report"
        faults = {"FAULT_CALL": call, "FAULT_REPORT": report, "FAULT_FRAMES": self.arguments.frames}
        if call in FILE_CALLS and scenario.path:
            faults["FAULT_PATH"] = f"{folder}/{scenario.path}"
        done = self.run(folder, scenario.command, faults, scenario.window)
        assert done.returncode == 0, (scenario.name, call, done.stderr)
        text = report.read_text().split()
        shutil.rmtree(folder)
        return list(map(int, text[4:])) if call in ("new", "malloc") else list(range(1, int(text[1]) + 1))

    def chosen(self, places):
        if self.arguments.most and len(places) > self.arguments.most:
            step = (len(places) - 1) / max(1, self.arguments.most - 1)
            places = sorted({places[round(i * step)] for i in range(self.arguments.most)})
        part, count = self.arguments.share
        return places[part::count]

    def faults_at(self, call, place):
        if call in ("new", "malloc"):
            return [{"FAULT_FOR": how} for how in ("once", "full", "good")]
        if call != "write":
            return [{"FAULT_ERROR": EIO}]
        return [{"FAULT_ERROR": ENOSPC, "FAULT_FOR": "good", "FAULT_HALF": 1}, {"FAULT_ERROR": EIO}]

    def sweep(self, scenario, call):
        plain_folder = self.folder(scenario)
        plain = self.run(plain_folder, scenario.command, None, scenario.window)
        assert plain.returncode == 0, (scenario.name, plain.stderr)
        usual = set(self.lines(plain.stderr))
        shutil.rmtree(plain_folder)
        all_places = self.places(scenario, call, usual)
        places = self.chosen(all_places)
        begin = time.time()
        count = {"places": len(all_places), "runs": 0, "went on": 0, "ended in order": 0, "wrong": 0}

        def one(place, more):
            count["runs"] += 1
            folder = self.folder(scenario)
            faults = {"FAULT_CALL": call, "FAULT_AT": place, **more}
            if call in FILE_CALLS and scenario.path:
                faults["FAULT_PATH"] = f"{folder}/{scenario.path}"
            what = " ".join(f"{k[6:].lower()}={v}" for k, v in faults.items() if k != "FAULT_PATH")
            try:
                done = self.run(folder, scenario.command, faults, scenario.window)
                fine = self.check(scenario, folder, done, usual, what)
                count["wrong" if not fine else "went on" if done.returncode == 0 else "ended in order"] += 1
                if fine and scenario.continues and place % self.arguments.continue_every == 0:
                    self.check_continues(scenario, folder, what)
            except subprocess.TimeoutExpired:
                self.fail(f"{scenario.name}, {what}: does not end")
                count["wrong"] += 1
            shutil.rmtree(folder, ignore_errors=True)

        with concurrent.futures.ThreadPoolExecutor(self.arguments.jobs) as pool:
            ended = [pool.submit(one, place, more) for place in places for more in self.faults_at(call, place)]
            for run in ended:
                run.result()
        self.counts[f"{scenario.name}.{call}"] = count | {"seconds": round(time.time() - begin, 1)}
        print(f"{scenario.name}.{call}: {', '.join(f'{n} {what}' for what, n in count.items())}, "
              f"{time.time() - begin:.0f} s", flush=True)

    # ---- the clock, and programs beside one another

    def clock(self):
        """The time of day jumps by eight hours, forwards and back, and the program is halted in mid-run."""
        scenario = scenarios()[0]
        for jump in (8 * 3600, -8 * 3600):
            folder = self.folder(scenario)
            done = self.run(folder, scenario.command, {"FAULT_CALL": "clock", "FAULT_AT": 1, "FAULT_JUMP": jump})
            self.check(scenario, folder, done, set(), f"clock {jump:+d} s")
            if done.returncode != 0:
                self.fail(f"run, clock {jump:+d} s: exit status {done.returncode}")
        folder = self.folder(scenario)
        command = [self.cli, "run", "--example", "3", "-n", "4", "--max-tokens", "200", "--record", "out.stepscope"]
        program = subprocess.Popen(command, cwd=folder, env=self.plain, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        halted = 0
        while program.poll() is None and halted < 3:
            time.sleep(0.15)
            program.send_signal(signal.SIGSTOP)
            time.sleep(0.4)
            program.send_signal(signal.SIGCONT)
            halted += 1
        out, err = program.communicate(timeout=PATIENCE_S)
        done = subprocess.CompletedProcess(command, program.returncode, out, err)
        self.check(scenario, folder, done, set(), "halted and continued")
        if program.returncode != 0 or halted == 0:
            self.fail(f"run, halted {halted} times: exit status {program.returncode}")
        self.counts["clock"] = {"runs": 3}

    def two_at_once(self):
        """Two programs on one recording, and on one study: one of them is refused, nothing is mixed."""
        run = Scenario("two runs", ["run", "--example", "3", "-n", "4", "--max-tokens", "120", "--record",
                                    "out.stepscope"], "out.stepscope")
        study = next(s for s in scenarios() if s.name == "study")
        for scenario in (run, study):
            folder = self.folder(scenario)
            both = [subprocess.Popen([self.cli, *scenario.command], cwd=folder, env=self.plain, stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE) for _ in range(2)]
            ended = []
            for program in both:
                out, err = program.communicate(timeout=PATIENCE_S)
                ended.append(subprocess.CompletedProcess(scenario.command, program.returncode, out, err))
            statuses = sorted(done.returncode for done in ended)
            if statuses[0] != 0 or statuses[1] not in (0, 1, 2):
                self.fail(f"{scenario.name}, two at once: exit statuses {statuses}")
            for done in ended:
                if done.returncode != 0:
                    self.check(scenario, folder, done, set(), "two at once")
        self.counts["two at once"] = {"runs": 4}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", type=Path, required=True)
    parser.add_argument("--faults", type=Path, required=True, help="the library made of faults.cpp")
    parser.add_argument("--quick", action="store_true", help="a few places of each kind: under 25 s of CPU")
    parser.add_argument("--only", default="", help="SCENARIO.CALL,...; calls: new, malloc, " + ", ".join(FILE_CALLS))
    parser.add_argument("--most", type=int, default=0, help="at most this many places of a scenario and call")
    parser.add_argument("--share", default="1/1", help="PART/COUNT of the places, for slices over several sessions")
    parser.add_argument("--frames", type=int, default=8, help="callers that tell one allocation from another")
    parser.add_argument("--jobs", type=int, default=1, help="runs at once")
    parser.add_argument("--continue-every", type=int, default=5, help="continue every so manieth interrupted command")
    parser.add_argument("--window", type=Path, help="stepscope: its settings and history as well")
    parser.add_argument("--window-seconds", type=float, default=6, help="how long each window stays open")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    part, count = map(int, arguments.share.split("/"))
    arguments.share = (part - 1, count)
    wanted = set(filter(None, arguments.only.split(",")))
    if arguments.quick:
        arguments.frames, arguments.most = 4, arguments.most or 3
    torture = Torture(arguments)
    try:
        torture.prepare()
        quick = {"run.new", "run.write", "run.rename", "run.close", "replay.new", "export.write", "study.new",
                 "study.write", "eval.write", "whatif.write"}
        for scenario in scenarios():
            for call in ("new", "malloc", *FILE_CALLS):
                name = f"{scenario.name}.{call}"
                if wanted and name not in wanted and scenario.name not in wanted and call not in wanted:
                    continue
                if not wanted and (name not in quick if arguments.quick else call == "malloc"):
                    continue
                if (call in FILE_CALLS and scenario.result is None) or (scenario.window and not arguments.window):
                    continue
                torture.sweep(scenario, call)
        if not wanted or "clock" in wanted:
            torture.clock()
        if not wanted or "two" in wanted:
            torture.two_at_once()
        if arguments.window and (not wanted or "window" in wanted):
            windows.Windows(torture).run()
    finally:
        shutil.rmtree(torture.home, ignore_errors=True)
    if arguments.json:
        arguments.json.write_text(json.dumps({"counts": torture.counts, "failures": torture.failures}, indent=1) + "\n")
    runs = sum(count["runs"] for count in torture.counts.values())
    print(f"{runs} runs, {len(torture.failures)} with something wrong")
    return 1 if torture.failures else 0


if __name__ == "__main__":
    sys.exit(main())

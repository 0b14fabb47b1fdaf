"""The window of torture.py: settings and history that are damaged, out of reach or of another owner; two at once.

Each window opens offscreen, runs, and is ended after some seconds. It must not end by itself, says at most one line, and
leaves what it did not write as it was: recordings of the history byte for byte, damaged settings under another name."""
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

NOBODY = 65534
PATIENCE_S = 180  # for two runs, on a machine that is busy
SETTINGS = ".config/Stepscope/Stepscope.conf"
HISTORY = ".local/share/stepscope/history"
YESTERDAY = time.strftime("%Y-%m-%d_%H-%M-%S", time.gmtime(time.time() - 86400))  # too young to be cleared away
KEPT = f"{HISTORY}/{YESTERDAY}.042_0123456789abcdef.stepscope"
OTHER = f"{HISTORY}/{YESTERDAY}.043_0123456789abcdee.stepscope"


def hole(path):
    """A file of four gigabytes that takes no room."""
    with open(path, "wb") as file:
        file.truncate(4 << 30)


class Windows:
    def __init__(self, torture):
        self.torture = torture
        self.program = str(torture.arguments.window.resolve())
        self.whole = (torture.files / "old.stepscope").read_bytes()
        self.runs = 0
        self.skipped = []

    def run(self):
        self.damaged()
        self.places()
        self.out_of_reach()
        self.calls()
        self.two_at_once()
        self.torture.counts["window"] = {"runs": self.runs, "skipped": self.skipped}
        print(f"window: {self.runs} runs" + "".join(f"; skipped: {what}" for what in self.skipped), flush=True)

    # ---- cases

    def damaged(self):
        """Files that hold something else."""
        whole = self.whole
        recordings = {"empty": b"", "zeros": bytes(4096), "cut": whole[:len(whole) // 2], "deep": b"[" * 100_000,
                      "text": b"not a recording\n" * 9, "flipped": whole[:500] + b"\xff" + whole[501:]}
        settings = {"empty": b"", "zeros": bytes(4096), "binary": bytes(range(256)) * 16,
                    "text": b"[window]\ngeometry=@ByteArray(\\x0)\nstate=nonsense\n[run]\noptions=[[[[\n",
                    "cut": b"[next]\nproblem=What is 2 + 2?\n[wind",
                    "types": b"[window]\ntextPercent=-7\ntheme=@Variant(\\0\\0\\0\\x7f)\n[problems]\nsets=7\n"}
        for name, text in settings.items():
            home = self.home({SETTINGS: text, KEPT: whole})
            self.windows(home, f"settings {name}")
            kept = [path.read_bytes() for path in (home / SETTINGS).parent.glob("*.damaged")]
            if (home / SETTINGS).read_bytes() != text and name in ("zeros", "binary", "cut") and text not in kept:
                self.torture.fail(f"window, settings {name}: lost")
        for name, text in recordings.items():
            self.windows(self.home({KEPT: whole, **{OTHER + end: text for end in ("", ".hidden", ".notes.json")}}),
                         f"history {name}")
        self.windows(self.home({KEPT: whole, HISTORY + "/index.json": b"[" * 100_000}), "history's index deep")

    def places(self):
        """Something else where a file or a folder should be; files too large to read."""
        for what in (SETTINGS, HISTORY, OTHER, HISTORY + "/index.json"):
            home = self.home({KEPT: self.whole} if what != HISTORY else {})
            (home / what).mkdir(parents=True, exist_ok=True)
            if what != HISTORY:
                (home / what / "inner").write_text("stays")
                self.windows(home, f"a folder in place of {what}")
                if (home / what / "inner").read_text() != "stays":
                    self.torture.fail(f"window, a folder in place of {what}: lost")
        self.windows(self.home({HISTORY: b"a file"}), "a file in place of the history")
        self.windows(self.home({".config": b"a file"}), "a file in place of the settings' folder")
        for what in (SETTINGS, OTHER, HISTORY + "/index.json"):
            home = self.home({KEPT: self.whole})
            (home / what).parent.mkdir(parents=True, exist_ok=True)
            hole(home / what)
            self.windows(home, f"four gigabytes in {what}")

    def out_of_reach(self):
        """Not to be read, not to be written, of another owner."""
        files = {SETTINGS: b"[next]\nproblem=What is 2 + 2?\n", KEPT: self.whole}
        for what in (SETTINGS, KEPT, str(Path(SETTINGS).parent), HISTORY):
            for mode in (0o000, 0o400, 0o500):
                self.windows(self.home(files), f"mode {mode:03o} of {what}", locked=(what, mode))
            if os.geteuid() == 0:
                self.windows(self.home(files), f"another owner of {what}", locked=(what, None))
        if os.geteuid() != 0:
            self.skipped.append("files of another owner: needs root to make them")

    def calls(self):
        """Calls that write settings and history fail; the next window opens as ever."""
        for call in ("write", "open", "rename", "fsync", "close"):
            for path in ("/history/", ".config"):
                home = self.home({KEPT: self.whole})
                faults = {"FAULT_CALL": call, "FAULT_AT": 1, "FAULT_FOR": "good", "FAULT_PATH": path}
                self.windows(home, f"{call} of {path}", [faults])
                self.windows(home, f"after {call} of {path}")

    def two_at_once(self):
        """Each finishes a run into the same history."""
        home = self.home({KEPT: self.whole})

        def ended():
            recordings = list((home / HISTORY).glob("*.stepscope"))
            return len(recordings) == 3 and all(b'"e":"end"' in path.read_bytes() for path in recordings)

        self.windows(home, "two windows", [None, None], ended)
        recordings = sorted((home / HISTORY).glob("*.stepscope"))
        if len(recordings) != 3:
            self.torture.fail(f"window, two windows: {len(recordings)} recordings in the history")
        for recording in recordings:
            read = self.torture.run(home, ["replay", str(recording), "--json"])
            if read.returncode != 0 or b'"end":null' in read.stdout:
                self.torture.fail(f"window, two windows: {recording.name} is not whole")

    # ---- one case

    def home(self, files):
        home = Path(tempfile.mkdtemp(dir=self.torture.home))
        for name, content in files.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(content)
        return home

    def windows(self, home, what, all_faults=(None,), until=None, locked=None):
        """Opens a window for each of the faults, at once, for some seconds or until that holds. `locked`: a path and its
        mode, or None: root's alone."""
        as_nobody = os.geteuid() == 0
        if as_nobody:
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", home], check=True)
            os.chmod(self.torture.home, 0o755)
        before = {path: path.read_bytes() for path in home.glob(HISTORY + "/*.stepscope")
                  if path.is_file() and path.stat().st_size < 1 << 30}
        if locked:
            path, mode = home / locked[0], locked[1]
            if mode is None:
                os.chown(path, 0, 0)
            path.chmod(mode if mode is not None else 0o755 if path.is_dir() else 0o600)
        programs = []
        for faults in all_faults:
            environment = {**self.torture.plain, "HOME": str(home), "XDG_RUNTIME_DIR": str(home),
                           "QT_QPA_PLATFORM": "offscreen"}
            if faults:
                environment.update({"LD_PRELOAD": self.torture.faults, **{k: str(v) for k, v in faults.items()}})
            programs.append(subprocess.Popen([self.program, "--example", "1", "-n", "2", "--max-tokens", "30", "--run"],
                                             env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                             user=NOBODY if as_nobody else None, group=NOBODY if as_nobody else None,
                                             cwd="/"))
        begin = time.monotonic()
        while time.monotonic() - begin < (PATIENCE_S if until else self.torture.arguments.window_seconds):
            if until and until():
                break
            time.sleep(0.2)
        for program in programs:
            early = program.poll()
            program.terminate()
            _, err = program.communicate(timeout=60)
            self.runs += 1
            said = self.torture.lines(err)
            if early is not None or program.returncode not in (0, -signal.SIGTERM):
                self.torture.fail(f"window, {what}: ended by itself {early}, {program.returncode}: {said[-3:]}")
            if len(said) > 1:
                self.torture.fail(f"window, {what}: {len(said)} lines: {said[:5]}")
            print(f"window, {what}: {said}", flush=True)
        if locked:
            (home / locked[0]).chmod(0o755)
        for path, content in before.items():
            if not path.exists() or path.read_bytes() != content:
                self.torture.fail(f"window, {what}: {path.name} is not as it was")

"""The HTTP server in a process of its own, so that its clients take no time from the decode loop: both would share
Python's lock. The worker writes a line of JSON for each portion of scores; the process ends when the worker does."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO, Sequence, TextIO

from .http_server import ScoreServer
from .score_log import ScoreLog, StepScore


class ListenError(OSError):
    """The address cannot be listened on: one line."""


class ScorePublisher:
    """The worker's end. One thread."""

    def __init__(self, host: str, port: int, info: dict[str, Any]) -> None:
        packages = str(Path(__file__).resolve().parents[1])
        path = os.pathsep.join([packages, *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen([sys.executable, "-m", "stepscope_vllm.http_process"], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path})
        self._send({"host": host, "port": port, "info": info})
        assert self._process.stdout is not None
        answer = self._process.stdout.readline().decode(errors="replace").strip()
        if not answer.startswith("http://"):
            self.stop()
            raise ListenError(f"{host}:{port} cannot be listened on: {answer or 'the process ended'}")
        self.address = answer

    def publish(self, scores: Sequence[StepScore], used_blocks: int, lost: int) -> None:
        """Throws OSError once the process is gone."""
        self._send([[list(score) for score in scores], used_blocks, lost])

    def stop(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(10)

    def _send(self, value: Any) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        pipe.write(json.dumps(value).encode() + b"\n")
        pipe.flush()


def serve(lines: BinaryIO, out: TextIO) -> None:
    first = json.loads(lines.readline())
    log = ScoreLog()
    used = [0]
    try:
        server = ScoreServer(first["host"], first["port"], first["info"], log, lambda: used[0])
    except OSError as failure:
        print(failure.strerror or failure, file=out, flush=True)
        return
    server.start()
    print(server.address, file=out, flush=True)
    for line in lines:
        scores, used[0], lost = json.loads(line)
        log.set_lost(lost)
        log.extend(StepScore(*score) for score in scores)
    server.stop()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, whose end ends this process
    serve(sys.stdin.buffer, sys.stdout)

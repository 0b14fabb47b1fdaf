"""Two addresses that answer numbers: GET /stepscope/v1/info and GET /stepscope/v1/scores?since=SEQ."""
from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable
from urllib.parse import parse_qs, urlsplit

from .score_log import ScoreLog

WAIT_S = 1.0
GATHER_S = 0.005  # scores of the next steps go into the same answer: fewer answers, less taken from the decode loop
MOST_CONNECTIONS = 32
IDLE_S = 30


class ScoreServer(ThreadingHTTPServer):
    """Runs on threads of its own until stop()."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, host: str, port: int, info: dict[str, Any], log: ScoreLog, used_blocks: Callable[[], int]) -> None:
        self.info = info
        self.log = log
        self.used_blocks = used_blocks
        self._places = threading.BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__((host, port), _Handler)

    @property
    def address(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host}:{port}/stepscope/v1"

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, name="stepscope-http", daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "stepscope-vllm"
    sys_version = ""
    timeout = IDLE_S
    server: ScoreServer

    def do_GET(self) -> None:
        if len(self.path) > 200:
            self._answer(414, {"error": "the address is too long"})
            return
        parts = urlsplit(self.path)
        if parts.path == "/stepscope/v1/info":
            self._answer(200, self.server.info)
        elif parts.path == "/stepscope/v1/scores":
            self._scores(parts.query)
        else:
            self._answer(404, {"error": "expected /stepscope/v1/info or /stepscope/v1/scores?since=SEQ"})

    def _scores(self, query: str) -> None:
        since = parse_qs(query).get("since", ["0"])[-1]
        if not since.isascii() or not since.isdigit() or len(since) > 15:
            self._answer(400, {"error": "since: expected a whole number"})
            return
        log = self.server.log
        if log.next == int(since):
            log.take(int(since), WAIT_S)
            time.sleep(GATHER_S)
        following, scores = log.take(int(since), 0)
        self._answer(200, {"next": following, "scores": [score._asdict() for score in scores],
                           "used_blocks": self.server.used_blocks(), "capacity_blocks": self.server.info["capacity_blocks"],
                           "lost": log.lost})

    def _answer(self, status: int, value: dict[str, Any]) -> None:
        body = json.dumps(value, allow_nan=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        if status >= 400:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silent: a client polls many times a second."""

import json
import logging
import sys
import threading
import time
import types
import unittest
import urllib.error
import urllib.request
from http.client import HTTPConnection

from fake_vllm import FakeRunner
from stepscope_vllm import hooks, plugin
from stepscope_vllm.http_process import ListenError, ScorePublisher
from stepscope_vllm.http_server import MOST_CONNECTIONS, ScoreServer
from stepscope_vllm.runners import KINDS
from stepscope_vllm.score_log import AT_ONCE, ScoreLog, StepScore

V2, V1 = KINDS
INFO = {"version": 1, "engine": "vllm 0.24.0", "model": "demo", "scorer": {"name": "s", "input_width": 3, "hidden_width": 2},
        "boundary_tokens": [2], "block_size": 16, "capacity_blocks": 99}


def scores(first, count):
    return [StepScore("stepscope-r-1", position, 2, 0.5) for position in range(first, first + count)]


class Log(unittest.TestCase):
    def test_numbers_go_on_and_old_scores_go(self):
        log = ScoreLog(kept=10)
        log.extend(scores(0, 4))
        self.assertEqual(log.take(0, 0), (4, scores(0, 4)))
        self.assertEqual(log.take(3, 0), (4, scores(3, 1)))
        self.assertEqual(log.take(4, 0), (4, []))
        log.extend(scores(4, 20))
        self.assertEqual(log.take(4, 0), (24, scores(14, 10)))  # 4 to 13 are gone

    def test_an_answer_is_bounded_and_the_next_goes_on(self):
        log = ScoreLog()
        log.extend(scores(0, AT_ONCE + 5))
        following, first = log.take(0, 0)
        self.assertEqual((following, len(first)), (AT_ONCE, AT_ONCE))
        self.assertEqual(log.take(following, 0), (AT_ONCE + 5, scores(AT_ONCE, 5)))

    def test_a_number_of_another_life_starts_again(self):
        self.assertEqual(ScoreLog().take(500, 10), (0, []))

    def test_what_is_no_number_stays_out(self):
        log = ScoreLog()
        log.extend([StepScore("stepscope-r-1", 0, 2, float("nan"))])
        self.assertEqual(log.next, 0)


class Http(unittest.TestCase):
    def setUp(self):
        self.log = ScoreLog()
        self.server = ScoreServer("127.0.0.1", 0, INFO, self.log, lambda: 17)
        self.server.start()
        self.addCleanup(self.server.stop)

    def get(self, path):
        with urllib.request.urlopen(self.server.address + path, timeout=10) as answer:
            return json.load(answer)

    def test_the_contract(self):
        self.assertEqual(self.get("/info"), INFO)
        self.log.extend([StepScore("stepscope-r-3", 31, 2, 0.25)])
        self.assertEqual(self.get("/scores?since=0"),
                         {"next": 1, "scores": [{"request": "stepscope-r-3", "position": 31, "token": 2, "score": 0.25}],
                          "used_blocks": 17, "capacity_blocks": 99, "lost": 0})

    def test_a_poll_waits_a_second_at_most_and_ends_with_the_first_score(self):
        began = time.monotonic()
        self.assertEqual(self.get("/scores?since=0")["scores"], [])
        self.assertTrue(0.9 < time.monotonic() - began < 3)
        threading.Timer(0.1, lambda: self.log.extend(scores(0, 1))).start()
        began = time.monotonic()
        self.assertEqual(len(self.get("/scores?since=0")["scores"]), 1)
        self.assertLess(time.monotonic() - began, 0.9)

    def test_what_else_is_asked_is_refused(self):
        for path, status in (("/other", 404), ("/scores?since=x", 400), ("/scores?since=-1", 400),
                             ("/scores?since=" + "9" * 40, 400), ("/info?" + "a" * 300, 414)):
            with self.assertRaises(urllib.error.HTTPError) as caught:
                self.get(path)
            self.assertEqual(caught.exception.code, status, path)
        host, port = self.server.server_address
        connection = HTTPConnection(host, port, timeout=10)
        self.addCleanup(connection.close)
        connection.request("POST", "/stepscope/v1/info", b"{}")
        self.assertEqual(connection.getresponse().status, 501)

    def test_connections_are_bounded(self):
        held = []
        for _ in range(MOST_CONNECTIONS):
            connection = HTTPConnection(*self.server.server_address, timeout=10)
            self.addCleanup(connection.close)
            connection.request("GET", "/stepscope/v1/info")
            self.assertEqual(connection.getresponse().read(), json.dumps(INFO).encode())
            held.append(connection)  # kept alive
        with self.assertRaises(OSError):
            one_more = HTTPConnection(*self.server.server_address, timeout=10)
            self.addCleanup(one_more.close)
            one_more.request("GET", "/stepscope/v1/info")
            if not one_more.getresponse().read():
                raise OSError
        held[0].close()
        for _ in range(50):  # its place is free again soon
            try:
                self.assertEqual(self.get("/info"), INFO)
                break
            except OSError:
                time.sleep(0.1)
        else:
            self.fail("no place became free")


class Process(unittest.TestCase):
    """The server in a process of its own."""

    def test_what_is_published_is_answered_and_the_process_ends_with_the_worker(self):
        publisher = ScorePublisher("127.0.0.1", 0, INFO)
        with urllib.request.urlopen(publisher.address + "/info", timeout=10) as answer:
            self.assertEqual(json.load(answer), INFO)
        publisher.publish([StepScore("stepscope-r-3", 31, 2, 0.25)], 12, 4)
        publisher.publish([], 13, 4)
        for _ in range(100):
            with urllib.request.urlopen(publisher.address + "/scores?since=0", timeout=10) as answer:
                found = json.load(answer)
            if found["used_blocks"] == 13:
                break
            time.sleep(0.02)
        self.assertEqual(found, {"next": 1, "scores": [{"request": "stepscope-r-3", "position": 31, "token": 2, "score": 0.25}],
                                 "used_blocks": 13, "capacity_blocks": 99, "lost": 4})
        publisher.stop()
        self.assertEqual(publisher._process.returncode, 0)

    def test_a_taken_port_is_said(self):
        first = ScorePublisher("127.0.0.1", 0, INFO)
        self.addCleanup(first.stop)
        port = int(first.address.split(":")[2].split("/")[0])
        with self.assertRaises(ListenError) as caught:
            ScorePublisher("127.0.0.1", port, INFO)
        self.assertIn("in use", str(caught.exception))


class Hooks(unittest.TestCase):
    class Recorder:
        def __init__(self, fails=False):
            self.seen, self.fails = [], fails

        def observe(self, output):
            self.seen.append(("observe", output))

        def score(self, view):
            self.seen.append(("score", type(view).__name__))
            if self.fails:
                raise RuntimeError("of the test")

    def test_both_stand_before_the_runners_functions(self):
        runner, one = FakeRunner(), self.Recorder()
        hooks.install(runner, V2, one, one)
        self.assertEqual(runner.execute_model("o"), "executed")
        self.assertEqual(runner.sample("h", "b", None), "sampled")
        self.assertEqual(runner.execute_model("d", dummy_run=True), "executed")  # not of the scheduler
        self.assertEqual(one.seen, [("observe", "o"), ("score", "ViewV2")])
        self.assertEqual(runner.calls, [("execute", "o"), ("sample", "h"), ("execute", "d")])

    def test_v1_has_nothing_to_score_where_nothing_ran(self):
        runner, one = FakeRunner(), self.Recorder()
        hooks.install(runner, V1, one, one)
        self.assertEqual(runner.sample_tokens(None), "sampled")
        runner.execute_model_state = "of a step"
        self.assertEqual(runner.sample_tokens("g"), "sampled")
        self.assertEqual(one.seen, [("score", "ViewV1")])
        self.assertEqual(runner.calls, [("sample_tokens", None), ("sample_tokens", "g")])

    def test_a_failure_is_said_once_and_the_server_goes_on(self):
        runner, one = FakeRunner(), self.Recorder(fails=True)
        hooks.install(runner, V2, one, one)
        with self.assertLogs("vllm.stepscope", logging.ERROR) as logs:
            for _ in range(3):
                self.assertEqual(runner.sample("h", "b", None), "sampled")
        self.assertEqual((len(logs.records), len(one.seen)), (1, 1))


class Checks(unittest.TestCase):
    parallel = types.SimpleNamespace(data_parallel_size=1, tensor_parallel_size=2)

    def runner(self, kind=V2, **changes):
        known = type("GPUModelRunner", (FakeRunner,), {"__module__": kind.module})
        made = type("CPUModelRunner", (known,), {"__module__": "vllm.v1.worker.other"})()
        for name, value in changes.items():
            setattr(made, name, value)
        return made

    def test_the_known_runners(self):
        for kind in KINDS:
            self.assertIs(plugin.check_runner(self.runner(kind), self.parallel), kind)

    def test_others_are_refused_with_the_reason(self):
        two = types.SimpleNamespace(data_parallel_size=2, tensor_parallel_size=1)
        for runner, parallel, words in ((FakeRunner(), self.parallel, "fake_vllm"),
                                        (self.runner(sample=lambda hidden: 0), self.parallel, "sample"),
                                        (self.runner(execute_model=None), self.parallel, "execute_model"),
                                        (self.runner(num_speculative_steps=2), self.parallel, "speculative"),
                                        (self.runner(V1, num_spec_tokens=2), self.parallel, "speculative"),
                                        (self.runner(V1, sample_tokens=None), self.parallel, "sample_tokens"),
                                        (self.runner(is_pooling_model=True), self.parallel, "text"),
                                        (self.runner(), two, "data-parallel")):
            with self.assertRaises(plugin.Refused) as caught:
                plugin.check_runner(runner, parallel)
            self.assertIn(words, str(caught.exception))

    def test_a_runner_without_a_field_is_refused_with_its_name(self):
        runner = self.runner(V1)
        del runner.query_start_loc
        with self.assertRaises(plugin.Refused) as caught:
            plugin.check_runner(runner, self.parallel)
        self.assertIn("query_start_loc", str(caught.exception))

    def test_one_of_all_workers_scores(self):
        self.assertEqual([plugin.is_the_one(rank >= 2, rank, self.parallel) for rank in range(4)],
                         [False, False, True, False])


class Register(unittest.TestCase):
    """The entry point, against modules that stand in for vLLM's."""

    def setUp(self):
        class WorkerWrapperBase:
            global_rank = 0

            def initialize_from_config(self, kv_cache_configs):
                self.initialized = kv_cache_configs

        self.wrapper = WorkerWrapperBase
        base = types.ModuleType("vllm.v1.worker.worker_base")
        base.WorkerWrapperBase = WorkerWrapperBase
        for name in ("vllm", "vllm.v1", "vllm.v1.worker"):
            sys.modules[name] = types.ModuleType(name)
            self.addCleanup(sys.modules.pop, name)
        sys.modules["vllm.v1.worker.worker_base"] = base
        self.addCleanup(sys.modules.pop, "vllm.v1.worker.worker_base")

    def test_an_unknown_version_changes_nothing(self):
        sys.modules["vllm"].__version__ = "0.25.0"
        before = self.wrapper.initialize_from_config
        with self.assertLogs("vllm.stepscope", logging.WARNING) as logs:
            plugin.register()
        self.assertIs(self.wrapper.initialize_from_config, before)
        self.assertIn("vLLM 0.25.0 is not known", logs.output[0])

    def test_a_known_version_installs_after_the_kv_cache_is_there(self):
        sys.modules["vllm"].__version__ = "0.24.0+cu130"
        plugin.register()
        seen, original = [], plugin.install
        self.addCleanup(setattr, plugin, "install", original)
        plugin.install = lambda worker, kv_cache, version: seen.append((worker, kv_cache, version))
        wrapper = self.wrapper()
        wrapper.worker = "worker"
        wrapper.initialize_from_config(["kv"])
        self.assertEqual((wrapper.initialized, seen), (["kv"], [("worker", "kv", "0.24.0+cu130")]))

    def test_a_refusal_leaves_the_server_running(self):
        sys.modules["vllm"].__version__ = "0.24.0"
        plugin.register()
        original = plugin.install
        self.addCleanup(setattr, plugin, "install", original)

        def refuse(*_):
            raise plugin.Refused("of the test")

        plugin.install = refuse
        wrapper = self.wrapper()
        wrapper.worker = "worker"
        with self.assertLogs("vllm.stepscope", logging.WARNING) as logs:
            wrapper.initialize_from_config(["kv"])
        self.assertIn("not installed: of the test", logs.output[0])


if __name__ == "__main__":
    unittest.main()

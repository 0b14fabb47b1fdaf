"""The part with torch: skipped, and said so, where torch is not installed."""
import importlib.util
import tempfile
import time
import types
import unittest
from pathlib import Path

from fake_vllm import FakeScheduler
from stepscope_vllm.book import Batch, Request, StepBook
from stepscope_vllm.scorer_file import ScorerError
from stepscope_vllm.settings import find_scorer

DEMO = Path(__file__).resolve().parents[2] / "resources/demo-model"
HAS_TORCH = importlib.util.find_spec("torch") is not None
if HAS_TORCH:
    import torch

    from stepscope_vllm.tap import MOST_SLOTS, Scorer, StepTap, sigmoid


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class Tap(unittest.TestCase):
    def reference(self, rows):
        state = torch.load(DEMO / "step_scorer/step_scorer.pt", weights_only=True)["model_state_dict"]
        net = torch.nn.Sequential(torch.nn.Linear(320, 512), torch.nn.ReLU(), torch.nn.Linear(512, 1))
        net.load_state_dict({name.removeprefix("net."): value for name, value in state.items()})
        with torch.no_grad():
            return torch.sigmoid(net(rows.double().float()))[:, 0]

    def test_both_kinds_of_files_score_as_torch_does(self):
        torch.manual_seed(3)
        rows = torch.randn(50, 320).to(torch.bfloat16)
        for path in (find_scorer(DEMO), DEMO / "step_scorer/step_scorer.pt"):
            got = torch.sigmoid(Scorer(path, "cpu")(rows))
            self.assertLess(float((got - self.reference(rows)).abs().max()), 1e-6)

    def test_a_checkpoint_that_is_none_is_refused_in_one_line(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "s.pt"
            for write in (lambda: path.write_bytes(b"no zip"), lambda: torch.save([1], path),
                          lambda: torch.save({"model_state_dict": {"a": torch.zeros(1)}}, path)):
                write()
                with self.assertRaises(ScorerError) as caught:
                    Scorer(path, "cpu")
                self.assertNotIn("\n", str(caught.exception))

    def test_boundary_tokens_get_scores_of_their_own_rows(self):
        for runner in ("v2", "v1"):
            with self.subTest(runner):
                self.check_rows(runner)

    def check_rows(self, runner):
        torch.manual_seed(4)
        scheduler, book, got, used = FakeScheduler(runner), StepBook(), [], []

        def publish(scores, used_blocks, lost):
            got.extend(scores)
            used.append(used_blocks)
            self.assertEqual(lost, 0)

        tap = StepTap(Scorer(find_scorer(DEMO), "cpu"), frozenset({7, 9}), book, publish, most_rows=8, pinned=False)
        self.addCleanup(tap.stop)
        names = {f"cmpl-stepscope-r-{trace}-0-0a1b2c3d": f"stepscope-r-{trace}" for trace in (1, 2, 3)}
        for request in names:
            scheduler.add(request, range(20, 26))
        scheduler.add("cmpl-other-0-0a1b2c3d", range(5))
        expected = []
        for step in range(20):
            output, batch = scheduler.step()
            book.observe(output)
            hidden = torch.randn(len(batch.inputs) + 3, 320).to(torch.bfloat16)  # padded, as under CUDA graphs
            tap.score(batch.view(hidden, lambda values: torch.tensor(values, dtype=torch.int32)))
            for last, request in zip(batch.ends, batch.ids):
                token = batch.inputs[last]
                if step and request in names and token in (7, 9):
                    expected.append((names[request], step - 1, token, float(self.reference(hidden[last:last + 1])[0])))
            scheduler.draw({request: (step + place) % 5 + 5 for place, request in enumerate((*names, "cmpl-other-0-0a1b2c3d"))})
        for _ in range(200):
            if len(got) == len(expected):
                break
            time.sleep(0.02)
        time.sleep(0.3)  # told also where there are no scores
        self.assertEqual(used[-1], book.used_blocks)
        self.assertGreater(len(got), 15)
        self.assertEqual([score[:3] for score in got], [score[:3] for score in expected])
        for one, other in zip(got, expected):
            self.assertAlmostEqual(one.score, other[3], places=5)

    def test_a_host_far_behind_loses_scores_and_says_how_many(self):
        class Never:
            def synchronize(self):
                time.sleep(60)

            def record(self):
                pass

        requests = {"id": Request("stepscope-r-1", 3)}
        view = types.SimpleNamespace(batch=lambda known: Batch(known, ["id"], [3], [1], [3]),
                                     rows=lambda: (torch.zeros(1, 320), torch.tensor([7])))
        book = types.SimpleNamespace(requests=requests, used_blocks=0)
        tap = StepTap(Scorer(find_scorer(DEMO), "cpu"), frozenset({7}), book, lambda *_: None, most_rows=1, pinned=False)
        slots = [tap._free.get() for _ in range(MOST_SLOTS)]
        for slot in slots:
            slot.event = Never()
            tap._free.put(slot)
        for _ in range(MOST_SLOTS + 3):
            tap.score(view)
        self.assertEqual(tap._lost, 3)

    def test_a_publisher_that_fails_is_said_once_and_the_server_goes_on(self):
        def fail(*_):
            raise BrokenPipeError

        with self.assertLogs("vllm.stepscope", "ERROR") as logs:
            tap = StepTap(Scorer(find_scorer(DEMO), "cpu"), frozenset({7}), StepBook(), fail, most_rows=1, pinned=False)
            tap._thread.join(5)
        self.assertEqual((tap._thread.is_alive(), len(logs.records)), (False, 1))
        tap.score(None)  # does nothing any more

    def test_the_sigmoid_of_large_numbers(self):
        for value in (-1e4, -30.0, -1.0, 0.0, 2.0, 1e4):
            self.assertAlmostEqual(sigmoid(value), float(torch.sigmoid(torch.tensor(value, dtype=torch.float64))), places=12)


if __name__ == "__main__":
    unittest.main()

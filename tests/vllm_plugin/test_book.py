import unittest

from fake_vllm import FakeScheduler
from stepscope_vllm.book import BlockLedger, StepBook, client_name, position_of

OURS = "cmpl-stepscope-run7-1-0-0a1b2c3d"
CHAT = "chatcmpl-stepscope-run7-12-0a1b2c3d"
OTHER = "cmpl-someone-0-0a1b2c3d"


class ClientName(unittest.TestCase):
    def test_names_are_what_the_client_sent(self):
        for request, name in ((OURS, "stepscope-run7-1"), (CHAT, "stepscope-run7-12"),
                              ("cmpl-stepscope-12345678-3-0-1a2b3c4d", "stepscope-12345678-3"),
                              ("cmpl-stepscope-a-b.c-64-0", "stepscope-a-b.c-64"), ("chatcmpl-stepscope-x-5", "stepscope-x-5"),
                              (OTHER, None), ("stepscope-run7-1", None), ("cmpl-stepscope-run7-x-0-0a1b2c3d", None),
                              ("cmpl-stepscope-a b-1-0-0a1b2c3d", None), ("cmpl-stepscope-" + "a" * 200 + "-1-0", None)):
            self.assertEqual(client_name(request), name, request)


class Ledger(unittest.TestCase):
    def test_shared_blocks_count_once(self):
        ledger = BlockLedger()
        ledger.add("a", [[1, 2, 0], [7]])
        ledger.add("b", [[1, 3]])
        self.assertEqual(ledger.used, 4)
        ledger.remove("a")
        self.assertEqual(ledger.used, 2)
        ledger.remove("nobody")
        ledger.remove("b")
        self.assertEqual(ledger.used, 0)


class BookV2(unittest.TestCase):
    runner = "v2"

    def setUp(self):
        self.scheduler, self.book = FakeScheduler(self.runner), StepBook()

    def step(self, budget=10**9):
        output, step = self.scheduler.step(budget)
        self.book.observe(output)
        self.assertEqual(self.book.used_blocks, sum(len(one.blocks) for one in self.scheduler.running.values()))
        if not self.book.requests:
            return []
        ours = step.view().batch(self.book.requests)
        found = [(position_of(ours, row), step.inputs[end]) for row, end in enumerate(step.ends)]
        return [(*place, token) for place, token in found if place is not None]

    def test_each_output_token_is_met_once_when_it_is_processed(self):
        self.scheduler.add(OURS, range(100, 110))
        self.scheduler.add(CHAT, range(200, 205))
        self.scheduler.add(OTHER, range(300, 320))
        self.assertEqual(self.step(), [])  # the prompts
        for token in range(5):
            self.scheduler.draw({OURS: 1000 + token, CHAT: 2000 + token, OTHER: 3000 + token})
            self.assertEqual(sorted(self.step()), [("stepscope-run7-1", token, 1000 + token),
                                                   ("stepscope-run7-12", token, 2000 + token)])
        self.scheduler.finish(OURS)
        self.scheduler.draw({CHAT: 2005})
        self.assertEqual(self.step(), [("stepscope-run7-12", 5, 2005)])
        self.scheduler.finish(CHAT)
        self.scheduler.finish(OTHER)
        self.assertEqual(self.step(), [])
        self.assertEqual(self.book.used_blocks, 0)

    def test_a_prompt_in_pieces_ends_no_step(self):
        self.scheduler.add(OURS, range(100, 110))
        for _ in range(3):
            self.assertEqual(self.step(budget=4), [])
        self.scheduler.draw({OURS: 7})
        self.assertEqual(self.step(), [("stepscope-run7-1", 0, 7)])

    def test_text_computed_again_is_not_met_again(self):
        self.scheduler.add(OURS, range(100, 106))
        self.step()
        met = []
        for token in range(10):
            self.scheduler.draw({OURS: token})
            met += self.step()
        self.scheduler.draw({OURS: 10})  # drawn, and not yet processed when the blocks are lost
        self.scheduler.preempt(OURS)
        while self.scheduler.waiting or self.scheduler.running[OURS].computed < 17:
            met += self.step(budget=5)
        self.scheduler.draw({OURS: 11})
        met += self.step()
        self.assertEqual(met, [("stepscope-run7-1", token, token) for token in range(12)])

    def test_one_that_ends_without_its_blocks_is_forgotten(self):
        self.scheduler.add(OURS, range(100, 106))
        self.scheduler.add(OTHER, range(5))
        self.step()
        self.scheduler.preempt(OURS)
        self.scheduler.gone.add(OURS)  # its client has gone
        del self.scheduler.waiting[OURS]
        self.step()
        self.assertEqual(dict(self.book.requests), {})


class BookV1(BookV2):
    runner = "v1"


class Later(unittest.TestCase):
    def test_what_a_step_knew_stays_known_when_its_request_has_gone(self):
        scheduler, book = FakeScheduler(), StepBook()
        scheduler.add(OURS, range(100, 106))
        book.observe(scheduler.step()[0])
        scheduler.draw({OURS: 7})
        output, step = scheduler.step()
        book.observe(output)
        ours = step.view().batch(book.requests)
        scheduler.finish(OURS)
        book.observe(scheduler.step()[0])
        self.assertEqual(position_of(ours, 0), ("stepscope-run7-1", 0))
        self.assertEqual(dict(book.requests), {})


if __name__ == "__main__":
    unittest.main()

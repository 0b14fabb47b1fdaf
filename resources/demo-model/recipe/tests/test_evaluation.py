"""Playing STEP back on finished traces, ranking and AUC.  Needs numpy (the AUC also torch); skipped without."""
import unittest

try:
    import numpy
except ImportError:
    numpy = None


@unittest.skipIf(numpy is None, "numpy is not installed")
class PlayBack(unittest.TestCase):
    def setUp(self):
        from stepscope_recipe import simulate
        self.simulate = simulate
        # three traces; trace 1 has the lowest score after its first step
        self.traces = simulate.Traces(numpy.array([10, 20, 30]), ["7", "8", "7"], [numpy.array([3]), numpy.array([4]), numpy.array([3, 9])],
                                      [numpy.array([0.9]), numpy.array([0.1]), numpy.array([0.6, 0.7])])

    def test_peak(self):
        self.assertEqual(self.simulate.peak_tokens(self.traces.lengths), 40)
        self.assertEqual(self.simulate.peak_tokens(self.traces.lengths, 16), 64)

    def test_large_budget_keeps_all(self):
        kept, used, pruned = self.simulate.run(self.traces, 1000, self.simulate.lowest_score(self.traces))
        self.assertEqual((sorted(kept), used, pruned), ([0, 1, 2], 60, 0))

    def test_lowest_is_pruned_when_full(self):
        kept, used, pruned = self.simulate.run(self.traces, 24, self.simulate.lowest_score(self.traces))
        self.assertEqual(sorted(kept), [0, 2])
        self.assertEqual(pruned, 1)
        self.assertEqual(used, 8 + 10 + 30)  # three traces hold 24 tokens at tick 8

    def test_no_score_counts_as_zero(self):
        self.assertEqual(self.traces.score_at(0, 4), 0.0)
        self.assertEqual(self.traces.score_at(0, 5), 0.9)

    def test_vote_and_majority(self):
        self.assertEqual(self.simulate.vote(["1", "2", "2", None], range(4), lambda i: (0.9, 0.3, 0.3, 1.0)[i]), "1")
        self.assertEqual(self.simulate.majority_share(["1", "2", None], "2"), 0.5)

    def test_ranking(self):
        self.assertEqual(self.simulate.pair_ranking(numpy.array([True, False, False]), numpy.array([0.5, 0.4, 0.5])), (1.5, 2))

    def test_auc(self):
        try:
            from stepscope_recipe.scorer import auc
        except ImportError:
            self.skipTest("torch is not installed")
        self.assertEqual(auc([0.1, 0.4, 0.4, 0.9], [0, 0, 1, 1]), 0.875)


if __name__ == "__main__":
    unittest.main()

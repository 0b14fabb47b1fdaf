"""The regime without a model: traces straight from the generator, single and majority accuracy for each cell.

    python3 -m stepscope_recipe.simgen [problems per cell]
The trained model lands within a few points of these numbers, so the regime can be tuned in seconds.
"""
import collections
import random
import sys

from .noise import noise_for
from .sampling import core_cells, draw, everyday_cells
from .tracer import trace


def simulate(cells, problems=40, traces=32, seed=0):
    """{cell: dict(single, majority, chars_right, chars_wrong, steps, kinds)}"""
    rng = random.Random(seed)
    table = {}
    for cell in cells:
        single, majority, right, wrong, steps, kinds = [], [], [], [], [], collections.Counter()
        for _ in range(problems):
            problem = draw(rng, *cell)
            votes = collections.Counter()
            for _ in range(traces):
                told = trace(problem, noise_for(problem.family, problem.level), rng)
                kinds.update(told.kinds)
                votes[told.answer] += 1
                steps.append(len(told.steps))
                (right if told.answer == problem.answer else wrong).append(sum(map(len, told.steps)) + 2 * len(told.steps))
            single.append(votes[problem.answer] / traces)
            majority.append(votes.most_common(1)[0][0] == problem.answer)

        def mean(values):
            return sum(values) / max(1, len(values))
        table[cell] = dict(single=mean(single), majority=mean(majority), chars_right=mean(right), chars_wrong=mean(wrong), steps=mean(steps),
                           kinds=kinds)
    return table


def summary(table, cells=None):
    rows = [table[c] for c in (cells or table)]
    return sum(r["single"] for r in rows) / len(rows), sum(r["majority"] for r in rows) / len(rows)


def main():
    problems = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    table = simulate(core_cells() + everyday_cells(), problems)
    for (family, level), row in table.items():
        print(f"{family:12s}{level} single {row['single']:.2f} majority {row['majority']:.2f} chars {row['chars_right']:.0f}/{row['chars_wrong']:.0f} "
              f"steps {row['steps']:.1f} {dict(row['kinds'].most_common(5))}")
    for family in {f for f, _ in core_cells()}:
        print(f"{family:12s} single %.3f majority %.3f" % summary(table, [c for c in core_cells() if c[0] == family]))
    print("levels 2-5   single %.3f majority %.3f" % summary(table, core_cells()))
    print("everyday     single %.3f majority %.3f" % summary(table, everyday_cells()))


if __name__ == "__main__":
    main()

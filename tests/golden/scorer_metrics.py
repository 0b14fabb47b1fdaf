"""Writes scorer_metrics/eval_table.json: made-up step scores and what tools/eval_table.py says about them, for
scorer/training/scorer_metrics.h.

    python scorer_metrics.py scorer_metrics

Standard library only.
"""
import json
import os
import random
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
import eval_table


def main():
    draw = random.Random(20260113)
    problems = []
    for p in range(12):
        traces = []
        for _ in range(draw.randint(1, 6)):
            right = draw.random() < 0.5 if p else True  # one problem has right traces only
            # Sixteenths: exact in float32 and full of ties.
            scores = [min(16, max(0, round(draw.gauss(9 if right else 7, 4)))) / 16 for _ in range(draw.randint(0, 11))]
            traces.append({"right": right, "scores": scores})
        problems.append(traces)
    with tempfile.TemporaryDirectory() as folder:
        for i, traces in enumerate(problems):
            results = {str(k): dict(step_scores=t["scores"], is_trace_correct=t["right"], extracted_answer="1") for k, t in enumerate(traces)}
            with open(os.path.join(folder, f"question_{i:04d}.json"), "w") as file:
                json.dump({"generation_results": results}, file)
        table = eval_table.scorer_table([folder])
    with open(os.path.join(sys.argv[1], "eval_table.json"), "w") as file:
        json.dump({"problems": problems, "expected": table}, file)


if __name__ == "__main__":
    main()

"""python3 -m stepscope_recipe all --out DIR: data, tokenizer, training, export, sampling, scorer, evaluation, in one go.

    all        everything (about ten minutes on one H100)
    evaluate   scorer and evaluation of an existing model directory
"""
import argparse
import json
import multiprocessing
import os
import tempfile
import time
from pathlib import Path

PROBLEMS = Path(__file__).resolve().parents[3] / "problems"


def arguments():
    parser = argparse.ArgumentParser(prog="stepscope_recipe", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("all", "evaluate"))
    parser.add_argument("--out", required=True, help="model directory to write (evaluate: to read)")
    parser.add_argument("--problems", default=str(PROBLEMS), help="folder with train, validation and heldout files")
    parser.add_argument("--seconds", type=float, default=330, help="training time without compilation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shards", type=int, default=1600, help="most shards of 0.52 M tokens to write")
    parser.add_argument("--continue-from", metavar="DIR", help="go on from this model with its tokenizer instead of training from scratch")
    parser.add_argument("--scorer-problems", type=int, default=None, help="problems for the scorer (default: all of train.jsonl)")
    parser.add_argument("--scorer-traces", type=int, default=6, help="traces of each problem for the scorer at each of the two temperatures")
    parser.add_argument("--work", help="folder for shards (default: a temporary one)")
    parser.add_argument("--device", default=None)
    parser.add_argument("--tiny", action="store_true", help="a smoke test: few, small, quick, useless")
    return parser.parse_args()


def make_tokenizer(options, held_out, workers, path, say):
    from . import tokenizer as tok
    from .packing import sample_texts
    texts = sample_texts(held_out, options.seed, 600 if options.tiny else 40000, workers)
    tokenizer = tok.train(texts, path)
    sizes = [len(e.ids) for e in tokenizer.encode_batch(texts[:2000])]
    say(f"tokenizer: {tokenizer.get_vocab_size()} ids, {sum(map(len, texts[:2000])) / sum(sizes):.2f} characters a token, mean document {sum(sizes) / len(sizes):.0f} tokens, "
        f"longest {max(sizes)}, boundaries {[tokenizer.decode([i], skip_special_tokens=False) for i in tok.boundary_ids(tokenizer)]}")


def train_model(options, device, say):
    import torch
    from .export import load_weights, save_model
    from .model import Shape
    from .packing import start_writers
    from .problemsets import held_out_hashes
    from .train import train
    workers = max(1, min(14, (os.cpu_count() or 2) - 2))
    work = Path(options.work or tempfile.mkdtemp(prefix="stepscope-recipe-"))
    work.mkdir(parents=True, exist_ok=True)
    held_out = held_out_hashes(options.problems)
    say(f"{len(held_out)} questions are held out")
    path, weights = work / "tokenizer.json", None
    shape = Shape(width=32, layers=2, heads=2, kv_heads=1, head_width=16, inner=64) if options.tiny else Shape()
    if options.continue_from:
        path = Path(options.continue_from) / "tokenizer.json"
        weights, shape = load_weights(options.continue_from, "cpu", torch.float32)
    else:
        make_tokenizer(options, held_out, workers, path, say)
    writers = start_writers(work / "shards", path, held_out, options.seed, workers, 2 if options.tiny else options.shards)
    try:
        model, facts = train(work / "shards", options.seconds, options.seed, shape, device, batch=4 if options.tiny else 128,
                             max_steps=4 if options.tiny else None, say=say, weights=weights)
    finally:
        for writer in writers:
            writer.terminate()
    save_model(options.out, model, path)
    return facts


def evaluate_model(options, device, say):
    """Trains the scorer on train.jsonl and evaluates on heldout.jsonl and, where it is there, handwritten.jsonl."""
    from .evaluate import headline_text, per_problem, report, table
    from .export import TEMPERATURE, save_scorer
    from .problemsets import read_set
    from .sampler import Sampler
    from .scorer import collect, score, train_scorer
    folder, tiny = Path(options.problems), options.tiny
    sampler = Sampler(options.out, device)
    limit, longest, traces = (24, 40, 4) if tiny else (None, 900, 32)
    training = read_set(folder / "train.jsonl")[:limit]
    if options.scorer_problems and not tiny:
        count = min(len(training), options.scorer_problems)
        training = [training[i * len(training) // count] for i in range(count)]
    sets = [sampler.sample(training, 2 if tiny else options.scorer_traces, t, 11 + i, longest, say=say) for i, t in enumerate((TEMPERATURE, 1.0))]
    rows, labels, owners, facts = collect(sets, options.seed)
    if tiny:
        labels = owners % 2 == 0  # an untrained model is never right
    net, metrics = train_scorer(rows, labels, owners, options.seed, device, say)
    metrics.update(facts, temperatures=f"{TEMPERATURE} and 1.0")
    save_scorer(options.out, net, metrics)
    results = {"scorer": metrics}
    held = read_set(folder / "heldout.jsonl")[:limit]
    samples = sampler.sample(held, traces, TEMPERATURE, 21, longest, say=say)
    if tiny:
        samples.right[::2] = True
    tables, problem_rows = report(samples, score(net, samples.hidden), held, lambda p: p.level > 1 and p.family != "everyday") if not tiny else ({},
            [])
    results[f"heldout at T {TEMPERATURE}"] = tables
    if not tiny:
        say(headline_text(tables))
        pick_examples(options, held, samples, problem_rows)
    hand = folder / "handwritten.jsonl"
    if hand.exists() and not tiny:
        questions = read_set(hand)
        typed = sampler.sample(questions, 16, TEMPERATURE, 31, longest, say=say)
        typed_rows = per_problem(typed, score(net, typed.hidden), questions)
        results["handwritten"] = table(typed_rows)
        keep = ("single", "majority8", "majority16", "weighted", "step0.5", "step0.25")
        say("handwritten " + ", ".join(f"{k} {results['handwritten'][k]:.3f}" for k in keep))
        (Path(options.out) / "handwritten_results.json").write_text(json.dumps(
            [dict(question=q.question, answer=q.answer, **{k: float(r[k]) for k in keep}, given=typed.answers[i * 16:(i + 1) * 16])
             for i, (q, r) in enumerate(zip(questions, typed_rows))]))
    return results


def pick_examples(options, held, samples, rows):
    """Everything that is needed to choose the examples of the window by hand: candidates.json."""
    n = samples.per_problem
    found = []
    for i, (problem, row) in enumerate(zip(held, rows)):
        counts = {}
        for answer in samples.answers[i * n:(i + 1) * n]:
            counts[answer] = counts.get(answer, 0) + 1
        found.append(dict(index=i, question=problem.question, answer=problem.answer, family=problem.family, level=problem.level,
                          single=round(float(row["single"]), 3),
                          majority=float(row["majority32"]), step25=bool(row["step0.25"]), step50=bool(row["step0.5"]),
                          random25=float(row["random0.25"]), peak=row["peak"],
                          mean_tokens=float(samples.lengths[i * n:(i + 1) * n].mean()), votes=sorted(((v, str(k)) for k, v in counts.items()),
                                  reverse=True)[:4]))
    (Path(options.out) / "candidates.json").write_text(json.dumps(found))


def main():
    options = arguments()
    began = time.time()

    def say(text):
        print(f"[{time.time() - began:6.1f} s] {text}", flush=True)
    import torch
    device = options.device or ("cuda" if torch.cuda.is_available() else "cpu")
    if device == "cuda":
        torch.backends.cuda.matmul.allow_tf32 = True
        say(torch.cuda.get_device_name())
    results = {}
    if options.what == "all":
        results["training"] = train_model(options, device, say)
    results.update(evaluate_model(options, device, say))
    results["wall_seconds"] = round(time.time() - began, 1)
    (Path(options.out) / "results.json").write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()

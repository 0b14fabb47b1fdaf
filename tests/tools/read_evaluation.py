#!/usr/bin/env python3
"""Reads the folder of one policy's evaluation as a reader of the STEP evaluation script's files would.

    read_evaluation.py FOLDER [--votes-of-step] [--json]

Checks that every key of that layout is there with its type, votes anew from the files alone, and exits 1 where
final_answer, is_final_correct or the summary's numbers are not what the files give. Holds for an evaluation with
`--answers reference`. --votes-of-step also takes the votes from the traces themselves, generation_0 to n - 1: an answer
and a score make a vote with that weight, an aborted trace votes where eval.json says pruned_vote. Standard library only.
"""
import argparse
import fractions
import glob
import json
import math
import os
import sys

QUESTION = {
    "question_index": int, "question": str, "ground_truth": (str, type(None)), "final_answer": (str, type(None)),
    "is_final_correct": bool, "num_correct_traces": int, "total_traces": int, "generation_time": (int, float),
    "answers_for_prompt": list, "weights_for_prompt": list, "generation_results": dict,
}
GENERATION = {
    "token_length": int, "generated_text": str, "finish_reason": str, "stop_reason": (str, int, type(None)),
    "final_score": (int, float, type(None)), "prompt_index": int, "request_id": str,
    "extracted_answer": (str, type(None)), "is_trace_correct": bool,
}
SUMMARY = {
    "benchmark_path": str, "model_path": str, "output_dir": str, "num_questions": int, "num_traces_per_question": int,
    "total_generation_time": (int, float, type(None)), "generation_time_per_question": (int, float, type(None)),
    "final_accuracy": (int, float), "avg_tokens_per_problem": (int, float), "questions": list,
}
ENTRY = {
    "question_index": int, "question_file": str, "ground_truth": (str, type(None)), "final_answer": (str, type(None)),
    "is_final_correct": bool, "num_correct_traces": int, "total_traces": int, "correct_trace_ratio": (int, float),
    "generation_time": (int, float), "total_tokens": int,
}
FINISH = {"stop", "length", "abort"}


class Wrong(Exception):
    pass


def require(condition, text):
    if not condition:
        raise Wrong(text)


def check_keys(value, keys, where):
    require(isinstance(value, dict), f"{where}: expected an object")
    for key, kind in keys.items():
        require(key in value, f"{where}: '{key}' is missing")
        found = value[key]
        kinds = kind if isinstance(kind, tuple) else (kind,)
        right = isinstance(found, kinds) and (not isinstance(found, bool) or bool in kinds)
        require(right, f"{where}: '{key}': found {found!r:.60}")


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def number(text):
    """The value of a plain number or fraction; None where it is neither."""
    try:
        return fractions.Fraction(text.replace(",", "").replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        return None


def is_surely_right(answer, truth):
    """True or False where plain numbers or equal texts decide; None where it takes more mathematics."""
    if answer is None or truth is None:
        return False
    if answer.strip() == truth.strip():
        return True
    a, b = number(answer), number(truth)
    if a is None or b is None:
        return None
    return True if a == b else (False if abs(a - b) > 1 and abs(a) not in (abs(b) * 100, abs(b) / 100) else None)


def vote(answers, weights):
    """The heaviest answers: one, or those of a tie."""
    sums = {}
    for answer, weight in zip(answers, weights):
        sums[answer] = sums.get(answer, 0.0) + float(weight)
    most = max(sums.values(), default=None)
    return {a for a, w in sums.items() if math.isclose(w, most, rel_tol=1e-9, abs_tol=1e-12)}


def votes_of_traces(generations, pruned_vote):
    answers, weights = [], []
    for i in range(len(generations)):
        trace = generations[f"generation_{i}"]
        if trace["finish_reason"] == "abort" and not pruned_vote:
            continue
        if trace["extracted_answer"] is not None and trace["final_score"] is not None:
            answers.append(trace["extracted_answer"])
            weights.append(trace["final_score"])
    return answers, weights


def check_question(q, name, votes_of_step, pruned_vote):
    check_keys(q, QUESTION, name)
    require(name == f"question_{q['question_index']:04d}.json", f"{name}: question_index {q['question_index']}")
    generations = q["generation_results"]
    require(len(generations) == q["total_traces"], f"{name}: total_traces {q['total_traces']}, found {len(generations)}")
    right = 0
    for i in range(len(generations)):
        key = f"generation_{i}"
        require(key in generations, f"{name}: '{key}' is missing")
        trace = generations[key]
        check_keys(trace, GENERATION, f"{name}: {key}")
        require(trace["finish_reason"] in FINISH, f"{name}: {key}: finish_reason {trace['finish_reason']}")
        require((trace["finish_reason"] == "abort") == (trace["stop_reason"] in ("pruned", "stopped")), f"{name}: {key}: stop_reason")
        require(trace["generated_text"] == trace["generated_text"].strip(), f"{name}: {key}: the text is not stripped")
        require(trace["prompt_index"] == q["question_index"], f"{name}: {key}: prompt_index {trace['prompt_index']}")
        sure = is_surely_right(trace["extracted_answer"], q["ground_truth"])
        require(sure in (None, trace["is_trace_correct"]), f"{name}: {key}: is_trace_correct {trace['is_trace_correct']}")
        right += trace["is_trace_correct"]
    require(right == q["num_correct_traces"], f"{name}: num_correct_traces {q['num_correct_traces']}, found {right}")
    answers, weights = q["answers_for_prompt"], q["weights_for_prompt"]
    require(len(answers) == len(weights), f"{name}: {len(answers)} answers_for_prompt, {len(weights)} weights_for_prompt")
    if votes_of_step:
        again = votes_of_traces(generations, pruned_vote)
        require(again[0] == answers, f"{name}: answers_for_prompt {answers}, the traces give {again[0]}")
        same = all(math.isclose(a, b, rel_tol=1e-9) for a, b in zip(again[1], weights))
        require(same, f"{name}: weights_for_prompt {weights}, the traces give {again[1]}")
    leaders = vote(answers, weights)
    require(q["final_answer"] in leaders if leaders else q["final_answer"] is None,
            f"{name}: final_answer {q['final_answer']}, the votes give {sorted(leaders)}")
    sure = is_surely_right(q["final_answer"], q["ground_truth"])
    require(sure in (None, q["is_final_correct"]), f"{name}: is_final_correct {q['is_final_correct']}")


def check_summary(summary, questions):
    where = "benchmark_summary.json"
    check_keys(summary, SUMMARY, where)
    count = len(questions)
    require(summary["num_questions"] == count == len(summary["questions"]), f"{where}: num_questions {summary['num_questions']}, found {count}")
    accuracy = sum(q["is_final_correct"] for q in questions) / max(1, count)
    require(math.isclose(summary["final_accuracy"], accuracy, abs_tol=1e-9), f"{where}: final_accuracy {summary['final_accuracy']}, found {accuracy}")
    tokens = 0
    for entry, q in zip(summary["questions"], questions):
        check_keys(entry, ENTRY, f"{where}: question {q['question_index']}")
        for key in ("question_index", "ground_truth", "final_answer", "is_final_correct", "num_correct_traces", "total_traces", "generation_time"):
            require(entry[key] == q[key], f"{where}: question {q['question_index']}: {key}: {entry[key]}, the file has {q[key]}")
        require(entry["question_file"] == f"question_{q['question_index']:04d}.json", f"{where}: question_file {entry['question_file']}")
        ratio = q["num_correct_traces"] / q["total_traces"] if q["total_traces"] else 0.0
        require(math.isclose(entry["correct_trace_ratio"], ratio, abs_tol=1e-9), f"{where}: correct_trace_ratio {entry['correct_trace_ratio']}")
        tokens += entry["total_tokens"]
    require(math.isclose(summary["avg_tokens_per_problem"], tokens / max(1, count), abs_tol=1e-6), f"{where}: avg_tokens_per_problem")
    if summary["total_generation_time"] is not None:
        total = sum(q["generation_time"] for q in questions)
        require(math.isclose(summary["total_generation_time"], total, rel_tol=1e-6), f"{where}: total_generation_time")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--votes-of-step", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    try:
        setup = read(os.path.join(options.folder, "eval.json"))["fingerprint"]["options"]
        paths = sorted(glob.glob(os.path.join(options.folder, "question_*.json")))
        require(paths, f"{options.folder}: no question files")
        questions = []
        for path in paths:
            questions.append(read(path))
            check_question(questions[-1], os.path.basename(path), options.votes_of_step, setup.get("pruned_vote", False))
        check_summary(read(os.path.join(options.folder, "benchmark_summary.json")), questions)
    except (Wrong, OSError, ValueError, KeyError) as error:
        sys.exit(f"read_evaluation.py: {error}")
    aborted = sum(t["finish_reason"] == "abort" for q in questions for t in q["generation_results"].values())
    voted = sum(len(q["answers_for_prompt"]) for q in questions)
    found = {"questions": len(questions), "aborted": aborted, "votes": voted, "correct": sum(q["is_final_correct"] for q in questions)}
    print(json.dumps(found) if options.json else f"{found['questions']} questions, {aborted} aborted traces, {voted} votes: the files agree")


if __name__ == "__main__":
    main()

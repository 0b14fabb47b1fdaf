"""Golden data of the demo model for the program's tests, made with Hugging Face transformers in float32 from the exported bf16 weights.

    python3 golden.py MODEL_DIR OUT_DIR            needs torch, transformers, safetensors
    python3 golden.py --tokenizer MODEL_DIR FILE [COUNT]     many tokenizer cases as JSON Lines; needs only `tokenizers`

OUT_DIR gets prompts.json, logits.f32 and hidden.f32 (little-endian rows in the order of prompts.json), scores.json, boundary_ids.json and
tokenizer_cases.json.
"""
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from stepscope_recipe import tokenizer as tok  # noqa: E402
from stepscope_recipe.problemsets import read_set  # noqa: E402

PROBLEMS = Path(__file__).resolve().parents[2] / "problems"
SYSTEM = "Please reason step by step, and put your final answer within \\boxed{}."
ODD = ["", " ", "  ", "\n", "\n\n", "\n\n\n", " \n\n ", "\t\n", "\r\n", "\r\n\r\n", "a\n\nb", "a.\n\nb", "a. \n\n b", ").\n\n", ")).\n\n", ".\n",
       "...\n\n", "\n \n", "\u00a0\u00a0x",
       "<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|im_start|>user\nhi<|im_end|>\n", "<|im_start", "im_end|>", "<think>", "</think>",
       "<think>\n\n</think>\n\n", "< think >",
       "</think", "<|IM_END|>", "<<think>>", "a<think>b</think>c", "\u0000", "\u0007bell", "\u001b[31m", "\ufeffbom", "\u200bzero\u200dwidth",
       "e\u0301 \u00e9 decomposed", "\ufb01 ligature",
       "\u212b angstrom", "\ud55c\uad6d\uc5b4", "\u1112\u1161\u11ab", "\u4f60\u597d\uff0c\u4e16\u754c", "\u0645\u0631\u062d\u0628\u0627",
       "\u05e9\u05dc\u05d5\u05dd", "\u041f\u0440\u0438\u0432\u0435\u0442",
       "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea flag", "caf\u00e9's", "it's I'll you're we've he'd I'm don't",
       "IT'S I'LL", "'s", "''s", "x'S y'Ll", "1234567890",
       "12 345,678.90", "\u0661\u0662\u0663 \u00bd \u2167 \u00b2", "3\u00d74\u00f72\u22121\u00b75", "\\boxed{42}", "\\frac{1}{2}", "$x^2$",
       "a  b   c    d", " leading", "trailing ", "  two", "tab\tx", "\tx",
       "Wait, 9 * 6 = 54, not 56.", "{'a': 1}", "https://example.org/?q=1&r=2", "snake_case camelCase", "ALLCAPS", "\u01c5 \u01c8", "\u00df \u1e9e",
       "x\u0307\u0323", "\u0bae\u0bcd", "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22",
       "\u2028line\u2029par", "\u0085nel", "\u3000wide", "a\u0300\u0301\u0302", "\ud7a3", "\U00020000", "\u1100\u1161", "\ua9c0",
       "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "?!\n\n?!", ",,\n\n", "-\n\n-", "\n\n\n\n.", ".\n\n\n"]
PIECES = ["\n", "\n\n", " ", "  ", "\t", ".", ").", "<think>", "</think>", "<|im_end|>", "<|im_start|>", "<|endoftext|>", "'s", "'LL", "x",
          "The answer is ", "12", "7", "\u00e9", "e\u0301", "\u00d7", "\u00f7", "\u2212",
          "\U0001f600", "\u4f60", "\u0000", "\r\n", "\u00a0", "\u200d", "Wait, ", " = ", "\\boxed{", "}", "Hmm", "\u212b", "\u0661", "\ud55c",
          "\u05e9", "A", "Zed", "-", "*", "(", ")", "?"]


def strings(rng, count, sentences):
    """Varied strings: odd ones, sentences, mixtures, random code points."""
    for text in ODD:
        yield text
    for _ in range(count - len(ODD)):
        kind = rng.random()
        if kind < 0.35:
            yield "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 14)))
        elif kind < 0.6:
            text = rng.choice(sentences)
            at = rng.randrange(len(text) + 1)
            yield text[:at] + rng.choice(PIECES) + text[at:]
        elif kind < 0.8:
            yield rng.choice(sentences)
        else:
            ranges = rng.choice(((32, 126), (0, 255), (0x100, 0x24f), (0x300, 0x36f), (0x370, 0x7ff), (0x900, 0xdff), (0x1e00, 0x20cf),
                                 (0x3000, 0x9fff), (0xac00, 0xd7a3), (0x1f300, 0x1faff)))
            yield "".join(chr(rng.randint(*ranges)) for _ in range(rng.randint(1, 24)))


def tokenizer_cases(tokenizer, count, seed):
    rng = random.Random(seed)
    sentences = [q.question for q in read_set(PROBLEMS / "validation.jsonl")]
    for text in strings(rng, count, sentences):
        encoded = tokenizer.encode(text, add_special_tokens=False).ids
        yield dict(text=text, ids=encoded, decoded=tokenizer.decode(encoded, skip_special_tokens=False))


def pick_prompts():
    """20 chats of varied length: plain, with the default system message, several turns."""
    held = sorted(read_set(PROBLEMS / "validation.jsonl"), key=lambda q: len(q.question))
    chosen = [held[i * (len(held) - 1) // 15].question for i in range(16)]
    chats = [[dict(role="user", content=q)] for q in chosen]
    chats += [[dict(role="system", content=SYSTEM), dict(role="user", content=chosen[5])], [dict(role="user", content="")],
              [dict(role="user", content="What is 2 + 3?"), dict(role="assistant", content="5"), dict(role="user", content="And 4 more?")],
              [dict(role="user", content="3 \u00d7 4 \u00f7 2 \u2212 1 = ? \U0001f600")]]
    return chats


def model_goldens(folder, out):
    import torch
    from safetensors.torch import load_file
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from stepscope_recipe.sampler import Sampler
    torch.backends.cuda.matmul.allow_tf32 = False
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval().to(device)
    hf = AutoTokenizer.from_pretrained(folder)
    prompts, logits, hidden = [], [], []
    with torch.no_grad():
        for chat in pick_prompts():
            text = hf.apply_chat_template(chat, add_generation_prompt=True, tokenize=False)
            ids = hf(text, add_special_tokens=False)["input_ids"]
            out_ = model(torch.tensor([ids], device=device), output_hidden_states=True)
            prompts.append(dict(messages=chat, text=text, ids=ids))
            logits.append(out_.logits[0, -1].cpu())
            hidden.append(out_.hidden_states[-1][0, -1].cpu())
    (out / "prompts.json").write_text(json.dumps(dict(logits="logits.f32", hidden="hidden.f32", vocabulary=len(logits[0]), width=len(hidden[0]),
                                                      prompts=prompts), indent=1))
    torch.stack(logits).numpy().astype("<f4").tofile(out / "logits.f32")
    torch.stack(hidden).numpy().astype("<f4").tofile(out / "hidden.f32")
    state = {k: v.to(device) for k, v in load_file(Path(folder) / "step_scorer/step_scorer.safetensors").items()}
    tokenizer = tok.load(Path(folder) / "tokenizer.json")
    boundary = set(tok.boundary_ids(tokenizer))
    stop, think_end = tokenizer.token_to_id("<|im_end|>"), tokenizer.token_to_id("</think>")
    traces = []
    held = read_set(PROBLEMS / "validation.jsonl")
    chosen = held[8:96:5][:18] + held[96:140:22][:2]
    drawn = Sampler(str(folder), device).sample(chosen, 1, 0.85, 7, 700, keep_tokens=True)
    for question, new in zip(chosen, drawn.tokens):
        text = hf.apply_chat_template([dict(role="user", content=question.question)], add_generation_prompt=True, tokenize=False)
        ids = hf(text, add_special_tokens=False)["input_ids"]
        full = ids + new
        with torch.no_grad():
            rows = model(torch.tensor([full], device=device), output_hidden_states=True).hidden_states[-1][0]
            end = full.index(think_end, len(ids)) if think_end in full[len(ids):] else len(full)
            at = [i for i in range(len(ids), len(full) - 1) if full[i] in boundary]
            scores = torch.sigmoid(torch.relu(rows[at] @ state["net.0.weight"].T + state["net.0.bias"]) @ state["net.2.weight"].T + state["net.2.bias"])[:, 0].tolist() if at else []
        traces.append(dict(question=question.question, prompt_tokens=len(ids), ids=full, text=hf.decode(full[len(ids):], skip_special_tokens=False),
                           ended=full[-1] == stop, steps=[dict(position=p, score=s, before_think_end=p < end) for p, s in zip(at, scores)]))
    (out / "scores.json").write_text(json.dumps(traces))


def main():
    if sys.argv[1] == "--tokenizer":
        folder, path, count = Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]) if len(sys.argv) > 4 else 20000
        with open(path, "w", encoding="utf-8") as file:
            for case in tokenizer_cases(tok.load(folder / "tokenizer.json"), count, 2):
                file.write(json.dumps(case) + "\n")
        return
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = tok.load(folder / "tokenizer.json")
    (out / "boundary_ids.json").write_text(json.dumps([dict(id=i, text=tokenizer.decode([i],
            skip_special_tokens=False)) for i in tok.boundary_ids(tokenizer)], indent=1) + "\n")
    (out / "tokenizer_cases.json").write_text(json.dumps(list(tokenizer_cases(tokenizer, 300, 1)), indent=0) + "\n")
    model_goldens(folder, out)


if __name__ == "__main__":
    main()

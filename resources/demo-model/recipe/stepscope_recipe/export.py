"""Model directories in the Hugging Face layout: writing and reading."""
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from . import tokenizer as tok
from .model import Shape, hugging_face_name

TEMPERATURE = 0.85


def write_json(path, value):
    Path(path).write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def save_model(folder, model, tokenizer_path):
    """config.json, model.safetensors (bf16), tokenizer and generation settings."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {hugging_face_name(name.replace("_orig_mod.", "")): value.detach().to(torch.bfloat16).contiguous().cpu()
               for name, value in model.state_dict().items()}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer = tok.load(tokenizer_path)
    write_json(folder / "config.json", model.shape.hugging_face(tokenizer))
    if Path(tokenizer_path).resolve() != (folder / "tokenizer.json").resolve():
        shutil.copy(tokenizer_path, folder / "tokenizer.json")
    write_json(folder / "tokenizer_config.json", tok.config())
    end, pad = tokenizer.token_to_id("<|im_end|>"), tokenizer.token_to_id("<|endoftext|>")
    write_json(folder / "generation_config.json", {"do_sample": True, "temperature": TEMPERATURE, "top_p": 1.0, "top_k": 0, "eos_token_id": [end,
            pad],
                                                   "pad_token_id": pad, "max_new_tokens": 900})


def load_weights(folder, device, kind):
    """({Hugging Face name: tensor}, Shape)"""
    config = json.loads((Path(folder) / "config.json").read_text())
    shape = Shape(config["vocab_size"], config["hidden_size"], config["num_hidden_layers"], config["num_attention_heads"],
                  config["num_key_value_heads"], config["head_dim"], config["intermediate_size"], config["rope_theta"], config["rms_norm_eps"])
    return {name: value.to(device, kind) for name, value in load_file(Path(folder) / "model.safetensors").items()}, shape


def save_scorer(folder, net, metrics):
    """The step scorer twice: safetensors with the metrics as metadata strings, and a PyTorch checkpoint. In a folder of its
    own: other engines take every .safetensors beside the weights for a part of the model."""
    folder = Path(folder) / "step_scorer"
    folder.mkdir(parents=True, exist_ok=True)
    state = {f"net.{name}": value.detach().float().contiguous().cpu() for name, value in net.state_dict().items()}
    save_file(state, folder / "step_scorer.safetensors", metadata={key: str(value) for key, value in metrics.items()})
    torch.save({"model_state_dict": state, **metrics}, folder / "step_scorer.pt")


def load_scorer(folder, device):
    state = load_file(Path(folder) / "step_scorer/step_scorer.safetensors")
    width, hidden = state["net.0.weight"].shape[1], state["net.0.weight"].shape[0]
    net = torch.nn.Sequential(torch.nn.Linear(width, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, 1))
    net.load_state_dict({name.removeprefix("net."): value for name, value in state.items()})
    return net.to(device)

"""For vllm_check.py: starting vLLM servers with and without the plugin, models of random weights, and polling for scores."""
import json
import math
import os
import pathlib
import random
import signal
import struct
import subprocess
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
QWEN3_4B = {
    "architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "vocab_size": 151936, "hidden_size": 2560,
    "intermediate_size": 9728, "num_hidden_layers": 36, "num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 128,
    "hidden_act": "silu", "max_position_embeddings": 40960, "rms_norm_eps": 1e-06, "rope_theta": 1000000,
    "attention_bias": False, "tie_word_embeddings": True, "torch_dtype": "bfloat16", "eos_token_id": 151645}


class Failed(Exception):
    pass


def post(url, body, request_id=None, timeout=120):
    headers = {"Content-Type": "application/json"}
    if request_id:
        headers["X-Request-Id"] = request_id
    with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers), timeout=timeout) as answer:
        return json.load(answer)


def get(url, timeout=10):
    with urllib.request.urlopen(url, timeout=timeout) as answer:
        return answer.read().decode()


def write_plugin_path(folder):
    """Folder for PYTHONPATH in which importlib.metadata finds the plugin's entry point, as after an installation."""
    info = folder / "stepscope_vllm-1.0.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stepscope-vllm\nVersion: 1.0.0\n")
    (info / "entry_points.txt").write_text("[vllm.general_plugins]\nstepscope = stepscope_vllm.plugin:register\n")
    return f"{folder}{os.pathsep}{ROOT / 'engine/server'}"


def write_scorer(path, width, hidden=512):
    """A random scorer, as .safetensors."""
    random.seed(5)
    shapes = {"net.0.weight": [hidden, width], "net.0.bias": [hidden], "net.2.weight": [1, hidden], "net.2.bias": [1]}
    header, data = {}, bytearray()
    for name, shape in shapes.items():
        count, bound = math.prod(shape), 1 / math.sqrt(width if name.startswith("net.0") else hidden)
        values = [random.uniform(-bound, bound) for _ in range(count)]
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + 4 * count]}
        data += struct.pack(f"<{count}f", *values)
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def write_big_model(folder):
    """The shape of Qwen3-4B without weights, with a tokenizer in which each twentieth token ends a step."""
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(QWEN3_4B))
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = [chr(b) for b in visible] + [chr(256 + i) for i in range(256 - len(visible))]
    vocabulary = {letter: i for i, letter in enumerate(letters)}
    for i in range(len(vocabulary), QWEN3_4B["vocab_size"] - 293):
        vocabulary[("\u010a\u010a" if i % 20 == 0 else "") + f"t{i}"] = i
    end = {"id": 151643, "content": "<|endoftext|>", "single_word": False, "lstrip": False, "rstrip": False,
           "normalized": False, "special": True}
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False}
    (folder / "tokenizer.json").write_text(json.dumps({
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [end], "normalizer": None,
        "pre_tokenizer": level, "post_processor": None, "decoder": level,
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "vocab": vocabulary, "merges": []}}))
    (folder / "tokenizer_config.json").write_text(json.dumps({
        "tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "<|endoftext|>", "model_max_length": 40960}))


class Server:
    def __init__(self, name, model, port, options, plugin_path, environment, args):
        self.name, self.address = name, f"http://127.0.0.1:{port}"
        self.plugin = f"http://127.0.0.1:{environment['STEPSCOPE_VLLM_PORT']}" if plugin_path else None
        self.log_path = args.out / f"{name}.log"
        self.began = time.monotonic()
        self.up_after = None
        command = [*args.python, "-m", "vllm.entrypoints.cli.main", "serve", str(model), "--host", "127.0.0.1", "--port",
                   str(port), "--served-model-name", "model", *options]
        environment = {**os.environ, "VLLM_USE_FLASHINFER_SAMPLER": "0", "VLLM_NO_USAGE_STATS": "1", **environment}
        if plugin_path:
            environment["PYTHONPATH"] = plugin_path + os.pathsep + environment.get("PYTHONPATH", "")
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT,
                                            stdin=subprocess.DEVNULL, start_new_session=True)

    def log_end(self):
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-25:])

    def wait(self, until):
        while self.up_after is None:
            if self.process.poll() is not None:
                raise Failed(f"the server ended with {self.process.returncode}:\n{self.log_end()}")
            if time.monotonic() > until:
                raise Failed(f"the server was not up in time:\n{self.log_end()}")
            try:
                get(self.address + "/health", 2)
                self.up_after = time.monotonic() - self.began
            except OSError:
                time.sleep(0.5)
        if self.plugin is None:
            return None
        try:
            return json.loads(get(self.plugin + "/stepscope/v1/info"))
        except OSError as failure:
            lines = [line for line in self.log_path.read_text(errors="replace").splitlines() if "tepscope" in line]
            raise Failed("the plugin does not answer: " + ("\n".join(lines[-8:]) or str(failure))) from failure

    def metric(self, name):
        return sum(float(line.rsplit(" ", 1)[1]) for line in get(self.address + "/metrics").splitlines()
                   if line.startswith(name))

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(15)


class Feed(threading.Thread):
    """Polls the plugin as a client does, from the scores on that come after it was made."""

    def __init__(self, address):
        super().__init__(daemon=True)
        self.address, self.scores, self.polls, self.most_used, self.lost = address, [], 0, 0, 0
        self.problem = None
        self._stop_now, self._ready = threading.Event(), threading.Event()
        self.start()
        self._ready.wait(10)

    def run(self):
        following = 10**14  # beyond all: the answer says which number is the next one now
        try:
            while not self._stop_now.is_set():
                answer = json.loads(get(f"{self.address}/stepscope/v1/scores?since={following}"))
                following = answer["next"]
                self.scores += answer["scores"]
                self.most_used, self.lost = max(self.most_used, answer["used_blocks"]), answer["lost"]
                self.polls += 1
                self._ready.set()
        except Exception as failure:
            self.problem = repr(failure)

    def stop(self):
        self._stop_now.set()
        self.join(5)
        if self.problem:
            raise Failed(f"asking for scores failed: {self.problem}")

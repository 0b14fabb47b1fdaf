import json
import struct
import tempfile
import unittest
from pathlib import Path

from stepscope_vllm import boundaries, settings
from stepscope_vllm.scorer_file import NAMES, ScorerError, check_shapes, read_safetensors

DEMO = Path(__file__).resolve().parents[2] / "resources/demo-model"


def safetensors(width=3, hidden=2, **changes):
    shapes = {"net.0.weight": [hidden, width], "net.0.bias": [hidden], "net.2.weight": [1, hidden], "net.2.bias": [1]}
    header, data = {}, b""
    for name, shape in shapes.items():
        count = 1
        for n in shape:
            count *= n
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + 4 * count]}
        data += struct.pack(f"<{count}f", *range(count))
    header.update(changes)
    text = json.dumps({name: entry for name, entry in header.items() if entry is not None}).encode()
    return struct.pack("<Q", len(text)) + text + data


class ScorerFile(unittest.TestCase):
    def read(self, data):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "s.safetensors"
            path.write_bytes(data)
            tensors = read_safetensors(path)
            return tensors, check_shapes(path.name, {name: tensor.shape for name, tensor in tensors.items()})

    def test_a_good_one(self):
        tensors, shape = self.read(safetensors())
        self.assertEqual((shape.input_width, shape.hidden_width), (3, 2))
        self.assertEqual(struct.unpack("<6f", tensors["net.0.weight"].data), (0, 1, 2, 3, 4, 5))

    def test_the_demo_models_own(self):
        path = settings.find_scorer(DEMO)
        self.assertIsNotNone(path)
        tensors = read_safetensors(path)
        config = json.loads((DEMO / "config.json").read_text())
        self.assertEqual(check_shapes(path.name, {name: t.shape for name, t in tensors.items()}).input_width,
                         config["hidden_size"])

    def test_bad_ones_are_refused_in_one_line(self):
        whole = safetensors()
        entry = {"dtype": "F32", "shape": [2], "data_offsets": [24, 32]}
        for data, words in ((b"", "0 bytes"), (whole[:20], "header"), (struct.pack("<Q", 1 << 60) + whole[8:], "header"),
                            (whole[:-8], "lies at"), (struct.pack("<Q", 2) + b"{]", "no JSON"),
                            (struct.pack("<Q", 200000) + b"[" * 200000, "no JSON"), (struct.pack("<Q", 2) + b"[]", "object"),
                            (safetensors(**{"net.0.bias": None}), "net.0.bias is missing"),
                            (safetensors(**{"net.0.bias": {**entry, "dtype": "I64"}}), "type 'I64'"),
                            (safetensors(**{"net.0.bias": {**entry, "shape": [3]}}), "expected 12 bytes"),
                            (safetensors(**{"net.0.bias": {**entry, "shape": [-2]}}), "no lists"),
                            (safetensors(**{"net.0.bias": {**entry, "data_offsets": [32, 24]}}), "lies at"),
                            (safetensors(**{"net.0.bias": 7}), "type 7")):
            with self.assertRaises(ScorerError) as caught:
                self.read(data)
            self.assertIn(words, str(caught.exception))
            self.assertNotIn("\n", str(caught.exception))

    def test_shapes_have_to_fit_each_other(self):
        good = {"net.0.weight": (2, 3), "net.0.bias": (2,), "net.2.weight": (1, 2), "net.2.bias": (1,)}
        self.assertEqual(check_shapes("s", good).hidden_width, 2)
        for name in NAMES:
            with self.assertRaises(ScorerError):
                check_shapes("s", {**good, name: (5,)})


class Settings(unittest.TestCase):
    def test_defaults_keep_to_this_machine(self):
        found = settings.read_settings({})
        self.assertEqual((found.host, found.port, found.scorer, found.boundary_tokens), ("127.0.0.1", 8010, None, None))

    def test_what_is_given(self):
        found = settings.read_settings({"STEPSCOPE_VLLM_HOST": "0.0.0.0", "STEPSCOPE_VLLM_PORT": "0",
                                        "STEPSCOPE_VLLM_SCORER": "/s.pt", "STEPSCOPE_VLLM_BOUNDARY_TOKENS": "3-5, 271"})
        self.assertEqual((found.host, found.port, found.scorer), ("0.0.0.0", 0, Path("/s.pt")))
        self.assertEqual(found.boundary_tokens, {3, 4, 5, 271})

    def test_bad_values_are_named(self):
        for name, value in (("PORT", "80x"), ("PORT", "70000"), ("BOUNDARY_TOKENS", "1;2"), ("BOUNDARY_TOKENS", "0-999999999")):
            with self.assertRaises(settings.SettingsError) as caught:
                settings.read_settings({"STEPSCOPE_VLLM_" + name: value})
            self.assertIn("STEPSCOPE_VLLM_" + name, str(caught.exception))

    def test_the_models_own_scorer_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            model = Path(folder)
            self.assertIsNone(settings.find_scorer(model))
            (model / "step_scorer.safetensors").touch()  # vLLM stops at it
            self.assertIsNone(settings.find_scorer(model))
            (model / "step_scorer.pt").touch()
            self.assertEqual(settings.find_scorer(model), model / "step_scorer.pt")
            (model / "step_scorer").mkdir()
            (model / "step_scorer/step_scorer.safetensors").touch()
            self.assertEqual(settings.find_scorer(model).parent, model / "step_scorer")


class Boundaries(unittest.TestCase):
    def test_two_newlines_in_a_row(self):
        self.assertEqual(boundaries.boundary_ids(["a", "\n", "\n\n", ".\n\n", "\n \n", "\r\n\r\n", "\n\n\n", ""]), {2, 3, 6})

    def test_each_id_is_decoded_alone_and_as_it_is(self):
        class Tokenizer:
            def __len__(self):
                return 3

            def decode(self, ids, skip_special_tokens, clean_up_tokenization_spaces):
                assert not skip_special_tokens and not clean_up_tokenization_spaces
                return {(0,): "x", (1,): "\n\n", (2,): "</think>\n\n"}[tuple(ids)]

        self.assertEqual(boundaries.boundary_ids_of(Tokenizer()), {1, 2})


class ModelFolders(unittest.TestCase):
    def test_only_the_weights_are_safetensors(self):
        """vLLM and transformers take every .safetensors of a model's folder for a part of the model."""
        root = Path(__file__).resolve().parents[2]
        folders = [path.parent for path in (root / "resources").rglob("config.json")]
        self.assertIn(DEMO, folders)
        for folder in folders:
            index = folder / "model.safetensors.index.json"
            weights = set(json.loads(index.read_text())["weight_map"].values()) if index.exists() else {"model.safetensors"}
            self.assertEqual({path.name for path in folder.glob("*.safetensors")}, weights, folder)


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Prints a scorer's .pt file as JSON: tensors with shape and values, everything else as it is. Its unpickler allows what
torch.load(weights_only=True) allows of such a file and no more. Standard library only.

    read_checkpoint.py SCORER.pt
"""
import array
import collections
import io
import json
import pickle
import pickletools
import sys
import zipfile


class Storage:
    """Stands for torch.FloatStorage."""


def rebuild_tensor(storage, offset, shape, strides, requires_grad, hooks):
    expected, count = [], 1
    for size in reversed(shape):
        expected.insert(0, count)
        count *= size
    assert list(strides) == expected and offset == 0 and len(storage) == count, "not a whole contiguous tensor"
    assert requires_grad is False and hooks == {}
    return {"shape": list(shape), "values": list(storage)}


class Unpickler(pickle.Unpickler):
    KNOWN = {("torch._utils", "_rebuild_tensor_v2"): rebuild_tensor, ("torch", "FloatStorage"): Storage,
             ("collections", "OrderedDict"): collections.OrderedDict}

    def __init__(self, data, read):
        super().__init__(io.BytesIO(data))
        self.read = read

    def find_class(self, module, name):
        if (module, name) not in self.KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name} is not allowed")
        return self.KNOWN[module, name]

    def persistent_load(self, saved):
        kind, storage_type, key, location, count = saved
        assert kind == "storage" and storage_type is Storage and location == "cpu"
        values = array.array("f", self.read(f"data/{key}"))
        if sys.byteorder == "big":
            values.byteswap()
        assert len(values) == count, f"storage {key}: expected {count} values, found {len(values)}"
        return values


def read_checkpoint(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        pickles = [name for name in archive.namelist() if name.endswith("data.pkl")]
        assert len(pickles) == 1
        prefix = pickles[0][:-len("data.pkl")]
        read = lambda name: archive.read(prefix + name)
        assert read("byteorder") == b"little" and read("version").strip() == b"3"
        data = read("data.pkl")
        pickletools.dis(data, out=io.StringIO())  # stack and memo are as they must be
        return Unpickler(data, read).load()


if __name__ == "__main__":
    json.dump(read_checkpoint(sys.argv[1]), sys.stdout)

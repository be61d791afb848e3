"""A small recording, its contract, and its file packed otherwise."""

import io
import zipfile

import numpy as np
import pytest

import landscapes
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import RandomStarts
from core.recording import recording_file

EXPERIMENT = Experiment(
    landscapes.make({"name": "ackley"}),
    (
        MethodSpec.create("adam"),
        MethodSpec.create("adam+cm", {"capacity": 3}),
        MethodSpec.create("adam+cg", {"capacity": 9}, enabled=False),
        MethodSpec.create("adam+cg", {"capacity": 2}),
    ),
    RandomStarts(4),
    12,
)
M, T, S, D, C = 3, 12, 4, 2, 3
CONTRACT = {
    "positions": ("float64", (M, T + 1, S, D)),
    "losses": ("float64", (M, T + 1, S)),
    "gradients": ("float64", (M, T, S, D)),
    "gradient_norms": ("float64", (M, T, S)),
    "first_moments": ("float64", (M, T + 1, S, D)),
    "second_moments": ("float64", (M, T + 1, S, D)),
    "memory_items": ("float64", (M, T + 1, S, C, D)),
    "memory_priorities": ("float64", (M, T + 1, S, C)),
    "memory_births": ("int32", (M, T + 1, S, C)),
    "memory_events": ("int8", (M, T, S)),
    "memory_slots": ("int16", (M, T, S)),
}


def contents(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path, files, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def npy(array, *, pickled=False):
    file = io.BytesIO()
    np.save(file, array, allow_pickle=pickled)
    return file.getvalue()


def refusal(path):
    with pytest.raises(ExperimentError) as refused:
        recording_file.load(path)
    assert str(refused.value).isprintable()
    return refused.value

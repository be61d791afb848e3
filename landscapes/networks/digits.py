"""The handwritten digits that every scikit-learn knows: 1,797 images of 8 × 8 pixels."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np

import resources
from landscapes.networks.samples import Part, Samples, mislabelled, split_off, wrong_labels

SOURCE = "the digits of E. Alpaydin and C. Kaynak, UCI 1998, as in scikit-learn"
LICENCE = "CC BY 4.0"
CLASSES = 10
SIDE = 8
PIXELS = SIDE**2
TEST, VALIDATION = 397, 200
"""Images to be tested on, and to choose settings by; all others may be learnt from."""
MOST = 1797 - TEST - VALIDATION


@functools.lru_cache(maxsize=1)
def images() -> Samples:
    """All 1,797 images in their published order: inputs (1797, 64) from 0 to 1."""
    path = Path(resources.__file__).parent / "networks" / "digits.npz"
    with np.load(path, allow_pickle=False) as file:
        pixels, labels = file["pixels"], file["labels"]
    return Samples(pixels.astype(np.float32) / 16.0, labels.astype(np.int64))


@functools.lru_cache(maxsize=16)
def digits(train: int, label_noise: float, split: int) -> dict[Part, Samples]:
    """`train` images with a share of wrong labels, and 200 and 397 others with all labels
    right."""
    parts = split_off(images(), train, VALIDATION, TEST, split)
    return parts | {"train": mislabelled(parts["train"], label_noise, CLASSES, split)}


def words(train: int, label_noise: float) -> str:
    """Such data, for people."""
    return f"{train:,} digits, {TEST} to test{wrong_labels(label_noise)}"

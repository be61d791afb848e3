"""What the presets' runs come to, each run once; and the figures of a commentary."""

import functools
import re

import numpy as np

from core.experiment import presets
from core.stepping.simulate import record

REMEMBERED = {"two-basins", "buffer-size", "cancellation", "stale"}
"""Those of whose memories something is said."""


@functools.cache
def recorded(name):
    return record(presets.load(name), "all" if name in REMEMBERED else "none")


def ends(name):
    """Last positions (S, D) of each method, by label."""
    recording = recorded(name)
    labels = [spec.label for spec in recording.experiment.methods]
    return {
        label: track["positions"][-1] for label, track in zip(labels, recording.tracks, strict=True)
    }


def share_near(points, place, reach):
    return float((np.abs(points - place).max(-1) < reach).mean())


def percentages(name):
    return [int(number) for number in re.findall(r"(\d+) %", presets.commentary(name))]


def shares_in_flat(name):
    """Percent of the starts that end in the flat one of two basins, by label."""
    in_flat = {}
    for label, points in ends(name).items():
        to_flat = ((points - (1.5, 0)) ** 2).sum(-1)
        to_sharp = 100 * ((points - (-1.5, 0)) ** 2).sum(-1)
        in_flat[label] = 100 * float((to_flat < to_sharp).mean())
    return in_flat


def agreement(name, index, first, last):
    """Median over steps and starts of ‖Σ b‖ / Σ‖b‖ of one method's memory."""
    items = recorded(name).tracks[index]["memory_items"][first:last]
    lengths = np.nansum(np.linalg.norm(items, axis=-1), axis=-1)
    return np.median(np.linalg.norm(np.nansum(items, axis=-2), axis=-1) / lengths)


def decimals(name, behind):
    """The decimal fractions in a commentary after some words."""
    text = presets.commentary(name).partition(behind)[2]
    assert text, behind
    return [float(number) for number in re.findall(r"\d+\.\d+", text)]

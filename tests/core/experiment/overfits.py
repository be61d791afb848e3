"""Runs the preset of a language model, half a minute's work, and writes what its commentary tells
of: `python -m tests.core.experiment.overfits`."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import torch

from core.experiment import presets
from core.stepping.simulate import record

SUMMARY = Path(__file__).with_name("overfits.json")


def losses(steps: int, labels: tuple[str, ...] = ()) -> dict[str, dict[str, list[list[float]]]]:
    """Loss per word on the training and the test set, (K + 1, S), at the kept times of the first
    `steps` of the preset, by label and part."""
    race = presets.load("overfits")
    methods = tuple(spec for spec in race.methods if not labels or spec.label in labels)
    recording = record(dataclasses.replace(race, methods=methods, steps=steps), "none")
    return {
        spec.label: {
            part: np.round(track[f"{part}_losses"].astype(float), 4).tolist()
            for part in ("train", "test")
        }
        for spec, track in zip(methods, recording.tracks, strict=True)
    }


if __name__ == "__main__":
    torch.set_num_threads(1)
    SUMMARY.write_text(json.dumps(losses(presets.load("overfits").steps)) + "\n", encoding="utf-8")

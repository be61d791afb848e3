"""A recording as its file has it: one array a key, with the methods along the first axis."""

from __future__ import annotations

import numpy as np

from core.recording.recording import Recording
from landscapes.base import Array


def stacked(recording: Recording) -> dict[str, Array]:
    """Every key with its array (M, …)."""
    keys = recording.tracks[0].arrays
    return {key: np.stack([track[key] for track in recording.tracks]) for key in keys}

"""What a table was found with, for people and programs that read it later."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from core.experiment import experiment_file
from core.experiment.experiment import Experiment
from core.study.results.intervals import LEVEL
from core.study.starting.sampling import Sampling


def setting(experiment: Experiment, sampling: Sampling, **more: Any) -> dict[str, Any]:
    """The experiment, how its starts were chosen, the level of the intervals, and what more there
    is to say; ready for JSON."""
    return {
        "experiment": json.loads(experiment_file.dumps(experiment)),
        "sampling": dataclasses.asdict(sampling),
        "level": LEVEL,
        **more,
    }

"""The example of the file format, and one thing in it written otherwise."""

import copy
import json

import pytest

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError

# The example of the format's description: every key that is required, and all the others.
EXAMPLE = {
    "format": 1,
    "landscape": {"name": "two-basins", "parameters": {"sharpness": 100}},
    "methods": [
        {
            "method": "adam+cm",
            "label": "C = 5",
            "enabled": True,
            "hyperparameters": {"lr": 0.05, "capacity": 5, "decay": 0.7},
        }
    ],
    "starts": [[-1.5, 0.1]],
    "steps": 500,
    "schedules": {"lr": {"kind": "constant"}, "strength": {"kind": "constant"}},
    "noise": 0.0,
    "seed": 0,
}
DRIFT = {"kind": "jump", "period": 100, "by": [2, 0.6]}


def example(**changes):
    return copy.deepcopy(EXAMPLE) | changes


def with_method(**changes):
    return example(methods=[EXAMPLE["methods"][0] | changes])


def with_hyperparameter(name, value):
    return with_method(hyperparameters={name: value})


def loads(document):
    return experiment_file.loads(json.dumps(document))


def refusal(document):
    with pytest.raises(ExperimentError) as refused:
        loads(document)
    return refused.value

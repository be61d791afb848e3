"""What the file of a network's experiment says beyond others, and what is refused of it."""

import json

import numpy as np
import pytest

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from core.experiment.record import Record
from core.experiment.setting_text import setting
from core.experiment.starts import SeedStarts
from landscapes import BY_NAME
from tests.core.tiny_network import TinyNetwork

NETWORK = {
    "format": 1,
    "landscape": {"name": "tiny-network", "parameters": {"train": 30}},
    "methods": [{"method": "adam+cm", "hyperparameters": {"lr": 0.01}}],
    "starts": {"seeds": 3},
    "steps": 20,
    "batch": 8,
    "record": {"every": 5, "what": "projections"},
    "seed": 11,
}
BOWL = NETWORK | {"landscape": {"name": "levy"}, "starts": [[1.0, 2.0]]}


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setitem(BY_NAME, "tiny-network", TinyNetwork)


def loads(document, **changes):
    told = {key: value for key, value in (document | changes).items() if value is not ...}
    return experiment_file.loads(json.dumps(told))


def test_a_networks_keys_are_read_and_written_as_they_stand():
    experiment = loads(NETWORK)
    assert experiment.batch == 8 and experiment.starts == SeedStarts(3)
    assert experiment.record == Record(5, "projections") and experiment.start_count == 3
    assert experiment_file.loads(experiment_file.dumps(experiment)) == experiment
    written = experiment_file.describe(experiment)
    assert {key: written[key] for key in ("starts", "batch", "record")} == {
        key: NETWORK[key] for key in ("starts", "batch", "record")
    }
    plain = loads(NETWORK, batch=..., record=...)
    assert plain.batch is None and plain.record is None
    assert not {"batch", "record"} & set(experiment_file.describe(plain))
    assert loads(NETWORK, record={}).record == Record(None, "positions")


def test_replicas_are_the_networks_own_initialisations_and_points_may_be_listed():
    starts = loads(NETWORK).start_positions()
    assert starts.dtype == np.float32
    np.testing.assert_array_equal(starts, TinyNetwork(30).initial(11, 3))
    listed = loads(NETWORK, starts=[[0.5] * 12, [1 / 3] * 12])
    assert listed.start_positions().dtype == np.float32 and listed.start_count == 2


def test_points_of_a_network_may_be_listed_at_any_length():
    """A long list is read apart from the rest, after the rest has been looked at."""
    rows = np.random.default_rng(0).normal(size=(4000, 12)).tolist()
    told = []
    text = json.dumps(NETWORK | {"starts": rows})
    experiment = experiment_file.loads(text, lambda asked: told.append(asked.start_count))
    assert told == [4000] and experiment.starts == tuple(map(tuple, rows))


@pytest.mark.parametrize(
    ("document", "changes", "path", "words"),
    [
        (NETWORK, {"batch": 0}, "$.batch", "a whole number from 1 to 30"),
        (NETWORK, {"batch": 31}, "$.batch", "a whole number from 1 to 30"),
        (NETWORK, {"batch": 8.0}, "$.batch", "a whole number from 1 to 30"),
        (NETWORK, {"batch": None}, "$.batch", "leave it out for the whole training set"),
        (NETWORK, {"record": {"every": 21}}, "$.record.every", "a whole number from 1 to 20"),
        (NETWORK, {"record": {"every": 0}}, "$.record.every", "a whole number from 1 to 20"),
        (NETWORK, {"record": {"every": None}}, "$.record.every", "leave it out"),
        (NETWORK, {"record": {"what": "all"}}, "$.record.what", "positions, projections, scalars"),
        (NETWORK, {"record": {"what": []}}, "$.record.what", "positions, projections, scalars"),
        (NETWORK, {"record": {"steps": 5}}, "$.record.steps", "one of the keys every, what"),
        (NETWORK, {"record": 5}, "$.record", "an object with every and what"),
        (NETWORK, {"starts": {"seeds": 0}}, "$.starts.seeds", "a whole number from 1 to"),
        (NETWORK, {"starts": {"seeds": True}}, "$.starts.seeds", "a whole number from 1 to"),
        (NETWORK, {"starts": {"seeds": 1, "random": 1}}, "$.starts", "just one of"),
        (NETWORK, {"starts": {"random": 3}}, "$.starts", 'begin with {"seeds": n}'),
        (NETWORK, {"starts": {"lattice": 3}}, "$.starts", 'begin with {"seeds": n}'),
        (NETWORK, {"starts": [[1.0, 2.0]]}, "$.starts[0]", "12 dimensions"),
        (BOWL, {"record": ...}, "$.batch", "levy has no mini-batches"),
        (BOWL, {"batch": ...}, "$.record", "all is recorded of levy"),
        (
            BOWL,
            {"batch": ..., "record": ..., "starts": {"seeds": 3}},
            "$.starts.seeds",
            "levy is no network",
        ),
    ],
)
def test_what_a_landscape_does_not_have_is_refused_in_words(document, changes, path, words):
    with pytest.raises(ExperimentError) as refused:
        loads(document, **changes)
    assert refused.value.path == path and words in refused.value.problem


def test_the_setting_in_words_counts_replicas():
    assert "3 replicas" in setting(loads(NETWORK))

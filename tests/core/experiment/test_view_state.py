"""How an experiment was looked at: kept, checked as strictly as the rest, no part of the race."""

from __future__ import annotations

import dataclasses
import json

import pytest

from app.map.drawing.layers import Layers
from app.map.layers_menu import LAYER_TITLES
from core.experiment import experiment_file, presets
from core.experiment.errors import ExperimentError
from core.experiment.view_plane import PlaneChoice
from core.experiment.view_state import LAYERS, ViewState

VIEW = ViewState(
    step=120,
    start=0,
    map=((-1.5, 2.0), (0.25, 1e3)),
    layers=frozenset({"trails", "legend"}),
    layout="grid",
    camera=(325.0, 37.5, 1.25),
    panels=frozenset({"memory", "charts"}),
    plane=PlaneChoice("ends", "test", moves=True),
)


def file_with(view: object) -> str:
    tree = json.loads(experiment_file.dumps(presets.load("default")))
    return json.dumps(tree | {"view": view})


def test_it_is_written_and_read_back_and_changes_no_race() -> None:
    bare = presets.load("default")
    seen = dataclasses.replace(bare, view=VIEW)
    assert seen == bare and hash(seen) == hash(bare)
    text = experiment_file.dumps(seen)
    assert experiment_file.loads(text).view == VIEW
    assert json.loads(text)["view"] == {
        "step": 120, "start": 0, "map": [[-1.5, 2.0], [0.25, 1000.0]],
        "layers": ["trails", "legend"], "layout": "grid",
        "camera": [325.0, 37.5, 1.25], "panels": ["charts", "memory"],
        "plane": {"kind": "ends", "loss": "test", "moves": True},
    }  # fmt: skip
    assert "view" not in json.loads(experiment_file.dumps(bare))
    assert experiment_file.loads(file_with({})).view == ViewState()


def test_what_an_edit_has_taken_away_is_not_written() -> None:
    short = dataclasses.replace(presets.load("default"), steps=50, view=VIEW)
    again = experiment_file.loads(experiment_file.dumps(short))
    assert again.view == dataclasses.replace(VIEW, step=None)


@pytest.mark.parametrize(
    ("view", "path", "said"),
    [
        ([], "$.view", "an object"),
        ({"stpe": 3}, "$.view.stpe", "one of the keys step, start, map, layers, layout"),
        ({"step": 501}, "$.view.step", "0 to 500"),
        ({"step": 3.0}, "$.view.step", "a whole number"),
        ({"step": True}, "$.view.step", "a whole number"),
        ({"start": 1}, "$.view.start", "0 to 0"),
        ({"map": [[0, 1]]}, "$.view.map", "[[x0, x1], [y0, y1]]"),
        ({"map": [[0, 1], [1, 1]]}, "$.view.map[1]", "ascending"),
        ({"map": [[0, 1], [0, "1"]]}, "$.view.map[1][1]", "a finite number"),
        ({"map": [[0, 1], 5]}, "$.view.map[1]", "[[x0, x1]"),
        ({"layers": "trails"}, "$.view.layers", "a list of trails"),
        ({"layers": ["trails", "dust"]}, "$.view.layers[1]", "one of trails"),
        ({"layers": ["trails", "trails"]}, "$.view.layers", "twice"),
        ({"panels": "memory"}, "$.view.panels", "a list of controls"),
        ({"panels": ["memory", "dust"]}, "$.view.panels[1]", "one of controls"),
        ({"panels": ["memory", "memory"]}, "$.view.panels", "a panel is named twice"),
        ({"layout": "pile"}, "$.view.layout", "overlay or grid"),
        ({"colours": "magma"}, "$.view.colours", "an object with some of dark, light"),
        ({"colours": {"drak": "magma"}}, "$.view.colours.drak", "dark, light, levels, spacing"),
        ({"colours": {"dark": "jet"}}, "$.view.colours.dark", "one of viridis, cividis"),
        ({"colours": {"light": ["magma"]}}, "$.view.colours.light", "one of viridis"),
        ({"colours": {"levels": 18}}, "$.view.colours.levels", "one of fewer, usual, more"),
        ({"colours": {"spacing": None}}, "$.view.colours.spacing", "one of round, even"),
        ({"plane": "pca"}, "$.view.plane", "an object with some of kind, loss, moves"),
        ({"plane": {"knd": "ends"}}, "$.view.plane.knd", "one of the keys kind, loss, moves"),
        ({"plane": {"kind": "pca"}}, "$.view.plane.kind", "one of paths, ends, random, hessian"),
        ({"plane": {"kind": ["ends"]}}, "$.view.plane.kind", "one of paths"),
        ({"plane": {"loss": "both"}}, "$.view.plane.loss", "train or test"),
        ({"plane": {"moves": 1}}, "$.view.plane.moves", "true or false"),
        ({"camera": "far"}, "$.view.camera", "[azimuth, tilt, zoom]"),
        ({"camera": [10, 20]}, "$.view.camera", "[azimuth, tilt, zoom]"),
        ({"camera": [361, 45, 1]}, "$.view.camera[0]", "0 to 360"),
        ({"camera": [0, 5, 1]}, "$.view.camera[1]", "10 to 90"),
        ({"camera": [0, 45, 8.5]}, "$.view.camera[2]", "0.5 to 8"),
        ({"camera": [0, 45, True]}, "$.view.camera[2]", "a number"),
    ],
)
def test_what_cannot_be_seen_is_refused_with_its_place(view: object, path: str, said: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        experiment_file.loads(file_with(view))
    assert caught.value.path == path
    assert said in caught.value.problem


def test_its_layers_are_those_that_a_map_can_show() -> None:
    assert set(LAYERS) == set(LAYER_TITLES)
    assert all(isinstance(getattr(Layers(), name), bool) for name in LAYERS)

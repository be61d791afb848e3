"""A file keeps which plane through a network's runs was seen, and a picture shows the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.export.composition import Composition
from app.look.appearance import Appearance
from app.map.planes.planes import Planes
from app.session.session import Session
from app.window.main_window import MainWindow
from core.experiment import experiment_file
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import SeedStarts
from core.experiment.view_plane import PlaneChoice
from landscapes.networks.digits_mlp import DigitsMLP


@pytest.fixture
def file(tmp_path: Path) -> Path:
    specs = MethodSpec.create("adam", {"lr": 0.02}), MethodSpec.create("sgd", {"lr": 0.5})
    race = Experiment(DigitsMLP(train=64, hidden=3), specs, SeedStarts(1), 24, batch=16)
    tree = json.loads(experiment_file.dumps(race))
    tree["view"] = {"plane": {"kind": "ends", "loss": "test"}}
    path = tmp_path / "race.basin.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    return path


def settled(qtbot: QtBot, session: Session, planes: Planes, kind: str) -> None:
    qtbot.waitUntil(lambda: session.ready == session.last_step)

    def is_there() -> bool:
        laid = planes.laid
        return laid is not None and laid.fitted.wish.kind == kind

    qtbot.waitUntil(is_there)


def test_the_plane_that_was_seen_is_seen_again(
    qtbot: QtBot, appearance: Appearance, file: Path
) -> None:
    session = Session()
    window = MainWindow(session, appearance, None)
    qtbot.addWidget(window)
    window.show()
    planes = window.map_view.canvas.planes
    window.files.open_path(file)
    assert window.map_view.plane_choice == PlaneChoice("ends", "test")
    settled(qtbot, session, planes, "ends")
    assert planes.shown.names[0] == "start to first end"

    window.map_view.plane.actions_by_name["paths"].trigger()
    window.map_view.plane.actions_by_name["train"].trigger()
    settled(qtbot, session, planes, "paths")
    window.map_view.set_layers(window.map_view.layers.toggled("true_loss"))
    assert window.files.save()
    told = json.loads(file.read_text(encoding="utf-8"))["view"]
    assert told["plane"] == {"kind": "paths", "loss": "train", "moves": False}
    assert "fading" in told["layers"] and "true_loss" not in told["layers"]
    assert "map" not in told  # all of the plane was seen

    window.exports.ask()
    dialog = window.exports._dialog
    composition = Composition(dialog._scene())
    assert composition._mapped.picture.experiment.landscape == planes.laid.ground
    dialog.close()
    window.close()
    session.close()

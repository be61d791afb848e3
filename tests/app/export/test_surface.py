"""A surface in exports: as the window shows it, or as it is asked for, and turned by a video."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage

from app.export.composition import Composition
from app.export.formats import format_of
from app.export.frames.frame_painter import FramePainter
from app.export.frames.plan import VideoPlan
from app.export.option import OptionError
from app.export.view_options import parse_camera, parse_orbit, parse_view
from app.map.drawing.camera import Camera
from app.map.drawing.layers import Layers
from app.map.drawing.scene import Scene
from core.experiment.view_state import TILTS, ZOOMS

SIZE = {"size": "160x128"}
pytestmark = pytest.mark.usefixtures("qapp")


def nothing(done: int, total: int) -> None:
    """Report to nobody."""


def still(scene: Scene, **asked: str) -> QImage:
    """The picture that options ask for."""
    chosen = format_of(Path("a.png"))
    assert chosen is not None
    composition = Composition.of(scene, chosen.parsed(SIZE | asked))
    return FramePainter(composition, 160, 128).paint(composition.step).copy()


def seen_by(scene: Scene, camera: Camera | None) -> Scene:
    return dataclasses.replace(scene, layers=Layers(camera=camera))


def test_it_is_as_shown_unless_it_is_asked_for_otherwise(scene: Scene) -> None:
    camera = Camera(10.0, 50.0, 1.5)
    flat, raised = seen_by(scene, None), seen_by(scene, camera)
    assert still(raised) == still(flat, camera="10,50,1.5") != still(flat)
    assert still(raised, view="map") == still(flat)
    assert still(flat, view="surface") == still(seen_by(scene, Camera()))
    assert still(raised, view="surface") == still(raised)


@pytest.mark.parametrize(
    ("name", "parse", "text", "value"),
    [
        ("camera", parse_camera, "10, 50,1.5", Camera(10.0, 50.0, 1.5)),
        ("camera", parse_camera, " ", None),
        ("camera", parse_camera, "10,50", OptionError),
        ("camera", parse_camera, "1e2,50,1", OptionError),
        ("camera", parse_camera, f"10,{TILTS[0] - 0.5},1", OptionError),
        ("camera", parse_camera, f"10,50,{ZOOMS[1] + 0.5}", OptionError),
        ("camera", parse_camera, "361,50,1", OptionError),
        ("orbit", parse_orbit, "-90", -90.0),
        ("orbit", parse_orbit, "3600", 3600.0),
        ("orbit", parse_orbit, "3600.5", OptionError),
        ("orbit", parse_orbit, "round", OptionError),
        ("view", parse_view, "", None),
        ("view", parse_view, "globe", OptionError),
    ],
)
def test_what_can_be_asked(name: str, parse, text: str, value: object) -> None:
    if value is not OptionError:
        assert parse(text) == value
        return
    with pytest.raises(OptionError) as caught:
        parse(text)
    assert caught.value.option == name and text in str(caught.value)


@pytest.mark.parametrize("asked", [{"orbit": "90"}, {"camera": "10,50,1"}])
def test_a_map_is_not_asked_to_turn(scene: Scene, asked: dict[str, str]) -> None:
    chosen = format_of(Path("a.mp4"))
    assert chosen is not None
    with pytest.raises(OptionError, match="does not turn"):
        chosen.review(chosen.parsed(asked | {"view": "map"}), scene.picture.experiment)
    chosen.review(chosen.parsed(asked), scene.picture.experiment)


def test_a_video_turns_evenly_from_its_first_frame_to_its_last(
    scene: Scene, tmp_path: Path
) -> None:
    chosen, path = format_of(Path("a.apng")), tmp_path / "a.apng"
    assert chosen is not None
    # 6 frames and one second held: 2 more, in which nothing but the orbit goes on.
    asked = {"size": "128x128", "fps": "2", "seconds": "4", "hold": "1", "orbit": "70",
             "camera": "10,50,1", "parts": "none"}  # fmt: skip
    options = chosen.parsed(asked)
    plan = VideoPlan.of(options, scene.picture.experiment.steps)
    assert (plan.frames, plan.share(0), plan.share(7)) == (8, 0.0, 1.0)
    chosen.write(path, scene, options, nothing)
    with Image.open(path) as movie:
        shown = []
        for index in range(movie.n_frames):
            movie.seek(index)
            shown.append(np.asarray(movie.convert("RGB")).astype(int))
    assert len(shown) == 8
    for frame in (0, 4, 7):
        turned = still_at(scene, Camera(10.0 + 10.0 * frame, 50.0, 1.0), plan.step(frame))
        assert np.abs(shown[frame] - turned).max() <= 1


def still_at(scene: Scene, camera: Camera, step: int) -> np.ndarray:
    """The colours (128, 128, 3) of a picture by itself, of the landscape and nothing around it."""
    layers = Layers(camera=camera, legend=False, step_counter=False)
    shown = dataclasses.replace(scene, layers=layers, theme=scene.theme)
    image = FramePainter(shown, 128, 128).paint(step).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(128, -1)[:, : 3 * 128]
    return rows.reshape(128, 128, 3).astype(int)


def test_a_drawing_carries_the_ground_as_a_picture_and_trails_as_paths(
    scene: Scene, tmp_path: Path
) -> None:
    chosen, path = format_of(Path("a.svg")), tmp_path / "a.svg"
    assert chosen is not None
    chosen.write(
        path, scene.at(30), chosen.parsed({"view": "surface", "sheet": "89x67mm"}), nothing
    )
    tree = ElementTree.parse(path)
    name = "{http://www.w3.org/2000/svg}"
    assert len(tree.findall(f".//{name}image")) == 1
    assert len(tree.findall(f".//{name}path")) > 5
    assert any("step" in "".join(text.itertext()) for text in tree.findall(f".//{name}text"))

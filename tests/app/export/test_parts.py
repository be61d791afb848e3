"""The parts of an exported picture: where they stand, and that each shows the run as it was."""

from __future__ import annotations

import dataclasses
import itertools
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pypdf
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from app.export.composition import Composition
from app.export.formats import format_of
from app.export.frames.frame_painter import FramePainter
from app.export.option import OptionError
from app.export.options import parse_parts
from app.export.parts import FIGURES, PARTS
from app.export.places import placed
from app.look.theme import DARK
from app.map.drawing.scene import Scene
from app.map.drawing.view import View
from app.running.shown import Picture
from core.experiment.experiment import Experiment, MethodSpec
from core.stepping.simulate import record
from landscapes import make

pytestmark = pytest.mark.usefixtures("qapp")
SVG = "{http://www.w3.org/2000/svg}"
SIZES = [(1280, 720), (720, 720), (448, 337), (448, 600), (922, 615), (400, 900), (170, 170)]
SOME = [some for count in (1, 2, 3) for some in itertools.combinations(FIGURES, count)]


def exported(suffix: str, scene: Scene, folder: Path, **texts: str) -> Path:
    path = folder / f"race{suffix}"
    each = format_of(path)
    assert each is not None
    each.write(path, scene, each.parsed(texts), lambda done, total: None)
    return path


def words_of(path: Path) -> list[str]:
    texts = ElementTree.parse(path).getroot().iter(f"{SVG}text")
    return ["".join(each.itertext()).strip() for each in texts]


def test_a_picture_of_which_no_figure_is_named_has_the_map() -> None:
    assert parse_parts("") is None
    assert parse_parts("none") == {"map"}
    assert parse_parts("legend,counter") == {"map", "legend", "counter"}
    assert parse_parts("loss, legend") == {"loss", "legend"}
    with pytest.raises(OptionError, match="map, loss, memory, legend, counter") as caught:
        parse_parts("map,graph")
    assert caught.value.option == "parts"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("names", SOME, ids="+".join)
def test_parts_share_the_picture_and_none_lies_on_another(
    names: tuple[str, ...], size: tuple[int, int]
) -> None:
    shown = frozenset(names)
    box = QRectF(0, 40, size[0], size[1] - 70)
    for filled in (60.0, 400.0, 5000.0):
        found = placed(shown, box, lambda width, height, most=filled: min(most, max(0.0, height)))
        assert set(found) == shown
        for place in found.values():
            assert box.contains(place) and place.width() > 0.2 * size[0] and place.height() > 5
        for one, other in itertools.combinations(found.values(), 2):
            shared = one.intersected(other)
            assert shared.width() * shared.height() < 1e-6
        if "map" in shown:
            assert found["map"].height() >= 0.5 * box.height()


@pytest.mark.parametrize("size", [(640, 360), (360, 360)])
def test_words_and_parts_leave_each_other_room(scene: Scene, size: tuple[int, int]) -> None:
    """A title that takes all its room is the same whatever is below it."""
    title = "What remembers leaves the basin, and what forgets does not: " * 12
    strips = []
    for parts in ("none", "map,loss,memory,legend,counter", "loss,memory,legend"):
        options = {"parts": parse_parts(parts), "title": title, "caption": "", "view": None}
        composition = Composition.of(scene, {"layout": None, "camera": None, **options})
        image = FramePainter(composition, *size).paint(10)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(size[1], size[0], 4)
        strips.append(rows[: int(0.25 * size[1]) - 2].copy())
    for strip in strips[1:]:
        np.testing.assert_array_equal(strip, strips[0])


def test_the_chart_draws_the_loss_of_every_step(scene: Scene, tmp_path: Path) -> None:
    """Each curve's heights are the losses, or their logarithms, up to one scale for all."""
    path = exported(".svg", scene, tmp_path, parts="loss", step="12", sheet="183x122mm")
    curves = [
        np.array(re.findall(r"[ML]([-.\d]+),([-.\d]+)", each.get("d", "")), dtype=float)
        for each in ElementTree.parse(path).getroot().iter(f"{SVG}path")
    ]
    curves = [each for each in curves if len(each) == 31]
    tracks = [track for track in scene.picture.tracks if track is not None]
    assert len(curves) == len(tracks) == 2
    height = np.concatenate([each[:, 1] for each in curves])
    loss = np.concatenate([track["losses"][:, 0] for track in tracks])
    errors = []
    for raised in (loss, np.log10(loss)):
        line = np.polynomial.Polynomial.fit(raised, height, 1)
        errors.append(np.abs(line(raised) - height).max())
    assert min(errors) < 0.1  # of a pixel
    for curve in curves:
        np.testing.assert_allclose(np.diff(curve[:, 0]), np.diff(curve[:, 0]).mean(), atol=0.02)


@pytest.mark.parametrize("step", [2, 30])
def test_the_memories_are_those_of_the_step(scene: Scene, tmp_path: Path, step: int) -> None:
    path = exported(".svg", scene, tmp_path, parts="memory", step=str(step), sheet="183x122mm")
    said = words_of(path)
    births = scene.picture.tracks[2]["memory_births"][step, 0]
    priorities = scene.picture.tracks[2]["memory_priorities"][step, 0]
    for birth, priority in zip(births.tolist(), priorities.tolist(), strict=True):
        if birth < 0:
            assert "empty" in said
            continue
        slot = said.index(str(birth + 1), said.index("slot"))
        assert slot > 0 and str(step - birth) in said
        assert any(re.fullmatch(r"[\d.]+", word) and abs(float(word) - priority)
                   <= 0.01 * priority for word in said)  # fmt: skip
    (page,) = pypdf.PdfReader(
        exported(".pdf", scene, tmp_path, parts="memory", step=str(step), sheet="183x122mm")
    ).pages
    assert set(" ".join(said).split()) <= set(page.extract_text().split())


@pytest.mark.parametrize("suffix", [".svg", ".pdf"])
def test_a_drawing_of_all_parts_has_no_image_and_each_part_s_words(
    scene: Scene, tmp_path: Path, suffix: str
) -> None:
    path = exported(suffix, scene, tmp_path, parts=",".join(PARTS), step="12", title="All of it")
    wanted = ["All of it", "Loss", "Memory", "adam+cm", "step 12 / 30", "agreement"]
    if suffix == ".svg":
        root = ElementTree.parse(path).getroot()
        assert not list(root.iter(f"{SVG}image"))
        commands = "".join(each.get("d", "") for each in root.iter(f"{SVG}path"))
        said = " ".join(words_of(path))
    else:
        (page,) = pypdf.PdfReader(path).pages
        said = " ".join(page.extract_text().split())
        content = page.get_contents()
        assert content is not None
        commands = "".join(re.findall(r"\s[lm]\n", content.get_data().decode("latin-1"))).upper()
        forms = page["/Resources"].get("/XObject", {}).values()
        assert not [each for each in forms if each.get_object()["/Subtype"] == "/Image"]
    for words in wanted:
        assert words in said
    # On the map all points of both trails are seen, and in the chart a loss for each of them.
    assert len(re.findall("[ML]", commands)) > 2 * 2 * 31


def test_without_a_map_the_methods_are_named_above(scene: Scene, tmp_path: Path) -> None:
    said = words_of(exported(".svg", scene, tmp_path, parts="loss,legend,counter", step="12"))
    assert said.count("adam") == said.count("adam+cm") == 1 and "step 12 / 30" in said
    bare = words_of(exported(".svg", scene, tmp_path, parts="loss", step="12"))
    assert "adam" not in bare and "step 12 / 30" not in bare


def test_a_frame_of_parts_does_not_depend_on_those_before_it(scene: Scene) -> None:
    def painter() -> FramePainter:
        return FramePainter(Composition(scene, shown=frozenset(FIGURES)), 640, 360)

    walked = painter()
    for step in (0, 5, 29, 12):
        last = QImage(walked.paint(step))
    assert last == painter().paint(12)
    assert last != painter().paint(13)


def test_where_nothing_is_remembered_it_is_said(scene: Scene, tmp_path: Path) -> None:
    experiment = scene.picture.experiment
    forgetful = dataclasses.replace(experiment, methods=experiment.methods[:2])
    picture = dataclasses.replace(
        scene.picture, experiment=forgetful, tracks=scene.picture.tracks[:2]
    )
    said = words_of(exported(".svg", scene.of(picture), tmp_path, parts="memory", step="3"))
    assert "No method here has a memory." in said


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_losses_and_memories_of_more_than_two_dimensions_need_no_map(
    suffix: str, tmp_path: Path
) -> None:
    methods = (MethodSpec.create("adam"), MethodSpec.create("adam+cm", {"capacity": 3}))
    levy = make({"name": "levy", "parameters": {"dimension": 3}})
    race = Experiment(levy, methods, ((1.0, 2.0, 3.0),), steps=12)
    scene = Scene(Picture.of(record(race)), 7, DARK, View.of(levy))
    path = exported(suffix, scene, tmp_path, parts="loss,memory,legend", step="7")
    if suffix == ".svg":
        said = words_of(path)
        assert {"Loss", "Memory", "adam", "adam+cm", "slot"} <= set(said)
    else:
        assert QImage(str(path)).width() == 1280

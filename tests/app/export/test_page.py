"""The page that plays, read by an HTML parser and, where there is one, played by a browser."""

from __future__ import annotations

import base64
import dataclasses
import io
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.export.formats import format_of
from app.export.parts import PARTS
from app.files import documents
from app.look.theme import DARK
from app.map.drawing.scene import Scene
from app.map.drawing.view import Frame, View
from app.running import default_recording
from app.running.shown import Picture
from core.experiment.drift import Drift
from core.experiment.experiment import Experiment, MethodSpec
from core.stepping.simulate import record
from landscapes import make

pytestmark = pytest.mark.usefixtures("qapp")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
HOSTILE = "</script><script>document.title='stolen'</script><b>& \"C\" 🙂"


class Page(HTMLParser):
    """Tags with their attributes, and what stands in each script by its id."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: dict[str, str] = {}
        self._script: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._script = dict(attrs).get("id") or "" if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self.scripts[self._script] = self.scripts.get(self._script, "") + data

    def handle_endtag(self, tag: str) -> None:
        self._script = None


def nothing(done: int, total: int) -> None:
    """Report to nobody."""


def exported(scene: Scene, folder: Path, **texts: str) -> Path:
    path = folder / "race.html"
    page = format_of(path)
    assert page is not None
    page.write(path, scene, page.parsed({"size": "640x480", **texts}), nothing)
    return path


def shorts(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), "<i2")


def test_its_places_losses_and_arrows_are_those_of_the_race(scene: Scene, tmp_path: Path) -> None:
    page = Page(exported(scene, tmp_path).read_text(encoding="utf-8"))
    race = json.loads(page.scripts["race"])
    assert (race["width"], race["height"], race["steps"]) == (640, 480, 30)
    scale = 0.75
    frame = Frame.fit(scene.view, 640 / scale, 480 / scale)
    tracks = [track for track in scene.picture.tracks if track is not None]
    for method, track in zip(race["methods"], tracks, strict=True):
        told = shorts(method["places"]).reshape(31, 1, 2) / race["fine"]
        wanted = scale * frame.to_pixels(track["positions"])
        np.testing.assert_allclose(told, wanted, atol=0.5 / race["fine"] + 1e-9)
        losses = np.frombuffer(base64.b64decode(method["losses"]), "<f4")
        np.testing.assert_allclose(losses, track["losses"][:, 0], rtol=1e-6)
    plain, memory = race["methods"]
    assert "items" not in plain and memory["slots"] == 3
    births = np.frombuffer(base64.b64decode(memory["births"]), "<i4").reshape(31, 3)
    np.testing.assert_array_equal(births, tracks[1]["memory_births"][:, 0])
    pushes = shorts(memory["items"]).reshape(31, 3, 2).astype(float)
    items = tracks[1]["memory_items"][:, 0]
    there = births >= 0
    ways = -items[there] * [1, -1]  # downhill, on a screen whose y grows down
    cosine = (pushes[there] * ways).sum(-1)
    cosine /= np.linalg.norm(pushes[there], axis=-1) * np.linalg.norm(ways, axis=-1)
    assert cosine.min() > 0.99


def test_a_control_s_items_are_told_though_they_push_nothing(tmp_path: Path) -> None:
    methods = tuple(
        MethodSpec.create("adam+cm", values, label=str(values))
        for values in ({"capacity": 3, "strength": 0.0}, {"policy": "ema"})
    )
    race = Experiment(make({"name": "ackley"}), methods, ((2.5, -1.5),), steps=6)
    scene = Scene(Picture.of(record(race)), 4, DARK, View.of(race.landscape))
    page = Page(exported(scene, tmp_path, parts="memory").read_text(encoding="utf-8"))
    control, average = json.loads(page.scripts["race"])["methods"]
    assert "items" not in control and "priorities" not in average
    track = scene.picture.tracks[0]
    for name, kind in (("births", "<i4"), ("priorities", "<f4")):
        told = np.frombuffer(base64.b64decode(control[name]), kind).reshape(7, 3)
        np.testing.assert_allclose(told, track[f"memory_{name}"][:, 0, :3], rtol=1e-6)


def test_it_fetches_nothing_and_a_stranger_s_words_are_words(scene: Scene, tmp_path: Path) -> None:
    specs = tuple(
        dataclasses.replace(spec, label=HOSTILE) for spec in scene.picture.experiment.methods
    )
    experiment = dataclasses.replace(scene.picture.experiment, methods=specs)
    hostile = scene.of(dataclasses.replace(scene.picture, experiment=experiment))
    path = exported(hostile, tmp_path, title=HOSTILE, caption=HOSTILE)
    text = path.read_text(encoding="utf-8")
    page = Page(text)
    assert [tag for tag, _ in page.tags].count("script") == 3
    assert not {"img", "link", "iframe", "b", "object"} & {tag for tag, _ in page.tags}
    assert not [
        value
        for _, given in page.tags
        for name, value in given.items()
        if name in ("src", "href") or "://" in (value or "")
    ]
    assert set(re.findall(r"https?://[\w./]+", text)) == {"http://www.w3.org/2000/svg"}
    assert [each["label"] for each in json.loads(page.scripts["race"])["methods"]] == [HOSTILE] * 2
    assert documents.read(path)[0] == experiment


def test_that_of_the_default_race_is_below_a_megabyte(tmp_path: Path) -> None:
    recording = default_recording.read()
    landscape = recording.experiment.landscape
    scene = Scene(Picture.of(recording), 0, DARK, View.of(landscape))
    for view in ("map", "surface"):
        whole = exported(scene, tmp_path, size="1280x720", parts=",".join(PARTS), view=view)
        assert whole.stat().st_size < 1_000_000


needs_browser = pytest.mark.skipif(BROWSER is None, reason="needs a browser")
DRAWN = """<script>setTimeout(() => {
document.body.dataset.drawn = document.getElementById("map").toDataURL("image/png");
}, %d)</script></body>"""
HAND = """<script>
const map = document.getElementById("map"), told = [], does = {bubbles: true, cancelable: true};
const tell = () => told.push(document.body.dataset.camera);
const press = (key, ctrlKey, times = 1) => {
  for (; times; times--) document.dispatchEvent(new KeyboardEvent("keydown", {key, ctrlKey}));
};
const touch = (kind, pointerId, clientX, clientY) =>
  map.dispatchEvent(new PointerEvent(`pointer${kind}`, {pointerId, clientX, clientY, ...does}));
setTimeout(() => {
  press("ArrowLeft", true); press("+"); tell();
  map.dispatchEvent(new MouseEvent("dblclick", does)); tell();
  touch("down", 1, 300, 200); touch("move", 1, 400, 200); touch("move", 1, 400, 150);
  touch("up", 1, 400, 150); map.dispatchEvent(new MouseEvent("click", does)); tell();
  touch("down", 1, 200, 200); touch("down", 2, 300, 200); touch("move", 2, 350, 200); tell();
  touch("up", 1, 0, 0); touch("up", 2, 0, 0);
  map.dispatchEvent(new WheelEvent("wheel", {deltaY: 100, ...does})); tell();
  press("ArrowLeft", true, 5); press("ArrowDown", true, 2); tell();
  document.body.dataset.told = told.join(" ");
}, 100);
</script>"""


def browsed(path: Path, address: str) -> str:
    """The page as a browser leaves it after some of its time."""
    command = [
        str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions",
        f"--user-data-dir={path.parent / 'profile'}", "--virtual-time-budget=2000", "--dump-dom",
        address,
    ]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return shown.stdout.decode()


@needs_browser
@pytest.mark.parametrize(
    "asked",
    [
        {"layout": "grid", "theme": "light", "parts": "none"},
        {"view": "surface", "camera": "30,50,1", "parts": "map,loss,memory"},
    ],
    ids=["grid", "surface"],
)
def test_a_browser_draws_what_a_picture_of_the_step_shows(
    scene: Scene, tmp_path: Path, asked: dict[str, str]
) -> None:
    seen = dataclasses.replace(
        scene,
        view=View((-1.0, 4.0), (-3.5, 1.5)),
        layers=dataclasses.replace(scene.layers, legend=False, step_counter=False, axis_names=True),
    )
    path = exported(seen.at(21), tmp_path, **asked)
    dom, drawn = drawn_by_browser(path, DRAWN % 400)
    assert 'data-step="21"' in dom  # where it was left, and not playing
    errors = {
        step: np.abs(drawn - painted(seen.at(step), tmp_path, **asked)).mean()
        for step in (0, 10, 21)
    }
    assert errors[21] == min(errors.values()) < 2.5
    if "memory" in asked["parts"]:
        said = re.sub("<[^>]+>", " ", dom[: dom.index("<script")])
        births = scene.picture.tracks[2]["memory_births"][21, 0]
        for birth in births[births >= 0].tolist():
            assert re.search(rf" {21 - birth} +{birth + 1} ", said)
        assert "Loss · above the minimum" in said or "Loss" in said


def drawn_by_browser(path: Path, script: str) -> tuple[str, np.ndarray]:
    """The page as a browser leaves it, and the pixels of its map."""
    text = path.read_text(encoding="utf-8").replace("</body>", script)
    path.write_text(text, encoding="utf-8")
    dom = browsed(path, path.as_uri())
    found = re.search(r'data-drawn="data:image/png;base64,([^"]+)"', dom)
    assert found is not None
    image = Image.open(io.BytesIO(base64.b64decode(found[1]))).convert("RGB")
    return dom, np.asarray(image).astype(int)


def painted(scene: Scene, folder: Path, **asked: str) -> np.ndarray:
    """The pixels of a picture of the same."""
    picture = format_of(Path("a.png"))
    assert picture is not None
    options = picture.parsed({"size": "640x480", **asked, "parts": "none"})
    picture.write(folder / "a.png", scene, options, nothing)
    with Image.open(folder / "a.png") as still:
        return np.asarray(still.convert("RGB")).astype(int)


@needs_browser
def test_a_surface_is_turned_by_a_hand_and_is_what_a_picture_from_there_shows(
    scene: Scene, tmp_path: Path
) -> None:
    """By keys, back by a double click, by a drag, two fingers, the wheel, and keys again."""
    layers = dataclasses.replace(scene.layers, legend=False, step_counter=False)
    seen = dataclasses.replace(scene, view=View((-1.0, 4.0), (-3.5, 1.5)), layers=layers).at(21)
    first, last = "30,50,1", "95,20,1.2"
    path = exported(seen, tmp_path, view="surface", camera=first)
    dom, drawn = drawn_by_browser(path, HAND + DRAWN % 900)
    turned = ("35,50,1.25", first, "70,30,1", "70,30,1.5", "70,30,1.2", last)
    assert f'data-told="{" ".join(turned)}"' in dom
    assert 'data-step="21"' in dom  # who drags does not let it play
    errors = {
        camera: np.abs(drawn - painted(seen, tmp_path, view="surface", camera=camera)).mean()
        for camera in (first, last)
    }
    assert errors[last] < 2.5 and errors[last] < 0.3 * errors[first]


@needs_browser
def test_a_browser_plays_it(scene: Scene, tmp_path: Path) -> None:
    path = exported(scene, tmp_path, title="A race & more")
    dom = browsed(path, f"{path.as_uri()}#step=17")
    assert 'data-step="17"' in dom and "step 17 / 30" in dom
    track = next(track for track in scene.picture.tracks if track is not None)
    assert f"{track['losses'][17, 0]:.4g}" in dom
    # It plays, but its clock may not have come to the next step.
    dom = browsed(path, path.as_uri())
    assert ">Pause<" in dom or 'data-step="30"' in dom


def test_the_ground_of_a_landscape_that_drifts_goes_along(scene: Scene, tmp_path: Path) -> None:
    """The picture's corner lies where c(t) has carried it, and the picture reaches over the map."""
    still = Page(exported(scene, tmp_path).read_text(encoding="utf-8"))
    assert "moving" not in json.loads(still.scripts["race"])
    drift = Drift("jump", 10, (0.8, -0.3))
    experiment = dataclasses.replace(scene.picture.experiment, drift=drift)
    moved = scene.of(dataclasses.replace(scene.picture, experiment=experiment))
    race = json.loads(Page(exported(moved, tmp_path).read_text(encoding="utf-8")).scripts["race"])
    moving = race["moving"]
    corners = np.frombuffer(base64.b64decode(moving["corners"]), "<f4").reshape(31, 2)
    scale = 0.75
    frame = Frame.fit(scene.view, 640 / scale, 480 / scale)
    by = scale * frame.vectors(np.array([0.8, -0.3]))
    for time, (x, y) in enumerate(corners - corners[0]):
        assert (x, y) == pytest.approx(by * (10 <= time < 20 or time == 30), abs=1e-3)
    left, top, width, height = race["plot"]
    for x, y in corners:
        assert x <= left + 0.1 and y <= top + 0.1
        assert x + moving["size"][0] >= left + width - 0.1
        assert y + moving["size"][1] >= top + height - 0.1
    minimum = scale * frame.to_pixels(np.array(experiment.landscape.minima[0].position))
    assert corners[0] + moving["followed"][0] == pytest.approx(minimum, abs=0.1)
    assert moving["picture"].startswith("data:image/png;base64,")

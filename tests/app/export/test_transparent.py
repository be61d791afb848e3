"""Pictures with nothing behind them: laid on the theme's own ground they look as the others do."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import av
import numpy as np
import pypdf
import pytest
from PIL import Image

from app.export.formats import FORMATS, Format, format_of
from app.export.option import OptionError
from app.look.theme import DARK
from app.map.drawing.scene import Scene
from landscapes.base import Array
from main import main

pytestmark = pytest.mark.usefixtures("qapp")
SMALL = {"size": "320x240", "sheet": "80x60mm", "parts": "map,loss,legend", "title": "A race"}
CLIP = {"fps": "10", "seconds": "0.3", "hold": "0.1"}
CAN = [each for each in FORMATS if "transparent" in each.named]
FAR = {".png": 1.5, ".apng": 1.5, ".gif": 12.0, ".webm": 6.0}
"""Mean distance of colours 0 … 255 that edges, few colours and compression may add."""


def nothing(done: int, total: int) -> None:
    """Report to nobody."""


def frames(path: Path) -> list[Array]:
    """Each picture (h, w, 4) of a file, with its alpha."""
    if path.suffix != ".webm":
        with Image.open(path) as movie:
            count = getattr(movie, "n_frames", 1)
            return [np.asarray((movie.seek(k), movie.convert("RGBA"))[1]) for k in range(count)]
    # FFmpeg's own decoder of VP9 leaves the alpha out.
    decoder = av.CodecContext.create("libvpx-vp9", "r")
    with av.open(path) as container:
        packets = [*(packet for packet in container.demux(video=0) if packet.size), None]
        found = [frame for packet in packets for frame in decoder.decode(packet)]
        return [frame.to_ndarray(format="rgba") for frame in found]


def written(each: Format, scene: Scene, folder: Path, **texts: str) -> Path:
    path = folder / f"race{each.suffix}"
    names = {**SMALL, **CLIP, **texts}
    each.write(path, scene, each.parsed({n: t for n, t in names.items() if n in each.named}),
               nothing)  # fmt: skip
    return path


def test_every_picture_but_a_video_without_alpha_can_be_so() -> None:
    assert [each.suffix for each in CAN] == [".webm", ".gif", ".apng", ".png", ".svg", ".pdf"]


@pytest.mark.parametrize("suffix", sorted(FAR))
def test_on_its_theme_s_ground_it_is_the_usual_picture(
    suffix: str, scene: Scene, tmp_path: Path
) -> None:
    each = format_of(Path(f"a{suffix}"))
    assert each is not None
    usual = frames(written(each, scene.at(12), tmp_path))
    clear = frames(written(each, scene.at(12), tmp_path, transparent="yes"))
    assert len(clear) == len(usual) == (1 if suffix == ".png" else 3)
    ground = np.array([int(DARK.panel[at : at + 2], 16) for at in (1, 3, 5)], dtype=float)
    for one, other in zip(usual, clear, strict=True):
        colour, alpha = other[..., :3].astype(float), other[..., 3:] / 255.0
        laid = alpha * colour + (1 - alpha) * ground
        assert np.abs(laid - one[..., :3]).mean() < FAR[suffix]
        assert (one[..., 3] == 255).all()
        assert (alpha[:4] < 0.02).all()  # the picture's edge
        assert (alpha < 0.02).mean() > 0.2 and (alpha > 0.98).mean() > 0.2


@pytest.mark.parametrize("layout", ["overlay", "grid"])
def test_a_drawing_has_no_ground_of_the_whole_sheet(
    layout: str, scene: Scene, tmp_path: Path
) -> None:
    def grounds(**texts: str) -> int:
        each = format_of(Path("a.svg"))
        assert each is not None
        path = written(each, scene.at(12), tmp_path, sheet="96x72mm", layout=layout, **texts)
        name = "{http://www.w3.org/2000/svg}rect"
        sides = [(r.get("width", "0"), r.get("height", "0"))
                 for r in ElementTree.parse(path).getroot().iter(name)]  # fmt: skip
        wide, high = 96 / 25.4 * 96 / 0.75, 72 / 25.4 * 96 / 0.75
        return sum(float(w) > 0.95 * wide and float(h) > 0.7 * high for w, h in sides)

    assert grounds(parts="none") > 0
    assert grounds(parts="none", transparent="yes") == 0
    assert grounds(parts="map,loss", view="surface", transparent="yes") == 0


def test_a_pdf_without_a_ground_paints_less(scene: Scene, tmp_path: Path) -> None:
    each = format_of(Path("a.pdf"))
    assert each is not None
    fills = []
    for texts in ({}, {"transparent": "yes"}):
        (page,) = pypdf.PdfReader(written(each, scene.at(12), tmp_path, **texts)).pages
        content = page.get_contents()
        assert content is not None
        fills.append(content.get_data().count(b"re\nf") + content.get_data().count(b"\nf"))
    assert fills[1] < fills[0]


def test_a_format_that_cannot_be_so_says_which_can(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for suffix in (".mp4", ".html", ".csv"):
        each = format_of(Path(f"a{suffix}"))
        assert each is not None
        with pytest.raises(OptionError, match=r"\.webm, \.gif, \.apng, \.png, \.svg, \.pdf have"):
            each.parsed({"transparent": "yes"})
    path = tmp_path / "a.mp4"
    assert main(["export", "no.basin.json", "-o", str(path), "--transparent"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "--transparent" in said and ".webm" in said

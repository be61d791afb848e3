"""SVG and PDF against independent parsers: paths and words as such, and the experiment inside."""

from __future__ import annotations

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pypdf
import pytest

from app.export.formats import Format, format_of
from app.files import documents
from app.map.drawing.scene import Scene
from core.experiment.errors import ExperimentError

pytestmark = pytest.mark.usefixtures("qapp")
SVG = "{http://www.w3.org/2000/svg}"
WORDS = {"sheet": "89x67mm", "title": "Ackley & <b>friends</b>", "caption": "α = 0.01, start 1"}


def nothing(done: int, total: int) -> None:
    """Report to nobody."""


def vector(suffix: str) -> Format:
    found = format_of(Path(f"race{suffix}"))
    assert found is not None
    return found


def exported(suffix: str, scene: Scene, folder: Path, **texts: str) -> Path:
    path = folder / f"race{suffix}"
    each = vector(suffix)
    each.write(path, scene, each.parsed({**WORDS, **texts}), nothing)
    return path


def visible_points(scene: Scene) -> int:
    """Points of all trails that lie in the view at its last step."""
    (x0, x1), (y0, y1) = scene.view.x, scene.view.y
    count = 0
    for track in scene.picture.tracks:
        if track is not None:
            x, y = track["positions"][:, 0].T
            count += int(np.sum((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)))
    return count


def test_an_svg_holds_every_point_of_the_trails_and_no_image(scene: Scene, tmp_path: Path) -> None:
    path = exported(".svg", scene, tmp_path, step="30")
    root = ElementTree.parse(path).getroot()
    assert root.get("width") == "89mm" and root.get("height") == "67mm"
    assert not list(root.iter(f"{SVG}image"))
    ways = [each.get("d", "") for each in root.iter(f"{SVG}path")]
    assert sum(len(re.findall("[ML]", way)) for way in ways) > visible_points(scene)
    longest = sorted(len(re.findall("[ML]", way)) for way in ways)[-1]
    assert longest >= 31  # a trail of 30 steps is one path
    said = "".join(each.text or "" for each in root.iter(f"{SVG}text"))
    for words in ("Ackley & <b>friends</b>", "α = 0.01", "step 30 / 30", "adam"):
        assert words in said
    (style,) = root.iter(f"{SVG}style")
    assert 'font-family:"Basinscope Sans"' in (style.text or "")


def test_a_pdf_has_the_size_the_words_and_the_paths(scene: Scene, tmp_path: Path) -> None:
    path = exported(".pdf", scene, tmp_path, step="30")
    reader = pypdf.PdfReader(path)
    (page,) = reader.pages
    assert [float(side) / 72 * 25.4 for side in page.mediabox[2:]] == pytest.approx(
        [89, 67], abs=0.2
    )
    said = " ".join(page.extract_text().split())
    for words in ("Ackley & <b>friends</b>", "α = 0.01", "step 30 / 30"):
        assert words in said
    assert reader.metadata is not None and reader.metadata.title == WORDS["title"]
    content = page.get_contents()
    assert content is not None
    assert len(re.findall(rb"\s[lm]\n", content.get_data())) > visible_points(scene)
    resources = page["/Resources"]
    images = [
        each
        for each in resources.get("/XObject", {}).values()
        if each.get_object()["/Subtype"] == "/Image"
    ]
    assert not images
    fonts = [each.get_object()["/BaseFont"] for each in resources["/Font"].values()]
    assert all("Basinscope" in name for name in fonts)


@pytest.mark.parametrize("suffix", [".svg", ".pdf"])
def test_other_drawings_carry_no_experiment(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"other{suffix}"
    if suffix == ".pdf":
        empty = io.BytesIO()
        writer = pypdf.PdfWriter()
        writer.add_blank_page(72, 72)
        writer.write(empty)
        path.write_bytes(empty.getvalue())
    else:
        path.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    with pytest.raises(ExperimentError, match="carries no experiment"):
        documents.read(path)
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(OSError, match=r"this is a PNG picture, not an? (SVG|PDF)"):
        documents.read(path)


@pytest.mark.parametrize("text", ["", "89", "89x67cm", "5x5mm", "9999x9999in", "1e3x4mm", "-8x6mm"])
def test_what_is_no_sheet_is_refused_with_an_example(text: str) -> None:
    from app.export.option import OptionError
    from app.export.vector.sheet_size import parse_sheet_size

    with pytest.raises(OptionError, match="such as 89x67mm"):
        parse_sheet_size(text)


def test_a_grid_is_a_drawing_too_with_a_name_above_every_map(scene: Scene, tmp_path: Path) -> None:
    path = exported(".svg", scene, tmp_path, layout="grid", sheet="183x122mm", step="30")
    root = ElementTree.parse(path).getroot()
    assert not list(root.iter(f"{SVG}image"))
    said = [(each.text or "").strip() for each in root.iter(f"{SVG}text")]
    for spec in scene.picture.experiment.enabled_methods:
        assert said.count(spec.label) == 1
    assert said.count("loss") == 1 and "".join(said).count("step 30 / 30") == 1
    (page,) = pypdf.PdfReader(exported(".pdf", scene, tmp_path, layout="grid", step="30")).pages
    assert " ".join(page.extract_text().split()).count("step 30 / 30") == 1

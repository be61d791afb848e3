"""The files that a study leaves as, read by parsers that have never heard of us."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from reading import Page, squeezed
from small import answer, race

from app.files import documents
from app.look.theme import DARK, LIGHT
from app.study.formats import FORMATS, SUFFIXES, StudyFormat, format_of
from app.study.output import setting
from core.experiment import experiment_file
from core.experiment.experiment import MethodSpec
from core.study.asking import study_file
from core.study.asking.answer import Answer
from core.study.asking.question import Question
from core.study.plots import plots
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation
from core.study.telling.tables import tables
from core.study.telling.verdict import verdict

pytestmark = pytest.mark.usefixtures("qapp")
STRANGE = "a < b & \"c\" <script>alert('x')</script>"
SVG = "{http://www.w3.org/2000/svg}"
EXPERIMENT = race((MethodSpec.create("adam", label=STRANGE), *race().methods[1:]))


def _sweep() -> Answer:
    varied = ("methods[*].policy=fifo,priority", "methods[*].lr=0.01,0.1")
    return answer(
        Question(
            "sweep", EXPERIMENT, Sampling("uniform", 8), statistic="share:flat",
            variations=tuple(Variation.parsed(text, EXPERIMENT) for text in varied),
        )
    )  # fmt: skip


ANSWERS: dict[str, Callable[[], Answer]] = {
    "starts": lambda: answer(Question("starts", EXPERIMENT, Sampling("uniform", 24))),
    "basins": lambda: answer(Question("basins", EXPERIMENT, Sampling("lattice", 8)), 20),
    "escape": lambda: answer(
        Question("escape", EXPERIMENT, Sampling("disc", 8), sharpnesses=(10.0, 300.0))
    ),
    "sweep": _sweep,
}


@pytest.fixture(params=ANSWERS)
def told(request: pytest.FixtureRequest) -> Answer:
    return ANSWERS[request.param]()


def made(suffix: str, told: Answer) -> bytes:
    found = format_of(Path(f"study{suffix}"))
    assert found is not None
    return found.made(told, LIGHT)


def test_an_svg_has_every_title_as_text_and_needs_nothing_else(
    told: Answer, tmp_path: Path
) -> None:
    data = made(".svg", told)
    root = ElementTree.fromstring(data)
    assert root.tag == f"{SVG}svg"
    words = squeezed("".join("".join(text.itertext()) for text in root.iter(f"{SVG}text")))
    for plot in plots(told):
        assert squeezed(plot.title) in words
    for label in (spec.label for spec in EXPERIMENT.methods[1:]):
        assert squeezed(label) in words
    assert squeezed(verdict(told)[0])[:30] in words
    links = [value for node in root.iter() for key, value in node.items() if key.endswith("href")]
    assert all(link.startswith("data:image/png;base64,") for link in links)
    path = tmp_path / "study.svg"
    path.write_bytes(data)
    assert documents.read_experiment(path) == told.question.experiment


def test_a_pdf_is_one_page_of_words(told: Answer, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    data = made(".pdf", told)
    (page,) = pypdf.PdfReader(io.BytesIO(data)).pages
    words = squeezed(page.extract_text())
    for plot in plots(told):
        assert squeezed(plot.title) in words
    path = tmp_path / "study.pdf"
    path.write_bytes(data)
    assert documents.read_experiment(path) == told.question.experiment


def test_a_png_is_as_large_as_its_plots_need_and_carries_the_experiment(
    told: Answer, tmp_path: Path
) -> None:
    path = tmp_path / "study.png"
    path.write_bytes(made(".png", told))
    with Image.open(path) as image:
        image.load()
        assert image.width == 2 * 1180 and image.height > 600
    assert documents.read_experiment(path) == told.question.experiment


def test_a_page_stands_alone_by_day_and_by_night(told: Answer) -> None:
    text = made(".html", told).decode()
    page = Page(text)
    words = squeezed("".join(page.words))
    assert squeezed(" ".join(verdict(told))) in words
    for plot in plots(told):
        assert words.count(squeezed(plot.title)) >= 2  # light and dark
    assert page.cells == sum(len(t.rows) * len(t.columns) for t in tables(told).values())
    drawn = [attributes.get("class") for tag, attributes in page.tags if tag == "svg"]
    assert drawn == ["day", "night"] * len(plots(told))
    assert "prefers-color-scheme:dark" in text
    scripts = [attributes for tag, attributes in page.tags if tag == "script"]
    assert [each["type"] for each in scripts] == ["application/json"]
    assert page.fetched == []


def test_parquet_has_the_columns_and_figures_of_the_csv(told: Answer) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    found = parquet.read_table(io.BytesIO(made(".parquet", told)))
    rows = list(csv.DictReader(io.StringIO(made(".csv", told).decode())))
    assert found.column_names == list(rows[0])
    for name in found.column_names:
        for cell, text in zip(found.column(name).to_pylist(), (r[name] for r in rows), strict=True):
            if isinstance(cell, str):
                assert cell == text
            else:
                assert cell == pytest.approx(float(text or "nan"), nan_ok=True)
    setting = json.loads(found.schema.metadata[b"basinscope"])
    assert experiment_file.loads(json.dumps(setting["experiment"])) in (
        told.question.experiment, told.question.cells[0].experiment,
    )  # fmt: skip


def test_json_has_the_tables_and_the_verdict(told: Answer) -> None:
    tree = json.loads(made(".json", told))
    main, *others = tables(told).values()
    assert len(tree["rows"]) == len(main.rows)
    assert tree["verdict"] == list(verdict(told))
    assert [len(tree[name]["rows"]) for name in list(tables(told))[1:]] == [
        len(table.rows) for table in others
    ]


def test_a_study_file_opens_again(told: Answer, tmp_path: Path) -> None:
    path = tmp_path / "study.npz"
    path.write_bytes(made(".npz", told))
    assert study_file.load(path).question == told.question


@pytest.mark.parametrize("each", FORMATS, ids=SUFFIXES)
def test_every_format_is_the_same_bytes_again_and_the_pictures_have_a_theme(
    each: StudyFormat,
) -> None:
    told = ANSWERS["escape"]()
    again = each.made(told, LIGHT) == each.made(told, LIGHT)
    assert again or each.suffix == ".pdf"  # which holds the time
    assert (each.made(told, LIGHT) != each.made(told, DARK)) == (each.kind == "picture")


@pytest.mark.parametrize("each", FORMATS, ids=SUFFIXES)
def test_an_answer_of_which_nothing_is_known_leaves_as_a_study_only(each: StudyFormat) -> None:
    empty = answer(Question("starts", EXPERIMENT, Sampling("uniform", 8)), cells=0)
    if each.kind == "study":
        assert each.made(empty, LIGHT)
    else:
        with pytest.raises(ValueError, match="nothing is known"):
            each.made(empty, LIGHT)


def test_the_setting_names_what_every_cell_has_in_common_and_no_more() -> None:
    question = ANSWERS["sweep"]().question
    assert setting.title(question).endswith("over policy and α (lr) on Two basins")
    lines = setting.lines(question)
    assert lines[2] == "CM, C = 5: Adam+CM, β₁ = 0.9, β₂ = 0.999, ε = 1e-8, C = 5, λ = 0.7, κ = 1"
    escape = ANSWERS["escape"]().question
    assert setting.landscape(escape) == "Two basins, 100 steps, seed 0"
    assert setting.lines(escape)[2].startswith("CM, C = 5: Adam+CM, α = 0.05, β₁ = 0.9")

"""The study file: what is asked and known comes back, and what is no such file is refused."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from small import answer, race

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from core.experiment.starts import RandomStarts
from core.study.asking import question_text, study_arrays, study_file
from core.study.asking.answer import Answer
from core.study.asking.question import Question
from core.study.asking.studying import study
from core.study.starting.sampling import Sampling
from core.study.starting.vary import Variation
from core.study.telling.tables import tables
from core.study.work.tasks import Task, run
from core.study.work.training import AT_LEVELS, OF_TASKS
from landscapes.levy import Levy

EXPERIMENT = race()

RATES = [0.001 * (k + 1) for k in range(1000)]


def varied(*texts: str) -> tuple[Variation, ...]:
    return tuple(Variation.parsed(text, EXPERIMENT) for text in texts)


ANSWERS: dict[str, Callable[[], Answer]] = {
    "starts": lambda: answer(
        Question("starts", EXPERIMENT, Sampling("uniform", 30), below=0.5, reference=2)
    ),
    "growing starts": lambda: answer(Question("starts", EXPERIMENT, Sampling("sobol", 32)), 11),
    "basins": lambda: answer(Question("basins", EXPERIMENT, Sampling("lattice", 9))),
    "growing basins": lambda: answer(Question("basins", EXPERIMENT, Sampling("lattice", 9)), 20),
    "escape": lambda: answer(
        Question("escape", EXPERIMENT, Sampling("disc", 8), sharpnesses=(10.0, 300.0))
    ),
    "growing sweep": lambda: answer(
        Question(
            "sweep",
            EXPERIMENT,
            Sampling("uniform", 6),
            variations=varied("methods[*].policy=fifo,priority", "methods[0].lr=0.01,0.1"),
            statistic="share:flat",
        ),
        cells=3,
    ),
    # Its places take more than is read at once.
    "many starts": lambda: answer(Question("starts", EXPERIMENT, Sampling("uniform", 17_000))),
    "nothing yet": lambda: answer(Question("starts", EXPERIMENT, Sampling("uniform", 9)), cells=0),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_comes_back_and_is_the_same_bytes_again(tmp_path: Path, name: str) -> None:
    told, path = ANSWERS[name](), tmp_path / "study.npz"
    study_file.save(told, path)
    back = study_file.load(path)
    assert back.question == told.question
    assert (back.done, back.total) == (told.done, told.total)
    assert [each is None for each in back.results] == [each is None for each in told.results]
    for one, other in zip(told.known, back.known, strict=True):
        np.testing.assert_array_equal(one.starts, other.starts)
        assert one.names == other.names
        for method, again in zip(one.methods, other.methods, strict=True):
            assert method.spec == again.spec
            np.testing.assert_array_equal(method.attractor, again.attractor)
            assert method.ends.keys() == again.ends.keys()
            for key, values in method.ends.items():
                np.testing.assert_array_equal(values, again.ends[key], strict=True)
    first = {key: table.csv() for key, table in tables(told).items()}
    assert first == {key: table.csv() for key, table in tables(back).items()}
    study_file.save(back, tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == path.read_bytes()


def test_everything_that_a_question_asks_and_a_start_comes_to_is_in_the_file() -> None:
    names = {field.name for field in dataclasses.fields(Question)} - {"experiment"}
    told = json.loads(question_text.dumps(ANSWERS["starts"]().question))
    assert set(told) == names | {"format"}
    small = dataclasses.replace(EXPERIMENT, methods=EXPERIMENT.methods[:1], steps=5)
    ends = run(Task(small, np.zeros((4, 2))))
    assert set(ends) | {"entered_at", *AT_LEVELS, *OF_TASKS} == set(study_arrays.ENDS)
    assert all(ends[k].dtype.kind == study_arrays.ENDS[k].kind for k in ends)


def test_cells_of_several_dimensions_come_back(tmp_path: Path) -> None:
    levy = dataclasses.replace(
        EXPERIMENT,
        landscape=Levy(2),
        methods=EXPERIMENT.methods[:1],
        starts=RandomStarts(1),
        steps=5,
    )
    dimensions = (Variation.parsed("landscape.dimension=2,3", levy),)
    told = study(Question("sweep", levy, Sampling("uniform", 4), variations=dimensions))
    study_file.save(told, tmp_path / "s.npz")
    back = study_file.load(tmp_path / "s.npz")
    assert [result.starts.shape for result in back.known] == [(4, 2), (4, 3)]
    assert tables(back)["sweep"].csv() == tables(told)["sweep"].csv()


def test_a_map_of_basins_has_the_arrays_of_the_contract(tmp_path: Path) -> None:
    path = tmp_path / "study.npz"
    study_file.save(ANSWERS["growing basins"](), path)
    with np.load(path, allow_pickle=False) as arrays:
        for key, dtype in (("basin", "int32"), ("steps", "int32"), ("final_loss", "float64"),
                           ("sharpness", "float64")):  # fmt: skip
            assert (arrays[key].shape, arrays[key].dtype.name) == ((4, 9, 9), dtype)
            assert len(arrays["names"]) == len(arrays["minima"]) > arrays["basin"].max()
        known = arrays["known"]
        assert known.sum() == 20
        assert (arrays["basin"][:, ~known] == -1).all()
        assert np.isnan(arrays["final_loss"][:, ~known]).all()
        assert experiment_file.loads(str(arrays["experiment"])) == EXPERIMENT


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    path = tmp_path / "sound.npz"
    study_file.save(ANSWERS["starts"](), path)
    with zipfile.ZipFile(path) as archive:
        return {name.removesuffix(".npy"): archive.read(name) for name in archive.namelist()}


def npy(array: object) -> bytes:
    file = io.BytesIO()
    np.save(file, np.asarray(array))
    return file.getvalue()


def refused(tmp_path: Path, files: dict[str, bytes], kind: int = zipfile.ZIP_STORED) -> str:
    path = tmp_path / "hostile.npz"
    with zipfile.ZipFile(path, "w", kind) as archive:
        for name, data in files.items():
            archive.writestr(f"{name}.npy", data)
    with pytest.raises(ExperimentError) as found:
        study_file.load(path)
    assert str(found.value).isprintable()
    return f"{found.value.path} {found.value}"


def asked(**changes: object) -> bytes:
    tree = json.loads(question_text.dumps(ANSWERS["starts"]().question))
    return npy(json.dumps({**tree, **changes}))


@pytest.mark.parametrize(
    ("key", "content", "said"),
    [
        ("question", None, ["question", "missing"]),
        ("final_loss", None, ["final_loss", "missing"]),
        ("counts", npy([31]), ["counts", "30"]),
        ("counts", npy([-1]), ["counts", "below 0"]),
        ("counts", npy([2**62, 2**62]), ["counts", "[1]"]),
        ("progress", npy([5, 4]), ["progress"]),
        ("final_loss", npy(np.zeros((4, 31))), ["final_loss", "[4, 30]"]),
        ("final_loss", npy(np.zeros((4, 30), np.float32)), ["final_loss", "float64"]),
        ("settled_at", npy(np.full((4, 30), 101)), ["settled_at", "100"]),
        ("surprise", npy(np.zeros((4, 30))), ["surprise", "not a key"]),
        ("moving", b"\x93NUMPY\x01\x00\x08\x00nonsense", ["moving", "npy"]),
        ("question", npy("not JSON"), ["JSON"]),
        ("question", asked(kind="luck"), ["$.kind", "luck", "starts"]),
        ("question", asked(sampling={"kind": "uniform", "count": 1.5}), ["$.sampling.count"]),
        ("question", asked(sampling={"kind": "darts", "count": 3}), ["sampling", "darts"]),
        ("question", asked(reference=9), ["$.reference", "9", "0 to 3"]),
        ("question", asked(kind="escape", sharpnesses=[]), ["$.sharpnesses"]),
        ("question", asked(surprise=1), ["$.surprise", "no such key"]),
        ("question", asked(format=2), ["$.format", "2"]),
        (
            "question",
            asked(
                kind="sweep",
                variations=[{"path": f"methods[{m}].lr", "values": RATES} for m in (0, 1)],
            ),
            ["1,000,000 cells", "10,000"],
        ),
    ],
)
def test_a_strangers_file_is_refused_in_words(
    tmp_path: Path, files: dict[str, bytes], key: str, content: bytes | None, said: list[str]
) -> None:
    if content is None:
        del files[key]
    else:
        files[key] = content
    message = refused(tmp_path, files)
    for word in said:
        assert word in message, message


def test_what_could_grow_beyond_its_file_is_refused(
    tmp_path: Path, files: dict[str, bytes]
) -> None:
    assert "compressed" in refused(tmp_path, files, zipfile.ZIP_DEFLATED)


def test_a_list_that_points_before_the_file_is_refused(tmp_path: Path) -> None:
    """The offset of its list of contents, at the end of the archive, is larger than it is."""
    path = tmp_path / "study.npz"
    study_file.save(ANSWERS["starts"](), path)
    whole = bytearray(path.read_bytes())
    at = whole.rindex(b"PK\x05\x06") + 16
    whole[at : at + 4] = (int.from_bytes(whole[at : at + 4], "little") + 999).to_bytes(4, "little")
    path.write_bytes(whole)
    with pytest.raises(ExperimentError, match="damaged"):
        study_file.load(path)


@pytest.mark.filterwarnings("error::ResourceWarning")
def test_a_damaged_file_is_refused_wherever_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "study.npz"
    study_file.save(ANSWERS["starts"](), path)
    whole = path.read_bytes()
    for share in np.linspace(0, 0.999, 25):
        path.write_bytes(whole[: int(share * len(whole))])
        with pytest.raises(ExperimentError) as found:
            study_file.load(path)
        assert str(found.value).isprintable()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :])
    with pytest.raises(ExperimentError, match="damaged"):
        study_file.load(path)


def test_places_beyond_all_numbers_do_no_harm(tmp_path: Path, files: dict[str, bytes]) -> None:
    wild = np.full((4, 30, 2), 1e308)
    wild[:, ::3], wild[:, 1::3] = np.inf, -1e308
    path = tmp_path / "wild.npz"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**files, "rest": npy(wild), "position": npy(wild)}.items():
            archive.writestr(f"{name}.npy", data)
    assert study_file.load(path).known[0].methods[0].n == 30
    assert study_file.holds_study(path)

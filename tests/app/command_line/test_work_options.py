"""By what `study` and `reproduce` are carried out, as a person asks for it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.study.work import cluster as clusters
from core.study.work.crew import BrokenError, Crew
from core.study.work.processes import Processes
from main import main

pytestmark = pytest.mark.usefixtures("cache")
ROOT = Path(__file__).parents[3]
TWO = ROOT / "resources" / "presets" / "two-basins.basin.json"
PATIENCE = 120.0


@pytest.fixture
def experiment(tmp_path_factory: pytest.TempPathFactory) -> str:
    race = json.loads(TWO.read_text(encoding="utf-8"))
    race["methods"] = race["methods"][:2]
    race["steps"], race["noise"] = 101, 0.1
    path = tmp_path_factory.mktemp("given") / "race.basin.json"
    path.write_text(json.dumps(race), encoding="utf-8")
    return str(path)


SCRIPT = """
import os, signal, sys
import main
from core.study.asking import devices
from core.study.work import cache
devices.ROWS = 256
class Interrupted(cache.Cache):
    def put(self, key, ends):
        super().put(key, ends)
        if len(self._used) == 3:
            os.killpg(0, signal.SIGINT)
            os.killpg(0, signal.SIGINT)
if __name__ == "__main__":
    cache.Cache = Interrupted
    code = main.main(sys.argv[1:])
    assert not {"dask", "distributed"} & set(sys.modules)  # only who asks for it imports it
    sys.exit(code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_after_an_interrupt_nothing_is_left_but_what_resume_goes_on_from(
    experiment: str, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C, twice, in a terminal: every process of it hears it."""
    out = tmp_path / "out.csv"
    asked = ["study", experiment, "-o", str(out), "--starts", "2000"]
    script = cache / "script.py"
    script.write_text(SCRIPT)
    with subprocess.Popen(
        [sys.executable, script, *asked, "--workers", "2"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as command:
        assert command.wait(PATIENCE) == 130
        assert command.stderr
        told = command.stderr.read()
    assert not list(tmp_path.iterdir())
    done, tasks = len(kept(cache)), 2 * 8
    assert 3 <= done < tasks
    assert told == (
        "basinscope: interrupted, nothing was written; "
        f"--resume goes on from the {done} parts that are finished\n"
    )
    monkeypatch.setattr("core.study.asking.devices.ROWS", 256)
    ran: list[object] = []
    monkeypatch.setattr("core.study.work.sharing.run", counting(ran))
    assert main([*asked, "--resume"]) == 0
    assert len(ran) == tasks - done
    resumed = out.read_bytes()
    assert not kept(cache)
    monkeypatch.setattr("core.study.asking.devices.ROWS", 4096)
    assert main(asked) == 0
    assert out.read_bytes() == resumed


def test_where_the_disk_is_full_at_last_nothing_is_computed_twice(
    experiment: str,
    tmp_path: Path,
    cache: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*arguments: object) -> str:
        raise OSError(28, "No space left on device")

    asked = ["study", experiment, "-o", str(tmp_path / "out.csv"), "--starts", "8"]
    with monkeypatch.context() as patch:
        patch.setattr("app.command_line.study_command.write_answer", full)
        assert main(asked) == 1
    assert "out.csv: No space left on device" in capsys.readouterr().err
    assert len(kept(cache)) == 2
    ran: list[object] = []
    monkeypatch.setattr("core.study.work.sharing.run", counting(ran))
    assert main([*asked, "--resume"]) == 0
    assert not ran and not kept(cache)


def test_a_disk_that_keeps_nothing_for_resume_is_told(
    experiment: str, tmp_path: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (cache / "basinscope").write_text("a file where the folder should be")
    asked = ["study", experiment, "-o", str(tmp_path / "out.csv"), "--starts", "8"]
    assert main(asked) == 0
    assert "could not be kept" not in capsys.readouterr().err
    assert main([*asked, "--resume"]) == 0
    told = capsys.readouterr().err
    assert "what was finished could not be kept in" in told and "directory" in told.lower()


def kept(cache: Path) -> list[Path]:
    return list(cache.rglob("*.npz"))


def counting(ran: list[object]) -> Callable[..., object]:
    def run(task, check=None):  # type: ignore[no-untyped-def]
        ran.append(task)
        return task.run(check)

    return run


@pytest.mark.parametrize("command", ["study", "reproduce"])
@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--workers", "0"], 2, ["--workers", "0", "1 to 256"]),
        (["--workers", "2", "--scheduler", "tcp://here:1"], 2, ["--scheduler", "--workers"]),
        (["--workers", "2", "--device", "cuda"], 2, ["--device", "--workers"]),
        (["--device", "tpu"], 2, ["--device", "'tpu'", "auto, cpu, cuda"]),
        (["--device", "cuda"], 1, ["--device", "no CUDA device here"]),
        (["--scheduler", "here"], 2, ["--scheduler", "'here'", "tcp://127.0.0.1:8786"]),
        (["--scheduler", "tcp://127.0.0.1:9"], 1, ["no scheduler answers", "127.0.0.1:9"]),
    ],
)
def test_what_cannot_carry_it_out_is_said(
    command: str,
    options: list[str],
    code: int,
    said: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    given = [str(TWO)] if command == "study" else []
    out = tmp_path / ("out.csv" if command == "study" else "out.json")
    assert main([command, *given, "-o", str(out), *options]) == code
    message = " ".join(capsys.readouterr().err.split())
    assert "Traceback" not in message
    for word in said:
        assert word in message, message
    assert not list(tmp_path.iterdir())


def test_without_dask_it_is_said_what_brings_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "dask.distributed", None)
    arguments = ["study", str(TWO), "-o", str(tmp_path / "o.csv"), "--scheduler", "tcp://a:1"]
    assert main(arguments) == 1
    assert "pip install 'basinscope[cluster]'" in capsys.readouterr().err


def test_a_cluster_that_is_lost_ends_the_command_in_words(
    experiment: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Lost(Processes):
        def look(self) -> None:
            raise BrokenError("the scheduler at tcp://a:1 has been lost")

    @contextlib.contextmanager
    def cluster(address: str) -> Iterator[Callable[[], Crew]]:
        yield lambda: Lost(1)

    monkeypatch.setattr(clusters, "cluster", cluster)
    arguments = ["study", experiment, "-o", str(tmp_path / "o.csv"), "--scheduler", "tcp://a:1"]
    assert main(arguments) == 1
    assert capsys.readouterr().err == "basinscope: the scheduler at tcp://a:1 has been lost\n"
    assert not list(tmp_path.iterdir())

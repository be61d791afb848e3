"""Looking at an output's place: what is refused, and that looking leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.export.target import SuffixError, check_name, check_target


def test_a_good_place_is_taken_and_left_as_it_was(tmp_path: Path) -> None:
    old = tmp_path / "old.mp4"
    old.write_text("precious")
    check_target(tmp_path / "new.mp4", (".mp4",))
    check_target(tmp_path / "NEW.MP4", (".mp4",))
    check_target(old, (".mp4",))
    assert list(tmp_path.iterdir()) == [old]
    assert old.read_text() == "precious"


@pytest.mark.parametrize("name", ["race.gif", "race", "race.mp4.txt", ".mp4"])
def test_another_suffix_is_refused_naming_ours(tmp_path: Path, name: str) -> None:
    with pytest.raises(SuffixError, match=r"\.mp4 or \.webm") as caught:
        check_target(tmp_path / name, (".mp4", ".webm"))
    assert name in str(caught.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="folder does not exist") as caught:
        check_name(tmp_path / "missing" / "a.mp4", (".mp4",))
    assert caught.value.filename == str(tmp_path / "missing")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.mp4").mkdir()
    with pytest.raises(IsADirectoryError):
        check_target(tmp_path / "folder.mp4", (".mp4",))


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        check_target(tmp_path / "file" / "a.mp4", (".mp4",))


def test_a_folder_that_refuses_files_is_named() -> None:
    folder = Path("/proc/self")
    if not folder.exists():
        pytest.skip("needs a folder that refuses files even from root")
    with pytest.raises(OSError, match="/proc/self") as caught:
        check_target(folder / "a.mp4", (".mp4",))
    assert caught.value.filename == str(folder)

"""A file is written whole or not at all."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from core import files
from core.files import replacing, rewriting

ROOT = Path(__file__).parents[2]


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_the_new_content_takes_the_place_of_the_old_only_at_the_end(tmp_path):
    target = tmp_path / "out.npz"
    target.write_bytes(b"old")
    with replacing(target) as part:
        assert part.parent == tmp_path and len(part.name) < 40
        part.write_bytes(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["out.npz"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_failure_leaves_the_old_content_and_nothing_partial(tmp_path, error):
    target = tmp_path / "out.npz"
    target.write_bytes(b"old")
    with pytest.raises(error), rewriting(target) as file:
        file.write(b"half")
        raise error
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["out.npz"]


def test_a_failure_leaves_no_file_where_none_was(tmp_path):
    with pytest.raises(KeyboardInterrupt), rewriting(tmp_path / "out.npz") as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert names(tmp_path) == []


def test_a_writer_that_deleted_its_own_part_file_hides_no_error(tmp_path):
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "out.npz") as part:
        part.unlink()
        raise ZeroDivisionError


def test_a_missing_folder_is_named_before_any_work(tmp_path):
    with (
        pytest.raises(FileNotFoundError, match=r"the folder does not exist.*nowhere"),
        replacing(tmp_path / "nowhere" / "out.npz"),
    ):
        pytest.fail("the block began")


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    with pytest.raises(IsADirectoryError, match="this is a folder"), replacing(tmp_path):
        pytest.fail("the block began")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError), replacing(tmp_path / "file" / "out.npz"):
        pytest.fail("the block began")


def test_a_device_is_never_replaced():
    with pytest.raises(OSError, match="not an ordinary file"), replacing(os.devnull):
        pytest.fail("the block began")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_write_protected_file_is_refused(tmp_path):
    target = tmp_path / "out.npz"
    target.touch(mode=stat.S_IRUSR)
    with pytest.raises(PermissionError, match="write-protected"), replacing(target):
        pytest.fail("the block began")


def test_what_access_denies_is_refused_before_any_work(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    target = tmp_path / "out.npz"
    for thing in ("folder", "file"):
        refused = pytest.raises(PermissionError, match=f"the {thing} is write-protected")
        with refused, replacing(target):
            pytest.fail("the block began")
        target.touch()


def test_a_link_stays_a_link_to_the_replaced_file(tmp_path):
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "out.npz", tmp_path / "link.npz"
    target.write_bytes(b"old")
    link.symlink_to(target)
    with rewriting(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("mode", [0o640, 0o666, 0o755])
def test_the_file_keeps_its_permissions(tmp_path, mode):
    target = tmp_path / "out.npz"
    target.touch()
    target.chmod(mode)
    with rewriting(target) as file:
        file.write(b"new")
    assert stat.S_IMODE(target.stat().st_mode) == mode


def test_two_writers_of_one_file_do_not_meet(tmp_path):
    target = tmp_path / "out.npz"
    with replacing(target) as first:
        first.write_bytes(b"first")
        with replacing(target) as second:
            assert first != second and first.exists()
            second.write_bytes(b"second")
        assert target.read_bytes() == b"second"
    assert target.read_bytes() == b"first"
    assert names(tmp_path) == ["out.npz"]


def test_two_processes_that_save_at_once_leave_one_whole_file(tmp_path):
    target = tmp_path / "out.bin"
    loop = (
        "import sys; from core.files import rewriting\n"
        "for _ in range(25):\n"
        "  with rewriting(sys.argv[1]) as file: file.write(sys.argv[2].encode() * 9000)\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", loop, target, letter], cwd=ROOT) for letter in "ab"
    ]
    seen = set()
    while any(writer.poll() is None for writer in writers):
        if target.exists():
            seen.add(target.read_bytes())
    assert [writer.returncode for writer in writers] == [0, 0]
    assert seen <= {b"a" * 9000, b"b" * 9000}
    assert names(tmp_path) == ["out.bin"]


def test_what_a_killed_writer_left_is_swept_by_the_next(tmp_path):
    killed = (
        "import os, sys; from core.files import replacing\n"
        "with replacing(sys.argv[1]) as part: part.write_text('half'); os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", killed, tmp_path / "a"], cwd=ROOT, check=False)
    assert re.fullmatch(r"\.basinscope-[0-9a-f]{16}\.part", *names(tmp_path))
    with replacing(tmp_path / "b"):
        pass
    assert names(tmp_path) == ["b"]


def test_nothing_but_its_own_is_swept_and_nothing_through_a_link(tmp_path):
    theirs = tmp_path / "out.npz.part"
    theirs.write_text("a person's own")
    aim = tmp_path / "aim"
    aim.write_text("precious")
    planted = tmp_path / f".basinscope-{0:016x}.part"
    planted.symlink_to(aim)
    for unwanted in (theirs, tmp_path / "out.npz"):
        with rewriting(tmp_path / "out.npz") as file:
            file.write(b"new")
        assert unwanted.exists()
    assert theirs.read_text() == "a person's own" and aim.read_text() == "precious"


def test_a_planted_name_is_never_written_through(tmp_path, monkeypatch):
    aim = tmp_path / "aim"
    aim.write_text("precious")
    (tmp_path / f".basinscope-{'00' * 8}.part").symlink_to(aim)
    monkeypatch.setattr(files.os, "urandom", bytes)
    with pytest.raises(FileExistsError), replacing(tmp_path / "out.npz"):
        pytest.fail("the block began")
    assert aim.read_text() == "precious"


def test_the_longest_names_are_possible_and_longer_ones_refused_before_the_work(tmp_path):
    longest = tmp_path / ("ä" * 127 + "b")
    with rewriting(longest) as file:
        file.write(b"new")
    assert longest.read_bytes() == b"new"
    refused = pytest.raises(OSError, match="takes 256 bytes; at most 255")
    with refused, replacing(tmp_path / ("ä" * 128)):
        pytest.fail("the block began")


def test_a_private_file_is_private_while_it_is_rewritten(tmp_path):
    target = tmp_path / "out.npz"
    target.touch(mode=0o600)
    with replacing(target) as part:
        assert stat.S_IMODE(part.stat().st_mode) == 0o600


def test_an_error_names_the_file_that_was_asked_for(tmp_path):
    target = tmp_path / "out.npz"
    with pytest.raises(FileNotFoundError) as refused, replacing(target) as part:
        part.unlink()
    assert refused.value.filename == str(target)
    assert names(tmp_path) == []


def test_file_and_folder_are_on_the_disk_before_it_is_said_to_be_saved(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(files.os, "fsync", lambda file: synced.append(os.fstat(file).st_mode))
    with rewriting(tmp_path / "out.npz") as file:
        file.write(b"new")
    assert [stat.S_IFMT(mode) for mode in synced] == [stat.S_IFREG, stat.S_IFDIR]

"""A file is written whole or not at all."""

import os
import stat

import pytest

from core.files import replacing, rewriting


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_the_new_content_takes_the_place_of_the_old_only_at_the_end(tmp_path):
    target = tmp_path / "out.npz"
    target.write_bytes(b"old")
    with replacing(target) as part:
        assert part == tmp_path / "out.npz.part"
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


def test_the_file_keeps_its_permissions(tmp_path):
    target = tmp_path / "out.npz"
    target.touch()
    target.chmod(0o640)
    with rewriting(target) as file:
        file.write(b"new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640

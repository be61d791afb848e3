"""What is no experiment is told as what it is, before anybody waits for it."""

import json
import os

import pytest

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from tests.core.experiment.example_file import EXAMPLE, refusal


def test_what_a_study_has_written_says_what_of_it_opens():
    for text, said in (
        ('{"setting": {}, "rows": []}', "saved as .npz"),
        ('{"claims": []}', "claims"),
    ):
        with pytest.raises(ExperimentError, match=said):
            experiment_file.loads(text)


def test_a_key_given_twice_is_refused():
    text = json.dumps(EXAMPLE).replace('"lr": 0.05', '"lr": 0.05, "lr": 0.5')
    with pytest.raises(
        ExperimentError, match=r"'lr' appears twice .*\$\.methods\[0\]\.hyperparameters\.lr"
    ):
        experiment_file.loads(text)


def test_a_later_format_is_named_before_its_unknown_keys():
    assert refusal({"format": 2, "races": []}).path == "$.format"


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\xef\xbb\xbf{}", b"\x00" * 100, b"PK\x03\x04", b"{"]
)
def test_a_file_of_something_else_is_refused(tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(ExperimentError):
        experiment_file.read(path)


@pytest.mark.parametrize(
    ("begins", "said"),
    [
        (b"{" + b" " * 999, "no longer than 64 MiB"),
        (b"PK\x03\x04", "this is a zip archive; an experiment in JSON"),
    ],
)
def test_a_huge_file_is_refused_without_reading_all_of_it(tmp_path, begins, said):
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.write(begins)
        file.truncate(2**40)  # sparse: it takes no room
    with pytest.raises(ExperimentError, match=said):
        experiment_file.read(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_a_pipe_or_a_device_is_no_file_and_nobody_waits_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero"):
        with pytest.raises(OSError, match="not an ordinary file"):
            experiment_file.read(path)


def test_a_missing_file_and_a_folder_are_errors_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        experiment_file.read(tmp_path / "nowhere")
    with pytest.raises(IsADirectoryError):
        experiment_file.read(tmp_path)

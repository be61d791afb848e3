"""A race to type commands about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typed_commands import race


@pytest.fixture
def experiment(tmp_path: Path) -> Path:
    path = tmp_path / "race.basin.json"
    path.write_text(json.dumps(race()), encoding="utf-8")
    return path


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing is known of former studies."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    return folder

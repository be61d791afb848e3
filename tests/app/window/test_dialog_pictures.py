"""Dialogs and a narrow window look as they did, light and dark, at one and two pixels a pixel.

After a change that is meant, look at the new pictures and keep them with `--force-regen`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "dialog_pictures.py"
PARTS = ("export", "gallery", "narrow", "palette", "preferences", "welcome")
TOLERANCE = 0.1  # percent of full contrast, on average: less than one moved word


@pytest.mark.parametrize("scale", ["1", "2"])
def test_they_look_as_they_did_in_both_themes(scale, tmp_path, original_datadir, image_regression):
    subprocess.run(
        [sys.executable, SCRIPT, tmp_path],
        env={**os.environ, "QT_SCALE_FACTOR": scale},
        check=True,
        timeout=120,
    )
    assert {path.stem for path in tmp_path.glob("*.png")} == {
        f"{part}-{theme}" for part in PARTS for theme in ("dark", "light")
    }
    for picture in sorted(tmp_path.glob("*.png")):
        name, seen = f"{picture.stem}-{scale}x", picture.read_bytes()
        kept = original_datadir / f"{name}.png"
        if not kept.exists() or kept.read_bytes() != seen:  # to the byte they need no comparison
            image_regression.check(seen, diff_threshold=TOLERANCE, basename=name)

"""Panels look as they did: light and dark, at one and two device pixels a pixel.

After a change that is meant, look at the new pictures and keep them with `--force-regen`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("panel_pictures.py")
TOLERANCE = 0.1  # percent of full contrast, on average: less than one moved word


@pytest.fixture(scope="module", params=["1", "2"])
def pictures(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(f"pictures-{request.param}x")
    subprocess.run(
        [sys.executable, SCRIPT, folder],
        env={**os.environ, "QT_SCALE_FACTOR": request.param},
        check=True,
        timeout=120,
    )
    return folder, request.param


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize(
    "panel",
    ["memory", "charts", "standing", "anatomy"]
    + [f"network-{name}" for name in ("memory", "charts", "standing", "controls", "run")],
)
def test_a_panel_looks_as_it_did(pictures, panel, theme, image_regression):
    folder, scale = pictures
    image_regression.check(
        (folder / f"{panel}-{theme}.png").read_bytes(),
        diff_threshold=TOLERANCE,
        basename=f"{panel}-{theme}-{scale}x",
    )

"""An SVG of a race: paths and words as such, with its fonts and its experiment inside."""

from __future__ import annotations

import base64
import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from app.export.composition import Composition
from app.files import marks
from app.look import fonts
from app.map.drawing.scene import Scene
from app.running.to_end import Report
from core import files
from core.experiment import experiment_file

_HEAD_END = b"</desc>\n"
_BOLD = b'font-weight="700"'


def write(path: Path, scene: Scene, options: Mapping[str, Any], report: Report) -> None:
    """Write an SVG; see `app.export.formats.Format.write`."""
    scene = dataclasses.replace(scene, theme=options["theme"])
    composition = Composition.of(scene, options)
    sheet = options["sheet"]
    size = sheet.pixels
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(QSizeF(*size).toSize())
    generator.setViewBox(QRectF(0, 0, *size))
    generator.setTitle(composition.heading)
    painter = QPainter(generator)
    try:
        composition.paint_sheet(painter, size)
    finally:
        painter.end()
    # The generator counts whole pixels, the sheet does not.
    measures = f'<svg width="{sheet.width:g}mm" height="{sheet.height:g}mm"'.encode()
    text = re.sub(rb'<svg width="[^"]*" height="[^"]*"', measures, bytes(buffer.data()), count=1)
    text = _completed(text, experiment_file.dumps(scene.picture.experiment))
    with files.rewriting(path) as file:
        file.write(text)
        report(1, 1)  # the last way out before the new file is there


def _completed(svg: bytes, experiment: str) -> bytes:
    """With the fonts that it names, so that it looks the same elsewhere, and the experiment."""
    faces = ["Regular", *(["Bold"] if _BOLD in svg else [])]
    style = "".join(_face(face) for face in faces)
    added = f"<style>{style}</style>\n".encode() + marks.SVG.wrapped(experiment) + b"\n"
    head, end, rest = svg.partition(_HEAD_END)
    return head + end + added + rest


def _face(face: str) -> str:
    data = (fonts.FOLDER / f"BasinscopeSans-{face}.ttf").read_bytes()
    weight = 700 if face == "Bold" else 400
    url = f"data:font/ttf;base64,{base64.b64encode(data).decode()}"
    return (
        f'@font-face{{font-family:"{fonts.SANS}";font-weight:{weight};'
        f'src:url({url}) format("truetype")}}'
    )

"""A PDF of a race: paths and words as such, on a page of its own size."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

from app.export.composition import Composition
from app.files import marks
from app.map.drawing.scene import Scene
from app.running.to_end import Report
from core import files
from core.experiment import experiment_file

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>Basinscope</xmp:CreatorTool>
{experiment}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def write(path: Path, scene: Scene, options: Mapping[str, Any], report: Report) -> None:
    """Write a PDF; see `app.export.formats.Format.write`."""
    scene = dataclasses.replace(scene, theme=options["theme"])
    composition = Composition.of(scene, options)
    sheet = options["sheet"]
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(composition.heading)
    writer.setCreator("Basinscope")
    writer.setDocumentXmpMetadata(_metadata(composition.heading, scene))
    page = QPageSize(
        QSizeF(sheet.width, sheet.height), QPageSize.Unit.Millimeter, "",
        QPageSize.SizeMatchPolicy.ExactMatch,
    )  # fmt: skip
    writer.setPageSize(page)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(96)  # one unit is a pixel, and so is the thinnest line
    points = writer.pageLayout().fullRectPoints()  # whole ones, so a hair less than was asked
    size = (points.width() * 96 / 72, points.height() * 96 / 72)
    painter = QPainter(writer)
    try:
        composition.paint_sheet(painter, size)
    finally:
        painter.end()
    with files.rewriting(path) as file:
        file.write(bytes(buffer.data()))
        report(1, 1)  # the last way out before the new file is there


def _metadata(title: str, scene: Scene) -> bytes:
    text = experiment_file.dumps(scene.picture.experiment)
    experiment = marks.PDF.wrapped(text).decode()
    return _XMP.format(title=html.escape(title), experiment=experiment).encode()

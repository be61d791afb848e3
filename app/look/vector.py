"""Drawings that stay lines and words: what a painter draws as SVG or PDF, in our own fonts."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from app.look import fonts
from app.look.shape_painter import ShapePainter

DPI = 96
"""A unit is a pixel of CSS."""
Size = tuple[float, float]
Paint = Callable[[QPainter, Size], None]
"""Draws a picture of (width, height) units."""

_HEAD_END = b"</desc>\n"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>Basinscope</xmp:CreatorTool>
{added}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def svg(millimetres: Size, title: str, paint: Paint, *, added: bytes = b"") -> bytes:
    """An SVG of a size, with the fonts that it names, so that it looks the same elsewhere, and
    after them what is `added` to its head."""
    size = (millimetres[0] * DPI / 25.4, millimetres[1] * DPI / 25.4)
    bare = bare_svg(size, title, paint)
    # The generator counts whole pixels, the sheet does not.
    measures = f'<svg width="{millimetres[0]:g}mm" height="{millimetres[1]:g}mm"'.encode()
    text = re.sub(rb'<svg width="[^"]*" height="[^"]*"', measures, bare, count=1)
    head, end, rest = text.partition(_HEAD_END)
    style = f"<style>{faces(bold=_is_bold(text))}</style>\n".encode()
    return head + end + style + added + b"\n" + rest


def bare_svg(size: Size, title: str, paint: Paint) -> bytes:
    """An SVG of a size in units that names its fonts but does not hold them."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(DPI)
    generator.setSize(QSizeF(*size).toSize())
    generator.setViewBox(QRectF(0, 0, *size))
    generator.setTitle(title)
    painter = ShapePainter(generator)
    try:
        paint(painter, size)
    finally:
        painter.end()
    return bytes(buffer.data())


def pdf(millimetres: Size, title: str, paint: Paint, *, added: str = "") -> bytes:
    """A PDF of one page of a size; its metadata has the title and what is `added`, as XMP."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Basinscope")
    writer.setDocumentXmpMetadata(_XMP.format(title=html.escape(title), added=added).encode())
    page = QPageSize(
        QSizeF(*millimetres), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch
    )
    writer.setPageSize(page)
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(DPI)  # one unit is a pixel, and so is the thinnest line
    points = writer.pageLayout().fullRectPoints()  # whole ones, so a hair less than was asked
    painter = ShapePainter(writer)
    try:
        paint(painter, (points.width() * DPI / 72, points.height() * DPI / 72))
    finally:
        painter.end()
    return bytes(buffer.data())


def faces(*, bold: bool) -> str:
    """The program's family as a style sheet has it, in itself."""
    return "".join(map(_face, ("Regular", "Bold") if bold else ("Regular",)))


def _is_bold(text: bytes) -> bool:
    return b'font-weight="700"' in text


@cache
def _face(name: str) -> str:
    data = (fonts.FOLDER / f"BasinscopeSans-{name}.ttf").read_bytes()
    weight = 700 if name == "Bold" else 400
    url = f"data:font/ttf;base64,{base64.b64encode(data).decode()}"
    return (
        f'@font-face{{font-family:"{fonts.SANS}";font-weight:{weight};'
        f'src:url({url}) format("truetype")}}'
    )

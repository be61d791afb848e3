"""What a file is, told by its first bytes, for the words to somebody who opened the wrong one."""

from __future__ import annotations

HEAD = 512  # bytes that are enough to tell

# By what the file begins with; the longer beginning first where two share one.
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"%PDF-", "a PDF document"),
    (b"\x93NUMPY", "a single numpy array (.npy)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x1a\x45\xdf\xa3", "a WebM or Matroska video"),
    (b"OggS", "an Ogg file"),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet table"),
    (b"\x7fELF", "a program"),
    (b"\x80\x02", "a Python pickle"),
    (b"\x80\x03", "a Python pickle"),
    (b"\x80\x04", "a Python pickle"),
    (b"\x80\x05", "a Python pickle"),
    (b"\xff\xfe\0\0", "text in UTF-32"),
    (b"\0\0\xfe\xff", "text in UTF-32"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
)
_RIFF = {b"WEBP": "a WebP picture", b"AVI ": "an AVI video", b"WAVE": "a WAV sound"}
_MARKUP = (
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<svg", "an SVG picture"),
    (b"<?xml", "an XML document"),
)


def kind_of(head: bytes) -> str | None:
    """A file's kind with its article, by its first `HEAD` bytes; None where it may be any text."""
    if not head:
        return "an empty file"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(head)
    if head[4:8] == b"ftyp":
        return "a QuickTime video" if head[8:12] == b"qt  " else "an MP4 video"
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], "a RIFF file")
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if b"\0" in head:
        return "a file of binary data"
    lowered = head.lstrip().lower()
    for beginning, kind in _MARKUP:
        if lowered.startswith(beginning):
            return kind
    return None


def _zip_kind(head: bytes) -> str:
    name = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    if name.endswith(b".npy"):
        return "a numpy archive (.npz)"
    return "a PyTorch checkpoint" if name.endswith(b"/data.pkl") else "a zip archive"

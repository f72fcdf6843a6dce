"""Bytes from files that nobody vouches for: size limits, safe archives, decoding said aloud."""

from __future__ import annotations

import gc
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from qualcode.errors import Problem, ReadError, counted

MAX_FILE = 200 * 1024 * 1024  # bytes of one file on disk
MAX_UNZIPPED = 150 * 1024 * 1024  # bytes of all parts of one archive
# Word and Excel files shrink to a fifth or a twentieth; a bomb to a thousandth. Small archives may
# hold one very regular sheet, so the ratio is asked only above FREE_UNZIPPED.
MAX_RATIO = 200
FREE_UNZIPPED = 20 * 1024 * 1024
MAX_PARTS = 20_000

# Control characters other than tab, line feed, vertical tab, form feed, carriage return and the
# end mark of DOS files: text has none.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_CONTROL_BYTES = bytes(n for n in range(128) if _CONTROL.match(chr(n)))

_MAGIC = (
    (b"PK\x03\x04", "a zip archive (.docx, .xlsx, .odt …) under another name"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file, or one with a password"),
)


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep Python's cycle collector quiet while thousands of records are made.

    None of them is part of a cycle, and looking at them again and again takes as long as reading.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _article(noun: str) -> str:
    return "an" if noun[:1] in "AEIOaeio" else "a"


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of at most 200 MB; anything that keeps it from being read is a ReadError."""
    try:
        if not path.is_file():
            found = "is a folder" if path.is_dir() else "no such file"
            raise ReadError(path.name, found, next="Check the path.")
        size = path.stat().st_size
        if size > MAX_FILE:
            raise ReadError(
                path.name,
                f"{size / 1048576:,.0f} MB",
                f"at most {MAX_FILE // 1048576} MB",
                "Split the file, or remove pictures and recordings from it.",
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(path.name, f"cannot be opened: {reason}") from None


def decode(name: str, data: bytes) -> tuple[str, str, list[Problem]]:
    """Decode a text file: (text without byte order mark, encoding, doubts). Line ends stay.

    UTF-8, then UTF-16 with a byte order mark, then cp1252, which fits almost any bytes and is
    therefore said as a doubt. Bytes that are no text in any of them are a ReadError.
    """
    doubts: list[Problem] = []
    for start, what in _MAGIC:
        if data.startswith(start):
            raise ReadError(
                name, f"is {what}", "plain text", "Save it as .docx or as plain text (UTF-8)."
            )
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text, encoding = data.decode("utf-16"), "utf-16"
        elif data.startswith(b"\xef\xbb\xbf"):
            text, encoding = data[3:].decode("utf-8"), "utf-8 with BOM"
        else:
            text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
            raise ReadError(
                name,
                f"byte {error.start:,} does not fit the encoding its byte order mark announces",
                next="Open it in an editor and save it as plain text (UTF-8).",
            ) from None
        try:
            text, encoding = data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError:
            raise _not_text(name, f"byte {error.start:,} is not UTF-8") from None
    if "\x00" in text:
        raise _not_text(name, f"NUL at character {text.index(chr(0)):,}")
    if encoding == "utf-16":
        controls = len(_CONTROL.findall(text))
    else:  # these bytes stand for nothing else, and counting bytes takes a tenth of the time
        controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    # One stray control character in a long UTF-8 file is dirt; in bytes that were not UTF-8 it is
    # the sign of a program or a picture.
    if controls > (max(2, len(text) // 500) if encoding != "cp1252" else 0):
        raise _not_text(name, counted(controls, "control character"))
    if encoding == "cp1252":
        strange = sorted({character for character in text if character > "\x7f"})
        doubts.append(
            Problem(
                name,
                f"not UTF-8, read as cp1252 (Windows); its special characters: {' '.join(strange[:12])}",
                next="Look at these characters; where they are wrong, save the file as UTF-8.",
            )
        )
    if "\ufffd" in text:
        doubts.append(
            Problem(
                name,
                f"{counted(text.count(chr(0xFFFD)), 'replacement character')} (\ufffd): an earlier"
                " conversion lost letters here",
                next="Go back to the file this one was made from.",
            )
        )
    return text, encoding, doubts


def _not_text(name: str, found: str) -> ReadError:
    return ReadError(
        name,
        f"does not look like text: {found}",
        "UTF-8, UTF-16 with byte order mark, or cp1252",
        "Save it as plain text (UTF-8) from the program that wrote it.",
    )


def plain_lines(text: str) -> str:
    """Line ends as LF; nothing else changes."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def open_archive(name: str, path: Path, *, what: str) -> zipfile.ZipFile:
    """Open a zip archive after looking at what it claims to hold. what: "Word document", …

    Raises ReadError for what is no archive, is damaged, or would unpack to more than MAX_UNZIPPED
    bytes or MAX_RATIO times its size.
    """
    data = _head(path)
    if not data:
        raise ReadError(name, "is empty", f"{_article(what)} {what}")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadError(
            name,
            "is an old Office file, or one with a password",
            f"{_article(what)} {what}",
            "Open it in Word or Excel and save it in the present format without a password.",
        )
    try:
        archive = zipfile.ZipFile(path)
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        raise ReadError(
            name,
            f"is not {_article(what)} {what}, or is cut short",
            next="Open and save it again in the program that wrote it, or fetch it anew.",
        ) from None
    size = path.stat().st_size
    unzipped = sum(part.file_size for part in parts)
    if (
        len(parts) > MAX_PARTS
        or unzipped > MAX_UNZIPPED
        or (unzipped > FREE_UNZIPPED and unzipped > MAX_RATIO * size)
    ):
        archive.close()
        raise ReadError(
            name,
            f"{counted(len(parts), 'part')} that unpack from {size:,} to {unzipped:,} bytes",
            f"at most {MAX_UNZIPPED // 1048576} MB and {MAX_RATIO} times the file's size",
            "It is damaged or made to do harm; do not open it.",
        )
    return archive


def _head(path: Path) -> bytes:
    try:
        if not path.is_file() or path.stat().st_size > MAX_FILE:
            return read_bytes(path)  # raises with the reason
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise ReadError(path.name, f"cannot be opened: {error.strerror or error}") from None


def read_part(name: str, archive: zipfile.ZipFile, part: str) -> bytes | None:
    """One part of an archive; None when it is not there. A damaged part is a ReadError.

    zipfile never gives more than the size the directory states and compares the checksum, so a
    directory that lies about a size ends here too.
    """
    try:
        return archive.read(part)
    except KeyError:
        return None
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        reason = "has a password" if "password" in str(error) else "is damaged"
        raise ReadError(
            name,
            f"its part {part} {reason}",
            next="Open and save it again in the program that wrote it, or fetch it anew.",
        ) from None


def line_of(text: str, at: int) -> int:
    """The line (1-based) on which character `at` lies."""
    return text.count("\n", 0, at) + 1


def lines_at(text: str, starts: Iterable[int]) -> str:
    """The lines on which these characters lie: `line 3`, `lines 3, 9, 14 … (40 in all)`."""
    numbers: list[int] = []
    line, at = 1, 0
    for start in sorted(starts):
        line += text.count("\n", at, start)
        at = start
        if not numbers or numbers[-1] != line:
            numbers.append(line)
    return lines_named(numbers)


def lines_named(numbers: Iterable[int]) -> str:
    """`line 3`, `lines 3, 9, 14 … (40 in all)`."""
    items = sorted(set(numbers))
    shown = ", ".join(str(number) for number in items[:6])
    if len(items) > 6:
        shown += f" … ({len(items)} in all)"
    return f"line{'s' if len(items) > 1 else ''} {shown}"

"""The index on disk: a folder of arrays and one small JSON file that names them.

The JSON file is swapped in last, so that a reader sees the old index or the new one. Everything is
checked on opening, sizes and checksums too (0.1 s for 8 million words): an index that was cut short by
a full disk or a half-finished copy must be built again, never searched.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from qualcode.index.token_index import TokenIndex, Vocabulary
from qualcode.index.tokens import FORMAT

_CONTENTS = "index.json"
_OURS = re.compile(r"qualcode-[0-9a-f]{16}-[a-z_]+\.(?:npy|txt)")
_WORD_LISTS = ("raw", "folded", "versions")


def save(index: TokenIndex, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    before = {path.name for path in folder.iterdir() if _OURS.fullmatch(path.name)}
    mark = secrets.token_hex(8)
    written: list[Path] = []
    files: dict[str, dict[str, Any]] = {}
    try:
        for name in TokenIndex.ARRAYS:
            path = folder / f"qualcode-{mark}-{name}.npy"
            written.append(path)
            array = np.ascontiguousarray(getattr(index, name))
            np.save(path, array, allow_pickle=False)
            files[name] = {"file": path.name, "crc32": _crc(array)}
        for name, words in (
            ("raw", index.vocabulary.raw),
            ("folded", index.vocabulary.folded),
            ("versions", index.versions),
        ):
            path = folder / f"qualcode-{mark}-{name}.txt"
            written.append(path)
            packed = "\n".join(words).encode("utf-8", "surrogatepass")
            path.write_bytes(packed)
            files[name] = {"file": path.name, "crc32": zlib.crc32(packed), "lines": len(words)}
        contents = {
            "qualcode_index": FORMAT,
            "byteorder": sys.byteorder,
            "key": index.key,
            "files": files,
        }
        temporary = folder / f"qualcode-{mark}-contents.txt"
        written.append(temporary)
        temporary.write_text(json.dumps(contents, indent=1), encoding="utf-8")
        temporary.replace(folder / _CONTENTS)
    except BaseException:
        for path in written:
            with contextlib.suppress(OSError):
                path.unlink()
        raise
    for name in before:
        # Windows does not let go of files that are mapped; they go at the next save.
        with contextlib.suppress(OSError):
            (folder / name).unlink()


def load(folder: Path, key: str | None) -> TokenIndex | None:
    try:
        contents = json.loads((folder / _CONTENTS).read_text(encoding="utf-8"))
        if (
            contents["qualcode_index"] != FORMAT
            or contents["byteorder"] != sys.byteorder
            or (key is not None and contents["key"] != key)
        ):
            return None
        arrays: dict[str, np.ndarray] = {}
        for name in TokenIndex.ARRAYS:
            entry = contents["files"][name]
            array = np.load(_inside(folder, entry["file"]), mmap_mode="r", allow_pickle=False)
            if _crc(array) != entry["crc32"]:
                return None
            # The plain view: every operation on a memmap object pays for its class.
            arrays[name] = np.asarray(array)
        lists: dict[str, list[str]] = {}
        for name in _WORD_LISTS:
            entry = contents["files"][name]
            packed = _inside(folder, entry["file"]).read_bytes()
            if zlib.crc32(packed) != entry["crc32"]:
                return None
            lists[name] = packed.decode("utf-8", "surrogatepass").split("\n") if packed else []
            if len(lists[name]) != entry["lines"]:
                return None
        index = TokenIndex(
            key=contents["key"],
            versions=lists["versions"],
            vocabulary=Vocabulary(lists["raw"], lists["folded"]),
            **arrays,
        )
    except (OSError, ValueError, KeyError, TypeError, EOFError, AttributeError, RecursionError):
        return None
    return index if _fits(index) else None


def _inside(folder: Path, name: str) -> Path:
    if not _OURS.fullmatch(name):
        raise ValueError(f"{name} is not a file of an index")
    return folder / name


def _crc(array: np.ndarray) -> int:
    # An empty mapped array has no buffer to read.
    return zlib.crc32(array.reshape(-1).view(np.uint8).data) if array.size else 0


def _fits(index: TokenIndex) -> bool:
    """Whether the arrays belong together."""
    tokens = len(index)
    return (
        all(
            len(array) == tokens
            for array in (index.lengths, index.forms, index.joined, index.postings)
        )
        and len(index.document_turns) == len(index.versions) + 1
        and len(index.vocabulary.raw) == len(index.vocabulary.folded)
        and len(index.offsets) == len(index.vocabulary) + 1
        and int(index.document_turns[-1]) == index.n_turns == len(index.turn_ranges) - 1
        and int(index.turn_ranges[-1]) == len(index.ranges)
        and int(index.turn_tokens[-1]) == int(index.offsets[-1]) == tokens
    )

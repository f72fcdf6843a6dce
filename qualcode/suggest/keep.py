"""What suggesters computed, kept as arrays beside the project.

Every file is one archive of plain arrays with the key of what they were made from. It may be deleted at
any time; one that is damaged, or of something else, is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from qualcode.suggest import linear
from qualcode.suggest.calibrate import Calibration
from qualcode.suggest.features import Features, Text
from qualcode.suggest.learned import LaidOut, Learned, Products

# Counts up whenever numbers would come out differently.
FORMAT = 3
# Products of decided segments grow with their square: beyond this many bytes they are made again.
_LARGE = 100_000_000

Arrays = dict[str, NDArray]


def digest(*parts: Any) -> str:
    """32 hexadecimal digits over arrays and texts."""
    found = hashlib.sha256(str(FORMAT).encode())
    for part in parts:
        if isinstance(part, np.ndarray):
            found.update(f"{part.dtype.str}{part.shape}".encode())
            found.update(np.ascontiguousarray(part).tobytes())
        else:
            found.update(repr(part).encode("utf-8", "surrogatepass"))
        found.update(b"\0")
    return found.hexdigest()[:32]


def save(folder: Path | None, name: str, key: str, arrays: Mapping[str, NDArray]) -> None:
    """Keep arrays as `name` in a folder; None, and a folder that cannot be written, keeps nothing."""
    if folder is None:
        return
    part = folder / f"qualcode-{secrets.token_hex(8)}.part"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as file:
                named: dict[str, Any] = dict(arrays)
                np.savez(file, key=np.array(key), **named)
            part.replace(folder / f"{name}.npz")
        finally:
            part.unlink(missing_ok=True)


def load(folder: Path | None, name: str, key: str) -> Arrays | None:
    """The arrays kept under this name, if they are whole and of this key."""
    if folder is None:
        return None
    try:
        with (
            (folder / f"{name}.npz").open("rb") as opened,
            np.load(opened, allow_pickle=False) as file,
        ):
            if str(file["key"]) != key:
                return None
            return {each: file[each] for each in file.files if each != "key"}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, MemoryError):
        return None


# -- texts and features -------------------------------------------------------------------------------


def text_arrays(text: Text) -> Arrays:
    arrays: Arrays = {}
    for name in ("counts", "sequences", "matrix"):
        arrays |= _of_matrix(name, getattr(text, name))
    for name in ("pairs", "words", "pairs_kept", "characters", "idf"):
        arrays[name] = getattr(text, name)
    return arrays


def text_of(arrays: Arrays, vocabulary: Any) -> Text:
    """Raises KeyError and ValueError for arrays that are none of a text."""
    return Text(
        vocabulary=vocabulary,
        **{name: _matrix(name, arrays) for name in ("counts", "sequences", "matrix")},
        **{name: arrays[name] for name in ("pairs", "words", "pairs_kept", "characters", "idf")},
    )


def features_arrays(features: Features) -> Arrays:
    """Without the text's matrix, which is kept with the text."""
    return {**_of_matrix("around", features.around), "dense": features.dense}


def features_of(arrays: Arrays, text: Text, role: NDArray) -> Features:
    return Features(text.matrix, _matrix("around", arrays), arrays["dense"], role)


def _of_matrix(name: str, matrix: sp.csr_matrix) -> Arrays:
    return {
        f"{name}_data": matrix.data,
        f"{name}_indices": matrix.indices,
        f"{name}_indptr": matrix.indptr,
        f"{name}_shape": np.array(matrix.shape),
    }


def _matrix(name: str, arrays: Arrays) -> sp.csr_matrix:
    parts = (arrays[f"{name}_{each}"] for each in ("data", "indices", "indptr"))
    shape = tuple(arrays[f"{name}_shape"].tolist())
    return sp.csr_matrix(tuple(parts), shape=shape)


# -- models -------------------------------------------------------------------------------------------

_CALIBRATION = [each.name for each in fields(Calibration)]
_PLAIN = ("share", "cases", "left_out", "inner_targets", "inner_documents")


def models_arrays(parts: Iterable[tuple[NDArray, Learned, Products]]) -> Arrays:
    """Parts as (columns, models, products)."""
    arrays: Arrays = {}
    count = 0
    for number, (columns, model, products) in enumerate(parts):
        own: Arrays = {
            "columns": columns,
            "rows": model.rows,
            "weights": model.dual.weights,
            "offset": model.dual.offset,
            "odds_weights": model.odds.weights,
            "odds_offset": model.odds.offset,
            "choices": np.array([model.penalty, model.by_role, model.features.context]),
        }
        own |= {f"calibration_{name}": getattr(model.calibration, name) for name in _CALIBRATION}
        own |= {name: getattr(model, name) for name in _PLAIN}
        if isinstance(products, LaidOut) and products.text.nbytes * 2 <= _LARGE:
            own |= {"products_text": products.text, "products_other": products.other}
        arrays |= {f"{number}_{name}": array for name, array in own.items()}
        count += 1
    return arrays | {"parts": np.array(count)}


def models_of(
    arrays: Arrays,
    features: Features,
    signs: Any,
) -> list[tuple[NDArray, Learned, Products]]:
    """The parts again. signs: a function that gives for columns the likeness to definitions and the other
    signs of all segments, by name. Raises KeyError and ValueError for arrays that are none of models."""
    found = []
    for number in range(int(arrays["parts"])):
        own = {
            name.partition("_")[2]: array
            for name, array in arrays.items()
            if name.startswith(f"{number}_")
        }
        likeness, more = signs(own["columns"])
        used = features.lighter(float(own["choices"][2]))
        model = Learned(
            features=used,
            rows=own["rows"],
            dual=linear.Dual(own["weights"], own["offset"]),
            odds=linear.Dual(own["odds_weights"], own["odds_offset"]),
            penalty=float(own["choices"][0]),
            by_role=float(own["choices"][1]),
            calibration=Calibration(**{name: own[f"calibration_{name}"] for name in _CALIBRATION}),
            definitions=likeness,
            more=tuple(more.values()),
            **{name: own[name] for name in _PLAIN},
        )
        if "products_text" in own:
            role = used.role[model.rows]
            products: Products = LaidOut(own["products_text"], own["products_other"], role)
        else:
            products = Products.of(used, model.rows, len(own["columns"]))
        found.append((own["columns"], model, products))
    return found

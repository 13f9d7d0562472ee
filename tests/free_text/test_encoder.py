"""The encoder gives a vector for each word of any text, always the same, near to that of the published weights in floats."""
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.doctor import findings
from service.free_text import encoder as encoders
from service.free_text.pieces import LONGEST, STRETCHES, WORD
from tests.free_text import floats

TEXT = "A network that isn't trained on enough data overfits: it learns 3,000 examples by heart, and generalises poorly."
ODD = [
    "", "?!", "3d", "İstanbul", "e\u0301te\u0301", "深層学習", "[SEP] [CLS] [MASK]", "\ud83d", "a\x00b", "naïve co-operation", "x²",
    "ſtrange", "𝒜 ⅷ", "\u200dthe\u200d", "’s",
]  # fmt: skip
ANY = st.one_of(st.text(st.characters(exclude_categories=())), st.lists(st.sampled_from([*ODD, *TEXT.split()])).map(" ".join))


def plain_words(text):
    return tuple(word.lower() for word in WORD.findall(text))


def same(one, other):
    return one.texts == other.texts and (one.v == other.v).all() and (one.u == other.u).all()


@given(text=ANY)
@settings(deadline=None)
def test_any_text_has_a_vector_for_each_of_its_words(encoder, text):
    words = encoder.words(text)
    assert words.texts == plain_words(text)
    for rows in (words.v, words.u):
        assert rows.shape == (len(words.texts), 384) and rows.dtype == numpy.float32
        assert numpy.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_too(encoder, text):
    words = encoder.words(text)
    assert words.texts == plain_words(text) and numpy.isfinite(words.v).all() and numpy.isfinite(words.u).all()


@given(texts=st.lists(ANY, max_size=3))
@settings(deadline=None, max_examples=20)
def test_a_text_has_the_same_vectors_whatever_was_read_before(encoder, texts):
    first = encoder.words(TEXT)
    for text in texts:
        encoder.words(text)
    assert same(first, encoder.words(TEXT))


def test_threads_get_what_one_alone_gets(encoder):
    texts = [" ".join(TEXT.split()[at:]) * (1 + at % 3) for at in range(12)] * 4
    alone = [encoder.words(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert all(map(same, alone, pool.map(encoder.words, texts)))


def test_another_copy_gives_the_same(encoder):
    assert same(encoders.load(encoders.find()).words(TEXT), encoder.words(TEXT))


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Because the water in the cell moves out by osmosis, it shrinks.",
        "no",
        "the derivative of x² is 2x, isn’t it",
        "Mitochondria synthesise adenosine triphosphate; ribosomes don't.",
        "Les réseaux neuronaux apprennent.",
        " ".join([TEXT] * 6),
    ],
)
def test_every_word_is_near_to_what_floats_give(encoder, text):
    """Each word's pieces, averaged by layer and brought to length 1; v is the sum of the layers 3 to 6, u the last."""
    layers = floats.layers(encoder.weights, [encoders.FIRST, *encoder.ids(text), encoders.LAST])[2:]
    places = encoder._tokenizer.encode(text, add_special_tokens=False).offsets
    owned = [[at for at, (start, end) in enumerate(places, 1) if start < word.end() and end > word.start()] for word in WORD.finditer(text)]
    by_layer = [unit(numpy.array([rows[pieces].mean(0) for pieces in owned])) for rows in layers]
    words = encoder.words(text)
    assert ((words.u * by_layer[-1]).sum(1) > 0.98).all()
    assert ((words.v * unit(sum(by_layer))).sum(1) > 0.98).all()


def unit(rows):
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def test_a_word_means_what_it_means_where_it_stands(encoder):
    river, money, loan = (encoder.words(text) for text in ("the bank of the river", "the bank lends money", "a loan from the bank"))
    bank = [words.v[words.texts.index("bank")] for words in (river, money, loan)]
    assert bank[1] @ bank[2] > bank[0] @ bank[1] and bank[1] @ bank[2] > bank[0] @ bank[2]


def test_special_pieces_in_a_text_are_words_like_others(encoder):
    assert not {encoders.FIRST, encoders.LAST} & set(encoder.ids("one [SEP] two [CLS]"))


@pytest.mark.parametrize("text", ["loss→", "→loss", "loss😀", "☹loss", "€loss×"])
def test_a_word_is_known_though_a_symbol_touches_it(encoder, text):
    assert encoder.ids("loss")[0] in encoder.ids(text)


def test_of_a_very_long_text_whole_words_of_its_beginning_are_read(encoder):
    text = " ".join(f"electroencephalography number {at}" for at in range(1500))
    words = encoder.words(text)
    assert words.texts == plain_words(text)[: len(words.texts)]
    assert len(encoder.ids(text)) > LONGEST * STRETCHES and 300 < len(words.texts) < 4500
    assert len(words.v) == len(words.u) == len(words.texts) and numpy.linalg.norm(words.v, axis=1) == pytest.approx(1, abs=1e-5)


def test_what_comes_after_the_cut_changes_nothing(encoder):
    text = "word " * (LONGEST * STRETCHES)
    assert same(encoder.words(text), encoder.words(text + TEXT))


def test_one_word_that_is_longer_than_a_stretch_has_one_vector(encoder):
    words = encoder.words("学" * 3000 + " and more")
    assert words.texts[0] == "学" * 3000 and numpy.isfinite(words.v).all() and len(words.v) == len(words.texts)


@pytest.fixture
def folder(tmp_path, encoder):
    """A folder with the encoder's two files, to be spoiled."""
    for name in encoders.SUMS:
        (tmp_path / name).symlink_to(encoders.find() / name)
    return tmp_path


def spoil(path, data):
    path.unlink()
    if data is not None:
        path.write_bytes(data)


@pytest.mark.parametrize("name", encoders.SUMS)
@pytest.mark.parametrize("data", [None, b"", b"{}"])
def test_a_file_that_is_missing_or_another_one_is_refused_by_name(folder, name, data):
    spoil(folder / name, data)
    with pytest.raises(encoders.Damaged) as error:
        encoders.load(folder)
    assert str(folder / name) in str(error.value) and str(error.value).endswith(".")


def test_one_bit_is_enough(folder):
    data = bytearray((folder / encoders.TOKENIZER).read_bytes())
    data[1000] ^= 1
    spoil(folder / encoders.TOKENIZER, data)
    with pytest.raises(encoders.Damaged):
        encoders.load(folder)


def test_without_the_package_there_is_none(monkeypatch):
    monkeypatch.setattr(encoders, "PACKAGE", "a_package_that_nobody_has")
    assert encoders.find() is None and encoders.find("/some/where").name == "where"


def test_the_package_is_found_and_never_imported(encoder):
    assert (encoders.find() / encoders.WEIGHTS).is_file() and encoders.PACKAGE not in sys.modules and "torch" not in sys.modules


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_without_what_it_needs_it_says_what_to_install(monkeypatch, folder, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(encoders.Unavailable, match=rf"{package}.*encoder\.lock") as error:
        encoders.load(folder)
    assert not isinstance(error.value, encoders.Damaged)


def of_doctor(monkeypatch, folder, **environment):
    """What the doctor finds about the encoder."""
    monkeypatch.setenv("QUIZBANK_DATA_DIR", str(folder / "data"))
    for name, value in environment.items():
        monkeypatch.setenv(f"QUIZBANK_{name}", str(value))
    (found,) = [(well, sentence) for well, sentence in findings() if "ncoder" in sentence or "ENCODER" in sentence]
    return found


def test_doctor_says_where_the_encoder_comes_from(monkeypatch, folder):
    assert of_doctor(monkeypatch, folder) == (True, f"Written answers are read with the sentence encoder in {encoders.find()}.")
    assert of_doctor(monkeypatch, folder, ENCODER_DIR=folder) == (True, f"Written answers are read with the sentence encoder in {folder}.")


def test_doctor_finds_no_fault_where_it_is_off_or_not_installed(monkeypatch, tmp_path):
    off = (True, "QUIZBANK_ENCODER is off: written answers are graded by their words alone.")
    assert of_doctor(monkeypatch, tmp_path, ENCODER="off") == off
    monkeypatch.setattr(encoders, "PACKAGE", "a_package_that_nobody_has")
    well, sentence = of_doctor(monkeypatch, tmp_path, ENCODER="on")
    assert well and "not installed" in sentence and "words alone" in sentence


def test_doctor_faults_files_that_are_damaged_or_missing(monkeypatch, folder, tmp_path_factory):
    copy = tmp_path_factory.mktemp("installed")
    shutil.copy(folder / encoders.TOKENIZER, copy)
    well, sentence = of_doctor(monkeypatch, folder, ENCODER_DIR=copy)
    assert not well and str(copy / encoders.WEIGHTS) in sentence and "words alone" in sentence
    spoil(folder / encoders.TOKENIZER, b"{}")
    monkeypatch.setattr(encoders, "find", lambda given: folder)
    well, sentence = of_doctor(monkeypatch, folder)
    assert not well and str(folder / encoders.TOKENIZER) in sentence


@pytest.mark.parametrize("chosen", [{}, {"ENCODER_DIR": "there"}])
def test_doctor_faults_a_missing_runtime_only_where_a_folder_was_given(monkeypatch, folder, chosen):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    well, sentence = of_doctor(monkeypatch, folder, **{name: folder for name in chosen})
    assert well == (not chosen) and "encoder.lock" in sentence and "words alone" in sentence

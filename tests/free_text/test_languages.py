"""The language of a text, told by its commonest words or its letters."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.free_text.languages import COMMON, foreign, language


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The plant makes sugar out of light, and it gives off oxygen.", "en"),
        ("Die Pflanze macht Zucker aus Licht und gibt dabei Sauerstoff ab.", "de"),
        ("La plante produit du sucre avec la lumière et elle dégage de l'oxygène.", "fr"),
        ("La planta produce azúcar con la luz y el oxígeno sale por las hojas.", "es"),
        ("La pianta produce lo zucchero con la luce del sole e non consuma gli zuccheri.", "it"),
        ("A planta produz açúcar com a luz e não precisa de solo.", "pt"),
        ("De plant maakt suiker van het licht en geeft zuurstof aan de lucht.", "nl"),
        ("Roślina wytwarza cukier ze światła i nie jest to proste.", "pl"),
        ("Растение делает сахар из света, и это не просто.", "ru"),
        ("Το φυτό φτιάχνει ζάχαρη από το φως και το νερό.", "el"),
        ("植物用光制造糖，并释放氧气。", "zh"),
        ("植物は光から糖を作ります。", "ja"),
        ("식물은 빛으로 당을 만든다.", "ko"),
        ("النبات يصنع السكر من الضوء", "ar"),
    ],
)
def test_a_sentence_tells_its_language(text, name):
    assert language(text) == name
    assert foreign(text) is (name != "en")


@pytest.mark.parametrize("text", ["", "42", "photosynthesis", "NaCl", "int *p = &x;", "mitochondria make energy"])
def test_what_does_not_tell_is_not_foreign(text):
    assert language(text) == ""
    assert not foreign(text)


@pytest.mark.parametrize("name", COMMON)
def test_the_commonest_words_are_each_told_once(name):
    assert len(set(COMMON[name].split())) == len(COMMON[name].split())


@given(st.text())
def test_no_text_makes_it_fail(text):
    assert foreign(text) in (True, False)

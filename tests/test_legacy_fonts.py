"""Text in TCVN3 and VNI fonts becomes the Unicode that the font showed, letter by letter."""

from __future__ import annotations

import pytest

from cchc.legacy_fonts import TCVN3, VNI, VOWELS, scheme_of, to_unicode

LETTERS = "".join(letter for letter in VOWELS if not letter.isspace() and letter > "z") + "đ"
SENTENCE = "Chỉ số cải cách hành chính của Ủy ban nhân dân huyện Đầm Dơi"
TO_TCVN3 = {letter: code for code, letter in TCVN3.items()}
TO_VNI = {letter: code for code, letter in reversed(VNI.items())}


def typed(text: str, codes: dict[str, str]) -> str:
    return "".join(codes.get(letter, letter) for letter in text)


def test_the_tables_hold_all_67_letters_in_both_cases() -> None:
    assert len(LETTERS) == len(set(LETTERS)) == 67
    assert set(LETTERS) <= set(TCVN3.values())
    assert set(LETTERS) | set(LETTERS.upper()) == set(VNI.values())
    assert set("ĂÂĐÊÔƠƯ") <= set(TCVN3.values())


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_comes_back_from_tcvn3(letter: str) -> None:
    assert to_unicode(TO_TCVN3[letter], ".VnTime") == letter
    assert to_unicode(TO_TCVN3[letter], ".VnTimeH") == letter.upper()


@pytest.mark.parametrize("letter", LETTERS + LETTERS.upper())
def test_every_letter_comes_back_from_vni_also_between_others(letter: str) -> None:
    around = "o" + letter + "a"
    assert to_unicode(typed(around, TO_VNI), "VNI-Times") == around


@pytest.mark.parametrize(
    ("shown", "font", "read"),
    [
        ("ChØ sè c¶i c¸ch hµnh chÝnh", ".VnTime", "Chỉ số cải cách hành chính"),
        ("T\xad ph¸p", ".VnArial", "Tư pháp"),
        ("ñy ban nh©n d©n x·", ".VnTimeH", "ỦY BAN NHÂN DÂN XÃ"),
        ("b¸o c¸o", ".VnArial NarrowH", "BÁO CÁO"),
        ("b¸o c¸o", ".VnTimeH Bold", "BÁO CÁO"),
        ("Chæ soá caûi caùch haønh chính", "VNI-Times", "Chỉ số cải cách hành chính"),
        ("ÑÖÔÏC", "VNI-Helve", "ĐƯỢC"),
        ("Ñöôïc", "VNI-Helve", "Được"),
        ("Aùp duïng", "VNI-Times", "Áp dụng"),
    ],
)
def test_what_offices_typed_is_read_as_it_was_shown(shown: str, font: str, read: str) -> None:
    assert to_unicode(shown, font) == read


@pytest.mark.parametrize("font", [".VnTime", ".VnTimeH", "VNI-Times"])
def test_a_text_that_is_unicode_already_stays_whatever_its_font(font: str) -> None:
    assert to_unicode(SENTENCE, font) == SENTENCE


def test_a_unicode_text_in_letters_of_western_europe_is_no_vni() -> None:
    assert to_unicode("Xã Tân An", "VNI-Times") == "Xã Tân An"


@pytest.mark.parametrize("font", ["Times New Roman", "", "Vn", "Arial"])
def test_other_fonts_change_nothing(font: str) -> None:
    assert scheme_of(font) is None
    assert to_unicode("c¶i c¸ch", font) == "c¶i c¸ch"

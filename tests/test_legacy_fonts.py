"""Text in TCVN3 and VNI fonts becomes the Unicode that the font showed, letter by letter."""

from __future__ import annotations

import pytest

from cchc.legacy_fonts import TCVN3, VNI, VOWELS, scheme_of, to_unicode

LETTERS = "".join(letter for letter in VOWELS if not letter.isspace() and letter > "z") + "đ"
SENTENCE = "Chỉ số cải cách hành chính của Ủy ban nhân dân huyện Đầm Dơi"
TO_TCVN3 = {letter: code for code, letter in TCVN3.items()}
TO_VNI = {letter: code for code, letter in reversed(VNI.items())}

# Spelled out a second time, by code and by keystroke, so that a slip in the tables shows.
TCVN3_CODES = (
    "à b5 á b8 ả b6 ã b7 ạ b9 ă a8 ằ bb ắ be ẳ bc ẵ bd ặ c6 â a9 ầ c7 ấ ca ẩ c8 ẫ c9 ậ cb đ ae "
    "è cc é d0 ẻ ce ẽ cf ẹ d1 ê aa ề d2 ế d5 ể d3 ễ d4 ệ d6 ì d7 í dd ỉ d8 ĩ dc ị de "
    "ò df ó e3 ỏ e1 õ e2 ọ e4 ô ab ồ e5 ố e8 ổ e6 ỗ e7 ộ e9 ơ ac ờ ea ớ ed ở eb ỡ ec ợ ee "
    "ù ef ú f3 ủ f1 ũ f2 ụ f4 ư ad ừ f5 ứ f8 ử f6 ữ f7 ự f9 ỳ fa ý fd ỷ fb ỹ fc ỵ fe "
    "Ă a1 Â a2 Đ a7 Ê a3 Ô a4 Ơ a5 Ư a6"
)
VNI_KEYS = (
    "à aø á aù ả aû ã aõ ạ aï ă aê ằ aè ắ aé ẳ aú ẵ aü ặ aë â aâ ầ aà ấ aá ẩ aå ẫ aã ậ aä đ ñ "
    "è eø é eù ẻ eû ẽ eõ ẹ eï ê eâ ề eà ế eá ể eå ễ eã ệ eä ì ì í í ỉ æ ĩ ó ị ò "
    "ò oø ó où ỏ oû õ oõ ọ oï ô oâ ồ oà ố oá ổ oå ỗ oã ộ oä ơ ô ờ ôø ớ ôù ở ôû ỡ ôõ ợ ôï "
    "ù uø ú uù ủ uû ũ uõ ụ uï ư ö ừ öø ứ öù ử öû ữ öõ ự öï ỳ yø ý yù ỷ yû ỹ yõ ỵ î"
)


def typed(text: str, codes: dict[str, str]) -> str:
    return "".join(codes.get(letter, letter) for letter in text)


def test_the_tables_hold_all_67_letters_in_both_cases() -> None:
    assert len(LETTERS) == len(set(LETTERS)) == 67
    assert set(LETTERS) <= set(TCVN3.values())
    assert set(LETTERS) | set(LETTERS.upper()) == set(VNI.values())
    assert set("ĂÂĐÊÔƠƯ") <= set(TCVN3.values())


def pairs(listed: str) -> dict[str, str]:
    words = listed.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def test_the_codes_of_tcvn3_are_those_of_the_standard() -> None:
    assert set(pairs(TCVN3_CODES)) == {*LETTERS, *"ĂÂĐÊÔƠƯ"}
    for letter, code in pairs(TCVN3_CODES).items():
        assert to_unicode(bytes.fromhex(code).decode("latin-1"), ".VnTime") == letter


def test_the_keys_of_vni_are_those_that_were_typed() -> None:
    assert set(pairs(VNI_KEYS)) == set(LETTERS)
    for letter, keys in pairs(VNI_KEYS).items():
        assert to_unicode(keys, "VNI-Times") == letter
        assert to_unicode(keys.upper(), "VNI-Times") == letter.upper()


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

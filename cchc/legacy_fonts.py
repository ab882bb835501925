"""Text typed for the Vietnamese fonts of before Unicode, turned into Unicode.

In: a text and the name of its font: .Vn* fonts show TCVN3 (ABC), those ending in H as capitals;
VNI-* fonts show VNI. Out: the text that the font showed, or the text as it is where it cannot have
been typed for that font. Knows nothing of cells.
"""

from __future__ import annotations

import re
import unicodedata

# The letters in the order of Vietnamese: base, its vowel signs, each with the five tones.
VOWELS = "aàáảãạ ăằắẳẵặ âầấẩẫậ eèéẻẽẹ êềếểễệ iìíỉĩị oòóỏõọ ôồốổỗộ ơờớởỡợ uùúủũụ ưừứửữự yỳýỷỹỵ"
# What each of them is in TCVN3, as programs show its bytes (ISO 8859-1). ư is the soft hyphen.
TCVN3_VOWELS = (
    "aµ¸¶·¹ ¨»¾¼½Æ ©ÇÊÈÉË eÌÐÎÏÑ ªÒÕÓÔÖ i×ÝØÜÞ oßãáâä «åèæçé ¬êíëìî uïóñòô \xadõøö÷ù yúýûüþ"
)
# Only these capitals have a byte of their own; the others come from a font that shows capitals.
TCVN3_CAPITALS = {"¡": "Ă", "¢": "Â", "§": "Đ", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư"}
TCVN3 = dict(zip(TCVN3_VOWELS, VOWELS, strict=True)) | TCVN3_CAPITALS | {"®": "đ"}

# VNI writes a base letter and then a sign for tone, or for vowel sign and tone together.
VNI_TONES = "øùûõï"
VNI_SIGNS = {"ă": ("a", "êèéúüë"), "â": ("a", "âàáåãä"), "ê": ("e", "âàáåãä"), "ô": ("o", "âàáåãä")}
VNI_BASES = {"a": "a", "e": "e", "o": "o", "ơ": "ô", "u": "u", "ư": "ö"}
VNI_SINGLES = {"ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ"}


def _vni_letters() -> dict[str, str]:
    letters = {"ñ": "đ"} | VNI_SINGLES
    for group in VOWELS.split():
        plain, tones = group[0], group[1:]
        if plain in VNI_SIGNS:
            base, signs = VNI_SIGNS[plain]
            letters |= {base + sign: letter for sign, letter in zip(signs, group, strict=True)}
        elif plain in VNI_BASES:
            pairs = zip(VNI_TONES, tones, strict=True)
            letters |= {VNI_BASES[plain] + tone: letter for tone, letter in pairs}
    # ỵ is a letter of its own, the other tones of y are pairs.
    letters |= {"y" + tone: letter for tone, letter in zip(VNI_TONES[:4], "ỳýỷỹ", strict=True)}
    return letters


def _both_cases(letters: dict[str, str]) -> dict[str, str]:
    """A capital's sign may be typed in either case: "AÙ" and "Aù" are both Á."""
    capitals = {
        sequence[0].upper() + sign: letter.upper()
        for sequence, letter in letters.items()
        for sign in {sequence[1:], sequence[1:].upper()}
    }
    small = {sequence[0] + sequence[1:].upper(): letter for sequence, letter in letters.items()}
    return letters | small | capitals


VNI = _both_cases(_vni_letters())

_TCVN3_TABLE = str.maketrans(TCVN3)
_VNI_SEQUENCE = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
# Capitals are what .VnTimeH, .VnArial NarrowH and their bold kin show.
_CAPITALS_FONT = re.compile(r"\.[Vv][Nn].*H(?:\s.*)?")


def scheme_of(font: str) -> str | None:
    """'tcvn3' or 'vni' where the font shows that; None for every other font."""
    name = font[:4].lower()
    if name.startswith(".vn"):
        return "tcvn3"
    return "vni" if name in ("vni-", "vni ") else None


def to_unicode(text: str, font: str) -> str:
    """What the font showed. A text that was not typed for it stays as it is."""
    scheme = scheme_of(font)
    if scheme == "tcvn3":
        return _from_tcvn3(text, font)
    return _from_vni(text) if scheme == "vni" else text


def _from_tcvn3(text: str, font: str) -> str:
    if not all(char in TCVN3 for char in text if _is_foreign_letter(char)):
        return text
    letters = text.translate(_TCVN3_TABLE)
    return letters.upper() if _CAPITALS_FONT.fullmatch(font) else letters


def _from_vni(text: str) -> str:
    # What no sequence explains was not typed for the font: in "Xã" nothing carries the tilde.
    if any(map(_is_foreign_letter, _VNI_SEQUENCE.sub("", text))):
        return text
    return _VNI_SEQUENCE.sub(lambda found: VNI[found[0]], text)


def _is_foreign_letter(char: str) -> bool:
    return char > "\x7f" and unicodedata.category(char)[0] in "LM"

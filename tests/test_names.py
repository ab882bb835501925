"""A written name means a unit exactly, by an alias, or only nearly; then a person says which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cchc.catalogue import Catalogue, Unit
from cchc.names import label, near_units, units_meant


def unit(unit_id: str, name: str, parent: str = "") -> Unit:
    kind = name.split(maxsplit=1)[0]
    return Unit(unit_id, name, kind, "huyen" if kind == "huyện" else "xa", parent, True)


UNITS = (
    unit("a", "huyện Minh Họa"),
    unit("b", "huyện Ví Dụ"),
    unit("a.pa", "xã Phước An", "a"),
    unit("a.ph", "xã Phước Hưng", "a"),
    unit("a.ta", "xã Tân An", "a"),
    unit("b.ta", "xã Tân An", "b"),
    unit("b.tt", "thị trấn Ví Dụ", "b"),
    unit("b.pa", "xã Phước Anh", "b"),
)
KNOWN = Catalogue(UNITS, (("b.tt", "Thị trấn huyện lỵ"),), (), ())


def meant(name: str, known: Catalogue = KNOWN) -> list[str]:
    return [one.unit_id for one in units_meant(known, name)]


def near(name: str, parent: Unit | None = None) -> list[str]:
    found = near_units(KNOWN, name, illustrative=True, parent=parent)
    return [one.unit_id for one in found]


@pytest.mark.parametrize(
    "written",
    [
        "xã Phước An",
        "XÃ  PHƯỚC\u00a0AN",
        "UBND xã Phước An",
        "Phước An",
        "Xa\u0303 Phu\u031bo\u031b\u0301c An",
        "1. Xã Phước An",
        "X. Phước An",
        "xã Phước An (minh họa)",
        "xã Phước An, huyện Minh Họa",
        "Phước An - huyện Minh Họa",
    ],
)
def test_a_name_is_the_same_however_it_is_written(written: str) -> None:
    assert meant(written) == ["a.pa"]


def test_the_tone_may_stand_on_either_vowel_and_the_d_be_either_letter() -> None:
    assert meant("huyện Minh Hoạ") == meant("huyện Minh Họa") == ["a"]
    d = Catalogue((unit("d", "xã Đông Hòa"),), (), (), ())
    assert meant("XÃ \u00d0ÔNG HOÀ", d) == meant("xã Đông Hòa", d) == ["d"]


def test_short_kinds_are_the_kinds_that_they_shorten() -> None:
    assert meant("TT. Ví Dụ") == meant("TT Ví Dụ") == ["b.tt"]
    assert meant("H. Ví Dụ") == ["b"]


def test_a_name_of_two_units_keeps_both_until_its_parent_is_named() -> None:
    assert meant("xã Tân An") == ["a.ta", "b.ta"]
    assert meant("xã Tân An (huyện Ví Dụ)") == ["b.ta"]


def test_an_alias_that_somebody_gave_settles_a_name_of_two_units() -> None:
    learned = replace(KNOWN, aliases=(*KNOWN.aliases, ("b.ta", "xã Tân An")))
    assert meant("XÃ TÂN AN", learned) == ["b.ta"]


def test_near_names_are_offered_those_of_the_parent_first_and_never_taken() -> None:
    assert meant("Phước Ann") == []
    assert near("xã Phước Ann")[:2] == ["a.pa", "b.pa"]
    assert near("xã Phước Ann", UNITS[1])[0] == "b.pa"
    assert near("Phước Ann", UNITS[0])[:2] == ["a.pa", "a.ph"]


def test_words_changed_over_come_near_and_another_name_does_not() -> None:
    assert near("xã An Phước")[0] in ("a.pa", "b.pa")
    assert near("xã Vĩnh Thạnh") == []


def test_a_name_of_one_letter_comes_near_to_no_other() -> None:
    letters = Catalogue((unit("x", "xã A"), unit("y", "xã B")), (), (), ())
    assert near_units(letters, "xã C", illustrative=True) == []


def test_an_offer_tells_namesakes_apart() -> None:
    assert [label(KNOWN, one) for one in units_meant(KNOWN, "xã Tân An")] == [
        "xã Tân An (huyện Minh Họa)",
        "xã Tân An (huyện Ví Dụ)",
    ]

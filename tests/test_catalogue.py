"""Names of units: which one is meant, and where none or several are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cchc import catalogue
from cchc.catalogue import Catalogue
from cchc.errors import WrongUse

KNOWN = catalogue.shipped()
UNITS = """unit_id,unit_name,kind,unit_level,parent_id,valid_from,valid_to,illustrative
t,tỉnh Thử,tỉnh,tinh,,,,true
t.h,huyện Sông Hồng,huyện,huyen,t,,,true
t.h.song,xã Sông,xã,xa,t.h,,,true
t.k,huyện Khác,huyện,huyen,t,,,true
t.k.song,xã Sông,xã,xa,t.k,,,true
t.k.moi,xã Mới (B),xã,xa,t.k,,,true
"""


@pytest.fixture
def small(tmp_path: Path) -> Catalogue:
    """A catalogue in which one name fits two communes and begins another's."""
    files = {
        "units.csv": UNITS,
        "unit_aliases.csv": "unit_id,alias\nt.h,Hồng Hà\n",
        "frameworks.csv": (
            "framework_id,about,applies_to,year_from,year_to\n"
            "old,par_index,t.h/xa,2020,2023\nnew,par_index,t.h/xa,2023,2025\n"
            "survey,leaders_survey,t.h/xa,2020,2025\n"
        ),
        "criteria.csv": (
            "framework_id,criterion_code,parent_code,area_code,level,criterion_name,max_points\n"
            "new,1,,I,component,Chỉ đạo,10\nnew,1.1,1,I,criterion,Chỉ đạo,\n"
            "new,1.10,1,I,criterion,Báo cáo,2.5\n"
        ),
        "indicators.csv": "indicator_code,indicator_name,labels\non_time,Đúng hạn,Trước hạn;\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    return catalogue.load(tmp_path)


def named(text: str, known: Catalogue = KNOWN) -> list[list[str]]:
    return [[unit.unit_id for unit in fits] for fits in known.units_within(text)]


@pytest.mark.parametrize(
    "name",
    [
        "huyện Tam Đường",
        "Tam Đường",
        "TAM ĐƯỜNG",
        "tam duong",
        "  Huyện   Tam  Đường ",
        "UBND huyện Tam Đường",
        "Ủy ban nhân dân huyện Tam Đường",
        "lai-chau.tam-duong",
    ],
)
def test_a_unit_is_found_by_name_alias_or_code(name: str) -> None:
    assert KNOWN.resolve(name).unit_id == "lai-chau.tam-duong"


@pytest.mark.parametrize("name", ["TT Kông Chro", "thị trấn Kông Chro", "THỊ TRẤN KÔNG CHRO"])
def test_the_kind_in_a_name_tells_the_town_from_the_district(name: str) -> None:
    assert KNOWN.resolve(name).unit_id == "gia-lai.kong-chro.tt-kong-chro"
    assert KNOWN.resolve("huyện Kông Chro").unit_id == "gia-lai.kong-chro"


def test_a_name_that_fits_two_units_is_refused_with_both_names() -> None:
    with pytest.raises(WrongUse, match=r"huyện Kông Chro, thị trấn Kông Chro.*đủ tên"):
        KNOWN.resolve("Kông Chro")


def test_an_unknown_name_is_refused_by_name() -> None:
    with pytest.raises(WrongUse, match="Sa Pa"):
        KNOWN.resolve("Sa Pa")


@pytest.mark.parametrize("name", ["", "xã", "A"])
def test_a_kind_alone_or_one_letter_is_no_name(name: str) -> None:
    with pytest.raises(WrongUse):
        KNOWN.resolve(name)


def test_every_unit_is_found_by_its_own_name_and_code() -> None:
    for unit in KNOWN.units:
        assert KNOWN.resolve(unit.unit_id) is unit
        assert unit in KNOWN.units_named(unit.unit_name)
        assert unit in KNOWN.units_named(unit.unit_name.upper())


def test_of_names_in_running_text_the_longest_counts(small: Catalogue) -> None:
    assert named("Kết quả của huyện Sông Hồng năm 2024", small) == [["t.h"]]
    assert named("hai huyện: Sông Hồng và Khác", small) == [["t.h"], ["t.k"]]


def test_a_mention_that_fits_two_units_tells_both(small: Catalogue) -> None:
    assert named("xã Sông", small) == [["t.h.song", "t.k.song"]]
    with pytest.raises(WrongUse, match="xã Sông"):
        small.resolve("xã Sông")


def test_a_name_counts_only_as_whole_words(small: Catalogue) -> None:
    assert named("Sôngia và khácx", small) == []
    assert named("Hồng-Hà", small) == [["t.h"]]


def test_signs_in_a_name_are_taken_as_they_are(small: Catalogue) -> None:
    assert small.resolve("xã Mới (B)").unit_id == "t.k.moi"


def test_the_mark_of_illustrative_figures_names_no_unit_of_a_real_place() -> None:
    mentioned = {unit for fits in named("SỐ LIỆU MINH HỌA") for unit in fits}
    assert all(KNOWN.unit(unit).illustrative for unit in mentioned)


def test_the_peers_of_a_unit_are_one_kind_under_one_parent() -> None:
    assert KNOWN.resolve("xã A").unit_group == KNOWN.resolve("thị trấn Minh Họa").unit_group
    assert KNOWN.resolve("xã A").unit_group != KNOWN.resolve("xã Đức Hợp").unit_group
    assert KNOWN.resolve_group("minh-hoa.mh/xa") == "minh-hoa.mh/xa"
    with pytest.raises(WrongUse, match=r"minh-hoa\.mh/xa"):
        KNOWN.resolve_group("xa")


def test_of_frameworks_in_force_the_latest_begun_counts(small: Catalogue) -> None:
    unit = small.unit("t.h.song")

    def framework(year: int, about: str = "par_index") -> str | None:
        found = small.framework_for(unit, year, about)
        return found.framework_id if found else None

    assert [framework(year) for year in (2019, 2020, 2023, 2025, 2026)] == [
        *(None, "old", "new", "new", None)
    ]
    assert framework(2024, "leaders_survey") == "survey"
    assert small.framework_for(small.unit("t.k.song"), 2024) is None


def test_criterion_codes_are_text(small: Catalogue) -> None:
    framework = small.framework_for(small.unit("t.h.song"), 2024)
    assert framework is not None
    ten, one = framework.by_code("1.10"), framework.by_code("1.1")
    assert ten is not None
    assert one is not None
    assert (ten.criterion_name, str(ten.max_points)) == ("Báo cáo", "2.5")
    assert (one.criterion_name, one.max_points) == ("Chỉ đạo", None)
    assert framework.by_code("1.100") is None


def test_a_criterion_is_found_by_name_among_the_levels_asked_for(small: Catalogue) -> None:
    framework = small.framework_for(small.unit("t.h.song"), 2024)
    assert framework is not None
    codes = [framework.by_name("CHỈ ĐẠO", levels) for levels in ((), ("criterion",), ("part",))]
    assert [one and one.criterion_code for one in codes] == ["1", "1.1", None]


def test_an_indicator_is_found_by_its_name_or_a_label_but_not_by_nothing(small: Catalogue) -> None:
    assert small.indicator_named("ĐÚNG HẠN") == small.indicator_named("trước hạn")
    assert small.indicator_named("đúng hạn") is not None
    assert small.indicator_named("") is None


# one name at two times -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "unit_id"),
    [
        ("2023", "hung-yen.kim-dong.duc-hop"),
        ("2025-06", "hung-yen.kim-dong.duc-hop"),
        ("2025-07", "hung-yen-2025.duc-hop"),
        ("2026", "hung-yen-2025.duc-hop"),
    ],
)
def test_a_name_that_is_used_again_means_the_unit_of_the_period(period: str, unit_id: str) -> None:
    known = KNOWN.in_period(period)
    assert [unit.unit_id for unit in known.units_named("xã Đức Hợp")] == [unit_id]
    assert named("UBND XÃ ĐỨC HỢP", known) == [[unit_id]]
    assert known.in_time(KNOWN.resolve("xã Đức Hợp")).unit_id == unit_id


def test_without_a_period_a_name_used_again_means_the_unit_that_bore_it_first() -> None:
    assert KNOWN.resolve("xã Đức Hợp").unit_id == "hung-yen.kim-dong.duc-hop"
    assert KNOWN.resolve("Gia Lai").unit_id == "gia-lai"


def test_a_unit_is_known_outside_its_time_when_no_other_bears_its_name() -> None:
    known = KNOWN.in_period("2026")
    assert known.resolve("huyện Tam Đường").unit_id == "lai-chau.tam-duong"


def test_a_province_is_not_a_commune_whose_name_without_its_kind_is_the_same() -> None:
    assert named("tỉnh Phú Thọ") == []
    assert named("UBND Phú Thọ") == [["hung-yen.kim-dong.phu-tho"]]


def test_a_catalogue_made_of_another_forgets_what_that_one_had_looked_up() -> None:
    KNOWN.in_period("2023")
    taught = KNOWN.with_learned([("lai-chau.tam-duong", "Huyện nhà")])
    assert taught.in_period("2023").resolve("Huyện nhà").unit_id == "lai-chau.tam-duong"


def test_a_provinces_framework_serves_communes_of_its_districts(small: Catalogue) -> None:
    of_province = replace(
        small.frameworks[0], framework_id="province", applies_to="t/xa", year_to=2030
    )
    known = replace(small, frameworks=(*small.frameworks, of_province))
    for district, year, framework_id in (("h", 2024, "new"), ("h", 2030, "province")):
        found = known.framework_for(known.unit(f"t.{district}.song"), year)
        assert found is not None
        assert found.framework_id == framework_id

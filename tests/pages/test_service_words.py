"""The sentences and frames of Dịch vụ công and Chế độ báo cáo, from a few rows and no app."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from cchc import settings
from cchc.ui import reporting, services

Row = dict[str, Any]
NAN = float("nan")


def summary(**values: Any) -> pd.DataFrame:
    row: Row = {
        "indicator_code": "truc-tuyen",
        "indicator_name": "Hồ sơ nộp trực tuyến",
        "units": 15,
        "met": 10,
        "not_met": 4,
        "no_target": 0,
        "no_files": 0,
        "left_out": 0,
        "not_reported": 1,
        "numerator": 924.0,
        "denominator": 1000.0,
        "percent": 92.4,
        "units_counted": 14,
        "comparator": ">",
        "target_percent": 80.0,
        "better": "higher",
    }
    return pd.DataFrame([row | values])


def choice(basis: str = "in_period", period: str = "2024-09", **values: Any) -> services.Choice:
    return services.Choice(
        period=period,
        unit_group="h/xa",
        unit_group_name="các xã của huyện H",
        unit_level="xa",
        illustrative=False,
        basis=basis,
        summary=summary(**values),
        indicator="truc-tuyen",
    )


def units(**states: str) -> pd.DataFrame:
    names = [f"xã {n}" for n in states]
    told = pd.DataFrame({"unit_name": names, "state": list(states.values())})
    return told.assign(sent_instead=None)


# Dịch vụ công ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Tháng 9/2024: 4/15 xã chưa đạt chỉ tiêu hồ sơ nộp trực tuyến"),
        ({"not_met": 0}, "Tháng 9/2024: 10/15 xã đạt chỉ tiêu hồ sơ nộp trực tuyến"),
        (
            {"not_met": 0, "met": 0, "no_target": 14},
            "Tháng 9/2024: chưa giao chỉ tiêu hồ sơ nộp trực tuyến",
        ),
        (
            {"not_met": 0, "met": 0, "no_files": 14},
            "Tháng 9/2024: không phát sinh hồ sơ của chỉ tiêu hồ sơ nộp trực tuyến",
        ),
    ],
)
def test_the_headline_says_what_stands(values: Row, said: str) -> None:
    assert services.headline(choice(**values)) == said


def test_a_figure_since_january_and_a_quarter_say_so() -> None:
    assert services.headline(choice("cumulative")).startswith("Lũy kế đến hết tháng 9/2024: 4/15")
    assert services.headline(choice(period="2024-Q3")).startswith("Quý III/2024: 4/15 xã")


@pytest.mark.parametrize(
    ("values", "rate", "made_of"),
    [
        ({}, "92,4%", "924/1.000 hồ sơ của 14/15 xã · chỉ tiêu trên 80%"),
        ({"target_percent": NAN}, "92,4%", "· chỉ tiêu của các đơn vị khác nhau"),
        ({"target_percent": NAN, "met": 0, "not_met": 0}, "92,4%", "· chưa giao chỉ tiêu"),
        ({"percent": NAN, "numerator": NAN}, "–", "Không cộng được"),
    ],
)
def test_the_groups_rate_says_of_how_many_units(values: Row, rate: str, made_of: str) -> None:
    _, shown, under = services.rate(choice(**values))
    assert shown == rate
    assert made_of in under


def test_the_one_sentence_names_who_missed_and_who_said_nothing() -> None:
    states = {"A": "not_met", "B": "met", "C": "not_reported", "D": "no_files"}
    assert services.who(units(**states)) == (
        "Chưa đạt: xã A. Chưa báo cáo: xã C. Không phát sinh hồ sơ: xã D."
    )
    assert "không đơn vị nào chưa đạt" in services.who(units(A="met"))


def test_whoever_sent_a_quarter_is_not_said_to_have_sent_nothing() -> None:
    told = units(A="not_reported", B="not_reported", C="met")
    told.loc[1, "sent_instead"] = "quý III/2024"
    said = "Chỉ gửi số quý III/2024: xã B."
    assert services.who(told) == f"Chưa báo cáo: xã A. {said}"
    assert services.by_name(told)[1:] == [
        "Chưa báo cáo (1): xã A.",
        "Chỉ gửi số quý III/2024 (1): xã B.",
    ]
    assert services.late(choice(), told.loc[[1, 2]]).endswith(f" {said}")
    assert services.cell_state(told.loc[1].to_dict()) == "– chỉ gửi số quý III/2024"
    assert services.cell_state(told.loc[0].to_dict()) == "– chưa báo cáo"


def test_a_long_list_of_names_is_cut_in_the_sentence_and_whole_below() -> None:
    many = units(**{str(n): "not_met" for n in range(12)})
    assert services.who(many).endswith("và 4 đơn vị khác.")
    assert services.by_name(many)[0].count("xã ") == 12


def test_names_leave_out_the_words_that_all_share() -> None:
    offices = ["Phòng Nội vụ huyện X", "Phòng Tư pháp huyện X"]
    assert list(services.short_names(offices).values()) == ["Phòng Nội vụ", "Phòng Tư pháp"]
    assert services.short_names(["xã A", "xã B"])["xã A"] == "xã A"
    assert services.short_names(["Sở X", "X"]) == {"Sở X": "Sở X", "X": "X"}
    assert services.short_names(["xã A"]) == {"xã A": "xã A"}


def test_months_without_figures_are_said_beside_a_run() -> None:
    run = {"not_reported": "2024-04, 2024-06", "no_files": "2024-05", "no_target": None}
    assert services.gaps(run) == (
        "thiếu báo cáo tháng 4/2024, tháng 6/2024; không phát sinh hồ sơ tháng 5/2024"
    )
    runs = pd.DataFrame({"unit_name": ["xã A", "xã B", "xã C"], "months_below": [3, 3, 1]})
    assert services.below(choice(), runs) == "Lâu nhất, 3 tháng liền: xã A, xã B."


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (["late", "none", "not_reported"], "1/3 xã có hồ sơ trễ hạn trong kỳ"),
        (["none", "none"], "Không đơn vị nào có hồ sơ trễ hạn trong kỳ."),
        (["not_reported"] * 2, "Chưa đơn vị nào gửi số hồ sơ đúng hạn, trễ hạn."),
    ],
)
def test_late_files_are_never_said_to_be_none_of_a_unit_that_said_nothing(
    states: list[str], said: str
) -> None:
    files = units(**{str(n): state for n, state in enumerate(states)})
    assert said in services.late(choice(), files)


def test_two_numbers_of_late_files_are_both_shown() -> None:
    row = {"unit_name": "xã A", "late_files": 4.0, "files": 100.0, "late_said": 4.0}
    row |= {"late_since_january": 9.0, "state": "late"}
    assert "Tổng số trừ đúng hạn" in services.late_table(pd.DataFrame([row | {"late_left": 5.0}]))
    assert "Tổng số trừ đúng hạn" not in services.late_table(
        pd.DataFrame([row | {"late_left": 4.0}])
    )


def test_a_difference_since_january_is_named_and_not_repaired() -> None:
    rows = pd.DataFrame({"unit_name": ["xã A", "xã B"], "state": ["differ", "agree"]})
    assert services.against_months(rows).startswith("Lũy kế lệch với tổng các tháng: xã A.")


# Chế độ báo cáo ----------------------------------------------------------------------------------


def period(period_id: str, **values: Any) -> Row:
    row: Row = {
        "rule_id": 1,
        "period_id": period_id,
        "due_on": pd.Timestamp(f"{period_id}-18"),
        "window_starts_on": pd.NaT,
        "window_ends_on": pd.NaT,
        "owed": 15,
        "on_time": 15,
        "late": 0,
        "missing": 0,
        "not_due": 0,
        "followed": True,
        "is_past": True,
    }
    return row | values


def report(*periods: Row) -> reporting.Choice:
    rule = {
        "rule_id": 1,
        "plan_unit_name": "huyện H",
        "plan_period_id": "2024",
        "reporters": "UBND các xã",
        "recipient": "Phòng Nội vụ",
        "frequency": "monthly",
        "due_text": "Trước ngày 19 hàng tháng",
        "unit_level": "xa",
    }
    frame = pd.DataFrame(list(periods))
    now = reporting.current(frame)
    return reporting.Choice(rule, frame, now, date(2024, 9, 30))


CELL = {
    "basis": "Trong kỳ",
    "numerator": 98.0,
    "denominator": 100.0,
    "percent": 98.0,
    "state": "not_met",
}
AHEAD = {"is_past": False, "on_time": 0, "not_due": 15}


def test_the_latest_period_that_fell_due_is_judged() -> None:
    chosen = report(period("2024-08"), period("2024-09", on_time=13), period("2024-10", **AHEAD))
    assert reporting.headline(chosen) == "13/15 xã gửi báo cáo tháng 9/2024 đúng hạn"
    assert reporting.figure(chosen) == ("Gửi đúng hạn", "13/15")


def test_before_the_first_due_day_nobody_is_counted() -> None:
    chosen = report(period("2024-01", **AHEAD))
    assert reporting.headline(chosen) == (
        "Báo cáo tháng 1/2024 của 15 xã chưa đến hạn (ngày 18/01/2024)"
    )
    assert reporting.figure(chosen) == ("Hạn nộp báo cáo tháng 1/2024", "18/01/2024")


def test_periods_behind_are_reminded_of_first_then_the_next_one() -> None:
    chosen = report(
        period("2024-07", missing=1),
        period("2024-08"),
        period("2024-09", late=2),
        period("2024-10", **AHEAD),
        period("2024-11", **AHEAD),
    )
    titles = [reporting.reminder_title(one) for one in reporting.to_remind(chosen)]
    assert titles == [
        "Kỳ tháng 9/2024: 2 trễ hạn",
        "Kỳ tháng 7/2024: 1 chưa gửi",
        "Kỳ tháng 10/2024: sắp đến hạn",
    ]


def test_a_reminder_ahead_blames_nobody() -> None:
    ahead = period("2024-10", **AHEAD)
    text = reporting.reminder(
        report(ahead), ahead, pd.DataFrame(columns=["period_id", "unit_name", "state"])
    )
    assert text.startswith("Kính gửi: UBND các xã.")
    assert text.endswith("Đề nghị chuẩn bị và gửi báo cáo đúng hạn.")
    assert "chưa nhận được" not in text


def reminded(**values: Any) -> str:
    one = period("2024-12", **values)
    nobody = pd.DataFrame(columns=["period_id", "unit_name", "state"])
    return reporting.reminder(report(one), one, nobody).splitlines()[-1]


def test_a_reminder_of_what_is_past_asks_for_no_punctual_report() -> None:
    assert reminded() == "Đã hết hạn nộp; trường hợp chưa gửi, đề nghị gửi ngay."
    assert reminded(due_on=None) == "Kỳ báo cáo đã kết thúc; trường hợp chưa gửi, đề nghị gửi ngay."
    assert reminded(due_on=None, **AHEAD) == "Đề nghị chuẩn bị và gửi báo cáo."


def test_a_period_that_nobody_owes_yet_has_no_zeros_but_what_came_early_counts() -> None:
    early = AHEAD | {"on_time": 2, "not_due": 13}
    table = reporting.calendar(
        report(
            period("2024-09"),
            period("2024-10", **early),
            period("2024-11", **AHEAD),
        )
    )
    counted = table[["Đúng hạn", "Trễ hạn", "Chưa gửi"]].astype(object)
    assert counted.iloc[0].tolist() == [15, 0, 0]
    assert counted.iloc[1].tolist() == [2, 0, 0]
    assert counted.iloc[2].isna().all()
    assert reporting.calendar_legend(table) == "– Chưa đến hạn nộp"
    assert reporting.calendar_legend(table.head(2)) == ""


def test_what_a_plan_says_of_no_period_has_no_column() -> None:
    silent = dict.fromkeys(("due_on", "window_starts_on", "window_ends_on"))
    one = report(period("2024-12", followed=False, **silent))
    assert list(reporting.calendar(one)) == ["Kỳ báo cáo"]


def test_nothing_is_above_all_of_the_files() -> None:
    aim = {"comparator": ">=", "target_percent": 100.0, "target_count": None}
    assert services.cell_table(pd.DataFrame([CELL | aim]))["Chỉ tiêu"].tolist() == ["100%"]


def test_a_head_of_the_grid_is_short_and_stands_for_one_indicator_of_the_catalogue() -> None:
    names = pd.read_csv(settings.CATALOG / "indicators.csv")["indicator_name"]
    heads = [services.HEADS.get(name, name) for name in names]
    assert set(services.HEADS) <= set(names)
    assert len(set(heads)) == len(names)
    assert max(map(len, heads)) <= 24


def test_months_say_from_when_to_when_they_run() -> None:
    months = pd.DataFrame({"unit_id": ["a", "a"], "period_id": ["2024-01", "2024-09"]})
    said = services.months_legend(months, pd.DataFrame({"unit_id": ["a"]}))
    assert said.startswith("Tháng 1 đến tháng 9/2024 · ")
    one = services.months_legend(months.tail(1), pd.DataFrame({"unit_id": ["a"]}))
    assert one.startswith("Tháng 9/2024 · ")

"""Every rule has a fault that it finds, at its cell and in words, and sound rows that it passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from cchc import settings
from tests.queries.rows import (
    Row,
    criterion,
    district,
    file,
    framework,
    published,
    score,
    task,
    units,
)

Make = Callable[..., Callable[..., list[Row]]]
Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Case:
    """Rows that break a rule, rows that keep it, and what is said of the first."""

    broken: Tables
    sound: Tables
    level: str
    cell: str | None
    words: tuple[str, ...]


def scores(*rows: Row) -> Tables:
    return {"score": list(rows)}


def ranks(*given: int) -> Tables:
    percents = zip("abc", (90, 80, 80), given, strict=True)
    return scores(
        *(published(u, "total", p, published_rank=r, cell=f"L{r}") for u, p, r in percents)
    )


def parts(total: float) -> Tables:
    points = {"P1": 51.15, "P2": 6.71, "P3": 23.27}
    return scores(
        *(published("a", code, None, points=p, level="part") for code, p in points.items()),
        published("a", "total", total, cell="D11"),
    )


def rate(numerator: float, percent: float) -> Tables:
    return {
        "service_indicator": [
            {
                "unit_id": "a", "period_id": "2024-09", "basis": "in_period", "import_id": 1,
                "indicator_name": "Hồ sơ đúng hạn", "numerator": numerator, "denominator": 1340,
                "percent": percent, "sheet": "Dịch vụ công", "cell": "E8",
            }
        ]
    }  # fmt: skip


def progress(number: str, action: str | None = None) -> Tables:
    """xã A reports on action 1 of a content of the plan, which holds content 1 alone."""
    report = {
        "unit_id": "a", "period_id": "2024-09", "plan_unit_id": "h", "plan_period_id": "2024",
        "area_code": "I", "task_group": "remedy", "number": number, "action_number": 1,
        "status": "done", "import_id": 1, "sheet": "Tiến độ nhiệm vụ", "cell": "F7",
        "action": action,
    }  # fmt: skip
    return {"task": [task("1")], "task_progress": [report]}


def reported(period_id: str) -> Tables:
    read = {"import_id": 1, "sheet": "Dịch vụ công", "area": "A6:Q9", "period_id": period_id}
    return {
        "imported_file": [file(1, "2024-09-16")],
        "sheet_read": [read | {"form": "service_indicators", "unit_id": "a"}],
    }


def satisfied(percent: float) -> Tables:
    row = {"unit_id": "a", "period_id": "2023", "factor_code": "1", "percent": percent}
    return {"satisfaction": [row | {"import_id": 1, "sheet": "SIPAS", "cell": "C7"}]}


def displaced(**values: object) -> Tables:
    row = {
        "table_name": "score", "figure": "a|2023|1", "value": "8,25", "standing_value": "8,5",
        "sender": "UBND xã A", "standing_sender": "Phòng Nội vụ", "import_id": 1,
        "standing_import_id": 2, "sheet": "Điểm", "cell": "D9",
    }  # fmt: skip
    return {"displaced": [row | values]}


def rounds(own: float, appraised: float) -> Tables:
    return scores(
        score("a", "1.1", own, round="self", cell="D7"),
        score("a", "1.1", appraised, round="appraised", cell="E7"),
    )


def monthly(unit_id: str, period_id: str, code: str = "dung-han", **values: object) -> Row:
    """An indicator of a unit in a month, in percent or as numerator and denominator."""
    row = {
        "unit_id": unit_id, "period_id": period_id, "basis": "in_period", "import_id": 1,
        "indicator_code": code, "indicator_name": "Hồ sơ đúng hạn", "sheet": "Dịch vụ công",
        "cell": "E8",
    }  # fmt: skip
    return row | values


def since_january(numerator: int, denominator: int) -> Tables:
    months = [
        monthly("a", f"2024-0{month}", numerator=done, denominator=total)
        for month, done, total in ((1, 90, 100), (2, 45, 50))
    ]
    told: Row = {"numerator": numerator, "denominator": denominator, "basis": "cumulative"}
    return {"service_indicator": [*months, monthly("a", "2024-02", cell="E14", **told)]}


def moving(*percents: float) -> Tables:
    """The months' rates of one unit; the last stands in row 8 + its month."""
    return {
        "service_indicator": [
            monthly("a", f"2024-{month:02d}", percent=percent, cell=f"E{8 + month}")
            for month, percent in enumerate(percents, start=1)
        ]
    }


def repeated(online: float) -> Tables:
    months = (("2024-01", 1, 71.5), ("2024-02", 2, online))
    return {
        "service_indicator": [
            monthly("a", period_id, code, percent=percent, import_id=n - 1, cell=f"{cell}8")
            for period_id, n, percents in (
                (period_id, n, {"dung-han": (95.1, "E"), "truc-tuyen": (percent, "H")})
                for period_id, n, percent in months
            )
            for code, (percent, cell) in percents.items()
        ]
    }


def scored_years(*points: float) -> Tables:
    return scores(
        *(
            score("a", "1.1", given, period_id=str(2018 + year), cell=f"D{year}")
            for year, given in enumerate(points)
        )
    )


def column_of(*percents: float) -> Tables:
    """Six units, three months; the last month's figures as given, its table in rows 1 to 6."""
    usual = {"2024-01": (90, 81, 70, 62, 50, 41), "2024-02": (91, 80, 71, 60, 51, 40)}
    return {
        "unit": [district(), *units(*"abcdef")],
        "service_indicator": [
            monthly(name, period_id, percent=percent, cell=f"E{row}", import_id=import_id)
            for period_id, figures, import_id in (
                *((period_id, figures, 2) for period_id, figures in usual.items()),
                ("2024-03", percents, 1),
            )
            for row, (name, percent) in enumerate(zip("abcdef", figures, strict=True), start=1)
        ],
    }


def gave_way(changed: int, score_round: str = "published") -> Tables:
    row = {
        "table_name": "score", "unit_id": "a", "period_id": "2023", "round": score_round,
        "framework_id": "f", "import_id": 4, "by_import_id": 1, "figures": 9, "changed": changed,
    }  # fmt: skip
    return scores(published("a", "total", 80, cell="L9")) | {"superseded": [row]}


SHEET = (score("a", "1.1", 3), score("a", "1.2", 5.25))
CASES = {
    "child_sum_against_parent": Case(
        scores(*SHEET, score("a", "1", 9, cell="D6")),
        scores(*SHEET, score("a", "1", 8.26, cell="D6")),
        "warning", "D6", ("ghi 9,00 điểm", "được 8,25: lệch 0,75."),
    ),
    "total_against_score_sheet": Case(
        scores(*SHEET, score("a", "total", 8.5, cell="D40")),
        scores(*SHEET, score("a", "total", 8.24, cell="D40")),
        "warning", "D40", ("Tổng cộng ghi 8,50 điểm", "được 8,25: lệch 0,25."),
    ),
    "maximum_against_framework": Case(
        scores(score("a", "1.1", 3, max_points=4.5, cell="C7")),
        scores(score("a", "1.1", 3, max_points=4, cell="C7")),
        "warning", "C7", ("điểm tối đa 4,50", "bộ tiêu chí ghi 4,00."),
    ),
    "points_above_maximum": Case(
        scores(score("a", "1.1", 4.25, cell="D7")), scores(score("a", "1.1", 4, cell="D7")),
        "error", "D7", ("được 4,25 điểm", "điểm tối đa 4,00."),
    ),
    "points_below_zero": Case(
        scores(score("a", "1.1", -0.5, cell="D7")), scores(score("a", "1.1", 0, cell="D7")),
        "error", "D7", ("điểm âm (-0,50)",),
    ),
    "percent_out_of_range": Case(
        satisfied(100.4), satisfied(100),
        "error", "C7", ("Tỷ lệ 100,40% nằm ngoài khoảng 0–100%.",),
    ),
    "percent_against_points": Case(
        rate(1273, 95.1), rate(1273, 95.0),
        "warning", "E8", ("ghi 95,10%", "1.273,00/1.340,00 được 95,00%."),
    ),
    "numerator_above_denominator": Case(
        rate(1341, 100), rate(1340, 100),
        "error", "E8", ("số đạt 1.341 lớn hơn tổng số 1.340.",),
    ),
    "parts_against_published_total": Case(
        parts(82.13), parts(81.14),
        "warning", "D11", ("được 81,13 điểm (81,13%)", "công bố 82,13%: lệch 1,00."),
    ),
    "published_index_against_computed": Case(
        scores(*SHEET, published("a", "total", 83.5, cell="L9")),
        scores(*SHEET, published("a", "total", 82.49, cell="L9")),
        "warning", "L9", ("xã A năm 2023: công bố 83,50%", "được 82,50%: lệch 1,00."),
    ),
    "published_rank_against_computed": Case(
        ranks(1, 2, 3), ranks(1, 2, 2),
        "warning", "L3", ("xã C năm 2023: công bố hạng 3", "được hạng 2/3."),
    ),
    "task_lacks_owner": Case(
        {"task": [task("3", lead=None, cell="D7")]}, {"task": [task("3", cell="D7")]},
        "warning", "D7", ("Nội dung 3 (“Chế độ báo cáo”)", "không ghi cơ quan"),
    ),
    "task_lacks_deadline": Case(
        {"task": [task("3", deadline_text=None, deadline_kind="none", due_on=None, cell="C7")]},
        {"task": [task("3", deadline_text="Cả năm", deadline_kind="continuous", due_on=None)]},
        "warning", "C7", ("Nội dung 3", "không ghi thời gian"),
    ),
    "one_figure_twice": Case(
        displaced(standing_import_id=1), displaced(standing_import_id=2),
        "error", "D9", ("hai giá trị (8,5 và 8,25)",),
    ),
    "progress_without_task": Case(
        progress("9"), progress("1"),
        "warning", "F7", ("không có việc 1 của nội dung 9, lĩnh vực I.",),
    ),
    "progress_by_wording": Case(
        progress("9", "Gửi báo cáo ĐÚNG hạn"), progress("1", "Gửi báo cáo đúng hạn"),
        "note", "F7", ("ở nội dung 9, lĩnh vực I", "với việc 1 của nội dung 1, lĩnh vực I"),
    ),
    "period_after_receipt": Case(
        reported("2024-10"), reported("2024-09"),
        "error", "A6", ("Kỳ 2024-10 bắt đầu sau ngày nhận tệp (16/09/2024).",),
    ),
    "row_repeated": Case(
        displaced(value="8,5", standing_import_id=1), displaced(standing_import_id=1),
        "note", "D9", ("lặp lại 1 số liệu", "(8,5)"),
    ),
    "self_below_appraised": Case(
        rounds(2.5, 3), rounds(3, 3),
        "note", "E7", ("tự chấm 2,50 điểm, thẩm định lần 1 3,00 điểm", "thấp hơn 0,50."),
    ),
    "total_against_maximum": Case(
        scores(*SHEET, score("a", "total", 10.5, cell="D40")),
        scores(*SHEET, score("a", "total", 8.25, percent=82.5, max_points=10, cell="D40")),
        "warning", "D40", ("Tổng điểm 10,50", "tối đa áp dụng 10,00."),
    ),
    "since_january_against_months": Case(
        since_january(136, 150), since_january(135, 150),
        "warning", "E14", ("lũy kế đến tháng 2/2024 ghi 136/150", "2 tháng đã có được 135/150."),
    ),
    "unit_not_reported": Case(
        {"service_indicator": [monthly("a", "2024-01"), monthly("c", "2024-01")]},
        {"service_indicator": [monthly(one, "2024-01") for one in "abc"]},
        "note", None, ("Kỳ tháng 1/2024", "đã có 2 đơn vị", "còn thiếu 1 (xã B)."),
    ),
    "period_already_final": Case(
        gave_way(2), gave_way(0),
        "warning", "L9", ("xã A, năm 2023: kết quả công bố", "(lần nhập 4)", "thay 2 trong 9 số"),
    ),
    "same_as_last_period": Case(
        repeated(71.5), repeated(71.6),
        "warning", "E8", ("cả 2 chỉ tiêu", "tháng 2/2024 giống hệt tháng 1/2024"),
    ),
    "change_beyond_history": Case(
        moving(90, 91.5, 90.5, 29.1), moving(90, 91.5, 90.5, 87.6),
        "warning", "E12", ("29,10%, tháng 3/2024 90,50%: giảm 61,40", "đổi nhiều nhất 1,50."),
    ),
    "scores_beyond_history": Case(
        scored_years(3, 3.2, 3.1, 0.31), scored_years(3, 3.2, 3.1, 2.9),
        "warning", "D3", ("1.1 từ 77,5% xuống 7,8% (ô D3)",),
    ),
    "column_out_of_order": Case(
        column_of(40.5, 50.5, 60.5, 71, 80, 91.5), column_of(91.5, 80, 71, 60.5, 50.5, 40.5),
        "warning", "E1", ("Cột E", "6/6 đơn vị lệch", "tháng 2/2024", "cột đang xếp theo độ lớn"),
    ),
    "two_senders": Case(
        displaced(), displaced(standing_import_id=1),
        "warning", "D9", ("UBND xã A ghi 8,25", "Phòng Nội vụ ghi 8,5.", "(lần nhập 2)"),
    ),
}  # fmt: skip


def found(make_store: Make, tables: Tables, code: str) -> list[Row]:
    tree = [
        criterion("1", 10),
        criterion("1.1", 4, parent_code="1"),
        criterion("1.2", 6, parent_code="1"),
    ]
    given: Tables = {
        "unit": [district(), *units("a", "b", "c")],
        "framework": [framework()],
        "criterion": tree,
    }
    return [row for row in make_store(**given | tables)("findings") if row["code"] == code]


def test_no_rule_is_without_its_case() -> None:
    assert set(CASES) == {path.stem for path in (settings.QUERIES / "checks").glob("*.sql")}


@pytest.mark.parametrize("code", CASES)
def test_a_planted_fault_is_found_at_its_cell_and_told_with_decimal_commas(
    make_store: Make, code: str
) -> None:
    case = CASES[code]
    row = next(row for row in found(make_store, case.broken, code) if row["cell"] == case.cell)
    assert (row["level"], row["import_id"]) == (case.level, 1)
    assert [words for words in case.words if words not in row["message"]] == [], row["message"]


@pytest.mark.parametrize("code", CASES)
def test_sound_rows_are_passed_in_silence(make_store: Make, code: str) -> None:
    assert found(make_store, CASES[code].sound, code) == []

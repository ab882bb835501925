"""Templates: ready to fill in, locked where nothing is typed, read back without a question."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell import MergedCell

from cchc import catalogue, keeping, store, templating
from cchc.__main__ import main
from cchc.errors import WrongUse
from cchc.importing import FileReport, Upload, import_files, inspect
from cchc.layout_kinds import TemplateKind
from cchc.model import cell_address
from cchc.normalise.tasks import group_of, read_status
from cchc.periods import find_periods
from cchc.reports import layouts
from cchc.settings import SAMPLES
from cchc.targets import parse_target

ILLUSTRATIVE = SAMPLES / "minh-hoa"
FILES = (
    *("minh-hoa-2024-nhiem-vu", "bao-cao-2024-08-xa-a", "bao-cao-2024-09-xa-a"),
    *("xep-hang-2023-cac-phong", "bang-diem-2023-cac-phong", "hai-long-2023-cac-xa"),
)
GROUP, UNIT, OFFICE = "minh-hoa.mh/xa", "xã A", "Phòng Nội vụ huyện Minh Họa"
OFFICES = "minh-hoa.mh/phong"
SOFFICE = shutil.which("soffice")
LATER = date(2025, 2, 1)
Typed = dict[tuple[str, str], Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan, two monthly reports of xã A, and last year's results of the departments."""
    data = tmp_path_factory.mktemp("data")
    uploads = [
        Upload(f"{name}.xlsx", (ILLUSTRATIVE / f"{name}.xlsx").read_bytes(), date(2024, 9, 20))
        for name in FILES
    ]
    assert {one.status for one in import_files(data, uploads).reports} == {"accepted"}
    return data


def make(
    folder: Path,
    period: str,
    *kinds: TemplateKind,
    unit: str | None = None,
    group: str | None = None,
) -> list[templating.File]:
    current = keeping.current_store(folder)
    return templating.templates_for(
        folder, current, period=period, kinds=kinds, unit=unit, group=group
    )


def monthly(folder: Path) -> templating.File:
    return make(folder, "2024-10", unit=UNIT)[0]


def scores(folder: Path) -> templating.File:
    return make(folder, "2024", "score", unit=OFFICE)[0]


def satisfaction(folder: Path) -> templating.File:
    return make(folder, "2024", "satisfaction", group=GROUP)[0]


def ranking(folder: Path) -> templating.File:
    return make(folder, "2024", "ranking", group=OFFICES)[0]


ALL: tuple[Callable[[Path], templating.File], ...] = (monthly, scores, satisfaction, ranking)


# as a person fills it in -------------------------------------------------------------------


def filled(content: bytes, typed: Typed) -> bytes:
    """Values typed into cells that may be typed into; no program calculates."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for (sheet, address), value in typed.items():
        cell = book[sheet][address]
        assert not cell.protection.locked, f"{sheet}!{address} is locked"
        cell.value = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def calculated(content: bytes, scratch: Path) -> bytes:
    """As a spreadsheet program saves it, with the results of all formulas."""
    (scratch / "in").mkdir(parents=True)
    (scratch / "in" / "t.xlsx").write_bytes(content)
    subprocess.run(
        [
            *(SOFFICE or "", f"-env:UserInstallation={(scratch / 'profile').as_uri()}"),
            *("--headless", "--convert-to", "xlsx", "--outdir", scratch, scratch / "in" / "t.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (scratch / "t.xlsx").read_bytes()


def grid(content: bytes, sheet: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))[sheet]


def headed(page: Any, text: str, column: int = 1) -> int:
    """The row whose cell in a column says this."""
    return next(row for row in range(1, page.max_row + 1) if page.cell(row, column).value == text)


def inputs(page: Any) -> list[str]:
    cells = [c for row in page.iter_rows() for c in row if not isinstance(c, MergedCell)]
    return [cell.coordinate for cell in cells if not cell.protection.locked]


def typed_scores(content: bytes) -> tuple[Typed, dict[tuple[str, str], Any]]:
    """Half of each maximum; one leaf that does not apply. Figures by criterion and round."""
    page, typed, expected = grid(content, "Bảng điểm"), {}, {}
    rounds = {"self": 4, "appraised": 5, "final": 7}
    for row in range(headed(page, "STT") + 2, page.max_row):
        if page.cell(row, 4).protection.locked:
            continue
        code, maximum = str(page.cell(row, 1).value), page.cell(row, 3).value
        for name, column in rounds.items():
            value = "Không áp dụng" if code == "2.1.1" else maximum / 2
            typed["Bảng điểm", cell_address(row, column)] = value
            expected[code, name] = None if code == "2.1.1" else maximum / 2
    return typed, expected


def typed_ranking(content: bytes) -> Typed:
    """The same share of each area's maximum."""
    page = grid(content, "Xếp hạng")
    first = headed(page, "Điểm tối đa", 2)
    areas = [c for c in range(3, page.max_column) if page.cell(first - 1, c).value]
    return {
        ("Xếp hạng", cell_address(row, column)): page.cell(first, column).value * share
        for row, share in zip(range(first + 1, page.max_row + 1), SHARES, strict=True)
        for column in areas
    }


def typed_month(content: bytes) -> Typed:
    typed: Typed = {}
    services = grid(content, "Dịch vụ công")
    rows = [r for r in range(1, services.max_row + 1) if services.cell(r, 2).value == "Xã A"]
    for basis, row in enumerate(rows, start=1):
        for place in range(5):
            typed["Dịch vụ công", cell_address(row, 3 + 4 * place)] = 200 * basis
            typed["Dịch vụ công", cell_address(row, 4 + 4 * place)] = basis * (180 - place)
    tasks = grid(content, "Tiến độ nhiệm vụ")
    for place, row in enumerate(range(headed(tasks, "Lĩnh vực") + 1, tasks.max_row + 1)):
        status = list(layouts.STATUSES.values())[place % 3]
        typed["Tiến độ nhiệm vụ", f"H{row}"] = status
        typed["Tiến độ nhiệm vụ", f"I{row}"] = (0, 1, 100)[place % 3]
        typed["Tiến độ nhiệm vụ", f"J{row}"] = "1+1 việc"
        if status == "Hoàn thành":
            typed["Tiến độ nhiệm vụ", f"K{row}"] = date(2024, 9, 5)
    return typed


def sent_back(file: templating.File, content: bytes) -> FileReport:
    with tempfile.TemporaryDirectory() as scratch:
        return inspect(Path(scratch), [Upload(file[0], content, LATER)]).reports[0]


def answers(folder: Path, query: str, **params: object) -> list[dict[str, Any]]:
    current = keeping.current_store(folder)
    assert current is not None
    return store.records(store.run(folder, current, query, **params))


def accepted(tmp_path: Path, name: str, content: bytes) -> tuple[Path, FileReport]:
    data = tmp_path / "data"
    report = import_files(data, [Upload(name, content, LATER)]).reports[0]
    assert report.status == "accepted", report.findings
    return data, report


# what comes back ---------------------------------------------------------------------------


def test_a_score_sheet_filled_without_calculation_gives_the_typed_figures(
    folder: Path, tmp_path: Path
) -> None:
    name, content = scores(folder)
    typed, expected = typed_scores(content)
    data, report = accepted(tmp_path, name, filled(content, typed))
    assert [one.code for one in report.findings] == ["sums_not_calculated"]
    rows = answers(data, "facts")
    assert {(r["criterion_code"], r["round"]): r["points"] for r in rows} == expected
    assert {r["unit_name"] for r in rows} == {OFFICE}
    assert {r["period_id"] for r in rows} == {"2024"}
    assert {r["status"] for r in rows if r["criterion_code"] == "2.1.1"} == {"not_applicable"}


def test_a_monthly_report_filled_without_calculation_gives_the_typed_figures(
    folder: Path, tmp_path: Path
) -> None:
    name, content = monthly(folder)
    data, report = accepted(tmp_path, name, filled(content, typed_month(content)))
    assert [one.code for one in report.findings] == ["sums_not_calculated"] * 2
    _is_as_typed(data)


def _is_as_typed(data: Path) -> None:
    services = answers(data, "service_indicators")
    assert len(services) == 10
    assert {r["period_id"] for r in services} == {"2024-10"}
    first = next(r for r in services if r["indicator_code"] == "truc-tuyen")
    assert (first["numerator"], first["denominator"], first["percent"]) == (358, 400, 89.5)
    assert (first["comparator"], first["target_percent"]) == (">", 80)
    reports = answers(data, "task_reports")
    assert len(reports) > 20
    assert {(r["status"], r["progress_percent"]) for r in reports} == {
        *(("not_started", 0), ("in_progress", 1), ("done", 100))
    }
    assert {r["done_on"] for r in reports if r["status"] == "done"} == {"2024-09-05"}
    assert {(r["plan_unit_id"], r["plan_period_id"]) for r in reports} == {("minh-hoa.mh", "2024")}


def test_a_report_filled_in_part_says_what_was_left_blank(folder: Path, tmp_path: Path) -> None:
    name, content = monthly(folder)
    typed = typed_month(content)
    kept = {k: v for k, v in typed.items() if k[0] == "Dịch vụ công" or k[1] in ("H10", "I10")}
    data, report = accepted(tmp_path, name, filled(content, kept))
    said = next(one for one in report.findings if one.code == "rows_left_blank")
    assert said.level == "note"
    assert said.sheet == "Tiến độ nhiệm vụ"
    assert len(answers(data, "task_reports")) == 1


def test_satisfaction_filled_in_gives_the_typed_figures(folder: Path, tmp_path: Path) -> None:
    name, content = satisfaction(folder)
    page = grid(content, "SIPAS")
    first = headed(page, "Xã A", 2)
    typed = {("SIPAS", f"{letter}{first}"): 80 + i / 4 for i, letter in enumerate("CDEFGH")}
    typed["SIPAS", f"I{first}"] = 45
    data, report = accepted(tmp_path, name, filled(content, typed))
    assert [one.code for one in report.findings] == ["rows_left_blank"]
    rows = answers(data, "satisfaction")
    assert [row["percent"] for row in rows] == [80, 80.25, 80.5, 80.75, 81, 81.25]
    assert {(row["unit_name"], row["respondents"]) for row in rows} == {("xã A", 45)}


@pytest.mark.parametrize("template", ALL)
def test_a_template_sent_back_untouched_is_refused_with_what_to_do(
    folder: Path, template: Callable[[Path], templating.File]
) -> None:
    file = template(folder)
    for content in (file[1], filled(file[1], {})):  # as we sent it, and saved again
        report = sent_back(file, content)
        assert report.status == "refused"
        assert {(one.level, one.code) for one in report.findings} >= {("error", "nothing_filled")}
        assert {one.code for one in report.findings} <= {"nothing_filled", "sums_not_calculated"}
        assert any("Hãy điền" in one.message for one in report.findings)


@pytest.mark.parametrize("template", ALL)
def test_a_template_nobody_opened_holds_no_uncalculated_formula(
    folder: Path, template: Callable[[Path], templating.File]
) -> None:
    file = template(folder)
    assert {one.code for one in sent_back(file, file[1]).findings} == {"nothing_filled"}


def test_a_real_unit_is_read_back_by_its_name(tmp_path: Path) -> None:
    ((name, content),) = templating.templates_for(
        tmp_path, None, unit="xã Đức Hợp", period="2024-10", kinds=("services",)
    )
    page = grid(content, "Dịch vụ công")
    assert page["A2"].value is None
    row = headed(page, "Xã Đức Hợp", 2)
    typed: Typed = {("Dịch vụ công", f"C{row}"): 10, ("Dịch vụ công", f"D{row}"): 9}
    data, report = accepted(tmp_path, name, filled(content, typed))
    # The second table, since January, was left empty.
    assert {one.code for one in report.findings} == {"nothing_filled", "sums_not_calculated"}
    (fact,) = answers(data, "service_indicators")
    assert (fact["unit_name"], fact["percent"]) == ("xã Đức Hợp", 90)


def test_a_leaf_that_is_an_uncalculated_formula_is_still_refused(folder: Path) -> None:
    file = scores(folder)
    row = headed(grid(file[1], "Bảng điểm"), "1.1.1")
    typed: Typed = {("Bảng điểm", f"D{row}"): "=0.5+0.25"}
    report = sent_back(file, filled(file[1], typed))
    assert report.status == "refused"
    assert "cell_uncached" in {one.code for one in report.findings}


# as a spreadsheet program calculates it ----------------------------------------------------

needs_calculation = pytest.mark.skipif(SOFFICE is None, reason="no spreadsheet program here")


@needs_calculation
def test_a_calculated_report_comes_back_without_any_finding(folder: Path, tmp_path: Path) -> None:
    name, content = monthly(folder)
    content = calculated(filled(content, typed_month(content)), tmp_path / "calc")
    data, report = accepted(tmp_path, name, content)
    assert report.findings == ()
    _is_as_typed(data)


@needs_calculation
def test_sums_and_index_leave_out_what_does_not_apply(folder: Path, tmp_path: Path) -> None:
    name, content = scores(folder)
    typed, expected = typed_scores(content)
    content = calculated(filled(content, typed), tmp_path / "calc")
    data, report = accepted(tmp_path, name, content)
    assert report.findings == ()
    points = {(r["criterion_code"], r["round"]): r["points"] for r in answers(data, "facts")}
    assert points.items() >= expected.items()
    # Half of all that applies: the index is 50 %, whatever does not apply.
    page = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Bảng điểm"]
    total = headed(page, "Tổng cộng", 2)
    assert [page.cell(total, column).value for column in (9, 10, 11)] == [0.5, 0.5, 0.5]
    area = headed(page, "2")
    assert page.cell(area, 9).value == 0.5
    assert page.cell(area, 4).value == points["2", "self"] < page.cell(area, 3).value / 2


@needs_calculation
def test_a_ranking_adds_up_ranks_and_classes_by_itself(folder: Path, tmp_path: Path) -> None:
    name, content = ranking(folder)
    content = calculated(filled(content, typed_ranking(content)), tmp_path / "calc")
    data, report = accepted(tmp_path, name, content)
    assert report.findings == ()
    _is_ranked(data, (1, 2, 3, 4, 5, 6, 6, 8))


def test_a_ranking_without_calculation_is_added_up_from_its_areas(
    folder: Path, tmp_path: Path
) -> None:
    name, content = ranking(folder)
    data, report = accepted(tmp_path, name, filled(content, typed_ranking(content)))
    assert [one.code for one in report.findings] == ["sums_not_calculated"]
    _is_ranked(data, (None,) * 8)


def _is_ranked(data: Path, published: tuple[int | None, ...]) -> None:
    rows = {r["unit_name"]: r for r in answers(data, "rank_units", unit_group=OFFICES)}
    assert len(rows) == 8
    top = rows["Văn phòng HĐND và UBND huyện Minh Họa"]
    assert (top["percent"], top["points"], top["band"]) == (90, 90, "Xuất sắc")
    assert [r["rank"] for r in rows.values()] == [1, 2, 3, 4, 5, 6, 6, 8]
    assert tuple(r["published_rank"] for r in rows.values()) == published


SHARES = (0.9, 0.8, 0.75, 0.7, 0.65, 0.6, 0.6, 0.5)


# how it is made ----------------------------------------------------------------------------


@pytest.mark.parametrize("template", ALL)
def test_every_sheet_is_locked_frozen_and_fits_a4(
    folder: Path, template: Callable[[Path], templating.File]
) -> None:
    for page in openpyxl.load_workbook(io.BytesIO(template(folder)[1])).worksheets:
        assert page.protection.sheet
        assert not page.protection.password
        assert page.freeze_panes
        assert page.print_title_rows
        assert (page.page_setup.paperSize, page.page_setup.fitToWidth) == (9, 1)
        assert page.page_setup.fitToHeight == 0
        assert page["A2"].value == "SỐ LIỆU MINH HỌA"
        marked = {page[a].fill.start_color.rgb[-6:] for a in inputs(page)}
        assert marked == {"FFFBE6"}
        assert not any(page[a].value for a in inputs(page) if "Quyết định" not in str(page[a].value)
                       and page[a].value != 100)  # fmt: skip


@pytest.mark.parametrize("template", ALL)
def test_every_rule_speaks_vietnamese(
    folder: Path, template: Callable[[Path], templating.File]
) -> None:
    rules = [
        rule
        for page in openpyxl.load_workbook(io.BytesIO(template(folder)[1])).worksheets
        for rule in page.data_validations.dataValidation
    ]
    assert rules
    for rule in rules:
        assert rule.showErrorMessage
        assert len(rule.errorTitle) <= 32  # Excel's limits
        assert 20 < len(rule.error) <= 225
        assert rule.error.startswith(("Điểm", "Tỷ lệ", "Số", "Hãy", "Phần trăm", "Ngày"))


def test_points_are_ruled_by_their_own_maximum(folder: Path) -> None:
    page = grid(scores(folder)[1], "Bảng điểm")
    rules = {str(r.sqref): r for r in page.data_validations.dataValidation}
    first = headed(page, "1")
    rule = rules[f"D{first}:D{page.max_row - 1}"]
    assert f"D{first}<=$C{first}" in rule.formula1


def test_the_drop_down_offers_words_that_are_understood(folder: Path) -> None:
    page = grid(monthly(folder)[1], "Tiến độ nhiệm vụ")
    offered = next(r for r in page.data_validations.dataValidation if r.type == "list")
    words = offered.formula1.strip('"').split(",")
    assert [read_status(word) for word in words] == ["not_started", "in_progress", "done"]
    assert {key: group_of(text) for key, text in layouts.GROUPS.items()} == {
        key: key for key in layouts.GROUPS
    }


@pytest.mark.parametrize("comparator", list(layouts.COMPARED))
def test_a_target_is_worded_as_it_is_understood(comparator: str) -> None:
    for percent in (Decimal("80"), Decimal("87.5"), Decimal("100")):
        text = layouts.target_text(comparator, percent)
        read = parse_target(text or "", default_measure="rate")[0]
        assert (read.comparator, read.percent) == (comparator, percent)


def test_codes_are_texts_and_data_never_a_formula(folder: Path) -> None:
    page = grid(scores(folder)[1], "Bảng điểm")
    cell = page.cell(headed(page, "1.1"), 1)
    assert (cell.data_type, cell.number_format) == ("s", "@")


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    from cchc.reports.official_sheet import Book, Head, new_page, to_bytes

    book = Book()
    page = new_page(book, "=cmd|' /C calc'!A0", Head("=1+1", "@x", False), [10, 10, 10])
    page.put_row(["=1+1", "+1", "@SUM(A1)"])
    (sheet,) = openpyxl.load_workbook(io.BytesIO(to_bytes(book))).worksheets
    texts = [c for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {cell.data_type for cell in texts} == {"s"}


def test_last_months_figures_stand_beside_locked(folder: Path) -> None:
    name, content = monthly(folder)
    assert name == "bao-cao-2024-10-xa-a.xlsx"
    page = grid(content, "Dịch vụ công")
    row = headed(page, "Xã A", 2)
    known = {r["indicator_code"]: r["percent"] for r in _august(folder, "2024-09", "in_period")}
    assert page.cell(row, 6).value * 100 == pytest.approx(known["dung-han"])
    assert page.cell(row, 6).protection.locked
    assert page.cell(row - 2, 6).value == "Tháng 9/2024 (tham khảo)"
    tasks = grid(content, "Tiến độ nhiệm vụ")
    assert tasks.cell(10, 12).value in layouts.STATUSES.values()
    assert tasks.cell(9, 12).value == "Trạng thái tháng 9/2024 (tham khảo)"


def _august(folder: Path, period: str, basis: str) -> list[dict[str, Any]]:
    rows = answers(folder, "service_indicators", unit="minh-hoa.mh.xa-a", period=period)
    return [row for row in rows if row["basis"] == basis]


def test_last_years_points_stand_beside(folder: Path) -> None:
    page = grid(scores(folder)[1], "Bảng điểm")
    row = headed(page, "1.1.1")
    (fact,) = answers(
        folder,
        "facts",
        unit="minh-hoa.mh.p-noi-vu",
        period="2023",
        round="final",
        criterion="1.1.1",
    )
    assert page.cell(row, 12).value == fact["points"]
    assert page.cell(row, 12).protection.locked


def test_a_unit_owes_what_names_it_or_its_kind(folder: Path) -> None:
    known = catalogue.shipped()
    commune, office = known.resolve(UNIT), known.resolve(OFFICE)

    def owes(lead: str | None) -> tuple[bool, bool]:
        task = {"unit_id": "minh-hoa.mh", "lead": lead}
        return templating.owes(task, commune, known), templating.owes(task, office, known)

    assert owes("Các phòng, ban chuyên môn huyện; UBND các xã, thị trấn") == (True, True)
    assert owes("Phòng Nội vụ, Văn phòng HĐND và UBND huyện") == (False, True)
    assert owes("UBND các xã, thị trấn; Phòng Tư pháp") == (True, False)
    assert owes("UBND xã B") == (False, False)
    assert owes(None) == (False, False)


@pytest.mark.parametrize("period", ["2024-06", "2024-Q2", "2024-H1", "2024-M09", "2024"])
def test_the_period_in_the_title_is_read_as_it_was_asked(period: str) -> None:
    assert find_periods(layouts.when(period)) == [period]


# whom it is for ----------------------------------------------------------------------------


def test_a_group_gets_a_file_for_each_unit_in_one_zip(folder: Path) -> None:
    files = make(folder, "2024-10", group=GROUP)
    assert len(files) == 15
    packed = templating.as_zip(files)
    assert packed == templating.as_zip(files)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == [name for name, _ in files]


def test_a_template_needs_no_store(tmp_path: Path) -> None:
    ((name, content),) = templating.templates_for(tmp_path, None, unit=UNIT, period="2024")
    assert name == "bang-diem-2024-xa-a.xlsx"
    assert "(tham khảo)" not in str([c.value for c in grid(content, "Bảng điểm")["9"]])


def test_a_trial_has_one_round_and_is_read_as_a_trial(folder: Path, tmp_path: Path) -> None:
    ((name, content),) = make(folder, "2024-06", "score", unit=UNIT)
    row = headed(grid(content, "Bảng điểm"), "1.1.1")
    data, _ = accepted(tmp_path, name, filled(content, {("Bảng điểm", f"D{row}"): 0.5}))
    assert [(r["round"], r["points"]) for r in answers(data, "facts")] == [("trial", 0.5)]


@pytest.mark.parametrize(
    ("period", "kinds", "whom", "says"),
    [
        ("2024", ("ranking",), {"unit": UNIT}, "Hãy chọn nhóm"),
        ("2024-10", ("tasks",), {"unit": "huyện Kông Chro"}, "Chưa có kế hoạch"),
        ("2024", ("score",), {"unit": "huyện Tam Đường"}, "chưa có đủ điểm tối đa"),
        ("2031", ("score",), {"unit": UNIT}, "Chưa có bộ tiêu chí"),
        ("2026", ("services",), {"unit": "huyện Tam Đường"}, "không còn"),
        ("2024", (), {}, "Hãy chọn một đơn vị hoặc một nhóm"),
    ],
)
def test_what_cannot_be_made_says_why(
    folder: Path, period: str, kinds: tuple[TemplateKind, ...], whom: dict[str, str], says: str
) -> None:
    with pytest.raises(WrongUse, match=says):
        make(folder, period, *kinds, **whom)


def test_the_command_writes_a_file_a_zip_or_a_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> int:
        return main(["--data", str(folder), *words])

    one, many = tmp_path / "mau.xlsx", tmp_path / "mau.zip"
    assert run("template", "--unit", UNIT, "--period", "2024-10", "--out", str(one)) == 0
    assert openpyxl.load_workbook(one).sheetnames == ["Dịch vụ công", "Tiến độ nhiệm vụ"]
    words = ("template", "--group", OFFICES, "--period", "2024", "--kind", "score", "--kind")
    assert run(*words, "ranking", "--out", str(many)) == 0
    with zipfile.ZipFile(many) as archive:
        assert len(archive.namelist()) == 9
    assert run("export", "--unit", UNIT, "--period", "2024-09", "--out", str(tmp_path / "x")) == 0
    assert len(list((tmp_path / "x").iterdir())) == 2
    assert run("template", "--group", GROUP, "--period", "2024-10", "--out", str(one)) == 2
    assert "thư mục" in capsys.readouterr().err

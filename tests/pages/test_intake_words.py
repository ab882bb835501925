"""What the intake says before anything is accepted: changes by unit and cell; the letters."""

from __future__ import annotations

from decimal import Decimal

from cchc import catalogue
from cchc.changes import Changes, Figure, FigureChange, Lacking, RankChange, Replaced
from cchc.importing import FileReport
from cchc.model import Finding, TableRead
from cchc.ui.intake import files, preview, returning, sentences

KNOWN = catalogue.shipped()
A, B, C, D = (f"minh-hoa.mh.xa-{letter}" for letter in "abcd")
WRONG = Finding("error", "x", "Điểm 12 lớn hơn điểm tối đa 10. Hãy sửa lại điểm.", "Bảng 1", "C12")


def report(file: str, status: str, *findings: Finding, number: int | None = None) -> FileReport:
    table = TableRead("Bảng 1", "A1:C3", "score_sheet", 2, A, "2024")
    return FileReport(file, file * 2, status, number, (table,), findings)  # type: ignore[arg-type]


def figure(points: str, *, unit: str = A, import_id: int = 1, code: str = "1.1") -> Figure:
    return Figure(
        "score",
        unit,
        KNOWN.unit(unit).unit_name,
        "2024",
        code,
        "Kế hoạch",
        "self",
        Decimal(points),
        False,
        None,
        import_id,
        "a.xlsx",
        "Bảng 1",
        "C12",
    )


def rank(before: int | None, after: int | None) -> RankChange:
    name = KNOWN.unit(A).unit_name
    return RankChange(A, name, "2024", 71.2 if before else None, 73.5, before, after, 15)


# changes -----------------------------------------------------------------------------------


def test_a_unit_is_told_in_one_line_rank_first() -> None:
    changes = Changes(
        figures=(
            FigureChange(figure("2"), figure("1.5")),
            FigureChange(None, figure("3", code="1.2")),
            FigureChange(figure("1", code="1.3"), None),
        ),
        ranks=(rank(7, 4),),
    )
    (line,) = preview.unit_lines(changes)
    assert preview.unit_sentence(line) == (
        "hạng 7 → 4; chỉ số 71,2% → 73,5%; 1 tiêu chí giảm; 1 tiêu chí mới; 1 tiêu chí không còn"
    )
    assert preview.headline(changes) == (
        "1 đơn vị đổi hạng; 1 số liệu mới; 1 số liệu thay đổi; 1 số liệu không còn."
    )


def test_a_first_rank_is_no_change_from_something() -> None:
    (line,) = preview.unit_lines(Changes(ranks=(rank(None, 4),)))
    assert preview.unit_sentence(line) == "hạng 4; chỉ số 73,5%"


def test_a_first_rank_is_not_counted_as_a_move() -> None:
    assert preview.headline(Changes(ranks=(rank(None, 4),))) == preview.NOTHING


def test_cell_by_cell_a_figure_shows_before_after_and_difference() -> None:
    rows = preview.cells_table([FigureChange(figure("2"), figure("1.5"))])
    (row,) = rows.to_dict("records")
    assert (row["Trước"], row["Sau"], row["Chênh lệch"]) == ("2", "1,5", "-0,5")
    assert (row["Ô"], row["Vòng"], row["Số liệu"]) == ("Bảng 1!C12", "tự chấm", "1.1. Kế hoạch")


def test_what_one_file_changes_is_told_apart_from_the_batch() -> None:
    changes = Changes(
        figures=(
            FigureChange(None, figure("2", import_id=5)),
            FigureChange(None, figure("2", unit=B, import_id=6)),
            FigureChange(figure("1", import_id=2, code="1.3"), None),
        ),
        replaced=(Replaced(2, 5),),
    )
    own = preview.of_files(changes, [report("a.xlsx", "acceptable", number=5)])
    assert [one.kind for one in own.figures] == ["new", "gone"]


# a line a file -----------------------------------------------------------------------------


def test_units_that_sent_nothing_have_a_line_and_returned_ones_are_not_among_them() -> None:
    changes = Changes(lacking=(Lacking("score", "2024", (A, B)),))
    reports = [report("a.xlsx", "refused", WRONG), report("c.xlsx", "acceptable", number=1)]
    rows = files.summary(reports, KNOWN, changes)
    assert list(rows["Đơn vị"])[2:] == ["Xã B (minh họa)"]
    assert list(rows["Kết quả"]) == ["✕ Trả lại", "● Nhận được", "○ Chưa gửi"]


def test_while_most_have_not_sent_they_are_one_line() -> None:
    changes = Changes(lacking=(Lacking("score", "2024", (B, C, D)),))
    rows = files.summary([report("a.xlsx", "acceptable", number=1)], KNOWN, changes)
    assert list(rows["Đơn vị"])[1:] == ["3 đơn vị: Xã B (minh họa), Xã C (minh họa) và 1 khác"]


# what goes back ----------------------------------------------------------------------------


def test_the_letter_names_the_unit_the_file_the_cell_and_what_to_do() -> None:
    text = sentences.letter(report("diem-a.xlsx", "refused", WRONG), KNOWN)
    assert text.startswith("Kính gửi UBND xã A,\n")
    assert "tệp diem-a.xlsx cần sửa và gửi lại:" in text
    assert "- Ô C12, trang “Bảng 1”: Điểm 12 lớn hơn điểm tối đa 10." in text


def test_a_long_letter_points_to_the_marked_copy() -> None:
    text = sentences.letter(report("a.xlsx", "refused", *[WRONG] * 12), KNOWN)
    assert "- Còn 4 chỗ khác, xem bản đánh dấu." in text


def test_a_marked_copy_sent_back_again_keeps_its_name() -> None:
    assert returning.copy_name(report("a.xlsx", "refused")) == "a-da-kiem-tra.xlsx"
    assert returning.copy_name(report("a-da-kiem-tra.xlsx", "refused")) == "a-da-kiem-tra.xlsx"
    assert returning.copy_name(report("a.xlsx", "unreadable")) == "a-ket-qua-kiem-tra.xlsx"

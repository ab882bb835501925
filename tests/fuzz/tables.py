"""Workbooks of every known form, drawn at random: layout x values x damage.

A drawn workbook is plain data (`Drawn`), so that hypothesis can shrink it to the cells that matter.
The district and its communes are illustrative; `LAYOUTS` are tables that read without an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO

import openpyxl
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.cell_range import CellRange

from cchc import catalogue
from cchc.catalogue import Criterion

Value = str | int | float | bool | date | datetime | time | None
Row = tuple[Value, ...]

KNOWN = catalogue.shipped()
UNIT = "Xã A"


def _framework(code: str) -> Criterion:
    found = KNOWN.framework_for(KNOWN.resolve("xã A"), 2023)
    assert found is not None
    one = found.by_code(code)
    assert one is not None
    return one


def _criterion(code: str, *points: Value) -> Row:
    one = _framework(code)
    most = None if one.max_points is None else float(one.max_points)
    return (code, one.criterion_name, most, *points)


@dataclass(frozen=True, slots=True)
class Table:
    """A form as offices send it: title, header, rows; columns that headers may be swapped in."""

    name: str
    head: tuple[Row, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    merges: tuple[str, ...] = ()


AGENCY: tuple[Row, ...] = (("UBND HUYỆN MINH HỌA",), ("SỐ LIỆU MINH HỌA",))
OF_SERVICES = "KẾT QUẢ GIẢI QUYẾT TTHC"
TABLES = (
    Table(
        "score_sheet",
        (("BẢNG ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023 - XÃ A",),),
        (("STT", "Lĩnh vực/Tiêu chí", "Điểm tối đa", "Tự đánh giá", "Thẩm định", "Ghi chú"),),
        (
            _criterion("1.1.1", 0.75, 0.5, "KH số 01"),
            _criterion("1.1.2", 1.5, 1.25),
            _criterion("1.2.1", "0,5", 0.25),
        ),
    ),
    Table(
        "score_by_unit",
        (("BẢNG ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CÁC XÃ NĂM 2023",),),
        (("STT", "Tiêu chí", "Điểm tối đa", "Xã A", "Xã B"),),
        (_criterion("1.1.1", 0.75, 0.5), _criterion("1.1.2", 1.5, 1.25)),
    ),
    Table(
        "unit_ranking",
        (("KẾT QUẢ XẾP HẠNG CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CÁC XÃ HUYỆN MINH HỌA NĂM 2023",),),
        (("STT", "Tên đơn vị", "Tổng điểm", "Chỉ số (%)", "Xếp hạng"),),
        (
            (1, "Xã A", 91.25, "91,25%", 1),
            (2, "Xã B", 88.5, "88,5%", "2/3"),
            (3, "Xã C", 80, 80, 3),
        ),
    ),
    Table(
        "service_wide",
        ((f"{OF_SERVICES} HUYỆN MINH HỌA THÁNG 9/2024",),),
        (("TT", "Đơn vị", "Số hồ sơ trễ hạn", "Tỷ lệ hồ sơ trực tuyến (%)"),),
        ((None, "Chỉ tiêu giao", 0, "Từ 80%"), (1, "Xã A", 2, 91.5), (2, "Xã B", 0, "85,20%")),
    ),
    Table(
        "service_of_files",
        ((f"{OF_SERVICES} HUYỆN MINH HỌA THÁNG 9/2024",),),
        (
            ("TT", "Đơn vị", "Số hồ sơ TTHC", None, None),
            (None, None, "Tổng số đã giải quyết", "Đúng hạn", "Trễ hạn"),
        ),
        ((1, "Xã A", 100, 98, 2), (2, "Xã B", 50, "50", 0)),
        ("A1:A2", "B1:B2", "C1:E1"),
    ),
    Table(
        "service_rows",
        ((f"{OF_SERVICES} THÁNG 9/2024 - XÃ A",),),
        (("STT", "Chỉ tiêu", "Kế hoạch", "Tổng số", "Đạt", "Tỷ lệ (%)", "Ghi chú"),),
        (
            (1, "Hồ sơ trực tuyến", "80%", 200, 183, 91.5),
            (2, "Thanh toán trực tuyến", "60%", 100, 71, "71%", "đã gửi"),
        ),
    ),
    Table(
        "satisfaction",
        (("KẾT QUẢ ĐO LƯỜNG SỰ HÀI LÒNG (SIPAS) NĂM 2021 - XÃ A",),),
        (("STT", "Yếu tố", "Mức độ hài lòng (%)", "Số phiếu"),),
        (
            (1, "Tiếp cận dịch vụ", "84,71", 48),
            (2, "Thủ tục hành chính", 87.33, 48),
            (None, "Chỉ số hài lòng chung", "85,55%", 48),
        ),
    ),
    Table(
        "plan_tasks",
        (("PHỤ LỤC NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH HUYỆN MINH HỌA NĂM 2024",),),
        (("STT", "Nội dung", "Nhiệm vụ, giải pháp", "Đơn vị chủ trì", "Thời gian hoàn thành"),),
        (
            ("I", "CHỈ ĐẠO ĐIỀU HÀNH"),
            (1, "Kế hoạch", "Ban hành kế hoạch cải cách", "Phòng Nội vụ", "Tháng 3/2024"),
            (2, "Kiểm tra", "Kiểm tra công tác cải cách", "Phòng Nội vụ", "Quý III/2024"),
        ),
    ),
    Table(
        "task_progress",
        (
            ("TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ CCHC THÁNG 9/2024 - XÃ A",),
            ("Theo Kế hoạch của UBND huyện Minh Họa năm 2024",),
        ),
        (("STT", "Nhiệm vụ", "Thời hạn", "Kết quả thực hiện", "Trạng thái"),),
        (
            ("I", "CÔNG TÁC CHỈ ĐẠO ĐIỀU HÀNH"),
            (1, "Ban hành kế hoạch", "Tháng 3/2024", "KH số 05", "Đã hoàn thành"),
            (2, "Rà soát", "Tháng 8/2024", None, "70%"),
        ),
    ),
    Table(
        "component_summary",
        (("CHỈ SỐ THÀNH PHẦN VÀ MỤC TIÊU CẢI CÁCH HÀNH CHÍNH HUYỆN MINH HỌA NĂM 2024",),),
        (
            ("STT", "Chỉ số thành phần", "Kết quả năm 2023", None, "Mục tiêu năm 2024", None),
            (None, None, "Chỉ số (%)", "Xếp hạng", "Chỉ số (%)", "Xếp hạng"),
        ),
        (
            (1, "Công tác chỉ đạo, điều hành", 88.25, "4/11", "Trên 90%", 3),
            (2, "Cải cách thể chế", "70,5%", 5, "Từ 80% trở lên", 4),
        ),
        ("C1:D1", "E1:F1"),
    ),
    Table(
        "unit_list",
        (("DANH MỤC CÁC XÃ CỦA HUYỆN MINH HỌA",),),
        (("STT", "Mã", "Tên đơn vị", "Loại", "Trực thuộc", "Tên khác", "Từ ngày", "Đến ngày"),),
        (
            (1, None, "xã X", "xã", "huyện Minh Họa", "xa x cu", "01/07/2025", None),
            (2, None, "xã Y", "xã", "huyện Minh Họa", None, None, None),
        ),
    ),
    Table(
        "framework_definition",
        (("BỘ TIÊU CHÍ XÁC ĐỊNH CHỈ SỐ CCHC CẤP XÃ THUỘC HUYỆN MINH HỌA NĂM 2025",),),
        (("STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa", "Cách đánh giá"),),
        (
            ("1", "Chỉ đạo điều hành", 70, "Tự chấm"),
            ("2", "Thể chế", 30, "Tự chấm"),
            (None, "Tổng cộng", 100),
            (),
            ("Cách tổng hợp: cộng điểm",),
        ),
    ),
    Table(
        "unit_lineage",
        (("DANH SÁCH CÁC XÃ SÁP NHẬP CỦA HUYỆN MINH HỌA",),),
        (("STT", "Đơn vị cũ", "Đơn vị mới", "Hình thức", "Ngày hiệu lực", "Căn cứ"),),
        ((1, "xã A, xã B", "xã C", "Nhập toàn bộ", "01/07/2025", "NQ minh họa"),),
    ),
    Table(
        "reporting_calendar",
        (("CHẾ ĐỘ BÁO CÁO CẢI CÁCH HÀNH CHÍNH HUYỆN MINH HỌA NĂM 2024",),),
        (("STT", "Kế hoạch", "Đơn vị báo cáo", "Nơi nhận", "Định kỳ", "Hạn nộp"),),
        ((1, "Huyện Minh Họa năm 2024", "Các xã", "Phòng Nội vụ", "Hàng quý", "Trước ngày 10/3"),),
    ),
)

# What people, programs and ill-wishers put into cells.
HOSTILE: tuple[Value, ...] = (
    '=cmd|"/c calc"!A1',
    "=1+1",
    "@SUM(A1:A9)",
    "+1",
    "-1",
    '=HYPERLINK("http://x.invalid","x")',
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](http://x.invalid/x.png)",
    "$\\alpha$",
    ":red[x]",
    "{{ 7 * 7 }}",
    "'; drop table score; --",
    "%s %d {0} {unit}",
    "a\tb\nc",
    "\u200b",
    "\u202e123",
    "\ufeff12",
    "Xa\u0303 A",
    "X\u0430\u0303 A",
    "NaN",
    "inf",
    "None",
    "1e308",
    "1e999",
    "-0",
    "1.234",
    "1.234,5",
    "70,52%",
    "0,5/1",
    "25/10",
    "-5",
    "９,５",
    "\u0664",
    "½",
    "²",
    "1" * 400,
    "x" * 32_767,
    "\u0301" * 40,
    "#REF!",
    1e300,
    -1e300,
    5e-324,
    10**15,
    -7,
    0,
    0.1 + 0.2,
    99999999.5,
    True,
    datetime(2024, 11, 4),
    datetime(9999, 12, 31),
    date(1900, 1, 1),
    time(12, 30),
    "x",
    "Tổng cộng",
    "STT",
    "1.1.1",
    "Xã A",
    "Xã Không Có",
    "năm 2023",
    "tháng 13/2024",
    "31/02/2024",
)
FORMATS = ("General", "0.00%", "0%", "@", "dd/mm/yyyy", '0.0"%"', "#,##0.00", "[Red]0")
NAMES = ("Bảng", "Xã A", "O'Neil", "=1+1", "<b>", "a" * 31, "Tháng 9.2024", "KẾT QUẢ")
FILES = ("tep.xlsx", "xã B tháng 8-2024.xlsx", "=cmd.xlsx", "<script>.xlsx", "a" * 200 + ".xlsx")

values: st.SearchStrategy[Value] = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=12).map(lambda text: ILLEGAL_CHARACTERS_RE.sub("", text)),
    st.integers(-(10**16), 10**16),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(0, 100, places=2).map(float),
    st.none(),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A workbook to be: its rows, number formats, merges, and what is hidden."""

    form: str
    file: str
    sheet: str
    rows: tuple[Row, ...]
    formats: tuple[tuple[int, int, str], ...] = ()
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    hidden: bool = False
    doubled: bool = False

    def content(self) -> bytes:
        book = openpyxl.Workbook()
        del book["Sheet"]
        for name in (self.sheet, "Trang 2")[: 1 + self.doubled]:
            self._fill(book, name)
        if self.hidden:
            book.create_sheet("Trang trống")
            book.worksheets[0].sheet_state = "hidden"
            book.active = len(book.worksheets) - 1
        target = BytesIO()
        book.save(target)
        return target.getvalue()

    def _fill(self, book: openpyxl.Workbook, name: str) -> None:
        page = book.create_sheet(name)
        for r, row in enumerate(self.rows, start=1):
            for c, value in enumerate(row, start=1):
                cell = page.cell(r, c)
                cell.value = value
                # Text like a formula is what it is: text. Real formulas have tests of their own.
                if isinstance(value, str) and cell.data_type in "fe":
                    cell.data_type = "s"
        for r, c, code in self.formats:
            page.cell(r, c).number_format = code
        for top, left, bottom, right in self.merges:
            page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for r in self.hidden_rows:
            page.row_dimensions[r].hidden = True
        for c in self.hidden_columns:
            page.column_dimensions[openpyxl.utils.get_column_letter(c)].hidden = True


def plain(table: Table) -> Drawn:
    """A table without any damage."""
    rows = (*AGENCY, *table.head, *table.header, *table.rows)
    merges = merges_of(table, len(AGENCY) + len(table.head), 0)
    return Drawn(table.name, "tep.xlsx", "Bảng", rows, merges=merges)


def merges_of(table: Table, top: int, left: int) -> tuple[tuple[int, int, int, int], ...]:
    """The merges of a header that stands below `top` rows and right of `left` columns."""
    areas = [CellRange(area) for area in table.merges]
    return tuple(
        (top + a.min_row, left + a.min_col, top + a.max_row, left + a.max_col) for a in areas
    )


def _numbered(width: int) -> Row:
    return tuple(f"({place})" for place in range(1, width + 1))


@st.composite
def laid_out(draw: st.DrawFn, table: Table) -> tuple[list[list[Value]], int, int]:
    """The rows of a sheet, and how many rows and columns stand before its table."""
    above = [list(row) for row in (*AGENCY, *table.head)]
    # A head that does not say that its units are fictitious is of real ones, whom nobody knows.
    above = above[2 * (draw(st.integers(0, 9)) == 7) :]
    above += [[]] * draw(st.integers(0, 2))
    header = [list(row) for row in table.header]
    if draw(st.booleans()):
        header.append(list(_numbered(len(table.header[0]))))
    below = [list(row) for row in table.rows]
    if draw(st.booleans()):
        below += [[], [None, None, "TM. ỦY BAN NHÂN DÂN"], [None, None, "CHỦ TỊCH"]]
    left = draw(st.integers(0, 2))
    return [[*[None] * left, *row] for row in (*above, *header, *below)], len(above), left


@st.composite
def drawn(draw: st.DrawFn, forms: Sequence[Table] = TABLES, damage: int = 4) -> Drawn:
    """A workbook of one of the forms, with up to `damage` cells changed and its rows disturbed."""
    table = draw(st.sampled_from(forms))
    rows, top, left = draw(laid_out(table))
    merges = merges_of(table, top, left)
    height, width = len(rows), max(map(len, rows))
    places = st.tuples(st.integers(0, height - 1), st.integers(0, width - 1))
    for (r, c), value in draw(st.lists(st.tuples(places, values), max_size=damage)):
        rows[r] = [*rows[r], *[None] * (c + 1 - len(rows[r]))]
        rows[r][c] = value
    rows = draw(disturbed(rows, top))
    return Drawn(
        table.name,
        draw(st.sampled_from(FILES)),
        draw(st.sampled_from(NAMES)),
        tuple(tuple(row) for row in rows),
        tuple(
            (r + 1, c + 1, code)
            for (r, c), code in draw(
                st.lists(st.tuples(places, st.sampled_from(FORMATS)), max_size=2)
            )
        ),
        merges or draw(merged(height, width)),
        tuple(draw(st.lists(st.integers(1, height), max_size=1))),
        tuple(draw(st.lists(st.integers(1, width), max_size=1))),
        draw(st.integers(0, 19)) == 13,
        draw(st.integers(0, 9)) == 7,
    )


@st.composite
def merged(draw: st.DrawFn, height: int, width: int) -> tuple[tuple[int, int, int, int], ...]:
    """None or one merge of a few cells."""
    if draw(st.integers(0, 3)):
        return ()
    r, c = draw(st.integers(1, height)), draw(st.integers(1, width))
    return ((r, c, r + draw(st.integers(0, 2)), c + draw(st.integers(0, 2))),)


@st.composite
def disturbed(draw: st.DrawFn, rows: list[list[Value]], top: int) -> list[list[Value]]:
    """One thing that goes wrong with whole rows and columns, or nothing."""
    row = draw(st.integers(top, len(rows) - 1))
    column = draw(st.integers(0, max(map(len, rows)) - 1))
    kind = draw(
        st.sampled_from(("", "", "", "", "twice", "gone", "header", "swap", "extra", "turned"))
    )
    match kind:
        case "twice":
            return [*rows[: row + 1], rows[row], *rows[row + 1 :]]
        case "gone":
            return [*rows[:row], *rows[row + 1 :]]
        case "header":
            return [*rows[:row], rows[top], *rows[row:]]
        case "swap":
            return [_swapped(one, column) if r >= top else one for r, one in enumerate(rows)]
        case "extra":
            return [[*one[:column], "thêm", *one[column:]] if r >= top else one
                    for r, one in enumerate(rows)]  # fmt: skip
        case "turned":
            return [*rows[:top], *_turned(rows[top:])]
    return rows


def _swapped(row: list[Value], column: int) -> list[Value]:
    if column + 1 >= len(row):
        return row
    return [*row[:column], row[column + 1], row[column], *row[column + 2 :]]


def _turned(rows: list[list[Value]]) -> list[list[Value]]:
    width = max(map(len, rows), default=0)
    return [[row[c] if c < len(row) else None for row in rows] for c in range(width)]

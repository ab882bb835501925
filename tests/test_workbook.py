"""Workbooks in, cells out: what is read, what is refused, and that no file harms the reader."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from io import BytesIO
from pathlib import Path
from threading import Thread
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import psutil
import pytest
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cchc import parsers, workbook_child
from cchc.errors import UnreadableWorkbook
from cchc.model import Area, Cell, Sheet
from cchc.parsers import package as zip_package
from cchc.workbook import MIB, REFUSALS, Limits, Reader, read

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "data" / "samples"
STRICT = b"http://purl.oclc.org/ooxml/"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as warm:
        yield warm


def made(*edits: Callable[[openpyxl.Workbook], object]) -> bytes:
    """The bytes of a workbook with one sheet, after `edits`."""
    book = openpyxl.Workbook()
    for edit in edits:
        edit(book)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_sheet_xml(*rows: str, after: str = "", workbook: tuple[str, str] = ("", "")) -> bytes:
    """A workbook whose first sheet holds exactly these rows of XML."""
    parts = unzipped(made())
    parts["xl/worksheets/sheet1.xml"] = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{''.join(rows)}</sheetData>{after}</worksheet>"
    ).encode()
    old, new = workbook
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(old.encode(), new.encode())
    return zipped(parts)


def table(rows: int, columns: int = 10) -> bytes:
    """A plain workbook of numbers."""
    row = "".join(f"<c><v>{column}.5</v></c>" for column in range(columns))
    return with_sheet_xml(f"<row>{row}</row>" * rows)


def only_sheet(reader: Reader, content: bytes) -> Sheet:
    (sheet,) = reader.read("tệp.xlsx", content).sheets
    return sheet


def values(sheet: Sheet) -> dict[str, object]:
    return {cell.address: cell.value for cell in sheet.cells.values()}


def refusal(reader: Reader, content: bytes, file: str = "tệp.xlsx") -> UnreadableWorkbook:
    with pytest.raises(UnreadableWorkbook) as caught:
        reader.read(file, content)
    return caught.value


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


# --- what is read -----------------------------------------------------------------------------


def test_every_sample_reads_as_openpyxl_reads_it(reader: Reader) -> None:
    paths = sorted(SAMPLES.glob("*.xlsx"))
    assert len(paths) >= 6
    for path in paths:
        ours = reader.read(path.name, path.read_bytes())
        theirs = openpyxl.load_workbook(path, data_only=True)
        assert [sheet.name for sheet in ours.sheets] == theirs.sheetnames
        for sheet in ours.sheets:
            their_sheet = theirs[sheet.name]
            expected = {
                (cell.row, cell.column): (cell.value, cell.number_format, cell.font.b)
                for row in their_sheet.iter_rows()
                for cell in row
                if cell.value is not None and str(cell.value).strip()
            }
            assert {
                place: (cell.value, cell.number_format, cell.bold)
                for place, cell in sheet.cells.items()
            } == expected
            assert sorted(map(str, sheet.merges)) == sorted(map(str, their_sheet.merged_cells))


def test_a_percentage_keeps_its_number_and_its_format(reader: Reader) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        cell = book.worksheets[0]["C12"]
        cell.value, cell.number_format = 0.7318, "0.00%"
        cell.font = Font(name=".VnTime", bold=True)

    sheet = only_sheet(reader, made(fill))
    assert sheet.cells == {(12, 3): Cell(12, 3, 0.7318, "0.00%", ".VnTime", bold=True)}


def test_whole_numbers_decimals_texts_and_booleans_keep_their_type(reader: Reader) -> None:
    row = [7, 7.5, "7,5", True, "Tổng cộng", 10**15]
    sheet = only_sheet(reader, made(lambda book: book.worksheets[0].append(row)))
    read_back = [cell.value for cell in sheet.cells.values()]
    assert read_back == row
    assert [type(value) for value in read_back] == [type(value) for value in row]


def test_dates_and_times_keep_their_type_and_a_duration_is_days(reader: Reader) -> None:
    row = [datetime(2024, 4, 11, 8, 30), clock_time(17, 5), timedelta(hours=36)]
    sheet = only_sheet(reader, made(lambda book: book.worksheets[0].append(row)))
    assert values(sheet) == {"A1": row[0], "B1": row[1], "C1": 1.5}


def test_an_iso_date_is_a_date(reader: Reader) -> None:
    content = with_sheet_xml('<row r="1"><c r="A1" t="d"><v>2024-04-11</v></c></row>')
    assert values(only_sheet(reader, content)) == {"A1": date(2024, 4, 11)}


def test_the_1904_date_system_gives_the_day_that_was_meant(reader: Reader) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book.worksheets[0]["A1"] = datetime(2024, 6, 30)

    assert values(only_sheet(reader, made(fill))) == {"A1": datetime(2024, 6, 30)}


def test_a_merged_value_stands_at_the_top_left_corner_only(reader: Reader) -> None:
    content = with_sheet_xml(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>',
        after='<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>',
    )
    sheet = only_sheet(reader, content)
    assert values(sheet) == {"A1": 1, "C1": 3}
    assert sheet.merges == (Area(1, 1, 2, 2),)


def test_a_merge_of_the_whole_sheet_costs_nothing(reader: Reader) -> None:
    content = with_sheet_xml(
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    )
    assert values(only_sheet(reader, content)) == {"A1": 1}


def test_hidden_rows_columns_and_sheets_are_told(reader: Reader) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.append([1, 2, 3, 4, 5])
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions.group("B", "D", hidden=True)
        book.create_sheet("Ẩn").sheet_state = "veryHidden"

    shown, hidden = reader.read("tệp.xlsx", made(fill)).sheets
    assert (shown.hidden, hidden.hidden) == (False, True)
    assert shown.hidden_rows == {3}
    assert shown.hidden_columns == {2, 3, 4}


def test_a_formula_without_a_stored_result_is_uncached(reader: Reader) -> None:
    content = made(lambda book: book.worksheets[0].append([1, "=A1*2"]))
    cell = only_sheet(reader, content).cells[1, 2]
    assert (cell.value, cell.state) == ("=A1*2", "uncached")


@pytest.mark.parametrize(
    ("cell", "value", "state"),
    [
        ("<f>1+1</f><v>2</v>", 2, "value"),
        ("<f>1-1</f><v>0</v>", 0, "value"),
        ('<f t="array" ref="A1">SUM(B1:B2*2)</f><v>6</v>', 6, "value"),
        ('<f t="array" ref="A1">SUM(B1:B2*2)</f>', "=SUM(B1:B2*2)", "uncached"),
        ('<f t="dataTable" ref="A1" r1="B1"/><v>3</v>', 3, "value"),
        ('<f t="shared" ref="A1:A2" si="0">B1</f><v>4</v>', 4, "value"),
    ],
)
def test_a_formula_gives_its_stored_result(
    reader: Reader, cell: str, value: object, state: str
) -> None:
    content = with_sheet_xml(
        f'<row r="1"><c r="A1">{cell}</c></row>', workbook=('fullCalcOnLoad="1"', "")
    )
    found = only_sheet(reader, content).cells[1, 1]
    assert (found.value, found.state) == (value, state)


def test_a_formula_that_results_in_empty_text_is_an_empty_cell(reader: Reader) -> None:
    content = with_sheet_xml('<row r="1"><c r="A1" t="str"><f>""</f><v></v></c></row>')
    assert only_sheet(reader, content).cells == {}


def test_a_zero_that_was_never_calculated_is_uncached(reader: Reader) -> None:
    content = with_sheet_xml('<row r="1"><c r="A1"><f>SUM(B1:B9)</f><v>0</v></c></row>')
    assert b'fullCalcOnLoad="1"' in unzipped(content)["xl/workbook.xml"]
    assert only_sheet(reader, content).cells[1, 1].state == "uncached"


@pytest.mark.parametrize("formula", ["", "<f>B1/0</f>"])
def test_an_error_cell_is_no_text(reader: Reader, formula: str) -> None:
    content = with_sheet_xml(f'<row r="1"><c r="A1" t="e">{formula}<v>#DIV/0!</v></c></row>')
    cell = only_sheet(reader, content).cells[1, 1]
    assert (cell.value, cell.state) == ("#DIV/0!", "error")


def test_a_number_too_large_to_be_one_is_an_error(reader: Reader) -> None:
    content = with_sheet_xml('<row r="1"><c r="A1"><v>1e999</v></c></row>')
    assert only_sheet(reader, content).cells[1, 1].state == "error"


def test_control_characters_are_stripped_and_line_ends_are_one_line_feed(reader: Reader) -> None:
    text = "Cải_x000D_&#10;cách_x0007_ 100_x0025_"
    content = with_sheet_xml(f'<row><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>')
    assert values(only_sheet(reader, content)) == {"A1": "Cải\ncách 100%"}


def test_cells_that_show_nothing_are_left_out(reader: Reader) -> None:
    content = made(lambda book: book.worksheets[0].append(["", "  ", "\u00a0", None, 0]))
    assert values(only_sheet(reader, content)) == {"E1": 0}


def test_a_claimed_dimension_reserves_nothing(reader: Reader) -> None:
    parts = unzipped(made(lambda book: book.worksheets[0].append([1])))
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'ref="A1"', b'ref="A1:XFD1048576"')
    assert parts["xl/worksheets/sheet1.xml"] != sheet
    assert values(only_sheet(reader, zipped(parts))) == {"A1": 1}


def test_a_chart_sheet_is_passed_over(reader: Reader) -> None:
    content = made(lambda book: book.create_chartsheet("Biểu đồ"))
    assert [sheet.name for sheet in reader.read("tệp.xlsx", content).sheets] == ["Sheet"]


def test_the_workbook_carries_its_name_and_digest() -> None:
    content = made()
    book = read("Báo cáo.xlsx", content)
    assert book.file == "Báo cáo.xlsx"
    assert len(book.sha256) == 64
    assert book.sha256 != read("Báo cáo.xlsx", made(lambda b: b.create_sheet())).sha256


# --- what is refused --------------------------------------------------------------------------

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def compound(stream: str) -> bytes:
    """A compound file's header and a directory sector that names one stream."""
    return (
        COMPOUND + "Root Entry".encode("utf-16-le").ljust(128, b"\0") + stream.encode("utf-16-le")
    )


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty_file", "rỗng"),
        ("Kính gửi: Ủy ban nhân dân xã\n".encode(), "not_a_workbook", "CSV"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_a_workbook", "văn bản"),
        (b"{\\rtf1 a}", "unsupported_type", "Word"),
        (b"%PDF-1.7\n", "not_a_workbook", "PDF"),
        (b"\xef\xbb\xbf <html><table></table></html>", "not_a_workbook", "trang web"),
        (b"Rar!\x1a\x07\x00", "not_a_workbook", "giải nén"),
        (compound("EncryptedPackage"), "password_protected", "mật khẩu"),
        (compound("Workbook"), "damaged", "hỏng"),
        (compound("WordDocument"), "unsupported_type", "Word"),
        (zipped({}), "not_a_workbook", "giải nén"),
        (zipped({"a.txt": b"a"}), "not_a_workbook", "giải nén"),
        (zipped({"ppt/presentation.xml": b"<p/>"}), "not_a_workbook", ".pptx"),
        (zipped({"mimetype": b"a", "content.xml": b"<o/>"}), "not_a_workbook", ".odt"),
        (zipped({"xl/workbook.bin": b"\x83"}), "unsupported_type", ".xlsb"),
    ],
)
def test_what_is_no_xlsx_is_refused_by_its_content(
    reader: Reader, content: bytes, code: str, words: str
) -> None:
    error = refusal(reader, content)
    assert error.code == code
    assert words in str(error)


def test_every_refusal_is_a_sentence_that_says_what_to_do() -> None:
    for _, sentence in REFUSALS.values():
        assert "Hãy" in sentence
        assert sentence.endswith(".")


def test_the_type_is_told_by_the_content_not_by_the_name(reader: Reader) -> None:
    assert reader.read("cũ.xls", made()).sheets
    assert refusal(reader, compound("WordDocument"), "mới.xlsx").code == "unsupported_type"


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.9, 0.99, 0.999])
def test_a_truncated_workbook_is_damaged(reader: Reader, share: float) -> None:
    content = sample("tam-duong-2024-muc-tieu-va-nhiem-vu.xlsx")
    assert refusal(reader, content[: int(len(content) * share)]).code == "damaged"


def test_changed_bytes_are_refused_or_read_but_never_kill_the_reader(reader: Reader) -> None:
    content = sample("lich-bao-cao.xlsx")
    before = reader.pid
    for place in range(0, len(content), len(content) // 40):
        changed = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
        with suppress(UnreadableWorkbook):
            reader.read("tệp.xlsx", changed)
    assert reader.pid == before


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_part_that_is_not_xml_is_damaged_and_only_the_log_says_how(
    reader: Reader, part: str, caplog: pytest.LogCaptureFixture
) -> None:
    content = zipped(unzipped(made()) | {part: b"<worksheet"})
    with caplog.at_level(logging.WARNING, logger="cchc.workbook"):
        error = refusal(reader, content)
    assert error.code == "damaged"
    assert "Error" in caplog.text
    assert "Error" not in str(error)


def test_a_missing_sheet_is_damage_not_an_empty_workbook(reader: Reader) -> None:
    parts = unzipped(made())
    del parts["xl/worksheets/sheet1.xml"]
    assert refusal(reader, zipped(parts)).code == "damaged"


def test_a_strict_workbook_is_read_like_any_other(reader: Reader) -> None:
    parts = unzipped(made(lambda book: book.worksheets[0].append([1, "Xã A"])))
    transitional = b"http://schemas.openxmlformats.org/"
    strict = {
        name: content.replace(
            transitional + b"spreadsheetml/2006/", STRICT + b"spreadsheetml/"
        ).replace(transitional + b"officeDocument/2006/", STRICT + b"officeDocument/")
        for name, content in parts.items()
    }
    assert strict != parts
    assert values(only_sheet(reader, zipped(strict))) == {"A1": 1, "B1": "Xã A"}


def test_a_sheet_about_something_else_is_damage_not_an_empty_sheet(reader: Reader) -> None:
    parts = unzipped(made(lambda book: book.worksheets[0].append([1])))
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"spreadsheetml/2006", b"other/2006")
    content = zipped(parts | {"xl/worksheets/sheet1.xml": sheet})
    assert refusal(reader, content).code == "damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_xml_are_unsafe(reader: Reader, encoding: str) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
    prolog = f'<?xml version="1.0" encoding="{encoding}"?>'
    content = zipped(unzipped(made()) | {"xl/sharedStrings.xml": (prolog + bomb).encode(encoding)})
    assert refusal(reader, content).code == "unsafe"


def test_a_declaration_across_two_chunks_is_found(reader: Reader) -> None:
    padding = b"<!--" + b" " * (zip_package.CHUNK - 10) + b"-->"
    with Reader(Limits(max_ratio=10**6)) as lenient:
        content = zipped(unzipped(made()) | {"docProps/core.xml": padding + b"<!DOCTYPE a>"})
        assert refusal(lenient, content).code == "unsafe"


def test_a_name_that_climbs_out_is_unsafe(reader: Reader) -> None:
    assert refusal(reader, zipped(unzipped(made()) | {"xl/../../a.xml": b""})).code == "unsafe"


def test_a_part_that_stands_twice_is_unsafe(reader: Reader) -> None:
    target = BytesIO(made())
    with ZipFile(target, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("xl/workbook.xml", b"<workbook/>")
    assert refusal(reader, target.getvalue()).code == "unsafe"


def test_an_encrypted_part_is_password_protected(reader: Reader) -> None:
    content = bytearray(made())
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    assert refusal(reader, bytes(content)).code == "password_protected"


# --- limits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(max_bytes=1000), "lớn quá"),
        (Limits(max_parts=5), "thành phần"),
        (Limits(max_unzipped=10_000), "giải nén"),
        (Limits(max_ratio=3, ratio_floor=1000), "giải nén"),
        (Limits(max_items=999), "ô dữ liệu"),
    ],
)
def test_a_file_beyond_a_limit_is_too_large(limits: Limits, words: str) -> None:
    with Reader(limits) as reader:
        error = refusal(reader, table(100))
    assert error.code == "too_large"
    assert words in str(error)


def test_a_file_at_the_limit_is_read() -> None:
    content = table(100)
    with Reader(Limits(max_bytes=len(content), max_items=1000)) as reader:
        assert len(only_sheet(reader, content).cells) == 1000


def test_the_size_limit_is_told_in_megabytes() -> None:
    with Reader(Limits(max_bytes=2 * MIB)) as reader:
        assert "2 MB" in str(refusal(reader, bytes(2 * MIB + 1)))


def test_a_header_that_understates_its_part_does_not_pass(reader: Reader) -> None:
    bomb = zipped(unzipped(made()) | {"xl/bomb.xml": bytes(8 * MIB)})
    claimed = bomb.replace((8 * MIB).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert claimed != bomb
    assert refusal(reader, claimed).code == "damaged"
    assert refusal(reader, bomb).code == "too_large"


def test_what_comes_out_is_counted_over_all_parts_whatever_the_directory_says() -> None:
    content = zipped({"a.xml": b"<a></a>", "b.xml": b"<b></b>"})
    with ZipFile(BytesIO(content)) as package:
        zip_package.check_parts(package, {"max_unzipped": 14})
        with pytest.raises(parsers.Refused, match="too_much_inside"):
            zip_package.check_parts(package, {"max_unzipped": 13})


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    # The start of a child counts apart, so the small file passes under the same limit.
    with Reader(Limits(max_seconds=0.4, max_ratio=10**6)) as reader:
        began = time.monotonic()
        assert refusal(reader, table(60_000)).code == "too_slow"
        assert time.monotonic() - began < 10
        assert reader.read("tệp.xlsx", made()).sheets


def test_a_file_that_takes_too_much_memory_is_given_up_and_the_next_one_is_read() -> None:
    with Reader(Limits(max_memory=32 * MIB, max_ratio=10**6)) as reader:
        assert refusal(reader, table(90_000)).code == "too_much_memory"
        assert reader.read("tệp.xlsx", made()).sheets


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
def test_memory_refused_by_the_system_is_an_answer_too() -> None:
    content = table(100_000)
    # The system refuses long before the watchdog would.
    limits = Limits(max_memory=256 * MIB, address_slack=-140 * MIB, max_ratio=10**6)
    with Reader(limits) as reader:
        assert refusal(reader, content).code == "too_much_memory"
        assert reader.read("tệp.xlsx", made()).sheets


# --- the child --------------------------------------------------------------------------------


def test_a_child_killed_in_the_middle_of_a_file_is_replaced() -> None:
    content = table(20_000)
    codes: list[str] = []
    with Reader(Limits(max_ratio=10**6)) as reader:
        reader.read("tệp.xlsx", made())  # warm, so that the kill falls into the reading
        victim = reader.pid
        asking = Thread(target=lambda: codes.append(refusal(reader, content).code))
        asking.start()
        time.sleep(0.2)
        psutil.Process(victim).kill()
        asking.join()
        assert codes == ["damaged"]
        assert len(only_sheet(reader, content).cells) == 200_000
        assert reader.pid != victim


def test_a_child_that_died_between_two_files_is_not_held_against_the_next() -> None:
    with Reader() as reader:
        reader.read("tệp.xlsx", made())
        process = psutil.Process(reader.pid)
        process.kill()
        assert ended(process)
        assert reader.read("tệp.xlsx", made()).sheets


def test_one_warm_child_reads_many_files(reader: Reader) -> None:
    before = reader.pid
    for path in SAMPLES.glob("*.xlsx"):
        reader.read(path.name, path.read_bytes())
        refusal(reader, path.read_bytes()[:-100])
    assert reader.pid == before


def test_two_readers_work_side_by_side() -> None:
    content = table(2_000)
    counts: list[int] = []
    limits = Limits(max_ratio=10**6)
    with Reader(limits) as first, Reader(limits) as second:
        assert first.pid != second.pid
        asking = [
            Thread(target=lambda r=r: counts.append(len(only_sheet(r, content).cells)))
            for r in (first, second, first, second)
        ]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
    assert counts == [20_000] * 4


def test_an_interrupted_question_is_not_answered_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with Reader() as reader:
        with monkeypatch.context() as patch:
            patch.setattr("cchc.workbook.Child._wait", interrupt)
            with pytest.raises(KeyboardInterrupt):
                reader.read("một.xlsx", table(10))
        assert values(only_sheet(reader, made(lambda b: b.worksheets[0].append([5])))) == {"A1": 5}


def test_a_closed_reader_leaves_no_process() -> None:
    with Reader() as reader:
        process = psutil.Process(reader.pid)
    assert ended(process)


def test_the_child_ends_when_its_parent_is_killed() -> None:
    script = "from cchc.workbook import Reader; r = Reader(); print(r.pid, flush=True); input()"
    parent = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    assert ended(child)


def test_the_current_folder_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "openpyxl.py").write_text("raise SystemExit('taken from the current folder')")
    monkeypatch.chdir(tmp_path)
    assert read("tệp.xlsx", made()).sheets


def test_prints_and_warnings_cannot_reach_the_answers() -> None:
    code = (
        "import os, sys; from cchc import workbook_child as child\n"
        "child.answer = lambda *_: (print('stray'), os.write(1, b'stray'), b'{}')[2]\n"
        "child.main()"
    )
    frame = workbook_child.LENGTH.pack(1) + b"x"
    with subprocess.Popen(
        [sys.executable, "-c", code, '{"max_memory": 1e9, "address_slack": 1e9, "max_seconds": 9}'],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(frame)
        process.stdin.flush()
        ready = workbook_child.read_frame(process.stdout)
        assert ready is not None
        assert ready.startswith(b'{"pid"')
        assert workbook_child.read_frame(process.stdout) == b"{}"
        process.stdin.close()
        assert process.stdout.read() == b""


def test_reading_loads_no_parser_into_the_parent() -> None:
    script = (
        "import sys, pathlib; from cchc.workbook import read; "
        f"read('a.xlsx', pathlib.Path({str(SAMPLES / 'lich-bao-cao.xlsx')!r}).read_bytes()); "
        "assert not {'openpyxl', 'pandas'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)


def ended(process: psutil.Process) -> bool:
    """Whether it ends within ten seconds; a zombie that nobody has reaped has ended too."""
    for _ in range(200):
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False

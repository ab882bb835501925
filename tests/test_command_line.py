"""The command line as scripts use it: words in; answers and an exit code out, never a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cchc import importing, keeping, settings, store
from cchc.__main__ import main
from cchc.ledger import FILE_NAME
from tests.workbooks import protected_book, score_book, tree, unknown_book

FACT_COLUMNS = (
    "unit_name period_id framework_id criterion_code criterion_name level round points max_points "
    "percent status published_rank published_rank_of file sheet cell"
)
TARGET_COLUMNS = (
    "unit_name period_id criterion_code criterion_name comparator percent rank measure kind "
    "raw_text owner file sheet cell"
)
TASK_COLUMNS = (
    "unit_name period_id area_code area_name task_group number action_number title action lead "
    "cooperating deadline_text deadline_kind due_on status progress_percent file sheet cell"
)
COMPARE_COLUMNS = (
    "criterion_code criterion_name baseline_percent baseline_rank comparator target_percent "
    "target_rank latest_percent latest_period_id latest_round gap_to_target status"
)
RANK_COLUMNS = (
    "unit_name percent points rank rank_of published_rank previous_percent previous_rank "
    "target_percent gap_to_target"
)
LAGGING_COLUMNS = (
    "criterion_code criterion_name level max_points points points_lost percent units_below_target"
)
SERVICE_COLUMNS = (
    "unit_name period_id indicator_name numerator denominator percent basis comparator "
    "target_percent met file sheet cell"
)
SUMMARY_COLUMNS = "unit_name area_code lead total done in_progress overdue not_reported incomplete"
# The contract's queries: parameters, and columns that must be there.
CONTRACT = {
    "facts": ("unit period criterion round", FACT_COLUMNS),
    "targets": ("unit period", TARGET_COLUMNS),
    "tasks": ("unit period", TASK_COLUMNS),
    "compare_components": ("unit baseline target round", COMPARE_COLUMNS),
    "rank_units": ("period criterion unit_group round", RANK_COLUMNS),
    "lagging_criteria": ("unit period round", LAGGING_COLUMNS),
    "service_indicators": ("unit period indicator", SERVICE_COLUMNS),
    "satisfaction": (
        "unit period",
        "unit_name period_id factor_code factor_name percent respondents",
    ),
    "task_summary": ("unit period as_of", SUMMARY_COLUMNS),
    "reporting_status": ("period as_of", "unit_name report due_on received_on state"),
    "findings": ("import", "level code file sheet cell message"),
}
VALUES = {
    "unit": "Xã a",
    "period": "2024",
    "baseline": "2023",
    "target": "2024",
    "as_of": "2024-06-30",
    "unit_group": "minh-hoa.mh/xa",
    "criterion": "1.1.1",
    "round": "self",
    "indicator": "x",
    "import": "1",
}
PLAIN = sorted(set(CONTRACT) - {"reporting_status"})


class Answer:
    """What a command left behind."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="module")
def accepted_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("once") / "data"
    importing.import_files(folder, [importing.Upload("diem-xa-a.xlsx", score_book())])
    return folder


@pytest.fixture
def folder(accepted_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder with one import, named by CCHC_DATA."""
    copy = tmp_path / "data"
    shutil.copytree(accepted_once, copy)
    monkeypatch.setenv("CCHC_DATA", str(copy))
    yield copy
    store.forget(tmp_path)


@pytest.fixture
def absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that is not there."""
    monkeypatch.setenv("CCHC_DATA", str(tmp_path / "nothing"))
    return tmp_path / "nothing"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def one(*words: object) -> Answer:
        try:
            code = main([str(word) for word in words])
        except SystemExit as stop:
            code = int(str(stop.code or 0))
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Answer(code, out, err)

    return one


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def process(*words: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command line as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cchc", *map(str, words)],
        cwd=settings.REPO,
        env=os.environ | environment,
        capture_output=True,
        timeout=60,
        check=False,
    )


# files in ----------------------------------------------------------------------------------


def test_a_name_learned_is_read_until_it_is_forgotten(tmp_path: Path, run: Any) -> None:
    book = score_book(0.5, unit="XÃ ĐẦU CẦU", agency=None)
    file = written(tmp_path / "b.xlsx", book)
    assert run("check", file).code == 1
    assert "xã B" in run("learn", "Xã Đầu Cầu", "xã B", "--by", "Văn thư").out
    (known,) = run("learned", "--json").json
    assert (known["kind"], known["value"]["unit_id"]) == ("alias", "minh-hoa.mh.xa-b")
    assert run("check", file).code == 0
    assert run("forget", "xã đầu cầu").code == 0
    assert run("check", file).code == 1
    assert run("forget", "xã đầu cầu").code == 2


def test_a_refused_file_is_written_back_marked(tmp_path: Path, run: Any) -> None:
    file = written(tmp_path / "b.xlsx", score_book(2, unit="XÃ B"))
    assert run("check", file, "--marked", tmp_path / "tra-lai").code == 1
    (marked,) = (tmp_path / "tra-lai").iterdir()
    book = openpyxl.load_workbook(marked)
    assert book.sheetnames[0] == "Kết quả kiểm tra"
    assert "cao hơn điểm tối đa" in str(book["Điểm"]["D6"].comment.text)


def test_templates_of_a_group_are_one_zip(folder: Path, tmp_path: Path, run: Any) -> None:
    target = tmp_path / "mau.zip"
    answer = run(
        *("template", "--group", "minh-hoa.mh/xa", "--period", "2024"),
        *("--kind", "score", "--out", target),
    )
    assert answer.code == 0, answer.err
    with zipfile.ZipFile(target) as package:
        assert len(package.namelist()) == 15


def test_the_json_of_an_import_has_the_contracts_keys(
    folder: Path, tmp_path: Path, run: Any
) -> None:
    file = written(tmp_path / "b.xlsx", score_book(0.5, unit="XÃ B"))
    answer = run("import", file, "--json", "--by", "Văn thư", "--received", "2024-10-02")
    assert (answer.code, answer.err) == (0, "")
    assert list(answer.json) == ["store", "files"]
    assert answer.json["store"] == keeping.current_store(folder)
    (report,) = answer.json["files"]
    contract = ["file", "sha256", "status", "import_id", "tables", "findings"]
    assert list(report)[: len(contract)] == contract
    assert (report["file"], report["status"], report["import_id"]) == ("b.xlsx", "accepted", 2)
    (table,) = report["tables"]
    assert (
        table
        | {
            "sheet": "Điểm",
            "range": "A5:D6",
            "form": "score_sheet",
            "rows": 1,
            "unit_name": "xã B",
            "period_id": "2024",
        }
        == table
    )
    (two, _) = run("history", "--json").json
    assert (two["accepted_by"], two["received_on"]) == ("Văn thư", "2024-10-02")


def test_a_finding_has_level_code_place_and_a_sentence(
    folder: Path, tmp_path: Path, run: Any
) -> None:
    answer = run("import", written(tmp_path / "b.xlsx", score_book(2)), "--json")
    assert answer.code == 1
    (report,) = answer.json["files"]
    assert (report["status"], report["import_id"]) == ("refused", None)
    (finding,) = (one for one in report["findings"] if one["code"] == "points_above_maximum")
    assert list(finding) == ["level", "code", "sheet", "cell", "message"]
    assert (finding["level"], finding["sheet"], finding["cell"]) == ("error", "Điểm", "D6")


def test_files_of_one_run_are_told_one_by_one_and_one_refusal_is_exit_1(
    folder: Path, tmp_path: Path, run: Any
) -> None:
    files = [
        written(tmp_path / "good.xlsx", score_book(unit="XÃ B")),
        written(tmp_path / "unknown.xlsx", unknown_book()),
        written(tmp_path / "locked.xlsx", protected_book()),
        tmp_path / "missing.xlsx",
    ]
    answer = run("import", *files, "--json")
    assert answer.code == 1
    told = {one["file"]: one for one in answer.json["files"]}
    assert {file: one["status"] for file, one in told.items()} == {
        "good.xlsx": "accepted",
        "unknown.xlsx": "refused",
        "locked.xlsx": "unreadable",
        "missing.xlsx": "unreadable",
    }
    assert told["locked.xlsx"]["findings"][0]["code"] == "password_protected"
    assert told["missing.xlsx"]["findings"][0]["code"] == "not_found"
    assert told["missing.xlsx"]["sha256"] is None
    assert run("import", files[0]).code == 0


def test_a_missing_file_alone_is_told_and_creates_nothing(absent: Path, run: Any) -> None:
    for command in ("import", "check"):
        answer = run(command, absent / "a.xlsx")
        assert answer.code == 1
        assert "Không đọc được: a.xlsx" in answer.out
    assert not absent.exists()


def test_a_folder_in_place_of_a_file_is_told(folder: Path, tmp_path: Path, run: Any) -> None:
    answer = run("import", tmp_path, "--json")
    assert answer.code == 1
    (report,) = answer.json["files"]
    assert report["findings"][0]["code"] == "cannot_open"


def test_patterns_are_expanded_and_a_file_so_named_is_itself(
    folder: Path, tmp_path: Path, run: Any
) -> None:
    for unit in ("B", "C"):
        written(tmp_path / f"bao-cao-{unit}.xlsx", score_book(unit=f"XÃ {unit}"))
    written(tmp_path / "bao-cao-[BC].xlsx", score_book(unit="XÃ D"))
    exact = run("check", tmp_path / "bao-cao-[BC].xlsx", "--json").json["files"]
    assert [one["file"] for one in exact] == ["bao-cao-[BC].xlsx"]
    every = run("check", tmp_path / "bao-cao-?.xlsx", "--json").json["files"]
    assert [one["file"] for one in every] == ["bao-cao-B.xlsx", "bao-cao-C.xlsx"]


def test_a_check_keeps_nothing_and_answers_as_an_import_would(
    folder: Path, tmp_path: Path, run: Any
) -> None:
    good = written(tmp_path / "b.xlsx", score_book(unit="XÃ B", agency="UBND XÃ B"))
    bad = written(tmp_path / "c.xlsx", score_book(2, unit="XÃ C"))
    before = tree(folder)
    answer = run("check", good, bad, "--json")
    assert tree(folder) == before
    assert answer.code == 1
    assert [one["status"] for one in answer.json["files"]] == ["accepted", "refused"]
    assert [one["import_id"] for one in answer.json["files"]] == [None, None]
    imported = run("import", good, bad, "--json").json["files"]
    for looked, done in zip(answer.json["files"], imported, strict=True):
        assert looked | {"import_id": done["import_id"]} == done


def test_a_check_on_an_absent_store_creates_nothing(absent: Path, tmp_path: Path, run: Any) -> None:
    assert run("check", written(tmp_path / "a.xlsx", score_book())).code == 0
    assert not absent.exists()


def test_unit_period_and_sender_said_by_the_caller_count(
    folder: Path, tmp_path: Path, run: Any
) -> None:
    file = written(tmp_path / "x.xlsx", score_book())
    said = ("--unit", "Xã B", "--period", "2023", "--sender", "UBND xã B")
    assert run("import", file, *said).code == 0
    (fact,) = run("query", "facts", "unit=xã B", "--format", "json").json
    assert (fact["unit_name"], fact["period_id"]) == ("xã B", "2023")


def test_words_for_people_say_what_became_of_each_file(
    folder: Path, tmp_path: Path, run: Any
) -> None:
    file = written(tmp_path / "b.xlsx", score_book(unit="XÃ B"))
    assert run("import", file).out.startswith("Nhận: b.xlsx (lần nhập 2)\n")
    assert run("import", file).out.startswith("Đã có, không đổi: b.xlsx\n")
    refused = run("import", written(tmp_path / "c.xlsx", score_book(2))).out
    assert refused.startswith("Trả lại: c.xlsx\n")
    assert "Lỗi Điểm!D6: " in refused


# undo and care -----------------------------------------------------------------------------


def test_an_import_is_taken_back_and_stays_in_the_history(folder: Path, run: Any) -> None:
    assert run("withdraw", 1, "--by", "anh Nam").code == 0
    (one,) = run("history", "--json").json
    assert (one["status"], one["withdrawn_by"]) == ("withdrawn", "anh Nam")
    assert run("query", "facts", "--format", "json").json == []
    again = run("withdraw", 1)
    assert (again.code, again.out) == (2, "")
    assert "lần nhập số 1" in again.err


def test_the_history_of_an_absent_store_is_empty(absent: Path, run: Any) -> None:
    assert run("history", "--json").json == []
    assert run("history").code == 0
    assert run("rebuild").code == run("verify").code == 0
    assert not absent.exists()


def test_verify_says_that_all_agrees_or_what_does_not(folder: Path, run: Any) -> None:
    assert run("verify").code == 0
    (kept,) = (folder / "workbooks").iterdir()
    kept.write_bytes(b"other")
    answer = run("verify")
    assert answer.code == 1
    assert "diem-xa-a.xlsx đã bị thay đổi" in answer.out


def test_a_backup_is_restored_into_another_folder(folder: Path, tmp_path: Path, run: Any) -> None:
    assert run("backup", tmp_path / "sao-luu.zip").code == 0
    elsewhere = tmp_path / "elsewhere"
    assert run("restore", tmp_path / "sao-luu.zip", "--data", elsewhere).code == 0
    ask = ("query", "facts", "--format", "json")
    assert run(*ask, "--data", elsewhere).json == run(*ask).json != []
    refused = run("restore", tmp_path / "nothing.zip")
    assert refused.code == 2
    assert "nothing.zip" in refused.err


def test_a_damaged_store_is_exit_2_until_it_is_rebuilt(folder: Path, run: Any) -> None:
    name = keeping.current_store(folder)
    store.forget(folder)
    store.path_of(folder, str(name)).write_bytes(b"half a store")
    broken = run("query", "facts", "--format", "json")
    assert (broken.code, broken.out) == (2, "")
    assert "rebuild" in broken.err
    assert run("rebuild").code == 0
    assert len(run("query", "facts", "--format", "json").json) == 1


@pytest.mark.parametrize(
    "words",
    [
        *(["query", "facts"], ["history"], ["verify"], ["rebuild"], ["withdraw", "1"]),
        ["backup", "sao-luu.zip"],
    ],
    ids=lambda words: words[0],
)
def test_a_damaged_ledger_is_exit_2_and_a_sentence(
    folder: Path, tmp_path: Path, run: Any, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (folder / FILE_NAME).write_bytes(bytes(range(256)) * 32)
    answer = run(*words)
    assert (answer.code, answer.out) == (2, "")
    assert "Hãy khôi phục từ bản sao lưu" in answer.err


def test_a_folder_that_a_cloud_client_syncs_is_refused(tmp_path: Path, run: Any) -> None:
    answer = run("--data", tmp_path / "OneDrive" / "cchc", "history")
    assert answer.code == 2
    assert "đồng bộ" in answer.err


# where -------------------------------------------------------------------------------------


def test_the_data_folder_is_named_before_or_after_the_command_or_by_the_environment(
    folder: Path, tmp_path: Path, run: Any
) -> None:
    ask, nothing = ("query", "facts", "--format", "json"), tmp_path / "nothing"
    assert len(run(*ask).json) == 1
    assert run("--data", nothing, *ask).json == []
    assert run(*ask, "--data", nothing).json == []
    assert len(run("--data", folder, *ask).json) == 1
    assert len(run("--data", nothing, *ask, "--data", folder).json) == 1


# questions ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CONTRACT)
def test_a_query_takes_the_contracts_parameters_and_has_its_columns(
    folder: Path, run: Any, name: str
) -> None:
    params, columns = (text.split() for text in CONTRACT[name])
    assert set(params) <= set(store.queries()[name].params)
    given = [f"{key}={VALUES[key]}" for key in params]
    answer = run("query", name, *given, "--format", "csv")
    assert answer.code == 0, answer.err
    header = answer.out.splitlines()[0].split(",")
    assert set(columns) <= set(header)
    assert header == list(store.queries()[name].columns)
    for word in given:
        assert run("query", name, word, "--format", "json").code == 0


@pytest.mark.parametrize("name", CONTRACT)
def test_an_absent_or_empty_store_answers_with_nothing(absent: Path, run: Any, name: str) -> None:
    answer = run("query", name, "--format", "json")
    assert (answer.code, answer.json) == (0, [])
    assert not absent.exists()


@pytest.mark.parametrize("name", PLAIN)
def test_a_store_emptied_by_taking_back_answers_with_nothing(
    folder: Path, run: Any, name: str
) -> None:
    importing.withdraw(folder, 1)
    assert run("query", name, "--format", "json").json == []


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (["rank_units", "criterion=99.9"], "Không có tiêu chí nào mang mã hoặc tên “99.9”."),
        (["lagging_criteria", "round=thử"], "Không có vòng chấm nào mang mã hoặc tên “thử”."),
        (["service_indicators", "indicator=abc"], "Không có chỉ tiêu nào mang mã hoặc tên “abc”."),
    ],
)
def test_a_name_that_nothing_has_is_said_beside_the_empty_answer(
    folder: Path, run: Any, question: list[str], sentence: str
) -> None:
    answer = run("query", *question, "--format", "json")
    assert (answer.code, answer.json) == (0, [])
    assert sentence in answer.err


@pytest.mark.parametrize("word", ["criterion=total", "round=trial"])
def test_an_empty_answer_to_a_known_name_needs_no_sentence(
    folder: Path, run: Any, word: str
) -> None:
    answer = run("query", "facts", word, "period=2020", "--format", "json")
    assert (answer.code, answer.json, answer.err) == (0, [], "")


def test_an_answer_comes_as_table_csv_or_json(folder: Path, run: Any) -> None:
    (row,) = run("query", "facts", "--format", "json").json
    assert (row["points"], row["percent"], row["criterion_code"]) == (0.75, 75, "1.1.1")
    assert row["published_rank"] is None
    (read,) = csv.DictReader(io.StringIO(run("query", "facts", "--format", "csv").out))
    assert {key: value for key, value in read.items() if value} == {
        key: str(value) for key, value in row.items() if value is not None
    }
    table = run("query", "facts").out.splitlines()
    assert table[0].split()[:2] == ["unit_name", "period_id"]
    assert table[1].startswith("xã A")


@pytest.mark.parametrize("unit", ["xã A", "XÃ A", "xa a", "minh-hoa.mh.xa-a"])
def test_a_unit_is_asked_for_by_folded_name_or_code(folder: Path, run: Any, unit: str) -> None:
    assert len(run("query", "facts", f"unit={unit}", "--format", "json").json) == 1
    assert run("query", "facts", "unit=xã B", "--format", "json").json == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["query", "nothing"], ["nothing", "queries"]),
        (["query", "facts", "colour=red"], ["colour", "unit"]),
        (["query", "facts", "unit"], ["unit"]),
        (["query", "facts", "unit=Kông Chro"], ["huyện Kông Chro", "thị trấn Kông Chro"]),
        (["query", "facts", "unit=xã Z"], ["xã Z"]),
        (["query", "facts", "period=2024-13"], ["2024-13"]),
        (["query", "task_summary", "as_of=30/6/2024"], ["30/6/2024", "YYYY-MM-DD"]),
        (["query", "rank_units", "unit_group=xa"], ["xa", "minh-hoa.mh/xa"]),
        (["query", "findings", "import=một"], ["một"]),
        (["import", "a.xlsx", "--unit", "Kông Chro"], ["thị trấn Kông Chro"]),
        (["import", "a.xlsx", "--period", "quý hai"], ["quý hai"]),
        (["import", "a.xlsx", "--received", "2/10/2024"], ["YYYY-MM-DD"]),
        (["import"], []),
        (["withdraw", "một"], []),
        (["unknown"], []),
        ([], []),
    ],
    ids=lambda words: " ".join(words) or "nothing",
)
def test_wrong_use_is_exit_2_a_sentence_and_nothing_on_stdout(
    folder: Path, run: Any, words: list[str], told: list[str]
) -> None:
    before = tree(folder)
    answer = run(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err
    for word in told:
        assert word in answer.err
    assert tree(folder) == before


def test_the_list_of_queries_says_what_each_is(run: Any) -> None:
    lines = run("queries").out.splitlines()
    for name, query in store.queries().items():
        at = lines.index(f"{name}: {query.purpose}")
        assert all(word in lines[at + 1] for word in query.params)
        assert lines[at + 2].split(":")[1].strip() == ", ".join(query.columns)
    assert set(CONTRACT) <= set(store.queries())


# processes of their own --------------------------------------------------------------------


def test_stdout_is_utf_8_json_alone_on_any_system(folder: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "b.xlsx", score_book(2, unit="XÃ B"))
    for system in ({"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp1252", "LC_ALL": "C"}):
        done = process("import", file, "--json", "--data", folder, **system)
        assert done.returncode == 1
        assert done.stderr == b""
        assert (
            "Hãy sửa điểm"
            in json.loads(done.stdout.decode("utf-8"))["files"][0]["findings"][0]["message"]
        )
        asked = process("query", "facts", "--format", "json", "--data", folder, **system)
        assert json.loads(asked.stdout.decode("utf-8"))[0]["unit_name"] == "xã A"
        assert b"\r" not in asked.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no broken pipes")
@pytest.mark.parametrize("words", [["queries"], ["history"]], ids=["much", "little"])
def test_a_reader_who_leaves_early_is_no_failure(folder: Path, words: list[str]) -> None:
    asked = subprocess.Popen(
        [sys.executable, "-m", "cchc", *words],
        cwd=settings.REPO,
        env={key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert asked.stdout is not None
    asked.stdout.close()
    assert asked.stderr is not None
    assert asked.stderr.read() == b""
    assert asked.wait(60) == 0
    asked.stderr.close()


def test_an_import_works_while_another_process_holds_the_store_open(
    folder: Path, tmp_path: Path, run: Any
) -> None:
    file = written(tmp_path / "b.xlsx", score_book(unit="XÃ B"))
    ask = ("query", "facts", "--format", "json")
    assert len(run(*ask).json) == 1  # this process keeps the store open from now on
    done = process("import", file, "--json", "--data", folder)
    assert done.returncode == 0
    assert json.loads(done.stdout)["store"] == keeping.current_store(folder)
    assert len(run(*ask).json) == 2


def test_the_unexpected_is_a_sentence_too(tmp_path: Path) -> None:
    file = written(tmp_path / "a-file", b"in the way")
    done = process("import", written(tmp_path / "a.xlsx", score_book()), "--data", file)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
    assert done.stderr.decode("utf-8").endswith(".\n")

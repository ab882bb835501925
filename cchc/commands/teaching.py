"""What the importer was taught, on the command line: learn a name, list, forget."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from cchc import keeping, learned
from cchc.errors import WrongUse
from cchc.text import fold

Command = Callable[..., argparse.ArgumentParser]


def add(command: Command, folder_of: Callable[[argparse.Namespace], Path]) -> None:
    """The words `learn`, `learned` and `forget`."""
    one = command("learn", lambda o: _learn(folder_of(o), o), "ghi nhớ một cách gọi tên đơn vị")
    one.add_argument("text", metavar="NAME", help="tên như ghi trong tệp")
    one.add_argument("unit", metavar="UNIT", help="đơn vị trong danh mục: tên hoặc mã")
    one.add_argument("--by", metavar="WHO")
    one = command("learned", lambda o: _learned(folder_of(o), o), "những điều đã ghi nhớ")
    one.add_argument("--json", action="store_true")
    one = command("forget", lambda o: _forget(folder_of(o), o), "bỏ một điều đã ghi nhớ")
    one.add_argument("key", metavar="KEY", help="tên đã ghi nhớ, hoặc khóa của mẫu bảng")
    one.add_argument("--by", metavar="WHO")


def _learn(folder: Path, options: argparse.Namespace) -> int:
    unit = keeping.catalogue(folder).resolve(options.unit)
    learned.remember_name(folder, options.text, unit.unit_id, options.by)
    print(f"Từ nay “{options.text}” được hiểu là {unit.unit_name}.")
    return 0


def _learned(folder: Path, options: argparse.Namespace) -> int:
    rows = [
        {
            "kind": one.kind,
            "key": one.key,
            "value": json.loads(one.value or "null"),
            "at": one.at.isoformat(timespec="seconds"),
            "by": one.by,
        }
        for one in learned.known(folder)
    ]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            print(f"{row['kind']}  {row['key']}  {json.dumps(row['value'], ensure_ascii=False)}")
    return 0


def _forget(folder: Path, options: argparse.Namespace) -> int:
    keys = {options.key, fold(options.key)}
    known = [one for one in learned.known(folder) if one.key in keys]
    if not known:
        raise WrongUse(f"Không có điều nào đã ghi nhớ với khóa “{options.key}”.")
    for one in known:
        learned.forget(folder, one.kind, one.key, options.by)
    print("Đã bỏ. Các tệp đã nhận trước đây không thay đổi.")
    return 0

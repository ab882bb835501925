"""Where things are and which version of the code this is; no other module reads the environment.

In: the environment and the source tree. Out: paths, digests, the time in Vietnam.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from cchc.errors import WrongUse

REPO = Path(__file__).resolve().parent.parent
QUERIES = REPO / "queries"
CATALOG = REPO / "data" / "catalog"
SAMPLES = REPO / "data" / "samples"
DATA = REPO / "data" / "var"

# What these shape is drawn or printed, never stored.
NOT_STORED = ("ui", "figures", "reports", "commands", "changes.py", "templating.py", "__main__.py")
CLOUD_FOLDERS = (
    *("onedrive", "dropbox", "google drive", "googledrive", "my drive", "icloud"),
    *("mobile documents", "cloudstorage"),  # iCloud's and all others' own folders on macOS
)


def data_folder(explicit: str | None = None) -> Path:
    """The data folder: as said, else CCHC_DATA, else data/var.

    Raises WrongUse for a folder that a cloud client synchronises: it would copy a database in the
    middle of a write.
    """
    folder = Path(explicit or os.environ.get("CCHC_DATA") or DATA).expanduser().resolve()
    parts = [part.lower() for part in folder.parts]
    if any(part.startswith(cloud) for part in parts for cloud in CLOUD_FOLDERS):
        raise WrongUse(
            f"Thư mục dữ liệu {folder} nằm trong thư mục đồng bộ đám mây. Hãy chọn thư mục trên ổ "
            "đĩa của máy."
        )
    return folder


def debug() -> bool:
    """Whether failures are to be raised rather than told in a sentence."""
    return os.environ.get("CCHC_DEBUG") == "1"


def now_vietnam() -> datetime:
    """The time in Vietnam, to the second, without a zone: as the clock on the wall reads."""
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).replace(microsecond=0, tzinfo=None)


def today_vietnam() -> date:
    return now_vietnam().date()


@cache
def code_version() -> str:
    """Digest of the code that shapes what is stored; a store of another version is built again."""
    package = Path(__file__).resolve().parent
    paths = sorted(package.rglob("*.py"))
    code = [path for path in paths if path.relative_to(package).parts[0] not in NOT_STORED]
    # What is kept of a workbook has the tables' columns: it too is made again when they change.
    return digest([*code, QUERIES / "schema" / "tables.sql"])


@cache
def catalog_version() -> str:
    return digest(sorted(CATALOG.glob("*.csv")))


@cache
def schema_version() -> str:
    """Digest of the SQL that builds and checks a store."""
    return digest(sorted([*QUERIES.glob("schema/*.sql"), *QUERIES.glob("checks/*.sql")]))


def digest(paths: Iterable[Path]) -> str:
    """Sixteen hexadecimal digits for the names and bytes of files."""
    hashed = hashlib.sha256()
    for path in paths:
        # Line ends differ by system without the content being another.
        hashed.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return hashed.hexdigest()[:16]

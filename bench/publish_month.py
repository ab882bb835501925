"""One more month of 150 score sheets into a store of 540,000 scores, against building it whole.

Measured: what happens between the workbooks' reading and the new store being current: the month's
normalised files written, the candidate built and checked, its findings asked for, the ledger's
acceptance. The store before is made once, in build/bench.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import province
from bench.ratios import seconds, spread
from cchc import keeping, store
from cchc.ledger import Ledger, Received
from cchc.model import Normalised
from cchc.settings import REPO

RUNS = 5
FOLDER = REPO / "build" / "bench" / "province"


def measure() -> str:
    """The month published again and again; the whole build once, in a process of its own."""
    _prepare()
    months = [_publish() for _ in range(RUNS)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    command = [sys.executable, "-m", "bench.publish_month"]
    told = subprocess.run(command, cwd=REPO, check=True, capture_output=True, text=True).stdout
    whole, whole_memory = (float(word) for word in told.split())
    ratio = statistics.median(months) / whole
    return (
        f"publishing one more month into 540,000 scores: {spread(months)} s, aim ≤ 2 s; "
        f"n = {RUNS}; {memory:.0f} MB; "
        f"whole build {whole:.1f} s, {whole_memory:.0f} MB: × {ratio:.2f}"
    )


def print_whole() -> None:
    """Seconds and megabytes of building the store with the new month whole."""
    _use()
    ledger = Ledger(FOLDER)
    with tempfile.TemporaryDirectory(dir=FOLDER.parent) as name:
        new = [Path(name, "normalised", f"{number}.parquet") for number in range(province.UNITS)]
        store.write_normalised(
            [(path, said) for path, (_, said) in zip(new, _new_month(), strict=True)]
        )
        parts = _parts(ledger.active()) + [
            store.Part(received, path)
            for path, (received, _) in zip(new, _new_month(), strict=True)
        ]
        took = seconds(lambda: store.build(Path(name), parts))
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _publish() -> float:
    """Seconds from what the workbooks say to the new store being current; then all as it was."""
    month = _new_month()
    store.forget(FOLDER)
    shutil.copy(FOLDER / "ledger.sqlite", FOLDER / "before.sqlite")
    took = seconds(lambda: _accept(month))
    store.remove(FOLDER, str(Ledger(FOLDER).head().store))
    for received, _ in month:
        _path(received).unlink()
    shutil.move(FOLDER / "before.sqlite", FOLDER / "ledger.sqlite")
    return took


def _accept(month: Sequence[tuple[Received, Normalised]]) -> None:
    """As importing does, from what was read on."""
    ledger = Ledger(FOLDER)
    head, active = ledger.head(), ledger.active()
    new = [received for received, _ in month]
    known = keeping.Knowledge(FOLDER, [*active, *new])
    store.write_normalised(
        [(keeping.normalised_path(FOLDER, one, known), said) for one, said in month]
    )
    before = keeping.parts_of(FOLDER, active, known)
    parts = before + keeping.parts_of(FOLDER, new, known)
    name = store.build(FOLDER, parts, parent=(FOLDER, before))
    store.run(FOLDER, name, "findings")
    ledger.accept(new, name, head, None)
    keeping.discard_unneeded(FOLDER)


def _prepare() -> None:
    """The store of 36 months and its ledger, made by the code as it is now."""
    _use()
    if Ledger(FOLDER).head().store is None:
        _say("Making 36 months of 150 units once …")
        received = [one for month in _months() for one, _ in month]
        Ledger(FOLDER).accept(received, "none yet", Ledger(FOLDER).head(), None)
    active = Ledger(FOLDER).active()
    if not all(part.normalised.exists() for part in _parts(active)):
        _say("Writing the normalised files of 5,400 imports …")
        for month in _months():
            store.write_normalised([(_path(one), said) for one, said in month])
    if not store.exists(FOLDER, store.store_name(_parts(active))):
        _say("Building the store of 36 months …")
        store.build(FOLDER, _parts(active))


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _use() -> None:
    province.use_catalogue(FOLDER / "catalog")


def _months() -> list[list[tuple[Received, Normalised]]]:
    return [
        province.month(number, 1 + number * province.UNITS) for number in range(province.MONTHS)
    ]


def _new_month() -> list[tuple[Received, Normalised]]:
    return province.month(province.MONTHS, 1 + province.MONTHS * province.UNITS)


def _parts(received: Sequence[Received]) -> list[store.Part]:
    return keeping.parts_of(FOLDER, received, keeping.Knowledge(FOLDER, received), make=False)


def _path(received: Received) -> Path:
    return keeping.normalised_path(FOLDER, received, keeping.Knowledge(FOLDER, [received]))


if __name__ == "__main__":
    print_whole()

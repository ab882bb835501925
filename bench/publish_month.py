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
COMMAND = (sys.executable, "-m", "bench.publish_month")
FOLDER = REPO / "build" / "bench" / "province"


def measure() -> str:
    """The month published again and again, and the whole build once; each in its own process.

    So is what prepares them: the province's catalogue is no business of other measurements.
    """
    subprocess.run([*COMMAND, "prepare"], cwd=REPO, check=True)
    *months, memory = _told_by("months")
    whole, whole_memory = _told_by("whole")
    ratio = statistics.median(months) / whole
    return (
        f"publishing one more month into 540,000 scores: {spread(months)} s, aim ≤ 2 s; "
        f"n = {RUNS}; {memory:.0f} MB; "
        f"whole build {whole:.1f} s, {whole_memory:.0f} MB: × {ratio:.2f}"
    )


def _told_by(part: str) -> list[float]:
    told = subprocess.run(
        [*COMMAND, part], cwd=REPO, check=True, capture_output=True, text=True
    ).stdout
    return [float(word) for word in told.split()]


def tell(part: str) -> None:
    """Do one part; of what is measured, print the seconds and the megabytes of its process."""
    _use()
    if part == "prepare":
        _prepare()
        return
    print(*([_publish() for _ in range(RUNS)] if part == "months" else [_whole()]))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _whole() -> float:
    """Seconds of building the store with the new month whole."""
    active = Ledger(FOLDER).active()
    month = _new_month()
    with tempfile.TemporaryDirectory(dir=FOLDER.parent) as name:
        paths = [Path(name, "normalised", f"{received.import_id}.parquet") for received, _ in month]
        store.write_normalised([(path, said) for path, (_, said) in zip(paths, month, strict=True)])
        new = [store.Part(one, path) for path, (one, _) in zip(paths, month, strict=True)]
        return seconds(lambda: store.build(Path(name), [*_parts(active), *new]))


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
    tell(sys.argv[1])

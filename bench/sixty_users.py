"""Sixty people clicking every five seconds on one process: how long each waits, and the memory.

On a dozen units, as in a meeting, and on all of them, where hardly any answer was given before.
Each is a WebSocket that speaks Streamlit's own protocol, as a browser does: it opens a page, then
chooses another unit in the bar, again and again. On the generated province. A click's time runs
from sending the choice to the message that the script has finished.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from bench.generated import PROVINCE, folder_of
from bench.interaction import pages, serving

USERS, EVERY_SECONDS, MINUTES = 60, 5.0, 2.5
AIM_SECONDS = 0.5
UNITS_LOOKED_AT = (12, 150)  # a district's meeting; everybody looking at somebody else
LARGEST_MESSAGE = 64 * 2**20
PATIENCE_SECONDS = 60
QUANTILE = 0.95


@dataclass(slots=True)
class Seen:
    """What all users waited, in seconds, and the server's memory in MiB by time."""

    waited: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def measure() -> str:
    """The 95th percentile of the waits, and the memory at the start and at the end."""
    return "\n".join(_measured(units) for units in UNITS_LOOKED_AT)


def _measured(units: int) -> str:
    province = folder_of("province", **PROVINCE)
    with serving(["-m", "cchc.ui.serve"], CCHC_DATA=str(province)) as address:
        seen = asyncio.run(_all_users(address, units))
    waits = sorted(seen.waited)
    late = waits[int(len(waits) * QUANTILE)]
    middle = waits[len(waits) // 2]
    third = len(seen.memory) // 3
    start, last = max(seen.memory[: third + 1]), max(seen.memory[-third - 1 :])
    return (
        f"{USERS} users on {units} units, a click every {EVERY_SECONDS:.0f} s, last minute of "
        f"{MINUTES:.1f}: p50 {middle:.2f} s, p95 {late:.2f} s (aim ≤ {AIM_SECONDS} s) of "
        f"{len(waits)} clicks; memory "
        f"{start:.0f} MiB in the first third, {last:.0f} MiB in the last (× {last / start:.2f})"
    )


async def _all_users(address: str, units: int) -> Seen:
    seen = Seen()
    paths = pages()
    until = time.monotonic() + MINUTES * 60
    users = [
        _user(address, paths[number % len(paths)], _choices(number, units), until, seen)
        for number in range(USERS)
    ]
    watching = asyncio.create_task(_watch(address, seen))
    await asyncio.gather(*users)
    watching.cancel()
    return seen


async def _watch(address: str, seen: Seen) -> None:
    port = int(address.rsplit(":", 1)[1])
    (process,) = {
        psutil.Process(one.pid)
        for one in psutil.net_connections("tcp")
        if one.laddr and one.laddr.port == port and one.status == "LISTEN" and one.pid
    }
    while True:
        seen.memory.append(process.memory_info().rss / 2**20)
        await asyncio.sleep(2)


def _choices(number: int, units: int) -> Iterator[str]:
    """The units that one person chooses, at random, without end."""
    chance = random.Random(number)
    while True:
        yield f"xã số {chance.randint(1, units)} tỉnh số 1 (minh họa)"


async def _user(address: str, path: str, choices: Iterator[str], until: float, seen: Seen) -> None:
    await asyncio.sleep(random.uniform(0, 4 * EVERY_SECONDS))  # people do not arrive at once
    stream = address.replace("http", "ws") + "/_stcore/stream"
    async with connect(
        stream,
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(address),
        max_size=LARGEST_MESSAGE,
    ) as socket:
        bar = await _rerun(socket, path, None, "")
        while time.monotonic() < until:
            await asyncio.sleep(EVERY_SECONDS)
            began = time.perf_counter()
            await _rerun(socket, path, bar, next(choices))
            if time.monotonic() > until - 60:  # by then everybody has come
                seen.waited.append(time.perf_counter() - began)


async def _rerun(socket: ClientConnection, path: str, bar: str | None, unit: str) -> str | None:
    """Ask for a run and wait for its end; the id of the box “Đơn vị”, as far as it was drawn."""
    message = BackMsg()
    message.rerun_script.page_name = path
    if bar:
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.string_value = bar, unit
    await socket.send(message.SerializeToString())
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        answer = ForwardMsg()
        received = await asyncio.wait_for(socket.recv(decode=False), PATIENCE_SECONDS)
        answer.ParseFromString(bytes(received))
        bar = _box(answer) or bar
        if answer.WhichOneof("type") == "script_finished":
            return bar
    raise TimeoutError(path)


def _box(answer: ForwardMsg) -> str | None:
    if answer.WhichOneof("type") != "delta":
        return None
    element = answer.delta.new_element
    if element.WhichOneof("type") != "selectbox" or element.selectbox.label != "Đơn vị":
        return None
    return str(element.selectbox.id)

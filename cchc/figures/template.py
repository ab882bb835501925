"""What every figure shares: the colours by meaning, one Plotly template, and safe text.

Out: `LIGHT`, `DARK` palettes, `new_figure`, `written_out`, `escape`, `wrap`. It must not know what
is drawn.

Status colours are Okabe and Ito's, which people with colour-deficient sight tell apart; a shape and
a word always go with them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

FONT_SIZE = 19
LONGEST_TEXT = 160
AXIS = re.compile(r"[xy]axis\d*$")
# The toolbar of a figure has one button, its image.
CONFIG: dict[str, object] = {
    "modeBarButtons": [["toImage"]],
    "displaylogo": False,
    "toImageButtonOptions": {"format": "png", "scale": 2, "filename": "hinh"},
    "responsive": True,
    "locale": "vi",
    "locales": {
        "vi": {
            "dictionary": {
                "Download plot as a PNG": "Tải hình (PNG)",
                "Download plot as a png": "Tải hình (PNG)",
                "Download plot": "Tải hình (PNG)",
            },
            "format": {},
        }
    },
}


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they mean, for one appearance of the app."""

    paper: str
    ink: str
    muted: str
    faint: str
    rule: str
    baseline: str
    latest: str
    target: str
    peer: str
    status: dict[str, str]


LIGHT = Palette(
    paper="#ffffff",
    ink="#1c2733",
    muted="#5b6773",
    faint="#e7ebf0",
    rule="#d5dce4",
    baseline="#6b7783",
    latest="#0a4d8c",
    target="#1c2733",
    peer="#a9bdd0",
    status={
        "met": "#009e73",
        "not_met": "#d55e00",
        "at_risk": "#e69f00",
        "not_assessable": "#8a949e",
        "impossible": "#333333",
        "done": "#009e73",
        "in_progress": "#56b4e9",
        "not_started": "#b3bdc7",
        "not_reported": "#75818d",
        "overdue": "#d55e00",
    },
)
DARK = Palette(
    paper="#12181f",
    ink="#e6ebf0",
    muted="#a9b4bf",
    faint="#232d37",
    rule="#3a4652",
    baseline="#a9b4bf",
    latest="#6cb0ea",
    target="#e6ebf0",
    peer="#4b6076",
    status=LIGHT.status | {"impossible": "#c7ced6", "not_reported": "#7c8894"},
)


def escape(text: object, longest: int = LONGEST_TEXT) -> str:
    """Text from data, safe inside a figure: Plotly reads a small HTML, and long texts overflow."""
    plain = " ".join(str(text).split())
    if len(plain) > longest:
        plain = plain[: longest - 1].rstrip() + "…"
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def wrap(text: object, width: int = 42, lines: int = 2) -> str:
    """A label on a few short lines, the rest cut with an ellipsis."""
    plain = " ".join(str(text).split())
    parts = textwrap.wrap(plain, width, max_lines=lines, placeholder=" …") or [""]
    return "<br>".join(escape(part) for part in parts)


def new_figure(height: int, palette: Palette) -> go.Figure:
    """An empty figure of one height with the template of the app."""
    figure = go.Figure()
    figure.update_layout(template=_template(palette), height=height)
    return figure


def written_out(figure: go.Figure) -> go.Figure:
    """The same figure for the browser: its template written into it, its arrays as lists.

    Streamlit hands every figure to plotly.js twice, which then draws only what differs from before;
    but it takes a template and encoded arrays for different each time, and draws all again. What
    differs in the data is told by their revision.
    """
    given = figure.to_plotly_json()
    layout, data = given["layout"], _with_lists(given["data"])
    styles = layout.pop("template").get("layout", {})
    shared = {name: value for name, value in styles.items() if not AXIS.match(name)}
    axes = {"xaxis", "yaxis", *filter(AXIS.match, layout)}
    plain = _under(shared, layout) | {
        name: _under(styles.get(name[: len("xaxis")], {}), layout.get(name, {})) for name in axes
    }
    revision = hashlib.sha256(json.dumps(data, default=str).encode()).hexdigest()
    out = go.Figure({"data": data, "layout": plain | {"datarevision": revision[:16]}})
    out.layout.template = None  # or Plotly adds its own
    return out


def _under(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The figure's own values before those that all share."""
    both = {
        name: _under(shared[name], own[name])
        for name in shared.keys() & own.keys()
        if isinstance(shared[name], Mapping) and isinstance(own[name], Mapping)
    }
    return {**shared, **own, **both}


def _with_lists(value: Any) -> Any:
    """Arrays of numbers as Plotly encodes them, as lists again."""
    if isinstance(value, Mapping):
        if "bdata" in value:
            flat = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
            shape = [int(length) for length in str(value.get("shape", -1)).split(",")]
            shown = flat.astype(object)
            shown[np.isnan(flat)] = None
            return list(shown.reshape(shape).tolist())
        return {name: _with_lists(one) for name, one in value.items()}
    if isinstance(value, np.ndarray):
        return value.tolist()
    return [_with_lists(one) for one in value] if isinstance(value, (list, tuple)) else value


def _template(palette: Palette) -> go.layout.Template:
    axis = {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
        "automargin": True,
        "title": {"text": ""},
    }
    names = axis | {"ticklabelstandoff": 10}
    return go.layout.Template(
        layout={
            "font": {"family": "Source Sans, sans-serif", "size": FONT_SIZE, "color": palette.ink},
            "paper_bgcolor": palette.paper,
            "plot_bgcolor": palette.paper,
            "separators": ",.",
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "align": "left",
                "bgcolor": palette.paper,
                "bordercolor": palette.rule,
                "font": {"size": FONT_SIZE, "color": palette.ink},
            },
            "xaxis": axis,
            "yaxis": names,
            "bargap": 0.35,
        }
    )

"""data_visualization blocks as ECharts options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]
PALETTE = ["#3f7fbf", "#d9a441", "#2e9e6b", "#7c4dab", "#c8506a", "#4aa8b5", "#8a6d5b"]
FONT = "Lato, Helvetica, Arial, sans-serif"  # a canvas inherits nothing: it would fall back to 10 px
QUIET = {"color": "#616061", "fontSize": 12}


def options(block: Json) -> dict[str, Any]:
    """Return ECharts options that draw the block's chart."""
    chart = block["chart"]
    shared: dict[str, Any] = {
        "color": PALETTE,
        "animation": False,
        "textStyle": {"fontFamily": FONT},
        "tooltip": {"trigger": "item" if chart["type"] == "pie" else "axis", "confine": True},
        "aria": {"enabled": True, "label": {"description": in_words(block)}},
    }
    return shared | (_pie(chart) if chart["type"] == "pie" else _on_axes(chart))


def in_words(block: Json) -> str:
    """Return the chart's figures as one sentence, for those who cannot see it."""
    chart = block["chart"]
    if chart["type"] == "pie":
        figures = ", ".join(f"{part['label']} {part['value']}" for part in chart["segments"])
    else:
        figures = "; ".join(
            f"{line['name']}: " + ", ".join(f"{point['label']} {point['value']}" for point in line["data"])
            for line in chart["series"]
        )
    return f"{block['title']}. {figures}"


def _pie(chart: Json) -> dict[str, Any]:
    parts = [{"name": part["label"], "value": part["value"]} for part in chart["segments"]]
    return {
        "legend": {
            "left": "center",
            "bottom": 0,
            "icon": "circle",
            "itemGap": 16,
            "textStyle": QUIET | {"fontSize": 13},
        },
        "series": [
            {
                "type": "pie",
                "radius": ["40%", "72%"],
                "center": ["50%", "39%"],
                "data": parts,
                "label": {"show": False},
                "itemStyle": {"borderColor": "#fff", "borderWidth": 2},
            }
        ],
    }


def _on_axes(chart: Json) -> dict[str, Any]:
    axis = chart["axis_config"]
    categories = axis["categories"]
    kind = "bar" if chart["type"] == "bar" else "line"
    several = len(chart["series"]) > 1
    return {
        "legend": {"show": several, "top": 0, "textStyle": QUIET, "icon": "roundRect"},
        "grid": {"left": 8, "right": 16, "top": 40 if several else 16, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": categories,
            "name": axis.get("x_label", ""),
            "nameLocation": "middle",
            "nameGap": 28,
            "axisLabel": QUIET,
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": "#ccc"}},
        },
        "yAxis": {
            "type": "value",
            "name": axis.get("y_label", ""),
            "nameTextStyle": QUIET,
            "axisLabel": QUIET,
            "splitLine": {"lineStyle": {"color": "#eee"}},
        },
        "series": [_line(line, categories, kind, chart["type"] == "area") for line in chart["series"]],
    }


def _line(line: Json, categories: list[str], kind: str, filled: bool) -> dict[str, Any]:  # noqa: FBT001  private
    values = {point["label"]: point["value"] for point in line["data"]}
    drawn: dict[str, Any] = {
        "name": line["name"],
        "type": kind,
        "data": [values[name] for name in categories],
        "barMaxWidth": 36,
    }
    if kind == "bar":
        drawn["itemStyle"] = {"borderRadius": [4, 4, 0, 0]}
    if filled:
        drawn["areaStyle"] = {"opacity": 0.25}
    return drawn

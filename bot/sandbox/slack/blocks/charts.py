"""The data_visualization block: pie, bar, line and area charts."""

from collections.abc import Iterator, Mapping

from bot.sandbox.slack.blocks import limits
from bot.sandbox.slack.blocks.rules import Kind, OneKindOf, Place, Shape, anything, array, string
from bot.sandbox.slack.blocks.tables import number
from bot.sandbox.slack.blocks.texts import IDENTIFIER

LABEL = string(limits.CHART_LABEL)
AXIS_TITLE = string(limits.CHART_TITLE)


def _above_zero(value: object, place: Place) -> Iterator[str]:
    problems = list(number(value, place))
    yield from problems
    if not problems and isinstance(value, int | float) and value <= 0:
        yield place.problem("must be more than 0")


def _unique(value: object, place: Place) -> Iterator[str]:
    if isinstance(value, list) and len({str(item) for item in value}) < len(value):
        yield place.problem("must not hold the same item twice")


def _categories(value: object, place: Place) -> Iterator[str]:
    yield from array(LABEL, 1, limits.CHART_POINTS)(value, place)
    yield from _unique(value, place)


def _list_in(holder: object, name: str) -> list[object]:
    found = holder.get(name) if isinstance(holder, dict) else None
    return found if isinstance(found, list) else []


def _field_of(items: list[object], name: str) -> list[object]:
    return [item.get(name) for item in items if isinstance(item, dict)]


def _series_fit_the_axis(chart: Mapping[str, object], place: Place) -> Iterator[str]:
    axis = chart.get("axis_config")
    categories = sorted(str(category) for category in _list_in(axis, "categories"))
    series = _list_in(chart, "series")
    yield from _unique(_field_of(series, "name"), place.at("series"))
    for index, line in enumerate(series):
        labels = sorted(str(label) for label in _field_of(_list_in(line, "data"), "label"))
        if labels != categories:
            yield place.at("series").at(index).problem("must hold exactly one point per category")


SEGMENT = Shape({"label": LABEL, "value": _above_zero}, frozenset({"label", "value"}))
POINT = Shape({"label": LABEL, "value": number}, frozenset({"label", "value"}))
SERIES = Shape({"name": LABEL, "data": array(POINT, 1, limits.CHART_POINTS)}, frozenset({"name", "data"}))
AXIS = Shape(
    {"categories": _categories, "x_label": AXIS_TITLE, "y_label": AXIS_TITLE}, frozenset({"categories"})
)
PIE = Kind(
    Shape(
        {"type": anything, "segments": array(SEGMENT, 1, limits.CHART_PARTS)},
        frozenset({"type", "segments"}),
    )
)
ON_AXES = Kind(
    Shape(
        {"type": anything, "series": array(SERIES, 1, limits.CHART_PARTS), "axis_config": AXIS},
        frozenset({"type", "series", "axis_config"}),
        (_series_fit_the_axis,),
    ),
)

CHART_BLOCK = Shape(
    {
        "type": anything,
        "block_id": IDENTIFIER,
        "title": string(limits.CHART_TITLE),
        "chart": OneKindOf("chart", {"pie": PIE, "bar": ON_AXES, "line": ON_AXES, "area": ON_AXES}),
    },
    frozenset({"type", "title", "chart"}),
)

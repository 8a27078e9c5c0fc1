"""Numbers that open their lists, and the pictures of them: drawn here, because a page has hundreds of them."""

from collections.abc import Iterable
from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from core import formats
from core.bars import Chart, draw
from core.month_columns import MonthChart, draw_months
from core.templatetags import ui
from reviews.reports import cycle_progress
from reviews.reports.figure_tables import Row

register = template.Library()


class _Number(NamedTuple):
    label: str
    value: int
    address: str
    is_alarming: bool


@register.simple_tag
def figure_row(row: Row, whose: str = "") -> SafeString:
    """A row of a table of numbers; each number above zero is a link to its list. `whose` as for `progress_row`."""
    return _row(row.label, _numbers(row), whose)


@register.simple_tag
def figure_cells(row: Row, label: str) -> SafeString:
    """The same without the heading of the row, which the page writes itself."""
    return SafeString("".join(_cell(number, escape(label)) for number in _numbers(row)))  # `_cell` escapes the rest


def _numbers(row: Row) -> list[_Number]:
    addresses = {name: reverse(name) for name in {cell.list_url_name for cell in row.cells}}
    return [
        _Number(cell.label, cell.count, addresses[cell.list_url_name] + cell.query, cell.is_alarming)
        for cell in row.cells
    ]


@register.simple_tag
def progress_row(row: cycle_progress.Row, list_url: str, whose: str) -> SafeString:
    """The same for the reviews of one cycle, which have one list; `whose` names the table to who hears a number alone."""
    numbers = [_Number(cell.label, cell.count, list_url + cell.query, cell.is_overdue) for cell in row.cells]
    return _row(row.label, numbers, whose)


def _row(label: str, numbers: Iterable[_Number], whose: str = "") -> SafeString:
    name = escape(label)
    told = f"{escape(whose)}, {name}" if whose else name
    cells = "".join(_cell(number, told) for number in numbers)
    return SafeString(f'<tr><th scope="row">{name}</th>{cells}</tr>')  # every word in it went through `escape`


def _cell(number: _Number, row_name: str) -> str:
    if not number.value:
        return '<td class="number">0</td>'
    told = formats.number(number.value)
    shown = f'<span class="overdue-count">{ui.icon("clock")}{told}</span>' if number.is_alarming else told
    label = f"{row_name}, {escape(number.label)}: {told}"
    return f'<td class="number"><a href="{escape(number.address)}" aria-label="{label}">{shown}</a></td>'


@register.simple_tag
def bars(chart: Chart, key: str, number: int, typeface: str = "") -> SafeString:
    """The picture; key and number make a name that no other picture of the page has."""
    return draw(chart, f"{key}-{number}", typeface)


@register.simple_tag
def month_columns(chart: MonthChart, key: str) -> SafeString:
    """The columns of some months."""
    return draw_months(chart, key)

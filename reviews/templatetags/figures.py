"""Numbers that open their lists, and the pictures of them: drawn here, because a page has hundreds of them."""

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from core import formats
from core.bars import Chart, draw
from core.templatetags import ui
from reviews.reports.figure_tables import Cell, Row

register = template.Library()


@register.simple_tag
def figure_row(row: Row) -> SafeString:
    """A row of a table of numbers; each number above zero is a link to its list."""
    addresses = {name: reverse(name) for name in {cell.list_url_name for cell in row.cells}}
    label = escape(row.label)
    cells = "".join(_cell(cell, label, addresses[cell.list_url_name]) for cell in row.cells)
    return SafeString(f'<tr><th scope="row">{label}</th>{cells}</tr>')  # names are escaped, the rest are addresses


def _cell(cell: Cell, row_label: str, address: str) -> str:
    if not cell.count:
        return '<td class="number">0</td>'
    told = formats.number(cell.count)
    shown = f'<span class="overdue-count">{ui.icon("clock")}{told}</span>' if cell.is_alarming else told
    label = f"{row_label}, {escape(cell.label)}: {told}"
    return f'<td class="number"><a href="{address}{escape(cell.query)}" aria-label="{label}">{shown}</a></td>'


@register.simple_tag
def bars(chart: Chart, key: str, number: int, typeface: str = "") -> SafeString:
    """The picture; key and number make a name that no other picture of the page has."""
    return draw(chart, f"{key}-{number}", typeface)

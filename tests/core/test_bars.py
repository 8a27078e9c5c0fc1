"""Bars as SVG: lengths that tell the numbers, no word that could get out of its place, nothing that needs colour."""

import re
from xml.etree import ElementTree as ET

import pytest

from core.bars import Bar, Block, Chart, Fill, draw

_SVG = "{http://www.w3.org/2000/svg}"


def lengths(drawn: str) -> list[float]:
    tree = ET.fromstring(drawn)
    return [float(rect.attrib["width"]) for rect in tree.iter(f"{_SVG}rect")]


def chart(*bars: Bar, whole: int = 24) -> Chart:
    return Chart("Khối xã", (Block("Tập thể", whole, bars),))


def test_a_bar_is_as_long_as_its_part_of_the_whole():
    whole, half, quarter = lengths(draw(chart(Bar("a", 24), Bar("b", 12), Bar("c", 6)), "x"))
    assert (whole, whole / half, whole / quarter) == (132, 2, 4)


def test_something_is_seen_of_a_little_and_nothing_of_nothing():
    assert lengths(draw(chart(Bar("a", 1), Bar("b", 0), whole=100_000), "x")) == [1.5]
    empty = draw(chart(Bar("a", 0), whole=0), "x")
    assert lengths(empty) == []
    assert '<desc id="x-loi">Tập thể.</desc>' in empty


@pytest.mark.parametrize(
    ("count", "told"), [(24, ">24<"), (12, ">12 (50\u00a0%)<"), (0, ">0<"), (23, ">23 (96\u00a0%)<")]
)
def test_the_number_stands_beside_the_bar(count, told):
    assert told in draw(chart(Bar("a", count)), "x")


def test_a_share_is_never_rounded_to_all_or_nothing():
    drawn = draw(chart(Bar("a", 999), Bar("b", 1), whole=1000), "x")
    assert "999 (99\u00a0%)" in drawn
    assert "1 (1\u00a0%)" in drawn


def test_where_the_whole_is_only_a_measure_no_share_is_told():
    drawn = draw(Chart("Năm", (Block("Giao 69", 401, (Bar("Còn mở", 352),), has_shares=False),)), "x")
    assert ">352<" in drawn
    assert "%" not in drawn


def test_hostile_words_stay_words():
    words = "</text><script>alert(1)</script>\"'&"
    hostile = Chart(words, (Block(words, 1, (Bar(words, 1),)),))

    drawn = draw(hostile, "x", words)

    assert "<script" not in drawn
    texts = [text.text for text in ET.fromstring(drawn).iter(f"{_SVG}text")]
    assert texts.count(words) == 2


def test_bars_differ_by_pattern_and_need_neither_style_nor_colour():
    drawn = draw(chart(*(Bar(fill, 5, fill) for fill in Fill)), "hinh-1")
    assert len(set(re.findall(r'height="12" fill="([^"]+)"', drawn))) == len(Fill)
    assert "style" not in drawn
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", drawn)) == {"#1b2530", "#fff"}


def test_who_does_not_see_it_is_told_the_same():
    drawn = draw(chart(Bar("Được gợi ý", 1240), whole=1240), "x")
    assert 'role="img" aria-labelledby="x-ten x-loi"' in drawn
    assert '<desc id="x-loi">Tập thể (được gợi ý 1.240).</desc>' in drawn

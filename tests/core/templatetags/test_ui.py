"""What the tags print: states in words, deadlines, barred buttons with their reason, boxes only around something."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

from django.template import Context, Template
from django.test import RequestFactory

from core.localtime import clock_at
from core.templatetags import ui
from core.verdict import YES, no

TEMPLATES = Path(__file__).parents[3] / "templates"
NOON = datetime(2026, 12, 2, 5, tzinfo=UTC)


def printed(source, **context):
    request = RequestFactory().get("/", context.pop("query", {}))
    return Template("{% load ui %}" + source).render(Context(context | {"request": request}))


def test_a_state_is_a_word_with_an_icon():
    chip = printed('{% chip "Đã trình" "sent" %}')

    assert "Đã trình</span>" in chip
    assert "#send" in chip
    assert 'aria-hidden="true"' in chip


def test_every_icon_of_the_pages_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (TEMPLATES.parent / "static/img/icons.svg").read_text()))
    used = {picture for picture, _ in ui.CHIP_TONES.values()}
    for page in TEMPLATES.rglob("*.html"):
        used |= _icons_named_in(page.read_text())

    assert used <= drawn, used - drawn


def _icons_named_in(source):
    found = re.findall(r'{% icon "([^"]+)"|picture="([^"]+)"', source)
    return {name for pair in found for name in pair if name}


def test_a_deadline_is_told_in_words_and_as_a_date():
    with clock_at(NOON):
        assert "Quá hạn 4 ngày" in printed("{% deadline due %}", due=date(2026, 11, 28))
        assert "còn 3 ngày (05/12/2026)" in printed("{% deadline due %}", due=date(2026, 12, 5))
        assert "hạn 28/11/2026" in printed("{% deadline due True %}", due=date(2026, 11, 28))
    assert printed("{% deadline due %}", due=None) == ""


def test_an_allowed_button_can_be_pressed():
    button = printed('{% verdict_button verdict "Trình" primary=True %}', verdict=YES)

    assert "disabled" not in button
    assert 'data-primary="true"' in button


def test_a_barred_button_says_why_beside_it():
    button = printed('{% verdict_button verdict "Trình" %}', verdict=no("Còn <2> nội dung chưa giải trình."))

    (reason_id,) = re.findall(r'aria-describedby="([^"]+)"', button)
    assert " disabled" in button
    assert f'id="{reason_id}"' in button
    assert "Còn &lt;2&gt; nội dung chưa giải trình." in button


def test_the_same_reason_twice_on_a_page_has_two_ids():
    twice = printed('{% verdict_button v "Trình" %}{% verdict_button v "Trình" %}', v=no("Chưa đủ."))
    ids = re.findall(r' id="([^"]+)"', twice)

    assert len(set(ids)) == 2


def test_what_follows_is_asked_before_a_destructive_button():
    button = printed('{% verdict_button v "Trả lại" kind="danger" confirm="Vòng 2 mở ra." %}', v=YES)

    assert 'data-confirm="Vòng 2 mở ra."' in button
    assert 'data-confirm-title="Trả lại?"' in button


def test_a_wrapper_is_printed_only_around_something():
    source = "{% filled %}<aside>{% content %} {{ words }} {% endcontent %}</aside>{% endfilled %}"

    assert printed(source, words="") == ""
    assert printed(source, words="a") == "<aside> a </aside>"


def test_filters_write_nothing_for_nothing():
    assert printed("{{ a|day }}{{ a|number }}{{ a|money }}{{ a|share_of:3 }}", a=None) == ""


def test_filters_write_in_vietnamese():
    source = '{{ d|day }} {{ n|amount:"tỷ đồng" }} {{ n|share_of:50 }} {{ d|letter_date }}'

    assert printed(source, d=date(2026, 2, 5), n=26) == "05/02/2026 26 tỷ đồng 52 % ngày 05 tháng 02 năm 2026"


def test_a_column_head_turns_the_order_round_and_says_so():
    ascending = printed('{% sort_header "Hạn" "han" default="han" %}', query={"q": "a", "trang": "3"})
    other = printed('{% sort_header "Tên" "ten" default="han" %}', query={"q": "a"})

    assert "?q=a&amp;sap-xep=-han" in ascending
    assert "đang xếp tăng dần" in ascending
    assert "?q=a&amp;sap-xep=ten" in other
    assert "đang xếp" not in other


def test_no_page_has_inline_styles_scripts_or_handlers():
    bad = re.compile(r'<style|\sstyle="|\son[a-z]+="|javascript:|<script(?![^>]*\ssrc=)')

    assert [page.name for page in TEMPLATES.rglob("*.html") if _is_screen(page) and bad.search(page.read_text())] == []


def _is_screen(page):
    return "reports" not in page.relative_to(TEMPLATES).parts

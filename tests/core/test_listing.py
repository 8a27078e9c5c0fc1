"""A list shows one page, the total, and addresses that keep the filters; nothing typed into the address breaks it."""

import pytest
from django import forms
from django.db.models import Q
from django.http import QueryDict

from core import listing as lists
from core.forms import DateField, Form, TextField
from core.listing import changed_query, list_page, ordering, page_number, parts_page, pills_of
from core.models import AuditEntry
from tests.factories.organisation import make_unit
from units.models import UnitPlacement


class Filter(Form):
    q = TextField(label="Tên", required=False)
    kind = forms.ChoiceField(label="Loại", choices=[("", "Tất cả"), ("t", "Tập thể")], required=False)
    many = forms.MultipleChoiceField(
        label="Khối", choices=[("Xã", [("1", "Xã miền núi")]), ("2", "Sở")], required=False
    )
    since = DateField(label="Từ ngày", required=False)
    late = forms.BooleanField(label="Quá hạn", required=False)


def test_a_page_holds_fifty_rows_and_says_which():
    listing = list_page(range(1, 121), QueryDict("trang=2"))

    assert (listing.total, listing.page, listing.pages) == (120, 2, 3)
    assert (listing.rows[0], listing.first_number, listing.last_number) == (51, 51, 100)


@pytest.mark.parametrize("asked", ["", "abc", "-1", "0", "1.5", "٣", "1e3", "9" * 40, " 2", "2\0"])
def test_nonsense_counts_as_the_first_page(asked):
    query = QueryDict(mutable=True)
    query["trang"] = asked

    assert list_page(range(120), query).page == 1


def test_too_far_is_the_last_page():
    listing = list_page(range(120), QueryDict("trang=9999"))

    assert (listing.page, len(listing.rows), listing.next_url) == (3, 20, "")


def test_page_numbers_stay_in_reach():
    assert page_number("999999") == 999999
    assert page_number("1000000") == 1


def test_an_empty_list_has_one_page_without_rows():
    listing = list_page([], QueryDict())

    assert (listing.pages, listing.rows, listing.first_number, listing.last_number) == (1, [], 0, 0)
    assert listing.page_links == [(1, "?")]


def test_links_keep_filters_and_order():
    listing = list_page(range(500), QueryDict("q=tran+dinh&kind=t&trang=3&sap-xep=-han"))

    assert listing.next_url == "?q=tran+dinh&kind=t&trang=4&sap-xep=-han"
    assert listing.previous_url == "?q=tran+dinh&kind=t&trang=2&sap-xep=-han"
    assert listing.unpaged_query == "?q=tran+dinh&kind=t&sap-xep=-han"
    assert listing.url_of(1) == "?q=tran+dinh&kind=t&sap-xep=-han"


def test_far_pages_are_left_out_of_the_links():
    listing = list_page(range(5000), QueryDict("trang=50"))

    assert [number for number, _ in listing.page_links] == [1, 2, None, 49, 50, 51, None, 99, 100]


@pytest.mark.django_db
def test_a_queryset_costs_two_queries(django_assert_num_queries):
    AuditEntry.objects.bulk_create([AuditEntry(verb="thử", target_type="x", target_id=n) for n in range(60)])

    with django_assert_num_queries(2):
        listing = list_page(AuditEntry.objects.order_by("pk"), QueryDict("trang=2"))

    assert (listing.total, len(listing.rows)) == (60, 10)


def test_a_query_can_be_changed_without_touching_the_rest():
    assert changed_query(QueryDict("a=1&b=2&b=3"), {"a": None, "c": "đ"}) == "?b=2&b=3&c=%C4%91"


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ("", ["due", "pk"]),
        ("sap-xep=ten", ["name"]),
        ("sap-xep=-han", ["-due", "-pk"]),
        ("sap-xep=drop", ["due", "pk"]),
    ],
)
def test_only_allowed_orders_are_taken(asked, fields):
    assert ordering(QueryDict(asked), {"ten": ["name"], "han": ["due", "pk"]}, "han") == fields


def test_a_descending_field_turns_round():
    assert ordering(QueryDict("sap-xep=-moi"), {"moi": ["-due"]}, "moi") == ["due"]


def test_pills_tell_the_filters_in_words_and_how_to_drop_them():
    query = QueryDict("q=hưng&kind=t&many=1&many=2&since=5/12/2026&late=on&trang=4&sap-xep=ten")
    form = Filter(query)
    assert form.is_valid()

    pills = {pill.label: pill for pill in pills_of(form, query)}

    assert {label: pill.value for label, pill in pills.items()} == {
        "Tên": "hưng",
        "Loại": "Tập thể",
        "Khối": "Xã miền núi, Sở",
        "Từ ngày": "5/12/2026",
        "Quá hạn": "có",
    }
    assert "kind" not in pills["Loại"].remove_url
    assert "trang" not in pills["Loại"].remove_url
    assert "sap-xep=ten" in pills["Loại"].remove_url


def test_unused_filters_have_no_pill():
    query = QueryDict("q=&kind=")
    form = Filter(query)
    form.is_valid()

    assert pills_of(form, query) == []


@pytest.mark.django_db
def test_rows_with_joined_ones_come_by_their_keys_and_keep_their_order(django_assert_num_queries):
    top = make_unit("Đảng bộ tỉnh")
    for number in range(5):
        make_unit(f"Đảng bộ xã số {number}", top)
    rows = UnitPlacement.objects.select_related("unit").order_by("-unit__sort_key")

    with django_assert_num_queries(3) as asked:
        listing = list_page(rows, QueryDict("trang=2"), per_page=2)
        names = [row.unit.name for row in listing.rows]

    assert names == ["Đảng bộ xã số 2", "Đảng bộ xã số 1"]
    assert "LIMIT" not in asked[2]["sql"]


@pytest.mark.django_db
def test_a_very_long_list_is_counted_only_as_far_as_asked(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(lists, "MOST_COUNTED", 20)
    AuditEntry.objects.bulk_create([AuditEntry(verb="thử", target_type="x", target_id=n) for n in range(60)])
    rows = AuditEntry.objects.all()

    def page(query: str, per_page: int = 10) -> lists.Listing:
        parts = (Q(target_id__lt=30), Q(target_id__gte=30))
        return parts_page(rows, rows, parts, ("target_id",), QueryDict(query), per_page=per_page)

    with django_assert_num_queries(2) as asked:
        first = page("kind=t")
    assert (first.total, first.has_more, first.pages, first.counted_url) == (20, True, 3, "?kind=t&dem=du")
    assert "21" in asked[0]["sql"], "no more is read than is told"
    third, last = page("trang=3"), page("trang=6")
    with django_assert_num_queries(3) as counted:
        all_of_them = page("dem=du&trang=4")
    assert [row.target_id for row in third.rows] == list(range(20, 30))
    assert (third.total, third.has_more, third.next_url) == (30, True, "?trang=4")
    assert (last.total, last.has_more, last.next_url, last.rows[-1].target_id) == (60, False, "", 59)
    assert (all_of_them.total, all_of_them.has_more, all_of_them.pages) == (60, False, 6)
    assert [row.target_id for row in all_of_them.rows] == list(range(30, 40))
    assert "COUNT(" in counted[0]["sql"]
    assert "LIMIT 10" in counted[1]["sql"], "no keys but those of the page are read"
    across = [row.target_id for row in page("dem=du&trang=3").rows + page("dem=du&trang=9999").rows]
    assert across == [*range(20, 30), *range(50, 60)]
    assert page("dem=du").rows[0].target_id == 0
    assert page("trang=9999").page == 6
    assert [row.target_id for row in page("dem=du&trang=2", 25).rows] == list(range(25, 50)), (
        "from one part to the next"
    )
    assert lists.parts_page(rows.none(), rows, (Q(),), ("pk",), QueryDict("dem=du")).rows == []

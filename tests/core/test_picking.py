"""Choosing one row among many by words, without JavaScript and without loading all rows."""

import pytest

from core.forms import DateField
from core.picking import MOST_OFFERED, PickField, PickingForm
from tests.factories.organisation import make_tree, make_unit
from units.models import Unit

pytestmark = pytest.mark.django_db


def by_words(rows, words):
    return rows.matching(words).order_by("pk")


class Choose(PickingForm):
    unit = PickField(label="Đơn vị", matching=by_words)
    on = DateField(label="Từ ngày")


def offered(form):
    return [pk for pk, _ in form.fields["unit"].choices]


def test_search_shows_what_fits_keeps_what_was_typed_and_complains_of_nothing():
    tree = make_tree()

    form = Choose(
        {"unit-tim": "tan son", "unit": str(tree.cell.pk), "on": "31/02/2026", "tim": "unit"},
        rows={"unit": Unit.objects.all()},
    )

    assert not form.is_valid()
    assert not form.is_bound
    assert offered(form) == [str(tree.cell.pk), str(tree.commune.pk)]
    assert 'value="31/02/2026"' in str(form)
    assert f'value="{tree.cell.pk}"' in str(form)
    assert "checked" in str(form)


def test_no_more_than_a_handful_is_offered():
    province = make_unit("Đảng bộ tỉnh")
    for number in range(MOST_OFFERED + 5):
        make_unit(f"Đảng bộ xã {number}", province)

    form = Choose(rows={"unit": Unit.objects.all()})

    assert len(offered(form)) == MOST_OFFERED
    assert "mời gõ thêm chữ" in str(form)


@pytest.mark.parametrize("wrong", ["x", "99999999999999999999999", "-1", "1\0", "٣"])
def test_row_that_may_not_be_chosen_is_refused_with_a_sentence(wrong):
    form = Choose({"unit": wrong, "on": "1/1/2026"}, rows={"unit": Unit.objects.all()})

    assert not form.is_valid()
    assert "không còn dùng được" in form.errors["unit"][0]


def test_row_outside_the_offered_set_is_refused():
    tree = make_tree()

    form = Choose({"unit": str(tree.trap.pk), "on": "1/1/2026"}, rows={"unit": Unit.objects.within(tree.commune.path)})

    assert "unit" in form.errors


def test_nothing_chosen_is_asked_for():
    form = Choose({"on": "1/1/2026"}, rows={"unit": Unit.objects.all()})

    assert "Đơn vị" in form.errors["unit"][0]


def test_words_not_searched_for_yet_are_searched_for_whatever_button_sent_them():
    tree = make_tree()
    typed = {"unit-tim": "binh an", "unit": "", "on": "1/1/2026"}

    first = Choose(typed, rows={"unit": Unit.objects.all()})
    second = Choose(typed | {"unit-da-tim": "binh an", "unit": str(tree.trap.pk)}, rows={"unit": Unit.objects.all()})

    assert first.is_searching
    assert offered(first) == [str(tree.trap.pk)]
    assert 'name="unit-da-tim" value="binh an"' in str(first)
    assert second.is_valid()


def test_a_page_opens_at_the_search_and_says_that_nothing_but_the_search_was_done():
    typed = {"unit-tim": "binh an", "unit": "", "on": "1/1/2026"}

    by_its_button = str(Choose(typed | {"tim": "unit"}, rows={"unit": Unit.objects.all()}))
    by_another = str(Choose(typed, rows={"unit": Unit.objects.all()}))
    not_searched = str(Choose(rows={"unit": Unit.objects.all()}))

    assert ["Mới chỉ tìm" in page for page in (by_its_button, by_another, not_searched)] == [False, True, False]
    assert ["autofocus" in page for page in (by_its_button, by_another, not_searched)] == [True, True, False]

"""The pages of cycles: who finds which, what a refused post keeps, numbers that equal the lists behind them."""

import re
from datetime import date
from unicodedata import normalize

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.roles import Position, Role
from core import localtime
from core.models import Job
from reviews.actions import cycles as actions
from reviews.actions.generation import generation_job
from reviews.models import Cycle, Review
from tests.factories import organisation as org
from tests.factories.reviews import drafted_cycle, opened_cycle, run_job, year_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return org.make_tree()


@pytest.fixture
def staff(tree):
    return org.make_account("chuyenvien", (Role.STAFF, tree.province))


@pytest.fixture
def cycle(tree, staff):
    member = org.make_cadre("Lê Thị Mơ", tree.cell)
    org.hold(org.make_post(tree.commune, Position.HEAD, "Bí thư Đảng ủy xã"), org.make_cadre("Trần Hưởng", tree.cell))
    org.make_account("canbo", cadre=member)
    return opened_cycle(tree.province, org.acting(staff))


def typed(tree, **changes):
    """What the form posts for a good plan."""
    plan = year_plan(tree.province)
    year = localtime.today().year
    fields = {
        "version": "",
        "name": plan.name,
        "kind": plan.kind,
        "owner": tree.province.pk,
        "scope": tree.province.pk,
        "plan_number": plan.plan_number,
        "plan_date": f"15/01/{year}",
        "period_from": f"01/01/{year}",
        "period_to": f"31/12/{year}",
        "profile": plan.profile_id,
        "catalogue": plan.catalogue_id,
        "collective_3": f"20/12/{year}",
        "individual_3": f"10/12/{year}",
        "individual_6": f"05/12/{year}",
    }
    for code, pk in zip(("01", "2A", "2B", "2C"), plan.template_ids, strict=True):
        fields[f"template_{code}"] = pk
    return fields | changes


def page(name, cycle):
    return reverse(f"reviews:{name}", args=[cycle.pk])


def test_plan_typed_in_the_form_becomes_a_draft(client, tree, staff):
    org.login(client, staff)

    response = client.post(reverse("reviews:create_cycle"), typed(tree))

    cycle = Cycle.objects.get()
    assert (response.status_code, response.url) == (302, page("cycle_page", cycle))
    assert [(d.tier, d.collective_due_on is None) for d in cycle.deadlines.all()] == [(3, False), (6, True)]
    client.post(reverse("reviews:create_cycle"), typed(tree, name="Đợt khác"))
    twin = Cycle.objects.get(name="Đợt khác")
    assert f"cũng là của “{cycle.name}”" in client.get(page("cycle_page", twin)).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"period_to": "31/12/2019"}, "trước khi bắt đầu", id="ends-before-it-begins"),
        pytest.param({"collective_3": "20/12/2019"}, "trước ngày bắt đầu kỳ kiểm điểm", id="deadline-too-early"),
        pytest.param({"plan_date": "31/02/2026"}, "Ngày ở ô “Ngày kế hoạch” chưa đúng", id="no-such-day"),
        pytest.param({"name": ""}, "Tên đợt", id="no-name"),
        pytest.param({"name": "x" * 201}, "dài quá", id="long-name"),
        pytest.param({"name": "a\0b"}, "ký tự không đọc được", id="nul-byte"),
        pytest.param({"scope": "9" * 30}, "không còn dùng được", id="huge-scope"),
        pytest.param({"profile": "abc"}, "không còn dùng được", id="nonsense-profile"),
        pytest.param({"kind": "nope"}, "không còn dùng được", id="unknown-kind"),
        pytest.param({"template_2B": ""}, "chưa chọn đủ mẫu 2A và 2B", id="no-leaders-form"),
        pytest.param({"individual_6": "chiều mai"}, "Hạn của cá nhân, chi bộ", id="deadline-in-words"),
    ],
)
def test_wrong_input_gets_a_sentence_and_keeps_what_was_typed(client, tree, staff, changes, sentence):
    org.login(client, staff)

    response = client.post(reverse("reviews:create_cycle"), typed(tree, plan_number="45-KH/TU giữ lại", **changes))

    assert response.status_code == 422
    assert sentence in response.text
    assert "45-KH/TU giữ lại" in response.text
    assert not Cycle.objects.exists()


def test_any_unit_below_is_found_by_typing_and_becomes_the_scope_with_nothing_typed_lost(client, tree, staff):
    org.login(client, staff)
    words = {"scope-tim": "chi bo", "tim": "scope", "name": "Chuyên đề ở chi bộ"}

    found = client.post(reverse("reviews:create_cycle"), typed(tree) | words)
    assert found.status_code == 200
    assert f'value="{tree.cell.pk}"' in found.text
    assert "Chuyên đề ở chi bộ" in found.text
    client.post(reverse("reviews:create_cycle"), typed(tree, scope=tree.cell.pk))

    assert Cycle.objects.get().scope == tree.cell


def test_foreign_scope_is_not_offered(client, tree):
    org.login(client, org.make_account("chuyenvien_xa", (Role.STAFF, tree.commune)))

    elsewhere = typed(tree, owner=tree.commune.pk, scope=tree.other_commune.pk)
    response = client.post(reverse("reviews:create_cycle"), elsewhere)

    assert response.status_code == 422
    assert not Cycle.objects.exists()


def test_decomposed_name_is_shown_composed(client, tree, staff):
    org.login(client, staff)

    client.post(reverse("reviews:create_cycle"), typed(tree, name=normalize("NFD", "Kiểm điểm chuyên đề")))

    assert Cycle.objects.get().name == "Kiểm điểm chuyên đề"


def test_double_click_on_save_makes_one_cycle(client, tree, staff):
    org.login(client, staff)

    client.post(reverse("reviews:create_cycle"), typed(tree))
    response = client.post(reverse("reviews:create_cycle"), typed(tree))

    assert response.status_code == 422
    assert "Đã có đợt" in response.text
    assert Cycle.objects.count() == 1


def test_draft_is_seen_by_its_committee_alone(client, tree, staff):
    cycle = drafted_cycle(tree.province, org.acting(staff))
    secretary = org.make_account("thuky", (Role.SECRETARY, tree.commune))

    assert org.login(client, staff).get(page("cycle_page", cycle)).status_code == 200
    org.login(client, secretary)
    for name in (
        "cycle_page",
        "edit_cycle",
        "change_deadlines",
        "generation_progress",
        "cycle_figures",
        "cycle_reviews",
    ):
        assert client.get(page(name, cycle)).status_code == 404, name
    for name in ("open_cycle", "close_cycle", "discard_cycle", "generate_reviews", "reopen_cycle"):
        assert client.post(page(name, cycle), {"version": 1}).status_code == 404, name
    assert cycle.name not in client.get(reverse("reviews:cycles")).text


def test_opening_from_the_page_queues_the_generation_and_polls_until_it_is_over(client, tree, staff):
    cycle = drafted_cycle(tree.province, org.acting(staff))
    org.login(client, staff)

    client.post(page("open_cycle", cycle), {"version": cycle.version})
    waiting = client.get(page("generation_progress", cycle), headers={"HX-Request": "true"})
    job = generation_job(cycle)
    assert job is not None
    run_job(job)
    over = client.get(page("generation_progress", cycle), headers={"HX-Request": "true"})

    assert 'hx-trigger="every 2s"' in waiting.text
    assert "hx-trigger" not in over.text
    assert "reviewsGenerated" in over.headers["HX-Trigger-After-Settle"]


def test_second_opener_is_told_and_nothing_happens_twice(client, tree, staff):
    cycle = drafted_cycle(tree.province, org.acting(staff))
    org.login(client, staff)
    client.post(page("open_cycle", cycle), {"version": 1})

    response = client.post(page("open_cycle", cycle), {"version": 1})

    assert response.status_code == 422
    assert "Đã có người thay đổi" in response.text
    assert Job.objects.count() == 1


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40])
def test_nonsense_version_counts_as_an_old_page(client, tree, staff, version):
    cycle = drafted_cycle(tree.province, org.acting(staff))

    response = org.login(client, staff).post(page("open_cycle", cycle), {"version": version})

    assert response.status_code == 422
    assert "Trang này đã cũ" in response.text


def test_who_sees_the_open_cycle_but_does_not_run_it_finds_no_way_to(client, tree, cycle):
    secretary = org.make_account("thuky", (Role.SECRETARY, tree.commune))
    org.login(client, secretary)

    shown = client.get(page("cycle_page", cycle))

    assert shown.status_code == 200
    assert "Sinh bản còn thiếu" not in shown.text
    assert client.get(page("edit_cycle", cycle)).status_code == 404
    assert client.post(page("close_cycle", cycle), {"version": cycle.version}).status_code == 422
    assert client.post(page("generate_reviews", cycle)).status_code == 422


def test_every_number_equals_the_list_behind_it(client, tree, staff, cycle):
    Review.objects.filter(cycle=cycle, unit=tree.commune, cadre=None).update(due_on=date(2020, 1, 1))
    org.login(client, staff)

    shown = client.get(page("cycle_page", cycle)).text

    links = re.findall(r'href="(/dot/\d+/ban-kiem-diem/\?[^"]+)"[^>]*>(?:<span[^>]*>.*?</svg>)?(\d+)', shown)
    assert len(links) >= 8
    for url, number in links:
        listed = client.get(url.replace("&amp;", "&"))
        assert listed.context["listing"].total == int(number), url
    assert any("qua-han" in url for url, _ in links)


def test_list_behind_a_number_shows_only_what_the_person_may_see(client, tree, staff, cycle):
    member = Review.objects.get(cycle=cycle, cadre__full_name="Lê Thị Mơ")
    secretary = org.make_account("thuky_xa_khac", (Role.SECRETARY, tree.other_commune))

    listed = org.login(client, secretary).get(page("cycle_reviews", cycle)).context["listing"]

    assert member not in listed.rows
    assert {row.unit for row in listed.rows} == {tree.other_commune}


@pytest.mark.parametrize("query", ["doi-tuong=x", "cap=abc", "khoi=99999999999999999999", "tinh-trang=%00", "trang=-5"])
def test_nonsense_filters_never_break_the_list(client, staff, cycle, query):
    assert org.login(client, staff).get(f"{page('cycle_reviews', cycle)}?{query}").status_code == 200


def test_search_in_the_list_ignores_accents_and_form(client, staff, cycle):
    org.login(client, staff)

    for words in ("le thi mo", "Lê Thị Mơ", normalize("NFD", "Lê Thị Mơ")):
        # the member is managed by the commune, whose staff this is not: only the leader's name can be found
        assert client.get(page("cycle_reviews", cycle), {"ten": words}).context["listing"].total == 0
    for words in ("tran huong", normalize("NFD", "TRẦN hưởng")):
        assert client.get(page("cycle_reviews", cycle), {"ten": words}).context["listing"].total == 1


def test_deadlines_change_on_the_page_with_a_reason(client, tree, staff, cycle):
    org.login(client, staff)
    year = localtime.today().year
    fields = {f"{side}_{tier}": f"30/12/{year}" for side in ("collective", "individual") for tier in (2, 3, 4, 5, 6)}

    refused = client.post(page("change_deadlines", cycle), fields | {"version": cycle.version, "reason": ""})
    done = client.post(page("change_deadlines", cycle), fields | {"version": cycle.version, "reason": "Thông báo 87"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert set(Review.objects.filter(cycle=cycle).values_list("due_on", flat=True)) == {date(year, 12, 30)}


def test_closed_cycle_is_opened_again_through_its_page(client, staff, cycle):
    org.login(client, staff)
    client.post(page("close_cycle", cycle), {"version": cycle.version})
    cycle.refresh_from_db()

    refused = client.post(page("reopen_cycle", cycle), {"version": cycle.version, "reason": " "})
    done = client.post(page("reopen_cycle", cycle), {"version": cycle.version, "reason": "Còn 3 đơn vị"})

    assert (refused.status_code, done.status_code) == (422, 302)


def _queries(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_lists_and_page_ask_as_often_for_thirty_rows_as_for_one(client, tree, staff, cycle):
    org.login(client, staff)
    urls = [reverse("reviews:cycles"), page("cycle_page", cycle), page("cycle_reviews", cycle)]
    few = [_queries(client, url) for url in urls]

    for number in range(30):
        org.make_unit(f"Đảng bộ xã số {number}", tree.province)
        drafted_cycle(tree.province, org.acting(staff), name=f"Đợt thử {number}")
    run_job(actions.generate_reviews(cycle_id=cycle.pk, actor=org.acting(staff)))

    assert [_queries(client, url) for url in urls] == few
    assert few[0] <= 10
    assert few[2] <= 10

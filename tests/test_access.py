"""Who gets what from every address of the project: no address without a row in the table, no row without its truth.

`tests/access/world.py` builds one object of each kind and one account of each role, `tests/access/addresses.py` says
what each account gets from each address, `tests/access/lists.py` what stands in lists, pickers, counts and searches.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from config import urls
from core.models import StoredFile
from core.views import page_not_found
from reviews.models import IssuedPaper
from reviews.querysets.remediation import RemediationItemQuerySet
from tests.access.addresses import PUBLIC, TABLE
from tests.access.lists import SHOWN, WITHOUT_OBJECTS, Shown
from tests.access.table import EVERYBODY, Case, page
from tests.access.world import RUN_FILE, World, build_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

_TOTAL = re.compile(r'<div class="list-head">\s*<p><strong>([0-9.]+)</strong>')


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """One world for the whole module, rolled back at its end; every request is rolled back for itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def seen() -> dict[tuple[str, str], str]:
    """What (account, address) showed; the tests of the lists share it, for none of them changes anything."""
    return {}


@pytest.fixture(autouse=True)
def stored_files(storage_folder: Path, world: World) -> None:
    uploads = StoredFile.objects.values_list("file", flat=True)
    issued = IssuedPaper.objects.values_list("file", flat=True)
    for name in (RUN_FILE, *uploads, *issued):
        file = storage_folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"%PDF-1.7")


@pytest.fixture(scope="module", autouse=True)
def one_page_of_what_is_not_found() -> Iterator[None]:
    """Most answers are one and the same page, half of the work of giving them: each account gets it once, then the status."""
    told = set[Any]()

    def answer_in_short(request: HttpRequest, exception: Exception) -> HttpResponse:
        if request.user.pk in told:
            return HttpResponseNotFound()
        told.add(request.user.pk)
        return page_not_found(request, exception)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "handler404", answer_in_short)
        yield


def addresses(resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every named address of the site with its namespace."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        else:
            yield ":".join((*spaces, pattern.name or str(pattern.pattern))), pattern


def missing_from_table(known: set[str]) -> set[str]:
    """Addresses about which the table says nothing."""
    return {name for name, _pattern in addresses()} - known


def answer(browser: Client, method: str, address: str) -> int:
    """The status, with whatever the request did to the data and to the browser undone."""
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    with transaction.atomic():
        response = getattr(browser, method)(address)
        transaction.set_rollback(True)
    if response.streaming:
        b"".join(response.streaming_content)  # read to its end, a file is closed
    browser.cookies.clear()
    browser.cookies.load(cookies)
    return int(response.status_code)


def address_of(world: World, case: Case) -> str:
    """The address of the case, with the objects named in it."""
    names = {
        key: world.pk(value) if isinstance(value, str) and value in world.objects else value
        for key, value in case.objects.items()
    }
    query = "&".join(
        f"{key}={world.pk(value) if value in world.objects else value}" for key, value in case.query.items()
    )
    return reverse(case.url_name, kwargs=names) + (f"?{query}" if query else "")


def wrong_answers(world: World, case: Case) -> dict[tuple[str, str], tuple[int, int]]:
    """(method, account) → (what came, what should) where they differ; two accounts do where all get the same."""
    address = address_of(world, case)
    wrong = {}
    for method in ("get", "post"):
        asked = sorted(world.browsers) if case.tells_accounts_apart(method) else ["thuky", "mattran"]
        for account in asked:
            came, should = answer(world.browsers[account], method, address), case.expected(method, account)
            if came != should:
                wrong[method, account] = (came, should)
    return wrong


def content(browser: Client, address: str) -> str:
    """What stands in the page itself, without the frame (whose bar names the person's own office); "" if it is refused."""
    response = browser.get(address)
    return response.text.partition('id="noi-dung"')[2] if response.status_code == 200 else ""


def wrongly_shown(shown: Shown, world: World, seen: dict[tuple[str, str], str]) -> set[str]:
    """Accounts that see the mark and should not, or should and do not."""
    mark = shown.mark(world)
    for account, browser in world.browsers.items():
        if (account, shown.address) not in seen:
            seen[account, shown.address] = content(browser, shown.address)
    return {account for account in world.browsers if mark in seen[account, shown.address]} ^ shown.to


def test_every_address_has_its_row():
    assert missing_from_table({case.url_name for case in TABLE}) == set(), "say in tests/access who gets what from it"


def test_every_row_is_about_an_address_of_the_project():
    assert {case.url_name for case in TABLE} <= {name for name, _pattern in addresses()}


def test_the_table_speaks_of_every_account(world):
    assert set(world.browsers) == EVERYBODY


@pytest.mark.parametrize("case", TABLE, ids=str)
def test_each_account_gets_what_the_table_says(world, case):
    assert wrong_answers(world, case) == {}


@pytest.mark.parametrize("case", TABLE, ids=str)
def test_nobody_gets_in_without_log_in(world, case):
    anybody = Client(raise_request_exception=False)
    address = address_of(world, case)

    got = {answer(anybody, "get", address), answer(anybody, "post", address)}

    assert (got <= {302, 401, 405}) or case.url_name in PUBLIC
    assert not got & {500, 404}


def test_pages_without_an_object_are_looked_into():
    bare = {f"/{pattern.pattern}" for _name, pattern in addresses() if "<" not in str(pattern.pattern)}
    posted_to = {"/dang-xuat/"}

    assert bare - posted_to - {shown.address.partition("?")[0] for shown in SHOWN} == WITHOUT_OBJECTS


@pytest.mark.parametrize("shown", SHOWN, ids=str)
def test_lists_pickers_and_searches_show_only_what_one_may_see(world, seen, shown):
    assert wrongly_shown(shown, world, seen) == set()


def _rows_in(text: str) -> int:
    """The rows of the first table, which is the list, or the cards of the board."""
    _, is_board, cards = text.partition('<div class="board"')
    return cards.count("<li>") if is_board else text.partition("<tbody>")[2].partition("</table>")[0].count("<tr")


def test_a_printed_total_counts_the_rows_one_sees(world, seen):
    compared = 0
    for account, browser in world.browsers.items():
        for address in sorted({shown.address for shown in SHOWN}):
            text = seen.get((account, address)) or content(browser, address)
            for total in _TOTAL.findall(text):
                compared += 1
                assert _rows_in(text) == int(total), (account, address)
    assert compared > len(SHOWN)


class TestTheTableItself:
    """The checks above must be able to fail: each is shown a deliberate violation."""

    def test_an_address_without_a_row_is_noticed(self):
        known = {case.url_name for case in TABLE} - {"reviews:item_page"}

        assert missing_from_table(known) == {"reviews:item_page"}

    def test_a_view_that_forgets_who_asks_is_noticed(self, world, monkeypatch):
        monkeypatch.setattr(RemediationItemQuerySet, "visible_to", lambda items, actor: items.all())
        item_page = next(case for case in TABLE if str(case) == "reviews:item_page:accepted_personal_item")
        in_list = next(shown for shown in SHOWN if shown.address == "/khac-phuc/")

        assert wrong_answers(world, item_page)["get", "mattran"] == (200, 404)
        assert "mattran" in wrongly_shown(in_list, world, {})

    def test_a_row_that_promises_too_much_is_noticed(self, world):
        too_much = page("reviews:review_page", EVERYBODY, pk="personal")

        assert wrong_answers(world, too_much)["get", "thuky_khac"] == (404, 200)

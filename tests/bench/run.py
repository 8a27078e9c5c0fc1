"""The run itself, once the environment stands: seed, measure pages in turns, measure papers, tell."""

import os
import time
from collections.abc import Callable, Sequence

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import override_settings

from reviews.models import Cycle, Review
from reviews.states import CycleState
from tests.bench import digests, printing, report
from tests.bench.cycles import run_cycles
from tests.bench.databases import FOLDER, Databases
from tests.bench.items import ITEMS_OF_A_PERSON, LIST, item_pages, write_items
from tests.bench.letters import measure_letters
from tests.bench.pages import Page, Scene, bare_page, pages
from tests.bench.province import PASSWORD, build_province, tidy_up
from tests.bench.settings import BARE_MIDDLEWARE
from tests.bench.timing import Sample, measure
from tests.bench.visitor import Visitor
from tests.bench.writing import write_everything
from units.models import Unit

ROUNDS = 2
COMMUNE_TIER = 3
ABOUT_ITEMS = {"home of the province", "dashboard of the province"}  # besides what lies below the list


def run(sizes: Sequence[int], databases: Databases, begun: float) -> None:
    """Everything, with the time of each part."""

    def say(words: str) -> None:
        print(f"{words} … ({time.monotonic() - begun:.0f} giây)", flush=True)

    for people in sizes:
        say(f"Tỉnh {people} người")
        turn_to(databases.name(people))
        seed(people)
    say("Các trang")
    measured = measure_pages(sizes, databases)
    say("Các bản in")
    turn_to(databases.name(sizes[0]))
    papers = measure_papers()
    say(f"Thư nhắc việc của {digests.PEOPLE} người")
    turn_to(databases.name(digests.PEOPLE))
    digests.seed_digests()
    connection.close()
    own = {**os.environ, "DATABASE_URL": databases.url(databases.name(digests.PEOPLE))}
    papers["digests"] = digests.measure_digests(own | {"DJANGO_SETTINGS_MODULE": "config.settings"})
    _tell(measured, papers, begun, "latest")


def run_items(people: int, items: int, databases: Databases, begun: float) -> None:
    """So many items in one province, and the pages that read them."""
    print(f"Tỉnh {people} người, {items} việc …", flush=True)
    turn_to(databases.name(people))
    seed(people, items)
    print(f"Các trang … ({time.monotonic() - begun:.0f} giây)", flush=True)
    _tell(measure_pages([people], databases, about_items), {}, begun, "items")


def about_items(page: Page) -> bool:
    """Whether it lists items of remediation or adds them up."""
    return page.name in ABOUT_ITEMS or page.path.startswith(LIST)


def _tell(measured: report.PageFigures, papers: dict[str, object], begun: float, latest: str) -> None:
    judged = report.judge(measured, papers)
    print(f"\n{report.table(judged)}\n")
    file = report.keep(judged, FOLDER, latest)
    print(f"Số liệu: {file} (chạy {time.monotonic() - begun:.0f} giây, tải {judged['load']:.1f})")


def turn_to(database: str) -> None:
    """Go on in another of the databases."""
    connection.close()
    connection.settings_dict["NAME"] = database


def seed(people: int, items: int | None = None) -> None:
    """Fill the database that is turned to; items of remediation in proportion, unless another number is asked for."""
    world = build_province(people)
    write_everything(world, run_cycles(world))
    write_items(items or round(people * ITEMS_OF_A_PERSON))
    tidy_up()


def scene() -> Scene:
    """The commune whose secretary writes, and another one that has submitted."""
    cycle = Cycle.objects.get(state=CycleState.OPEN)
    first, second = Unit.objects.filter(kind__tier=COMMUNE_TIER).order_by("pk")[:2]
    of_units = Review.objects.filter(cycle=cycle, cadre=None)
    return Scene(of_units.get(unit=first), of_units.get(unit=second), PASSWORD)


def open_pages() -> tuple[list[Page], Page]:
    """The pages in the database that is turned to, each with its visitor logged in, and the bare page."""
    site = WSGIHandler()
    with override_settings(MIDDLEWARE=BARE_MIDDLEWARE):
        bare_site = WSGIHandler()
    visitors: dict[str, Visitor] = {}

    def open_as(username: str) -> Visitor:
        if not username:
            return Visitor(site)
        if username not in visitors:
            visitors[username] = Visitor(site)
            visitors[username].log_in(username, PASSWORD)
        return visitors[username]

    found = [*pages(scene(), open_as), *item_pages(open_as)]
    return found, bare_page(Visitor(bare_site, dict(open_as("chuyenvien").cookies)))


def measure_pages(
    sizes: Sequence[int], databases: Databases, chosen: Callable[[Page], bool] = lambda page: True
) -> dict[int, dict[str, dict[str, object]]]:
    """The provinces in turns, so that an hour in which the machine is busy meets them alike."""
    opened, samples = {}, {}
    for people in sizes:
        turn_to(databases.name(people))
        found, bare = open_pages()
        opened[people] = [page for page in found if chosen(page)], bare
        samples[people] = {page.name: Sample() for page in opened[people][0]}
    for _ in range(ROUNDS):
        for people in sizes:
            turn_to(databases.name(people))
            found, bare = opened[people]
            for page in found:
                measure(page, bare, samples[people][page.name])
    return {
        people: {name: sample.figures() for name, sample in of_pages.items()} for people, of_pages in samples.items()
    }


def measure_papers() -> dict[str, object]:
    """Processor time, papers a second, memory; a suggestion to many and its letters."""
    cycle = Cycle.objects.get(state=CycleState.OPEN)
    reviews = printing.reviews_to_print(cycle)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return {
        **printing.cpu_of_papers(reviews[0]),
        "worker": printing.papers_a_second(reviews, FOLDER / "papers", environment),
        "letters": measure_letters(cycle, PASSWORD, FOLDER / "letters", environment),
    }

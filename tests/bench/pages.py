"""The pages that are measured, who opens them, and what is sent: every one as a browser would."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from reviews.actions.tree_figures import count_large_trees
from reviews.models import Review
from tests.bench.targets import PAGE_TARGETS, PageTarget
from tests.bench.urls import BARE_PAGE
from tests.bench.visitor import Answer, Request, Visitor, fields_of

Open = Callable[[str], Visitor]  # a logged-in visitor by account name; "" for nobody
INDICATOR = "indicator-"


@dataclass(frozen=True, slots=True)
class Scene:
    """What the pages are about, in one of the databases."""

    written: Review
    submitted: Review
    password: str


class Page:
    """One measured page: `prepare` is not timed, `request` is sent by `visitor`, the answer must have this status."""

    def __init__(self, name: str, visitor: Visitor, path: str = "", status: int = 200) -> None:
        self.name, self.visitor, self.path, self.status = name, visitor, path, status

    @property
    def target(self) -> PageTarget:
        """What it has to keep to."""
        return PAGE_TARGETS[self.name]

    def begin(self) -> None:
        """Get ready once more, after other pages may have changed the same rows."""

    def prepare(self) -> Request:
        """What will be sent next."""
        return Request(self.path)

    def take(self, answer: Answer) -> None:
        """Look at the answer; the run stops where the page did not do what is measured."""
        if answer.status != self.status:
            raise SystemExit(f"{self.name}: trả lời {answer.status} thay cho {self.status}.")


class CountedPage(Page):
    """A page of figures: the worker, which does not run beside the pages, counts once a minute what takes long."""

    def begin(self) -> None:
        """Count as the worker would have done."""
        count_large_trees()


class LogIn(Page):
    """Name and password, each time by a browser that nobody has logged in on."""

    def __init__(self, name: str, visitor: Visitor, password: str) -> None:
        super().__init__(name, visitor, "/dang-nhap/", 302)
        self.password = password

    def prepare(self) -> Request:
        """The form of the log-in page, filled in."""
        self.visitor.cookies.clear()
        return Request(self.path, {"username": "thuky", "password": self.password})


class SaveOneAnswer(Page):
    """Autosave: one text has changed, and goes with its token; the answer brings the next token."""

    def begin(self) -> None:
        """Open the form: the first text of it is the one that will change."""
        fields = fields_of(self.visitor.send(Request(self.path)).text, "ban-kiem-diem")
        self.field = next(name for name in fields if name.startswith("answer-") and name.endswith("-text"))
        self.row = self.field.removesuffix("-text")
        self.token = fields[f"{self.row}-token"][0]
        self.text = fields[self.field][0].partition(" Lần")[0]
        self.number = count(1)

    def prepare(self) -> Request:
        """The text with a few words more than before."""
        text = f"{self.text} Lần sửa thứ {next(self.number)}."
        return Request(self.path, {"dang": "json", self.field: text, f"{self.row}-token": self.token})

    def take(self, answer: Answer) -> None:
        """Keep the token."""
        super().take(answer)
        self.token = json.loads(answer.text)["tokens"][self.row]


class SaveWholeSheet(Page):
    """Without script: the whole review goes, every long text in it changed."""

    def __init__(self, name: str, visitor: Visitor, path: str) -> None:
        super().__init__(name, visitor, path, 302)
        self.number = count(1)

    def prepare(self) -> Request:
        """Open the form, write on in every text."""
        fields = fields_of(self.visitor.send(Request(self.path)).text, "ban-kiem-diem")
        number = next(self.number)
        for name, values in fields.items():
            if name.endswith(("-text", "-fault", "-cause", "-action")) and len(values[0]) > 20:
                values[0] = f"{values[0].partition(' Lần')[0]} Lần {number}."
        return Request(self.path, fields)


class SaveWholeTable(Page):
    """Without script: the 135 rows go, every answer another than before."""

    def __init__(self, name: str, visitor: Visitor, path: str) -> None:
        super().__init__(name, visitor, path, 302)

    def prepare(self) -> Request:
        """Open the form, tick another answer in every row."""
        fields = fields_of(self.visitor.send(Request(self.path)).text, "bieu-hien")
        for name, values in fields.items():
            if name.startswith(INDICATOR):
                values[0] = {"1": "2", "2": "3", "3": "1"}[values[0]]
        return Request(self.path, fields)


def pages(scene: Scene, open_as: Open) -> Iterator[Page]:
    """All of them, each ready to be measured."""
    staff, secretary, nobody = open_as("chuyenvien"), open_as("thuky"), open_as("")
    sheet, table = f"/kiem-diem/{scene.written.pk}/sua/", f"/kiem-diem/{scene.written.pk}/bieu-hien/"
    yield Page("log-in page", nobody, "/dang-nhap/")
    yield LogIn("log-in", open_as(""), scene.password)
    yield Page("home of the province", staff, "/")
    yield Page("home of a secretary", secretary, "/")
    yield Page("list of the province", staff, "/kiem-diem/")
    yield Page("detail", staff, f"/kiem-diem/{scene.submitted.pk}/")
    yield Page("form of 135 rows", secretary, table)
    yield Page("form of the review", secretary, sheet)
    yield SaveOneAnswer("save of one answer", secretary, sheet)
    yield SaveWholeTable("save of the 135 rows", secretary, table)
    yield SaveWholeSheet("save of the whole review", secretary, sheet)
    yield CountedPage("dashboard of the province", staff, "/tong-hop/")


def bare_page(visitor: Visitor) -> Page:
    """The yardstick."""
    return Page("bare page", visitor, BARE_PAGE)

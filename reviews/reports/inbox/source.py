"""What a source of work is: whose it is, which rows it finds, when they are due, and how one of them reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, DateTimeField, F, Q, QuerySet, TextChoices, Value
from django.db.models.functions import Cast

from cadres.roles import Actor, Role


class Box(TextChoices):
    """The boxes of the inbox, by what they are called in its address."""

    WAITING = "cho-xu-ly", "Chờ tôi xử lý"
    RETURNED = "bi-tra-lai", "Bị trả lại"
    OVERDUE = "qua-han", "Quá hạn"
    SENT = "da-gui", "Đã gửi"
    DONE = "da-xong", "Đã xong"


TO_DO = (Box.WAITING, Box.RETURNED)


@dataclass(frozen=True, slots=True)
class Line:
    """One job as the inbox shows it: the words, the verb on its button, and the place where the work is."""

    text: str
    verb: str
    url_name: str
    url_arg: int
    detail: str = ""
    due: date | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of row that sources lead to, with everything their lines read, loaded in one query."""

    name: str
    rows: Callable[[], QuerySet[Any]]


@dataclass(frozen=True)
class Source:
    """One kind of work of one kind of person.

    `whom` says without a query whether the person can have such work at all; `find` gives the rows; `due` and `since`
    name the columns with the deadline (if there is one) and the moment since when it lies where it lies.

    Sources with the same `find` are counted together; each then says in `among` which of the rows are its own. No row
    may belong to two of them.
    """

    name: str
    box: Box
    kind: Kind
    whom: Callable[[Actor], bool]
    find: Callable[[Actor], QuerySet[Any]]
    line: Callable[[Any], Line]
    since: str
    due: str = ""
    among: Callable[[Actor], Q] | None = None

    def rows(self, actor: Actor) -> QuerySet[Any]:
        """The rows of this source alone."""
        found = self.find(actor)
        return found if self.among is None else found.filter(self.among(actor))

    def dated(self, actor: Actor) -> QuerySet[Any]:
        """The rows with `inbox_due` and `inbox_since`, without an order of their own."""
        nothing = Cast(Value(None), DateField())
        return (
            self.rows(actor)
            .order_by()
            .annotate(inbox_due=F(self.due) if self.due else nothing, inbox_since=Cast(F(self.since), DateTimeField()))
        )


def with_role(*roles: Role) -> Callable[[Actor], bool]:
    """Work for whoever holds one of the roles anywhere."""
    return lambda actor: actor.holds_any(*roles)


def in_person(actor: Actor) -> bool:
    """Work that somebody who is a cadre may have."""
    return actor.cadre_id is not None


def in_person_or_charged(actor: Actor) -> bool:
    """Work of cadres, and of those charged with a unit's review."""
    return in_person(actor) or actor.holds_any(Role.SECRETARY, Role.HEAD)


def clipped(text: str, length: int = 140) -> str:
    """The text on one line, cut at a word where it is too long for a line of the inbox."""
    words = " ".join(text.split())
    if len(words) <= length:
        return words
    return words[:length].rsplit(" ", 1)[0] + "…"

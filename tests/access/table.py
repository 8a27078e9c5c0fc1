"""What the table of access is made of: circles of accounts, and one case for each address and object."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Circle = frozenset[str]
Answers = int | Mapping[int, Circle]


def circle(names: str) -> Circle:
    """Account names written in one line."""
    return frozenset(names.split())


NOBODY = circle("")
CHARGED = circle("thuky bithu")
MEMBERS = CHARGED | circle("canbo thanhvien")
OTHERS = circle("thuky_khac bithu_khac thuky_gan_giong")
COMMITTEE = circle("chuyenvien thuongtruc")
INSPECTION = circle("kiemtra")
ABOVE = circle("trunguong")
FRONT = circle("mattran mattran_xa")
TOP_ADMIN = circle("quantri_tren")
ADMIN = circle("quantri") | TOP_ADMIN
STRANGER = circle("nguoi_la")
HELPER = circle("giup_viec")
"""A member of a working group that was given Tân Sơn."""
EVERYBODY = MEMBERS | OTHERS | COMMITTEE | INSPECTION | ABOVE | FRONT | ADMIN | STRANGER | HELPER

COLLECTIVE = MEMBERS | COMMITTEE | INSPECTION | ABOVE | HELPER
"""Who sees the review of the commune's collective: its members, the managing committee, inspection, committees above,
the working group it was given to."""

CANBO = CHARGED | circle("canbo") | COMMITTEE | INSPECTION
"""Who sees the review of the commune's deputy: the person, secretary and head, the managing committee, inspection."""

BITHU = CHARGED | COMMITTEE | INSPECTION
"""Who sees the review of the commune's head."""


@dataclass(frozen=True)
class Case:
    """One address with one object: what each account gets. Accounts not named get 404; a bare number is for all."""

    url_name: str
    get: Answers
    post: Answers
    objects: Mapping[str, str | int] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    def expected(self, method: str, account: str) -> int:
        """The status for this account."""
        answers = self.get if method == "get" else self.post
        if isinstance(answers, int):
            return answers
        return next((status for status, names in answers.items() if account in names), 404)

    def tells_accounts_apart(self, method: str) -> bool:
        """Whether some accounts get another answer than others."""
        return not isinstance(self.get if method == "get" else self.post, int)

    def __str__(self) -> str:
        about = "-".join(str(value) for value in (*self.objects.values(), *self.query.values()))
        return f"{self.url_name}:{about}" if about else self.url_name


def page(
    url_name: str,
    seen_by: Circle | int,
    *,
    post: Answers = 405,
    query: dict[str, str] | None = None,
    **objects: str | int,
) -> Case:
    """A page to look at."""
    return Case(url_name, seen_by if isinstance(seen_by, int) else {200: seen_by}, post, objects, query or {})


def form(url_name: str, seen_by: Circle, **objects: str | int) -> Case:
    """A page with a form: an empty one is refused (422) with a sentence, to whoever sees the page."""
    return Case(url_name, {200: seen_by}, {422: seen_by}, objects)


def deed(url_name: str, seen_by: Circle, *, done_by: Circle = NOBODY, **objects: str | int) -> Case:
    """An address that is only posted to: whoever sees the object but may not, or sends nothing, is refused (422)."""
    return Case(url_name, 405, {302: done_by, 422: seen_by - done_by}, objects)

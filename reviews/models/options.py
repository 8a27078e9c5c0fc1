"""What the form of a review offers to choose from: degrees, levels, kinds, members of the collective, units, fields."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q

from cadres.models import Post, Tenure
from cadres.roles import Position
from core.formats import day, number
from core.kept_queries import kept
from reviews.models.cycles import Cycle
from reviews.models.deep_reviews import Field
from reviews.models.regulation import SCORE_TOTAL, ProfileChoice, RegulationProfile
from reviews.models.sheets import Review
from reviews.models.standing import profile_of
from reviews.states import Share
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the collective in the period, with the highest position held there."""

    cadre_id: int
    name: str
    position: str
    post_name: str

    @property
    def line(self) -> str:
        """Name, post, and the part in the collective in words."""
        return f"{self.name}, {self.post_name} ({Position(self.position).label.lower()})"


RANK = {Position.HEAD: 0, Position.DEPUTY: 1, Position.MEMBER: 2}
_HELD = (
    "post__unit_id",
    "post__position",
    "post__order",
    "post__name",
    "cadre_id",
    "cadre__full_name",
    "cadre__sort_key",
    "started_on",
    "ended_on",
)


class _HeldPost(NamedTuple):
    """A post held in the period, and by whom."""

    unit_id: int
    position: str
    order: int
    name: str
    cadre_id: int
    cadre_name: str
    cadre_key: str
    started_on: date
    ended_on: date | None

    @property
    def rank(self) -> tuple[int, int, str]:
        """Head, deputies, members; then the order of the posts, then the name."""
        return RANK[Position(self.position)], self.order, self.cadre_key

    def name_within(self, start: date, end: date) -> str:
        """The post with the days since when and until when the person held it, as far as they lie within the period."""
        since = f" từ ngày {day(self.started_on)}" if self.started_on > start else ""
        until = f" đến ngày {day(self.ended_on)}" if self.ended_on is not None and self.ended_on < end else ""
        return f"{self.name}{since}{until}"


def leaders_of(cycle: Cycle, unit_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """Head and deputies of each unit in the period of the cycle, person → name, the head first; one query."""
    leading = Tenure.objects.held_during(cycle.period_from, cycle.period_to).filter(
        post__unit_id__in=list(unit_ids), post__position__in=(Position.HEAD, Position.DEPUTY)
    )
    posts = [_HeldPost(*facts) for facts in leading.order_by().values_list(*_HELD)]
    found: dict[int, dict[int, str]] = {}
    for post in sorted(posts, key=lambda one: one.rank):
        found.setdefault(post.unit_id, {}).setdefault(post.cadre_id, post.cadre_name)
    return found


class SheetOptions:
    """The choices of one review's form, each list loaded when it is first asked for; `review.cycle` is loaded."""

    def __init__(self, review: Review) -> None:
        self.review = review

    @property
    def profile(self) -> RegulationProfile:
        """The regulation profile with figures and choices."""
        return profile_of(self.review.cycle)

    @property
    def score_scale(self) -> str:
        """The most that the profile lets a self-score be, in words; empty where it sets nothing."""
        total = self.profile.figure(SCORE_TOTAL)
        return f"Thang {number(total)} điểm." if total is not None else ""

    def _choices(self, of_list: str) -> dict[str, str]:
        return {choice.code: choice.label for choice in self.profile.choices.all() if choice.list == of_list}

    @property
    def degrees(self) -> dict[str, str]:
        """Degrees of self-assessment, code → words."""
        return self._choices(ProfileChoice.List.DEGREE)

    @property
    def levels(self) -> dict[str, str]:
        """Rating levels, code → words."""
        return self._choices(ProfileChoice.List.LEVEL)

    @property
    def commitment_kinds(self) -> dict[str, str]:
        """Kinds of commitment for this side, code → words."""
        lists = ProfileChoice.List
        return self._choices(lists.COLLECTIVE_COMMITMENT if self.review.is_collective else lists.INDIVIDUAL_COMMITMENT)

    @cached_property
    def members(self) -> dict[int, Member]:
        """People who held a post of the review's collective in the period (and the person reviewed), head first.

        Where one post was held by several, its name says when.
        """
        review, period = self.review, (self.review.cycle.period_from, self.review.cycle.period_to)
        posts = [_HeldPost(*facts) for facts in self._held()]
        holders = {(post.unit_id, post.name, post.cadre_id) for post in posts}
        shared = Counter((unit_id, name) for unit_id, name, _ in holders)
        found: dict[int, Member] = {}
        for post in sorted(posts, key=lambda one: (one.unit_id != review.unit_id, *one.rank)):
            name = post.name_within(*period) if shared[post.unit_id, post.name] > 1 else post.name
            found.setdefault(post.cadre_id, Member(post.cadre_id, post.cadre_name, post.position, name))
        if review.cadre is not None and review.cadre.pk not in found:
            found[review.cadre.pk] = self._subject()
        return found

    def _held(self) -> list[tuple[Any, ...]]:
        """For a person the posts go by their numbers: an OR over two tables would try every post that anybody held."""
        review, period = self.review, (self.review.cycle.period_from, self.review.cycle.period_to)
        if review.cadre_id is None:
            return _held_in(review.unit_id, *period)
        posts = Post.objects.filter(unit_id=review.unit_id).order_by().values_list("pk", flat=True)
        return _held_in_or_by(list(posts), review.cadre_id, *period)

    @cached_property
    def member_lines(self) -> dict[int, str]:
        """The same people, each in words."""
        return {pk: member.line for pk, member in self.members.items()}

    @cached_property
    def share_choices(self) -> dict[str, str]:
        """What can be decided in a suggested topic, "<person>:<share>" → words: about each of the collective, and in a
        personal review about the person alone.
        """
        return {
            f"{pk}:{share}": f"{line}: {words.lower()}" if share else line
            for pk, line in self.member_lines.items()
            if self.review.cadre_id in (None, pk)
            for share, words in [("", ""), *Share.choices]
        }

    def _subject(self) -> Member:
        cadre = self.review.cadre
        assert cadre is not None
        position = self.review.position or Position.MEMBER
        return Member(cadre.pk, cadre.full_name, position, self.review.post_line or "người tự kiểm điểm")

    @cached_property
    def units(self) -> dict[int, str]:
        """The collective itself, the one above and those directly below: organisations that may be responsible."""
        review = self.review
        names = dict(_near(review.unit_id, review.unit.parent_id or 0))
        return {review.unit_id: names.pop(review.unit_id), **names}

    @cached_property
    def fields(self) -> dict[int, str]:
        """Fields of work."""
        return dict(_fields())


@kept
def _held_in(unit_id: int, start: date, end: date) -> Any:
    held = Tenure.objects.held_during(start, end).filter(post__unit_id=unit_id)
    return held.order_by("started_on").values_list(*_HELD)


@kept
def _held_in_or_by(post_ids: list[int], cadre_id: int, start: date, end: date) -> Any:
    held = Tenure.objects.held_during(start, end).filter(Q(post_id__in=post_ids) | Q(cadre_id=cadre_id))
    return held.order_by("started_on").values_list(*_HELD)


@kept
def _near(unit_id: int, parent_id: int) -> Any:
    units = Unit.objects.filter(Q(pk__in=[unit_id, parent_id]) | Q(parent=unit_id))
    return units.order_by("sort_key").values_list("pk", "name")


@kept
def _fields() -> Any:
    return Field.objects.values_list("pk", "name")

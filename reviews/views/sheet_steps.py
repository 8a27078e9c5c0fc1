"""What a pressed button of the form asks besides saving: a card or row to add, one to take out."""

import re
from dataclasses import dataclass

from django.http import QueryDict

from cadres.roles import Actor
from reviews.actions.answer_rows import Name, add_commitment, add_limitation, add_remedy
from reviews.actions.hints import dismiss_hint
from reviews.actions.removed_rows import put_back
from reviews.actions.row_removals import remove_row
from reviews.models import SavedText

_ARGUMENT = re.compile(r"[A-Za-z0-9_.:-]{0,170}")
_KINDS = ("limitation", "remedy", "commitment", "explanation")


@dataclass(frozen=True, slots=True)
class Step:
    """`verb`: them-han-che, them-cam-ket, them-bien-phap, bo, bo-han, khoi-phuc, thoi-nhac or "" for mere saving; `argument`
    as sent.

    The argument of bo-han is "<row>:<what was seen in it>", that of khoi-phuc "<card or ->:<number of what was kept>".
    """

    verb: str = ""
    argument: str = ""

    @property
    def name(self) -> str:
        """The row it is about, as pages call it."""
        return self.argument.partition(":")[0]

    @property
    def is_removal(self) -> bool:
        """Whether a card or row is to be taken out."""
        return self.verb in ("bo", "bo-han")


def read_step(data: QueryDict) -> Step:
    """The step in `viec`; anything unknown is mere saving."""
    verb, _, argument = data.get("viec", "").partition(":")
    known = {"them-han-che", "them-cam-ket", "them-bien-phap", "bo", "bo-han", "khoi-phuc", "thoi-nhac"}
    return Step(verb, argument if _ARGUMENT.fullmatch(argument) else "") if verb in known else Step()


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: the name of the row that was added or put back, or what was kept of one taken out."""

    added: str = ""
    kept: SavedText | None = None


def take_step(step: Step, *, review_id: int, actor: Actor) -> Taken:
    """Carry it out."""
    if step.verb == "them-han-che":
        return Taken(f"limitation-{add_limitation(review_id=review_id, actor=actor).pk}")
    if step.verb == "them-cam-ket":
        return Taken(f"commitment-{add_commitment(review_id=review_id, actor=actor, kind=step.argument).pk}")
    if step.verb == "them-bien-phap":
        return Taken(f"remedy-{add_remedy(review_id=review_id, actor=actor, card=_row(step.argument)).pk}")
    if step.verb == "khoi-phuc":
        return Taken("-".join(put_back(review_id=review_id, saved_id=_number(step), actor=actor)))
    if step.is_removal:
        seen = step.argument.partition(":")[2]
        return Taken(kept=remove_row(review_id=review_id, actor=actor, name=_row(step.name), seen=seen))
    if step.verb == "thoi-nhac":
        field, _, hint = step.argument.partition(".")
        dismiss_hint(review_id=review_id, actor=actor, field=field, hint=hint)
    return Taken()


def _number(step: Step) -> int:
    """What was kept, 0 (which is nothing) where the address says no number."""
    sent = step.argument.partition(":")[2]
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else 0


def _row(argument: str) -> Name:
    kind, _, key = argument.partition("-")
    return (kind, key) if kind in _KINDS else ("", "")

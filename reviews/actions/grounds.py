"""Keeping the register of grounds: registering, mending, saying whom it concerns, closing and opening again."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from cadres.models import Cadre
from cadres.roles import Actor, Role
from core import audit, localtime
from core.errors import Invalid
from core.text import fold_space, nfc
from reviews.actions.locking import advance, locked, require
from reviews.models import DeepReviewTarget, DeepReviewTopic, RegisteredGround, Review
from reviews.querysets.grounds import RegisteredGroundQuerySet
from reviews.rules import grounds as rules
from reviews.states import GroundState
from reviews.workflow.grounds import GROUND_WORKFLOW
from units.models import Unit

_ANSWERED = "Nội dung giải trình đã được thẩm định đạt."
_NOBODY_LEFT = "Nội dung giải trình đã được thẩm định đạt; những nơi còn lại đã rút khỏi văn bản gợi ý."


@dataclass(frozen=True, slots=True)
class GroundFacts:
    """A ground as it was typed. The audit trail names which of these changed and never repeats a text."""

    kind: str
    noted_on: date
    summary: str
    field_id: int | None = None
    document_number: str = ""
    document_issuer: str = ""


@transaction.atomic
def register_ground(
    *,
    owner_id: int,
    actor: Actor,
    facts: GroundFacts,
    unit_ids: Collection[int] = (),
    cadre_ids: Collection[int] = (),
) -> RegisteredGround:
    """Enter a matter in the register of this committee, with the units and persons that it concerns.

    Refuses (Invalid) one that concerns nobody, or somebody outside the committee's tree, a conclusion without its
    document, a date to come, and the same matter twice, which is what a form sent twice would make.
    """
    owner = Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=owner_id)
    require(rules.may_register(actor, owner.pk))
    if not (unit_ids or cadre_ids):
        raise Invalid("Hãy chọn ít nhất một đơn vị hoặc một cá nhân có liên quan.")
    supplies = actor.holds(Role.INSPECTION, at=owner.pk) and not actor.holds(Role.STAFF, Role.STANDING, at=owner.pk)
    ground = RegisteredGround(
        owner=owner,
        by_inspection=supplies,
        registered_at=localtime.now(),
        registered_by_id=actor.user_id,
        registered_by_name=actor.name,
    )
    _take(ground, facts)
    ground.save(force_insert=True)
    ground.units.set(_units_below(owner, unit_ids))
    ground.cadres.set(_cadres_below(owner, cadre_ids))
    require(rules.may_write(actor, ground))
    told = {"kind": ground.kind, "number": ground.document_number}
    audit.record(actor=actor, verb="registeredground.register", target=ground, **told)
    return ground


@transaction.atomic
def change_ground(*, ground_id: int, version: int, actor: Actor, facts: GroundFacts) -> RegisteredGround:
    """Mend an open ground; what an issued letter printed of it stays as it was printed."""
    ground = _locked(ground_id, version)
    require(GROUND_WORKFLOW.check("edit", actor, ground))
    Unit.objects.select_for_update(of=("self",), no_key=True).get(
        pk=ground.owner_id
    )  # as registering: no twin meanwhile
    changed = _take(ground, facts)
    return advance(GROUND_WORKFLOW, "edit", ground, actor, changed=changed, fields=list(changed))


@transaction.atomic
def add_concerned(
    *, ground_id: int, version: int, actor: Actor, unit_id: int | None = None, cadre_id: int | None = None
) -> RegisteredGround:
    """Name one more unit or person, or one of each; twice the same is once."""
    ground = _locked(ground_id, version)
    require(GROUND_WORKFLOW.check("edit", actor, ground))
    if unit_id is None and cadre_id is None:
        raise Invalid("Hãy chọn đơn vị hoặc cá nhân cần thêm.")
    ground.units.add(*_units_below(ground.owner, [unit_id] if unit_id else []))
    ground.cadres.add(*_cadres_below(ground.owner, [cadre_id] if cadre_id else []))
    return _concerning(ground, actor, added={"unit": unit_id, "cadre": cadre_id})


@transaction.atomic
def remove_concerned(
    *, ground_id: int, version: int, actor: Actor, unit_id: int | None = None, cadre_id: int | None = None
) -> RegisteredGround:
    """Take a unit or person off the ground; refused where nobody would be left."""
    ground = _locked(ground_id, version)
    require(GROUND_WORKFLOW.check("edit", actor, ground))
    left = {u.pk for u in ground.units.all()} - {unit_id}, {c.pk for c in ground.cadres.all()} - {cadre_id}
    if not any(left):
        raise Invalid("Căn cứ phải còn ít nhất một đơn vị hoặc một cá nhân. Hãy thêm nơi đúng trước khi bỏ.")
    ground.units.set(left[0])
    ground.cadres.set(left[1])
    return _concerning(ground, actor, removed={"unit": unit_id, "cadre": cadre_id})


@transaction.atomic
def close_ground(*, ground_id: int, version: int, actor: Actor, reason: str) -> RegisteredGround:
    """Say that nothing is to be done about it any more, with the reason."""
    ground = _locked(ground_id, version)
    ground.treated_at, ground.treated_because = localtime.now(), _told_reason(reason)
    changed = ("treated_at", "treated_because")
    return advance(GROUND_WORKFLOW, "close", ground, actor, changed=changed, reason=ground.treated_because)


@transaction.atomic
def reopen_ground(*, ground_id: int, version: int, actor: Actor, reason: str) -> RegisteredGround:
    """Take a treated ground up again, with the reason; how it had been treated stays in its history."""
    ground = _locked(ground_id, version)
    ground.treated_at, ground.treated_because = None, ""
    changed = ("treated_at", "treated_because")
    return advance(GROUND_WORKFLOW, "reopen", ground, actor, changed=changed, reason=_told_reason(reason))


def treat_grounds_of(*, review: Review, actor: Actor) -> None:
    """Close what this review (locked and accepted by the caller) was asked about, once nobody else has to answer to it
    and no answer was judged to leave the matter unresolved.

    It follows from the fact that the answers were accepted, so it asks for no right to write in the register.
    """
    for ground in _open_ones(RegisteredGround.objects.used_in(review.pk).without_unresolved()):
        if not DeepReviewTarget.objects.still_to_answer(ground.pk).exists():
            _treat(ground, actor, _ANSWERED, review=review.pk)


def treat_grounds_left(*, topics: Iterable[DeepReviewTopic], actor: Actor) -> None:
    """Close the grounds of these topics of a letter (locked by the caller) for which a withdrawal left nobody to answer.

    Only where somebody's answer was accepted; otherwise the matter is as open as before, free for another letter.
    """
    tied = RegisteredGround.objects.filter(topic_links__topic__in=[topic.pk for topic in topics])
    for ground in _open_ones(RegisteredGround.objects.filter(pk__in=tied.values("pk")).without_unresolved()):
        targets = DeepReviewTarget.objects
        if targets.answered(ground.pk).exists() and not targets.still_to_answer(ground.pk).exists():
            _treat(ground, actor, _NOBODY_LEFT)


def _open_ones(grounds: RegisteredGroundQuerySet) -> RegisteredGroundQuerySet:
    """Those among them about which something is still to be done, locked in one order."""
    return grounds.open().select_for_update(of=("self",)).order_by("pk")


def _treat(ground: RegisteredGround, actor: Actor, because: str, **facts: Any) -> None:
    ground.state, ground.treated_at, ground.treated_because = GroundState.TREATED, localtime.now(), because
    ground.version += 1
    ground.save(update_fields=["state", "treated_at", "treated_because", "version"])
    audit.record(actor=actor, verb="registeredground.treat", target=ground, reason=because, **facts)


def _locked(ground_id: int, version: int) -> RegisteredGround:
    return locked(RegisteredGround.objects.with_concerned(), ground_id, version)


def _take(ground: RegisteredGround, facts: GroundFacts) -> tuple[str, ...]:
    """Put the facts into the row; gives the names of those that changed."""
    number, issuer = fold_space(facts.document_number), fold_space(facts.document_issuer)
    summary = nfc(facts.summary.strip())
    if not summary:
        raise Invalid("Hãy ghi tóm tắt sự việc.")
    if sentence := rules.why_source_is_wanting(facts.kind, number, issuer, facts.noted_on, localtime.today()):
        raise Invalid(sentence)
    clean = GroundFacts(facts.kind, facts.noted_on, summary, facts.field_id, number, issuer)
    changed = tuple(f.name for f in fields(clean) if getattr(ground, f.name) != getattr(clean, f.name))
    for name in changed:
        setattr(ground, name, getattr(clean, name))
    _refuse_twice(ground)
    return tuple(name.removesuffix("_id") for name in changed)


def _refuse_twice(ground: RegisteredGround) -> None:
    same = RegisteredGround.objects.filter(
        owner=ground.owner, kind=ground.kind, noted_on=ground.noted_on, summary=ground.summary
    )
    if same.exclude(pk=ground.pk).exists():
        raise Invalid(
            "Căn cứ này đã có trong sổ: cùng loại, cùng ngày, cùng nội dung. Hãy mở căn cứ đó trong danh sách."
        )


def _units_below(owner: Unit, unit_ids: Collection[int]) -> list[Unit]:
    units = list(Unit.objects.filter(pk__in=unit_ids))
    for unit in units:
        if not (verdict := rules.lies_below(owner, unit)):
            raise Invalid(verdict.reason)
    return units


def _cadres_below(owner: Unit, cadre_ids: Collection[int]) -> list[Cadre]:
    """People who hold or held a post, or live their Party life, in the committee's tree."""
    wanted = Cadre.objects.filter(pk__in=cadre_ids)
    below = Q(tenures__post__unit__path__startswith=owner.path) | Q(cell_memberships__unit__path__startswith=owner.path)
    known = set(wanted.filter(below).values_list("pk", flat=True))
    for cadre in wanted:
        if cadre.pk not in known:
            raise Invalid(f"Đồng chí {cadre.full_name} không thuộc phạm vi của {owner.name}.")
    return list(wanted)


def _concerning(ground: RegisteredGround, actor: Actor, **facts: Any) -> RegisteredGround:
    """Advance the ground as it is now: what was loaded for the rules no longer says whom it concerns."""
    return advance(GROUND_WORKFLOW, "edit", RegisteredGround.objects.with_concerned().get(pk=ground.pk), actor, **facts)


def _told_reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid("Hãy ghi rõ lý do.")
    return reason.strip()

"""What an item of a plan says: written freely until the plan is approved, afterwards kept for its next amendment."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.commitment_items import keep_amendment, row_before
from reviews.actions.item_history import count_plan, locked_in_plan, require_words
from reviews.actions.locking import locked, require
from reviews.models import PlanChange, RemediationItem, RemediationPlan
from reviews.rules import plans as rules
from reviews.states import AMENDED_KINDS, PLANNED_KINDS, WORKED_ON, Difficulty, ItemKind, MeasureKind


@dataclass(frozen=True)
class ItemFacts:
    """What may be written of an item. Deadlines move by extensions, owners by handing over, each with its own record."""

    action: str
    measure: str = ""
    field_id: int | None = None
    difficulty: str = Difficulty.ORDINARY
    measure_kind: str = MeasureKind.NONE
    measure_unit: str = ""
    measure_verb: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None


@dataclass(frozen=True)
class NewItem:
    """An item that grows from no row of the form: a conclusion of the appraisal or suggestion, a task given later."""

    facts: ItemFacts
    kind: str
    limitation: str
    due_on: date
    owner_cadre_id: int | None = None
    owner_text: str = ""
    topic_id: int | None = None


_FACTS: Final = tuple(ItemFacts.__dataclass_fields__)


@transaction.atomic
def edit_item(*, item_id: int, version: int, actor: Actor, facts: ItemFacts, reason: str = "") -> RemediationItem:
    """Write it anew; of an approved plan it becomes a change that waits for the next amendment, the item stays as it is.

    A commitment was signed with its review: each change needs a reason and is numbered in its history.
    Refused: others than who writes the plan, hard tasks, what is reported done or ended, figures that lead nowhere, another
    unit of measure beside readings, a commitment that stays as it is."""
    item = locked_in_plan(item_id, version)
    require(rules.may_write_plan(actor, item.plan.review))
    if item.kind not in AMENDED_KINDS:
        raise Invalid("Việc khó sửa ở sổ việc khó, không ở kế hoạch khắc phục.")
    is_signed = item.kind == ItemKind.COMMITMENT
    if is_signed:
        require_words(reason, "Hãy ghi lý do sửa cam kết.")
    facts = _settled(facts)
    if hindered := hindrance(item, facts):
        raise Invalid(hindered)
    before, waits = facts_to_edit(item), item.plan.documents.exists()
    if is_signed and facts in (before, facts_of(item)):
        raise Invalid("Chưa có gì thay đổi.")
    if waits:
        _keep_change(item.plan, item, _as_json(facts) | {"reason": reason.strip()}, actor)
    else:
        rows = row_before(item) if is_signed else []
        write_facts(item, facts)
        if is_signed:
            keep_amendment(item, rows, actor, reason)
    item.version += 1
    item.save(update_fields=["version"])
    count_plan(item)
    changed = differing(before, facts) | ({"reason": reason.strip()} if is_signed else {})
    audit.record(actor=actor, verb="remediationitem.edit", target=item, action=facts.action, waits=waits, **changed)
    return item


def hindrance(item: RemediationItem, facts: ItemFacts) -> str:
    """Why the item may not be made to say this any more; empty where it may."""
    if item.state not in WORKED_ON:
        return "Chỉ sửa nội dung việc đang thực hiện."
    same = (facts.measure_kind, facts.measure_unit) == (item.measure_kind, item.measure_unit)
    if not same and item.readings.exists():
        return f"Đã có số liệu ghi theo “{item.measure_unit}” nên không đổi được cách đo."
    return ""


@transaction.atomic
def add_item(*, plan_id: int, version: int, actor: Actor, new: NewItem) -> RemediationPlan:
    """One more item; of an approved plan it waits for the next amendment. Refused as `edit_item`, and a day already past,
    nobody to do it, the same action twice."""
    plan = locked(RemediationPlan.objects.select_related("review__unit", "review__cycle"), plan_id, version)
    require(rules.may_write_plan(actor, plan.review))
    if new.kind not in PLANNED_KINDS:
        raise Invalid("Việc này không thuộc kế hoạch khắc phục.")
    if new.due_on < localtime.today():
        raise Invalid("Thời hạn đã qua; hãy chọn ngày từ hôm nay trở đi.")
    if new.owner_cadre_id is None and not fold_space(new.owner_text):
        raise Invalid("Hãy chọn người thực hiện, hoặc ghi cơ quan, bộ phận thực hiện.")
    new = replace(new, facts=_settled(new.facts))
    waiting = plan.changes.filter(item=None, facts__action=new.facts.action)
    if plan.items.filter(action=new.facts.action).exists() or waiting.exists():
        raise Invalid("Việc này đã có trong kế hoạch.")
    if plan.documents.exists():
        rest = {name: getattr(new, name) for name in ("kind", "limitation", "owner_cadre_id", "owner_text", "topic_id")}
        _keep_change(plan, None, _as_json(new.facts) | rest | {"due_on": new.due_on.isoformat()}, actor)
    else:
        create_item(plan, new, actor)
    plan.version += 1
    plan.save(update_fields=["version"])
    audit.record(actor=actor, verb="remediationplan.add_item", target=plan, action=new.facts.action, due_on=new.due_on)
    return plan


def create_item(plan: RemediationPlan, new: NewItem, actor: Actor) -> RemediationItem:
    """The stored item; the plan is under lock."""
    review = plan.review
    item = RemediationItem(
        plan=plan,
        cycle_id=review.cycle_id,
        unit_id=review.unit_id,
        managing_unit_id=review.managing_unit_id,
        cadre_id=review.cadre_id,
        kind=new.kind,
        order=(plan.items.aggregate(last=Max("order"))["last"] or 0) + 1,
        limitation=new.limitation.strip(),
        topic_id=new.topic_id,
        owner_cadre_id=new.owner_cadre_id,
        owner_text=fold_space(new.owner_text),
        due_on=new.due_on,
        first_due_on=new.due_on,
        created_at=localtime.now(),
        **asdict(new.facts),
    )
    item.save()
    audit.record(actor=actor, verb="remediationitem.create", target=item, plan=plan.pk, due_on=item.due_on)
    return item


def write_facts(item: RemediationItem, facts: ItemFacts) -> None:
    """Put them on the item; the caller counts its version."""
    for name in _FACTS:
        setattr(item, name, getattr(facts, name))
    item.save(update_fields=_FACTS)


def facts_of(item: RemediationItem) -> ItemFacts:
    """What the item says now."""
    return ItemFacts(**{name: getattr(item, name) for name in _FACTS})


def facts_to_edit(item: RemediationItem) -> ItemFacts:
    """What whoever edits it goes on from: the change of it that waits for an amendment, else what it says now."""
    waiting = item.planned_changes.first()
    return facts_of(item) if waiting is None else from_json(waiting.facts)


def differing(before: ItemFacts, after: ItemFacts) -> dict[str, Any]:
    """Of both only the facts in which they differ."""
    old, new = asdict(before), asdict(after)
    names = [name for name in _FACTS if old[name] != new[name]]
    return {"before": {name: old[name] for name in names}, "after": {name: new[name] for name in names}}


def from_json(kept: Mapping[str, Any]) -> ItemFacts:
    """The facts of a change that waited."""
    numbers: dict[str, Any] = {name: Decimal(kept[name]) if kept[name] else None for name in _NUMBERS}
    return ItemFacts(**{name: kept[name] for name in _FACTS} | numbers)


def new_from_json(kept: Mapping[str, Any]) -> NewItem:
    """The same of an item to be added."""
    names = ("kind", "limitation", "owner_cadre_id", "owner_text", "topic_id")
    return NewItem(from_json(kept), due_on=date.fromisoformat(kept["due_on"]), **{name: kept[name] for name in names})


def _as_json(facts: ItemFacts) -> dict[str, Any]:
    numbers = {name: None if value is None else str(value) for name, value in asdict(facts).items() if name in _NUMBERS}
    return asdict(facts) | numbers


_NUMBERS: Final = ("baseline", "target")


def _settled(facts: ItemFacts) -> ItemFacts:
    require_words(facts.action, "Hãy ghi việc phải làm.")
    if facts.measure_kind != MeasureKind.NUMBER:
        facts = replace(facts, measure_unit="", measure_verb="", baseline=None, target=None)
    elif facts.baseline is None or facts.target is None:
        raise Invalid("Đo bằng số thì phải ghi số đầu kỳ và mục tiêu.")
    elif facts.baseline == facts.target:
        raise Invalid("Số đầu kỳ và mục tiêu phải khác nhau.")
    return replace(facts, action=facts.action.strip(), measure=facts.measure.strip())


def _keep_change(plan: RemediationPlan, item: RemediationItem | None, facts: dict[str, Any], actor: Actor) -> None:
    stamp = {
        "facts": facts,
        "proposed_at": localtime.now(),
        "proposed_by_id": actor.user_id,
        "proposed_by_name": actor.name,
    }
    if item is None:
        PlanChange.objects.create(plan=plan, **stamp)
    else:
        PlanChange.objects.update_or_create(item=item, defaults={"plan": plan, **stamp})


KINDS_TO_ADD: Final = (ItemKind.CONCLUSION, ItemKind.MEETING, ItemKind.REMEDY)

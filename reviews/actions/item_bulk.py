"""One change to many remediation items, with one reason: all of them or none, and a trace of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from cadres.roles import Actor
from core import audit, formats, localtime
from core.errors import Invalid
from core.text import fold_space
from core.verdict import YES, Verdict, no
from reviews.actions.item_history import require_words
from reviews.models import Extension, Field, PlanDocument, ProgressReport, RemediationItem, RemediationPlan
from reviews.rules import remediation as rules
from reviews.states import AMENDED_KINDS, ExtensionOutcome

MOST_AT_ONCE = 500
_STALE = "Đã có người thay đổi việc này sau khi đồng chí mở trang."
_GONE = "Việc không còn trong phạm vi của đồng chí."


class SomeRefused(Invalid):
    """At least one row may not be changed, so none was; `sentences` says why, by the number of the item."""

    def __init__(self, sentences: Mapping[int, str]) -> None:
        super().__init__(f"Chưa sửa việc nào: {len(sentences)} việc không sửa được, lý do ghi ở từng dòng.")
        self.sentences = dict(sentences)


@dataclass(frozen=True, slots=True)
class _Change:
    """Which items it may be done to, which columns it sets, which step of the history it is."""

    verb: str
    columns: tuple[str, ...]
    check: Callable[[RemediationItem], Verdict]
    make: Callable[[RemediationItem], str]
    step: ProgressReport.Step | None = None


def extend_items(*, chosen: Mapping[int, int], actor: Actor, new_due_on: date, reason: str) -> int:
    """Give these items (number → version seen) a later deadline by decision of the managing committee.

    Each is an extension of its own: the old day is kept and it counts for ever. Refused as `rules.may_decide_extension`
    says, for a day not after the present deadline, and where a request of the owner waits for its own answer."""
    if new_due_on < localtime.today():
        raise Invalid("Hạn mới đã qua; hãy chọn ngày từ hôm nay trở đi.")
    asked = Extension.objects.filter(item__in=list(chosen), outcome=ExtensionOutcome.WAITING)
    waiting = set(asked.values_list("item_id", flat=True))

    def check(item: RemediationItem) -> Verdict:
        if not (verdict := rules.may_decide_extension(actor, item)):
            return verdict
        if item.pk in waiting:
            return no("Đang có một đề nghị gia hạn chờ quyết định; hãy trả lời đề nghị ấy.")
        later = new_due_on > item.due_on
        return YES if later else no(f"Hạn mới phải sau hạn đang có ({formats.day(item.due_on)}).")

    granted: list[Extension] = []

    def make(item: RemediationItem) -> str:
        granted.append(_granted(item, actor, new_due_on, reason))
        words = f"Từ ngày {formats.day(item.due_on)} đến ngày {formats.day(new_due_on)}. Lý do: {reason.strip()}"
        item.due_on, item.extensions = new_due_on, item.extensions + 1
        return words

    with transaction.atomic():
        change = _Change("extend", ("due_on", "extensions"), check, make, ProgressReport.Step.EXTEND)
        done = _change_all(chosen, actor, change, reason)
        Extension.objects.bulk_create(granted)
    return done


def _granted(item: RemediationItem, actor: Actor, new_due_on: date, reason: str) -> Extension:
    now = localtime.now()
    return Extension(
        item=item,
        old_due_on=item.due_on,
        new_due_on=new_due_on,
        reason=reason.strip(),
        asked_at=now,
        asked_by_id=actor.user_id,
        asked_by_name=actor.name,
        outcome=ExtensionOutcome.GRANTED,
        decided_at=now,
        decided_by_id=actor.user_id,
        decided_by_name=actor.name,
    )


def hand_over_items(
    *, chosen: Mapping[int, int], actor: Actor, owner_cadre_id: int | None, owner_text: str, reason: str
) -> int:
    """Give these items to another owner; who had each before stays in its history (`rules.may_hand_over`)."""
    if owner_cadre_id is None and not fold_space(owner_text):
        raise Invalid("Hãy chọn người thực hiện, hoặc ghi cơ quan, bộ phận thực hiện.")

    def make(item: RemediationItem) -> str:
        former = item.owner_cadre.full_name if item.owner_cadre else item.owner_text or "đơn vị"
        item.owner_cadre_id, item.owner_text = owner_cadre_id, fold_space(owner_text)
        item.co_owner_ids = [pk for pk in item.co_owner_ids if pk != owner_cadre_id]
        return f"Trước đây: {former}. {reason.strip()}"

    columns = ("owner_cadre_id", "owner_text", "co_owner_ids")
    change = _Change(
        "hand_over", columns, lambda item: rules.may_hand_over(actor, item), make, ProgressReport.Step.HAND_OVER
    )
    with transaction.atomic():
        return _change_all(chosen, actor, change, reason)


def classify_items(*, chosen: Mapping[int, int], actor: Actor, field: Field | None, reason: str) -> int:
    """Put these items under a field, or under none (`rules.may_classify`); not those of a plan that was approved, whose
    fields an amendment changes."""

    def check(item: RemediationItem) -> Verdict:
        if item.kind in AMENDED_KINDS and getattr(item, "is_approved"):  # noqa: B009  annotated under the lock
            return no("Kế hoạch đã được duyệt: lĩnh vực chỉ đổi bằng văn bản điều chỉnh.")
        return rules.may_classify(actor, item)

    def make(item: RemediationItem) -> str:
        item.field = field
        return ""

    with transaction.atomic():
        change = _Change("classify", ("field_id",), check, make)
        return _change_all(chosen, actor, change, reason)


def _change_all(chosen: Mapping[int, int], actor: Actor, change: _Change, reason: str) -> int:
    require_words(reason, "Hãy ghi lý do.")
    if not chosen:
        raise Invalid("Chưa chọn việc nào.")
    if len(chosen) > MOST_AT_ONCE:
        raise Invalid(f"Mỗi lần sửa nhiều nhất {MOST_AT_ONCE} việc; hãy lọc hẹp lại.")
    items = _locked(chosen, actor)
    _refuse_some(chosen, items, change.check)
    acts, steps = [], []
    for item in items.values():
        before = {name: getattr(item, name) for name in change.columns}
        words = change.make(item)
        item.version += 1
        after = {name: getattr(item, name) for name in change.columns}
        acts.append((f"remediationitem.{change.verb}", item, {"before": before, "after": after, "reason": reason}))
        steps.append(_step(item, change.step, actor, words) if change.step else None)
    RemediationItem.objects.bulk_update(items.values(), ["version", *change.columns])
    RemediationPlan.objects.filter(pk__in={item.plan_id for item in items.values()}).update(version=F("version") + 1)
    ProgressReport.objects.bulk_create(step for step in steps if step is not None)
    audit.record_each(actor=actor, acts=acts)
    return len(items)


def _locked(chosen: Mapping[int, int], actor: Actor) -> dict[int, RemediationItem]:
    """Those of the chosen that the person sees, locked in the order of their numbers, their plans before them."""
    seen = list(RemediationItem.objects.visible_to(actor).filter(pk__in=list(chosen)).values_list("pk", "plan_id"))
    list(RemediationPlan.objects.filter(pk__in={plan for _, plan in seen}).order_by("pk").select_for_update())
    rows = RemediationItem.objects.filter(pk__in=[pk for pk, _ in seen]).order_by("pk").select_for_update(of=("self",))
    rows = rows.annotate(is_approved=Exists(PlanDocument.objects.filter(plan=OuterRef("plan"))))
    related = ("plan__review__unit", "plan__review__cycle", "plan__review__cadre", "owner_cadre")
    return {item.pk: item for item in rows.select_related(*related)}


def _refuse_some(
    chosen: Mapping[int, int], items: Mapping[int, RemediationItem], check: Callable[[RemediationItem], Verdict]
) -> None:
    sentences = {}
    for pk, version in chosen.items():
        item = items.get(pk)
        verdict = no(_GONE) if item is None else no(_STALE) if item.version != version else check(item)
        if not verdict:
            sentences[pk] = verdict.reason
    if sentences:
        raise SomeRefused(sentences)


def _step(item: RemediationItem, step: ProgressReport.Step, actor: Actor, words: str) -> ProgressReport:
    return ProgressReport(
        item=item,
        step=step,
        text=words,
        at=localtime.now(),
        by_id=actor.user_id,
        by_name=actor.name,
        by_office=actor.office,
    )

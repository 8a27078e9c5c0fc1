"""Suggesting outside the running cycles (kiểm điểm trách nhiệm đột xuất): a cycle for those chosen alone, and its letter.

The reviews of such a cycle are known to nobody but the managing committee until a letter goes to them.
"""

from collections.abc import Collection, Iterable

from django.db import transaction

from cadres.models import Cadre
from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from reviews.actions.cycles import create_cycle
from reviews.actions.deep_reviews_drafting import draft_deep_review, locked_draft, name_targets
from reviews.actions.generation import generate_chosen
from reviews.actions.locking import advance
from reviews.models import Cycle, CycleChoice, DeepReview, Review
from reviews.querysets.managed import managed_people, managed_units
from reviews.rules import deep_reviews as rules
from reviews.rules.cycle_plans import CyclePlan
from reviews.states import CycleKind
from reviews.workflow.cycles import CYCLE_WORKFLOW
from units.models import Unit

MOST_AT_ONCE = 300  # their reviews are generated while the person waits


@transaction.atomic
def draft_extraordinary(*, owner_id: int, plan: CyclePlan, actor: Actor) -> DeepReview:
    """Open an extraordinary cycle in which nobody is reviewed yet, and begin its letter, which bears the same name.

    Refuses what `create_cycle` refuses: a plan with faults, a person of another committee, the same plan twice.
    """
    if plan.kind != CycleKind.EXTRAORDINARY:
        raise Invalid("Gợi ý ngoài đợt chỉ mở đợt kiểm điểm đột xuất.")
    cycle = create_cycle(owner_id=owner_id, plan=plan, actor=actor)
    cycle.only_chosen, cycle.opened_at = True, localtime.now()
    advance(CYCLE_WORKFLOW, "open", cycle, actor, changed=("only_chosen", "opened_at"))
    return draft_deep_review(cycle_id=cycle.pk, issuer_id=owner_id, actor=actor, title=cycle.name)


@transaction.atomic
def choose_for_letter(
    *, deep_review_id: int, version: int, actor: Actor, unit_ids: Collection[int] = (), cadre_ids: Collection[int] = ()
) -> DeepReview:
    """Name collectives and persons of the committee in the letter of an extraordinary cycle, each with a review of it.

    Refuses all of them where one is not managed by the committee, has no place in its tree, or is in the letter already.
    """
    row = locked_draft(deep_review_id, version, actor)
    chosen = len(set(unit_ids)) + len(set(cadre_ids))
    if not row.cycle.only_chosen or row.cycle.owner_id != row.issuer_id:
        raise Invalid("Chỉ văn bản của đợt kiểm điểm đột xuất mới chọn trực tiếp tập thể, cá nhân.")
    if not chosen:
        raise Invalid("Chưa chọn tập thể, cá nhân nào. Hãy đánh dấu các dòng rồi thêm vào danh sách.")
    if chosen > MOST_AT_ONCE:
        raise Invalid(f"Đã chọn {chosen} mục; mỗi lần thêm được nhiều nhất {MOST_AT_ONCE}. Hãy chọn thành nhiều lần.")
    cycle = Cycle.objects.select_for_update(no_key=True, of=("self",)).select_related("scope").get(pk=row.cycle_id)
    period = (cycle.period_from, max(cycle.period_to, localtime.today()))
    units = list(managed_units(row.issuer_id, *period).filter(pk__in=unit_ids))
    cadres = list(managed_people(row.issuer_id, *period).filter(pk__in=cadre_ids))
    if foreign := chosen - len(units) - len(cadres):
        raise Invalid(
            f"Có {foreign} mục không thuộc diện quản lý của {row.issuer.name}. Mời tải lại trang rồi chọn lại."
        )
    CycleChoice.objects.bulk_create(
        [
            *(CycleChoice(cycle=cycle, unit=unit) for unit in units),
            *(CycleChoice(cycle=cycle, cadre=cadre) for cadre in cadres),
        ],
        ignore_conflicts=True,
    )
    generate_chosen(cycle, actor)
    reviews = _reviews_of(cycle, units, cadres)
    for review in reviews:
        if sentence := rules.why_not_suggested(row, review):
            raise Invalid(sentence)
    audit.record(actor=actor, verb="cycle.choose", target=cycle, units=sorted(unit_ids), cadres=sorted(cadre_ids))
    return name_targets(row, reviews, actor)


def _reviews_of(cycle: Cycle, units: Iterable[Unit], cadres: Iterable[Cadre]) -> list[Review]:
    """The review of each; refuses (Invalid) by name one that the generation had no place for."""
    reviews = list(Review.objects.filter(cycle=cycle).select_related("unit", "cadre"))
    of_unit = {review.unit_id: review for review in reviews if review.cadre is None}
    of_cadre = {review.cadre_id: review for review in reviews if review.cadre is not None}
    without = [unit.name for unit in units if unit.pk not in of_unit]
    without += [cadre.full_name for cadre in cadres if cadre.pk not in of_cadre]
    if without:
        raise Invalid(
            f"Không lập được bản kiểm điểm cho: {', '.join(without)}. Tập thể phải còn hoạt động trong kỳ, cá nhân phải có "
            f"nơi sinh hoạt trong phạm vi {cycle.scope.name}."
        )
    return [*(of_unit[unit.pk] for unit in units), *(of_cadre[cadre.pk] for cadre in cadres)]

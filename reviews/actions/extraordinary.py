"""Suggesting outside the running cycles (kiểm điểm trách nhiệm đột xuất): a cycle for those chosen alone, and its letter.

The reviews of such a cycle are known to nobody but the managing committee until a letter goes to them.
"""

from collections.abc import Collection, Iterable
from typing import Final

from django.db import transaction
from django.db.models import prefetch_related_objects

from cadres.models import Cadre
from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from reviews.actions.amendment_documents import ChangePaper
from reviews.actions.amendments import add_target
from reviews.actions.cycles import create_cycle
from reviews.actions.deep_reviews_drafting import draft_deep_review, locked_draft, name_targets
from reviews.actions.generation import generate_chosen
from reviews.actions.locking import advance, locked, require
from reviews.models import Amendment, Cycle, CycleChoice, DeepReview, Review
from reviews.querysets.deep_reviews import letter_contents
from reviews.querysets.managed import managed_people, managed_units
from reviews.rules import deep_reviews as rules
from reviews.rules.cycle_plans import CyclePlan
from reviews.states import CycleKind
from reviews.workflow.cycles import CYCLE_WORKFLOW
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW
from units.models import Unit

MOST_AT_ONCE = 300  # their reviews are generated while the person waits
_NOT_CHOSEN_DIRECTLY: Final = "Chỉ văn bản của đợt kiểm điểm đột xuất mới chọn trực tiếp tập thể, cá nhân."


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
    if not chooses_directly(row):
        raise Invalid(_NOT_CHOSEN_DIRECTLY)
    if not chosen:
        raise Invalid("Chưa chọn tập thể, cá nhân nào. Hãy đánh dấu các dòng rồi thêm vào danh sách.")
    if chosen > MOST_AT_ONCE:
        raise Invalid(f"Đã chọn {chosen} mục; mỗi lần thêm được nhiều nhất {MOST_AT_ONCE}. Hãy chọn thành nhiều lần.")
    reviews = _reviews_chosen(row, unit_ids, cadre_ids, actor)
    return name_targets(row, reviews, actor)


@transaction.atomic
def add_chosen(
    *,
    deep_review_id: int,
    version: int,
    actor: Actor,
    paper: ChangePaper,
    unit_id: int | None = None,
    cadre_id: int | None = None,
    topic_ids: Collection[int] = (),
) -> Amendment:
    """Suggest to one more collective or person in the issued letter of an extraordinary cycle, with a review made for it.

    Refuses what `amendments.add_target` refuses, and (Invalid) whoever the committee does not manage; nothing is left of
    a refused one.
    """
    row = locked(DeepReview.objects.select_related("cycle", "issuer"), deep_review_id, version)
    prefetch_related_objects([row], *letter_contents())
    require(DEEP_REVIEW_WORKFLOW.check("amend", actor, row))
    if not chooses_directly(row):
        raise Invalid(_NOT_CHOSEN_DIRECTLY)
    if (unit_id is None) == (cadre_id is None):
        raise Invalid("Hãy chọn một tập thể hoặc một cá nhân.")
    units, cadres = [pk for pk in (unit_id,) if pk], [pk for pk in (cadre_id,) if pk]
    (review,) = _reviews_chosen(row, units, cadres, actor)
    return add_target(
        deep_review_id=row.pk, version=version, actor=actor, paper=paper, review_id=review.pk, topic_ids=topic_ids
    )


def chooses_directly(row: DeepReview) -> bool:
    """Whether collectives and persons are named without a review, which is made for them: in the committee's own cycle."""
    return row.cycle.only_chosen and row.cycle.owner_id == row.issuer_id


def _reviews_chosen(
    row: DeepReview, unit_ids: Collection[int], cadre_ids: Collection[int], actor: Actor
) -> list[Review]:
    """The review of each of those chosen, made where it is missing; refuses (Invalid) whom the committee does not manage."""
    cycle = Cycle.objects.select_for_update(no_key=True, of=("self",)).select_related("scope").get(pk=row.cycle_id)
    period = (cycle.period_from, max(cycle.period_to, localtime.today()))
    units = list(managed_units(row.issuer_id, *period).filter(pk__in=unit_ids))
    cadres = list(managed_people(row.issuer_id, *period).filter(pk__in=cadre_ids))
    if foreign := len(set(unit_ids)) + len(set(cadre_ids)) - len(units) - len(cadres):
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
    return reviews


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

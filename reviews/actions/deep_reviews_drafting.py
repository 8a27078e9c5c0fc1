"""Drafting a suggestion for deep review: its text and topics, its targets, which topic goes to whom."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Max, prefetch_related_objects

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.draft_versions import keep_version
from reviews.actions.hands import join_hands
from reviews.actions.locking import locked, require
from reviews.models import Cycle, DeepReview, DeepReviewTarget, DeepReviewTopic, Review, WorkingGroup
from reviews.querysets.deep_reviews import letter_contents
from reviews.rules import deep_reviews as rules
from reviews.states import DeepReviewState
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW
from units.models import Unit

MOST_AT_ONCE = 500  # a letter to more is read by nobody before it goes out


@dataclass(frozen=True, slots=True)
class TopicText:
    """One topic as it was typed; `topic_id` names the row that it changes, None makes a new one."""

    title: str
    field_id: int | None = None
    ground: str = ""
    clarify: str = ""
    topic_id: int | None = None


@dataclass(frozen=True, slots=True)
class LetterText:
    """The text of a letter around its topics."""

    title: str
    introduction: str = ""
    grounds: tuple[str, ...] = ()
    grounds_text: str = ""
    due_on: date | None = None
    prompted_by_id: int | None = None
    working_group_id: int | None = None


@transaction.atomic
def draft_deep_review(*, cycle_id: int, issuer_id: int, actor: Actor, title: str) -> DeepReview:
    """Begin a letter of this committee to reviews that it manages in the cycle.

    Refuses an empty title, a cycle in which the committee manages nothing, and a second draft of the same title, which
    is what a form sent twice would make.
    """
    issuer = Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=issuer_id)
    row = DeepReview(
        cycle=Cycle.objects.get(pk=cycle_id),
        issuer=issuer,
        title=_told_title(title),
        created_at=localtime.now(),
    )
    sign(row, actor)
    require(rules.may_draft(actor, row))
    managed = Review.objects.filter(cycle=row.cycle, managing_unit=issuer)
    if not (row.cycle.only_chosen and row.cycle.owner_id == issuer.pk) and not managed.exists():
        raise Invalid(f"{issuer.name} không quản lý bản kiểm điểm nào trong đợt “{row.cycle.name}”.")
    same = DeepReview.objects.filter(cycle=row.cycle, issuer=issuer, title=row.title, state=DeepReviewState.DRAFT)
    if same.exists():
        raise Invalid(
            "Đã có một dự thảo với trích yếu này. Mời mở dự thảo đó trong danh sách, hoặc đặt trích yếu khác."
        )
    row.save(force_insert=True)
    audit.record(actor=actor, verb="deepreview.draft", target=row, cycle=cycle_id, title=row.title)
    keep_version(row.pk, actor)
    return row


@transaction.atomic
def edit_deep_review(
    *, deep_review_id: int, version: int, actor: Actor, text: LetterText, topics: Sequence[TopicText]
) -> DeepReview:
    """Save the text and the whole ordered list of topics; a topic that is not in the list any more is removed.

    Refuses a letter of the superior that does not ask the collective of this committee, and a working group of another
    committee or cycle.
    """
    row = locked_draft(deep_review_id, version, actor)
    if text.working_group_id != row.working_group_id:
        row.working_group = _group(row, text.working_group_id)
    if text.prompted_by_id != row.prompted_by_id:
        row.prompted_by = _superiors_letter(row, text.prompted_by_id)
    row.title = _told_title(text.title)
    row.introduction, row.grounds_text, row.due_on = text.introduction, text.grounds_text, text.due_on
    row.grounds = list(dict.fromkeys(text.grounds))
    _save_topics(row, topics)
    _touch(
        row,
        actor,
        "edit",
        "title",
        "introduction",
        "grounds_text",
        "grounds",
        "due_on",
        "prompted_by",
        "working_group",
        topics=len(topics),
        group=row.working_group_id,
    )
    return row


@transaction.atomic
def add_targets(*, deep_review_id: int, version: int, actor: Actor, review_ids: Collection[int]) -> DeepReview:
    """Name collectives and persons, many at once, by their reviews.

    Refuses more than MOST_AT_ONCE, and all of them when one is not managed by the issuer in this cycle, is accepted
    already, or is named twice.
    """
    row = locked_draft(deep_review_id, version, actor)
    wanted = set(review_ids)
    if len(wanted) > MOST_AT_ONCE:
        raise Invalid(
            f"Đã chọn {len(wanted)} mục; mỗi lần thêm được nhiều nhất {MOST_AT_ONCE}. Hãy lọc hẹp lại, ví dụ theo khối hoặc cấp."
        )
    if not wanted:
        raise Invalid("Chưa chọn tập thể, cá nhân nào. Hãy đánh dấu các dòng rồi thêm vào danh sách.")
    reviews = Review.objects.filter(pk__in=wanted, cycle_id=row.cycle_id, managing_unit_id=row.issuer_id)
    found = list(reviews.select_related("unit", "cadre").order_by("unit__sort_key", "subject", "cadre__sort_key", "pk"))
    if len(found) < len(wanted):
        raise Invalid(
            f"Có {len(wanted) - len(found)} mục không thuộc diện quản lý của {row.issuer.name} trong đợt này. "
            "Chỉ gợi ý được cho tập thể, cá nhân mà cấp ủy ban hành trực tiếp quản lý."
        )
    return name_targets(row, found, actor)


def name_targets(row: DeepReview, reviews: Sequence[Review], actor: Actor) -> DeepReview:
    """Put these reviews on the (locked) draft; refuses all of them when one cannot be, or is there already."""
    _refuse_unsuitable(row, reviews)
    DeepReviewTarget.objects.bulk_create([DeepReviewTarget(deep_review=row, review=review) for review in reviews])
    _touch(row, actor, "add_targets", reviews=sorted(review.pk for review in reviews))
    return row


@transaction.atomic
def remove_targets(*, deep_review_id: int, version: int, actor: Actor, target_ids: Collection[int]) -> DeepReview:
    """Take targets off the letter.

    Refuses where a topic was meant for these targets only: without them it would silently go to everybody.
    """
    row = locked_draft(deep_review_id, version, actor)
    leaving = [target for target in row.targets.all() if target.pk in set(target_ids)]
    if not leaving:
        raise Invalid("Chưa chọn mục nào để bỏ khỏi danh sách.")
    gone = {target.pk for target in leaving}
    for topic in row.topics.all():
        own = {target.pk for target in topic.only_for.all()}
        if own and own <= gone:
            raise Invalid(
                f"Nội dung {topic.order} chỉ phân cho những nơi đang bỏ. Hãy phân lại hoặc bỏ nội dung đó trước."
            )
    DeepReviewTarget.objects.filter(pk__in=gone).delete()
    _touch(row, actor, "remove_targets", reviews=sorted(target.review_id for target in leaving))
    return row


@transaction.atomic
def assign_topics(
    *, deep_review_id: int, version: int, actor: Actor, only_for: Mapping[int, Collection[int]]
) -> DeepReview:
    """Say for each topic to which targets it goes; no target, or all of them, means everybody."""
    row = locked_draft(deep_review_id, version, actor)
    known = {target.pk for target in row.targets.all()}
    for topic in row.topics.all():
        chosen = set(only_for.get(topic.pk, ()))
        if not chosen <= known:
            raise Invalid("Danh sách nơi được gợi ý đã thay đổi. Mời tải lại trang rồi phân lại.")
        topic.only_for.set([] if chosen == known else chosen)
    _touch(row, actor, "assign_topics")
    return row


def locked_draft(deep_review_id: int, version: int, actor: Actor) -> DeepReview:
    """The draft under lock with its contents; refuses whoever does not draft it, and a letter out of their hands."""
    row = locked(DeepReview.objects.select_related("cycle", "issuer__kind"), deep_review_id, version)
    prefetch_related_objects([row], *letter_contents())
    require(DEEP_REVIEW_WORKFLOW.check("edit", actor, row))
    return row


def _superiors_letter(row: DeepReview, pk: int | None) -> DeepReview | None:
    if pk is None:
        return None
    found = DeepReview.objects.asking(row.issuer_id).filter(pk=pk).first()
    if found is None:
        raise Invalid(
            f"Văn bản gợi ý của cấp trên đã chọn không gợi ý {row.issuer.name}. Mời tải lại trang rồi chọn lại."
        )
    return found


def _group(row: DeepReview, pk: int | None) -> WorkingGroup | None:
    if pk is None:
        return None
    found = WorkingGroup.objects.filter(pk=pk, cycle=row.cycle_id, owner=row.issuer_id).first()
    if found is None:
        raise Invalid("Tổ công tác đã chọn không phải của cấp ủy này trong đợt này. Mời tải lại trang rồi chọn lại.")
    return found


def sign(row: DeepReview, actor: Actor) -> tuple[str, ...]:
    """Note who wrote the draft last, who does not approve it any more; gives the names of the fields."""
    row.drafted_by_id, row.drafted_by_name, row.drafted_by_cadre_id = actor.user_id, actor.name, actor.cadre_id
    join_hands(row, actor)
    return ("drafted_by_id", "drafted_by_name", "drafted_by_cadre_id", "hand_ids")


def _touch(row: DeepReview, actor: Actor, verb: str, *changed: str, **data: object) -> None:
    row.version += 1
    row.save(update_fields=["version", *sign(row, actor), *changed])
    audit.record(actor=actor, verb=f"deepreview.{verb}", target=row, **data)
    keep_version(row.pk, actor)
    row.refresh_from_db()  # what was loaded for the rules is no longer what the letter holds


def _told_title(title: str) -> str:
    folded = fold_space(title)
    if not folded:
        raise Invalid("Hãy ghi trích yếu của văn bản gợi ý.")
    return folded


def _refuse_unsuitable(row: DeepReview, reviews: Iterable[Review]) -> None:
    named = {target.review_id for target in row.targets.all()}
    twice = [review.subject_name for review in reviews if review.pk in named]
    if twice:
        raise Invalid(f"Đã có trong danh sách: {', '.join(twice)}. Mỗi tập thể, cá nhân chỉ nêu một lần.")
    for review in reviews:
        if sentence := rules.why_not_suggested(row, review):
            raise Invalid(sentence)


def _save_topics(row: DeepReview, topics: Sequence[TopicText]) -> None:
    """Write the list in its order: rows kept keep their targets; numbers are moved out of the way first (unique)."""
    known = {topic.pk: topic for topic in row.topics.all()}
    kept = [text.topic_id for text in topics if text.topic_id is not None]
    if not set(kept) <= set(known) or len(kept) != len(set(kept)):
        raise Invalid("Danh sách nội dung đã thay đổi. Mời tải lại trang rồi sửa lại.")
    row.topics.exclude(pk__in=kept).delete()
    highest = row.topics.aggregate(highest=Max("order"))["highest"] or 0
    row.topics.update(order=F("order") + highest + len(topics))
    for order, text in enumerate(topics, start=1):
        topic = known.get(text.topic_id or 0) or DeepReviewTopic(deep_review=row)
        topic.order, topic.title = order, _told_topic(text.title, order)
        topic.field_id, topic.ground, topic.clarify = text.field_id, text.ground, text.clarify
        topic.save()


def _told_topic(title: str, order: int) -> str:
    folded = fold_space(title)
    if not folded:
        raise Invalid(f"Nội dung {order} chưa có tên. Hãy ghi tên nội dung, hoặc xóa trống cả nội dung để bỏ.")
    return folded

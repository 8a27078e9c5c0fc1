"""Posts of a unit's leadership collective, and who holds them from which day."""

from datetime import date

from django.db import transaction

from cadres.models import Cadre, Post, RoleGrant, Tenure, Title
from cadres.roles import Actor
from cadres.rules import people as rules
from cadres.scopes import homes_of_cadre, overlapping
from core import audit
from core.errors import Invalid
from core.formats import day
from core.locking import locked, require
from core.text import fold_space
from units.models import Unit
from units.querysets import ancestor_ids


@transaction.atomic
def create_post(
    *,
    actor: Actor,
    unit_id: int,
    title_id: int,
    name: str = "",
    managed_by_id: int | None = None,
    order: int | None = None,
) -> Post:
    """A post of this title; it is managed by the committee that manages the unit unless another one is named.

    Refused: a unit that has ended, a second living post of the same name in it.
    """
    unit = locked(Unit.objects, unit_id, None)
    require(rules.may_shape_posts(actor, unit))
    if unit.ended_on is not None:
        raise Invalid(f"{unit.name} đã kết thúc hoạt động từ ngày {day(unit.ended_on)}, không thêm chức vụ được nữa.")
    title = Title.objects.get(pk=title_id)
    name = fold_space(name) or title.name
    if Post.objects.filter(unit=unit, name__iexact=name, ended_on=None).exists():
        raise Invalid(f"{unit.name} đã có chức vụ “{name}”. Chức vụ nhiều người giữ chỉ cần ghi một lần.")
    managing = _managing_committee(actor, unit, managed_by_id)
    post = Post.objects.create(
        unit=unit,
        title=title,
        name=name,
        position=title.position,
        single=title.single,
        managed_by=managing,
        order=title.order if order is None else order,
    )
    audit.record(
        actor=actor, verb="post.create", target=post, name=name, unit_id=unit.pk, managed_by_id=post.managed_by_id
    )
    return post


@transaction.atomic
def correct_post(*, post_id: int, version: int, actor: Actor, name: str, order: int, managed_by_id: int | None) -> Post:
    """The name as printed, the order in lists, and the managing committee."""
    post = locked(Post.objects.select_related("unit"), post_id, version)
    require(rules.may_shape_posts(actor, post.unit))
    before = {"name": post.name, "order": post.order, "managed_by_id": post.managed_by_id}
    if managed_by_id != post.managed_by_id:
        post.managed_by = _managing_committee(actor, post.unit, managed_by_id)
    post.name, post.order = fold_space(name), order
    _save(post, "name", "order", "managed_by")
    after = {"name": post.name, "order": post.order, "managed_by_id": post.managed_by_id}
    audit.record(
        actor=actor,
        verb="post.correct",
        target=post,
        changed={field: [old, after[field]] for field, old in before.items() if old != after[field]},
    )
    return post


@transaction.atomic
def end_post(*, post_id: int, version: int, actor: Actor, on: date) -> Post:
    """The last day of a post. Refused while somebody holds it beyond that day."""
    post = locked(Post.objects.select_related("unit"), post_id, version)
    require(rules.may_shape_posts(actor, post.unit))
    if post.ended_on is not None:
        raise Invalid(f"Chức vụ này đã kết thúc từ ngày {day(post.ended_on)}.")
    held = Tenure.objects.filter(post=post).exclude(ended_on__lte=on).select_related("cadre").first()
    if held is not None:
        raise Invalid(f"{holding(held)} Mời kết thúc việc giữ chức ấy trước.")
    post.ended_on = on
    _save(post, "ended_on")
    audit.record(actor=actor, verb="post.end", target=post, on=on, unit_id=post.unit_id)
    return post


@transaction.atomic
def appoint(
    *,
    post_id: int,
    version: int | None,
    actor: Actor,
    cadre_id: int,
    on: date,
    until: date | None = None,
    decision: str = "",
) -> Tenure:
    """The person holds the post from a day on (until a day, where known).

    The post's row is locked and its version grows, so that two administrators at once give one holder. Refused: a single
    post that somebody holds in that time, the same person twice, days before the unit or after its or the post's end.
    """
    post = locked(Post.objects.select_related("unit"), post_id, version)
    cadre = Cadre.objects.get(pk=cadre_id)
    require(rules.may_appoint(actor, post, homes_of_cadre(cadre.pk)))
    _refuse_impossible_days(post, cadre, on, until)
    _refuse_held(post, cadre, on, until)
    tenure = Tenure.objects.create(
        cadre=cadre, post=post, single=post.single, started_on=on, ended_on=until, decision=fold_space(decision)
    )
    _save(post)
    audit.record(
        actor=actor,
        verb="tenure.start",
        target=tenure,
        cadre_id=cadre.pk,
        post_id=post.pk,
        post=post.name,
        unit_id=post.unit_id,
        on=on,
        until=until,
        decision=tenure.decision,
    )
    return tenure


@transaction.atomic
def end_tenure(
    *, tenure_id: int, version: int | None, actor: Actor, on: date, decision: str = "", ends_roles: bool = False
) -> Tenure:
    """The last day on which the person holds the post; `version` is the post's.

    With `ends_roles` the roles of the person's account at this unit end on the same day: rights follow the office.
    """
    tenure = Tenure.objects.select_related("cadre").get(pk=tenure_id)
    post = locked(Post.objects.select_related("unit"), tenure.post_id, version)
    tenure = Tenure.objects.select_for_update(of=("self",)).select_related("cadre").get(pk=tenure_id)
    require(rules.may_shape_posts(actor, post.unit))
    if tenure.ended_on is not None and tenure.ended_on <= on:
        raise Invalid(f"Việc giữ chức này đã kết thúc ngày {day(tenure.ended_on)}.")
    if on < tenure.started_on:
        raise Invalid(f"Việc giữ chức bắt đầu ngày {day(tenure.started_on)}: ngày thôi giữ chức không thể sớm hơn.")
    tenure.ended_on = on
    tenure.decision = "; ".join(filter(None, [tenure.decision, fold_space(decision)]))[:120]
    tenure.save(update_fields=["ended_on", "decision"])
    _save(post)
    audit.record(
        actor=actor,
        verb="tenure.end",
        target=tenure,
        cadre_id=tenure.cadre_id,
        post_id=post.pk,
        post=post.name,
        unit_id=post.unit_id,
        on=on,
        decision=fold_space(decision),
    )
    if ends_roles:
        _end_roles_at(post.unit_id, tenure.cadre_id, on, actor)
    return tenure


def holding(tenure: Tenure) -> str:
    """Who holds the post, from when until when, as a sentence."""
    until = f" đến ngày {day(tenure.ended_on)}" if tenure.ended_on else " đến nay"
    return f"Đồng chí {tenure.cadre.full_name} giữ chức vụ này từ ngày {day(tenure.started_on)}{until}."


def _end_roles_at(unit_id: int, cadre_id: int, on: date, actor: Actor) -> None:
    grants = RoleGrant.objects.filter(user__cadre_id=cadre_id, unit_id=unit_id, started_on__lte=on)
    for grant in grants.exclude(ended_on__lte=on).select_for_update(of=("self",)):
        grant.ended_on = on
        grant.version += 1
        grant.save(update_fields=["ended_on", "version"])
        audit.record(
            actor=actor, verb="grant.end", target=grant, user_id=grant.user_id, role=grant.role, unit_id=unit_id, on=on
        )


def _managing_committee(actor: Actor, unit: Unit, managed_by_id: int | None) -> Unit:
    wanted = managed_by_id or unit.managing_unit_id or unit.pk
    if wanted not in ancestor_ids(unit.path):
        raise Invalid("Cấp quản lý chức vụ phải là chính đơn vị hoặc một cấp trên của đơn vị.")
    managing = Unit.objects.get(pk=wanted)
    require(rules.may_set_managing_committee(actor, unit, managing))
    return managing


def _refuse_impossible_days(post: Post, cadre: Cadre, on: date, until: date | None) -> None:
    if until is not None and until < on:
        raise Invalid("Ngày thôi giữ chức sớm hơn ngày nhận chức. Mời kiểm tra lại hai ngày ấy.")
    if on < post.unit.founded_on:
        raise Invalid(f"{post.unit.name} thành lập ngày {day(post.unit.founded_on)}: ngày nhận chức không thể sớm hơn.")
    last_day = min((end for end in (post.ended_on, post.unit.ended_on) if end is not None), default=None)
    if last_day is not None and (until is None or until > last_day):
        raise Invalid(f"Chức vụ này đã kết thúc từ ngày {day(last_day)}. Mời chọn chức vụ khác.")
    if cadre.left_on is not None and (until or on) > cadre.left_on:
        raise Invalid(f"Đồng chí {cadre.full_name} đã thôi công tác từ ngày {day(cadre.left_on)}.")


def _refuse_held(post: Post, cadre: Cadre, on: date, until: date | None) -> None:
    in_the_way = Tenure.objects.filter(overlapping(on, until), post=post).select_related("cadre")
    if not post.single:
        in_the_way = in_the_way.filter(cadre=cadre)
    held = in_the_way.first()
    if held is not None:
        raise Invalid(f"{holding(held)} Mời kết thúc việc giữ chức ấy trước, hoặc sửa lại ngày.")


def _save(post: Post, *fields: str) -> None:
    post.version += 1
    post.save(update_fields=[*fields, "version"])

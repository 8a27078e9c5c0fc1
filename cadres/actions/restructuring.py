"""Moving, ending and merging units together with what hangs on them: posts, their holders, members and roles."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from cadres.models import Cadre, CellMembership, Post, RoleGrant, Tenure
from cadres.roles import Actor
from core import audit
from core.errors import Invalid
from core.formats import day
from units import actions as tree
from units.models import Unit
from units.querysets import ancestor_ids


@transaction.atomic
def move_unit(*, unit_id: int, version: int, actor: Actor, parent_id: int, on: date) -> Unit:
    """The unit under another parent; posts whose managing committee is no longer above them go to the unit's new one."""
    unit = tree.move_unit(unit_id=unit_id, version=version, actor=actor, parent_id=parent_id, on=on)
    _hand_posts_over(unit, actor)
    return unit


@transaction.atomic
def end_unit(
    *, unit_id: int, version: int, actor: Actor, on: date, successor_id: int | None = None, note: str = ""
) -> Unit:
    """The last day of a unit, of its posts and of the roles given for it; members go on in the successor.

    Refused besides what the tree refuses: posts or roles that begin later, members where there is no successor.
    """
    unit = tree.end_unit(unit_id=unit_id, version=version, actor=actor, on=on, successor_id=successor_id, note=note)
    _end_what_hangs_on(unit, on, actor)
    _move_members(unit, successor_id, on + timedelta(days=1), actor)
    return unit


@transaction.atomic
def merge_units(
    *, predecessors: Mapping[int, int], successor_id: int, actor: Actor, on: date, note: str = ""
) -> list[Unit]:
    """From a day on the units are one with the successor: children and members go there, posts and roles end before."""
    merged = tree.merge_units(predecessors=predecessors, successor_id=successor_id, actor=actor, on=on, note=note)
    for unit in merged:
        _end_what_hangs_on(unit, on - timedelta(days=1), actor)
        _move_members(unit, successor_id, on, actor)
    for child in Unit.objects.filter(parent_id=successor_id, ended_on=None):
        _hand_posts_over(child, actor)
    return merged


def _hand_posts_over(unit: Unit, actor: Actor) -> None:
    above = ancestor_ids(unit.path)[:-1]
    posts = Post.objects.filter(unit__path__startswith=unit.path)
    astray = posts.exclude(managed_by_id__in=above).exclude(managed_by__path__startswith=unit.path)
    managing = Unit.objects.get(pk=unit.pk).managing_unit_id or unit.pk
    for post in astray.select_for_update(of=("self",)):
        before, post.managed_by_id = post.managed_by_id, managing
        post.version += 1
        post.save(update_fields=["managed_by", "version"])
        audit.record(actor=actor, verb="post.hand_over", target=post, before=before, after=managing)


def _end_what_hangs_on(unit: Unit, last_day: date, actor: Actor) -> None:
    """The posts are locked first: whoever appoints somebody in the same moment waits, and then meets an ended post."""
    posts = list(Post.objects.filter(unit=unit, ended_on=None).order_by("pk").select_for_update(of=("self",)))
    tenures = Tenure.objects.filter(post__unit=unit).exclude(ended_on__lte=last_day).select_related("post", "cadre")
    for tenure in tenures.select_for_update(of=("self",)):
        if tenure.started_on > last_day:
            raise Invalid(
                f"Đồng chí {tenure.cadre.full_name} nhận chức {tenure.post.name} tại {unit.name} "
                f"ngày {day(tenure.started_on)}, sau ngày đơn vị kết thúc. Mời sửa ngày ấy trước."
            )
        tenure.ended_on = last_day
        tenure.save(update_fields=["ended_on"])
        audit.record(
            actor=actor, verb="tenure.end", target=tenure, cadre_id=tenure.cadre_id, post=tenure.post.name, on=last_day
        )
    for post in posts:
        post.ended_on = last_day
        post.version += 1
        post.save(update_fields=["ended_on", "version"])
        audit.record(actor=actor, verb="post.end", target=post, on=last_day, unit_id=unit.pk)
    _end_roles_of(unit, last_day, actor)


def _end_roles_of(unit: Unit, last_day: date, actor: Actor) -> None:
    """A role that began later than the unit's last day ends on its own first day: it cannot have fewer."""
    for grant in RoleGrant.objects.filter(unit=unit).exclude(ended_on__lte=last_day).select_for_update(of=("self",)):
        grant.ended_on = max(last_day, grant.started_on)
        grant.version += 1
        grant.save(update_fields=["ended_on", "version"])
        audit.record(actor=actor, verb="grant.end", target=grant, user_id=grant.user_id, role=grant.role, on=last_day)


def _move_members(unit: Unit, successor_id: int | None, first_day: date, actor: Actor) -> None:
    memberships = CellMembership.objects.filter(unit=unit).exclude(ended_on__lt=first_day)
    people = Cadre.objects.filter(pk__in=memberships.values("cadre_id")).order_by("pk")
    list(people.select_for_update(of=("self",)).values_list("pk", flat=True))
    members = list(memberships)
    if members and successor_id is None:
        raise Invalid(
            f"Còn {len(members)} đảng viên sinh hoạt tại {unit.name}. "
            "Mời chọn đơn vị kế thừa, hoặc chuyển sinh hoạt cho các đồng chí ấy trước."
        )
    for row in members:
        _follow_into(row, successor_id or unit.pk, first_day, actor)
    Cadre.objects.filter(pk__in=[row.cadre_id for row in members]).update(version=F("version") + 1)


def _follow_into(row: CellMembership, successor_id: int, first_day: date, actor: Actor) -> None:
    facts = {"cadre_id": row.cadre_id, "before": row.unit_id, "unit_id": successor_id}
    if row.started_on >= first_day:
        CellMembership.objects.filter(pk=row.pk).update(unit_id=successor_id)
        audit.record(actor=actor, verb="cell.follow", target=row, **facts, on=row.started_on)
        return
    until, row.ended_on = row.ended_on, first_day - timedelta(days=1)
    row.save(update_fields=["ended_on"])
    following = CellMembership.objects.create(
        cadre_id=row.cadre_id, unit_id=successor_id, started_on=first_day, ended_on=until
    )
    audit.record(actor=actor, verb="cell.follow", target=following, **facts, on=first_day)

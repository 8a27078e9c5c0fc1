"""Rights that come with a task: a role for a unit from a day to a day, given and ended with what it is needed for."""

from collections.abc import Collection
from datetime import date, timedelta

from cadres.models import RoleGrant, User
from cadres.roles import Actor, Role
from core import audit, localtime


def bring_task_grants(
    *,
    actor: Actor,
    user: User | None,
    about_id: int,
    held: Collection[RoleGrant],
    unit_ids: Collection[int],
    first: date,
    last: date,
) -> list[RoleGrant]:
    """Make the rights of one account for one task these: the role at exactly these units, from the first day to the last.

    `about_id` is what the task is limited to (a cycle). `held` are the grants of the task so far (locked by whoever keeps
    the task). Those not needed any more end yesterday, or are taken back where they had not begun; days that changed are
    changed; what is missing is given. Returns those that run or will. Without an account nothing is given. The caller
    asks whether the actor may; each step is audited.
    """
    wanted = set(unit_ids) if user is not None and first <= last else set()
    kept = {grant.unit_id: grant for grant in held if grant.unit_id in wanted and _lasts(grant)}
    for grant in held:
        if grant.pk not in {one.pk for one in kept.values()} and _lasts(grant):
            _end(grant, actor)
    for grant in kept.values():
        _move(grant, first, last, actor)
    assert user is not None or not wanted
    return [
        *kept.values(),
        *(_give(actor, user, pk, about_id, first, last) for pk in sorted(wanted - kept.keys()) if user),
    ]


def _lasts(grant: RoleGrant) -> bool:
    return grant.ended_on is None or grant.ended_on >= localtime.today()


def _give(actor: Actor, user: User, unit_id: int, about_id: int, first: date, last: date) -> RoleGrant:
    grant = RoleGrant.objects.create(
        user=user, role=Role.TASK, unit_id=unit_id, about_id=about_id, started_on=first, ended_on=last
    )
    facts = {"user_id": user.pk, "role": str(Role.TASK), "unit_id": unit_id, "about_id": about_id}
    audit.record(actor=actor, verb="grant.start", target=grant, **facts, on=first, until=last)
    return grant


def _move(grant: RoleGrant, first: date, last: date, actor: Actor) -> None:
    if (grant.started_on, grant.ended_on) == (first, last):
        return
    grant.started_on, grant.ended_on = first, last
    grant.version += 1
    grant.save(update_fields=["started_on", "ended_on", "version"])
    audit.record(actor=actor, verb="grant.move", target=grant, on=first, until=last)


def _end(grant: RoleGrant, actor: Actor) -> None:
    yesterday = localtime.today() - timedelta(days=1)
    facts = {"user_id": grant.user_id, "role": grant.role, "unit_id": grant.unit_id}
    if yesterday < grant.started_on:
        audit.record(actor=actor, verb="grant.withdraw", target=grant.user, **facts, on=yesterday)
        grant.delete()
        return
    grant.ended_on = yesterday
    grant.version += 1
    grant.save(update_fields=["ended_on", "version"])
    audit.record(actor=actor, verb="grant.end", target=grant, **facts, on=yesterday)

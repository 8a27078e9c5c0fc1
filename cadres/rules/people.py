"""Who may see and change people, their cells and posts."""

from cadres.models import Cadre, Post
from cadres.roles import UNIT_ROLES, WIDE_ROLES, Actor, Role
from cadres.scopes import Homes
from core.verdict import YES, Verdict, no
from units.models import Unit

NOT_YOUR_PERSON = "Đồng chí chỉ sửa được hồ sơ của người thuộc đơn vị mình quản trị."
NOT_YOUR_UNIT = "Đơn vị này nằm ngoài phạm vi đồng chí quản trị."


def may_view(actor: Actor, cadre: Cadre, homes: Homes) -> bool:
    """Oneself; those who administer, serve, direct or inspect a subtree: its people; secretaries and heads: their unit's."""
    if cadre.pk == actor.cadre_id or actor.works_for_all(*WIDE_ROLES):
        return True
    wide = actor.paths(*WIDE_ROLES)
    own = set(actor.paths(*UNIT_ROLES))
    return any(home in own or any(home.startswith(path) for path in wide) for home in homes.ever)


def may_read_people(actor: Actor, unit: Unit) -> bool:
    """The posts, holders and members of one unit: those who may look its people up."""
    return actor.reads_people_of(unit.pk, unit.path)


def may_register(actor: Actor, unit: Unit | None) -> Verdict:
    """Administrators, into a unit of theirs; people without a unit: those of the whole tree."""
    if actor.is_routine or actor.works_for_all(Role.ADMIN) or (unit is not None and actor.administers(unit.path)):
        return YES
    return no(NOT_YOUR_UNIT)


def may_change(actor: Actor, homes: Homes) -> Verdict:
    """Administrators of a unit where the person is now (or was last, where there is none), and of the whole tree."""
    if actor.is_routine or actor.works_for_all(Role.ADMIN) or any(actor.administers(home) for home in homes.counting):
        return YES
    return no(NOT_YOUR_PERSON)


def may_place(actor: Actor, homes: Homes, unit: Unit) -> Verdict:
    """Into a cell: administrators of the person and of that unit; across two communes it is their superior's matter."""
    if actor.is_routine or actor.administers(unit.path):
        return may_change(actor, homes)
    return no(NOT_YOUR_UNIT)


def may_shape_posts(actor: Actor, unit: Unit) -> Verdict:
    """Posts of a unit, and who holds them: its administrators."""
    return YES if actor.is_routine or actor.administers(unit.path) else no(NOT_YOUR_UNIT)


def may_set_managing_committee(actor: Actor, unit: Unit, managing: Unit) -> Verdict:
    """The committee that manages the unit anyway, or one that the person administers."""
    if actor.is_routine or managing.pk == (unit.managing_unit_id or unit.pk) or actor.administers(managing.path):
        return YES
    return no("Cấp quản lý chức vụ nằm ngoài phạm vi đồng chí quản trị.")


def may_appoint(actor: Actor, post: Post, homes: Homes) -> Verdict:
    """Administrators of the post's unit, someone who is or was in their subtree."""
    verdict = may_shape_posts(actor, post.unit)
    if not verdict or actor.is_routine:
        return verdict
    if not actor.works_for_all(Role.ADMIN) and not any(actor.administers(home) for home in homes.ever):
        return no(NOT_YOUR_PERSON)
    return YES

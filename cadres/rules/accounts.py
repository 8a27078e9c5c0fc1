"""Who may see accounts, give them roles, and end them."""

from cadres.models import User
from cadres.roles import Actor, Role
from cadres.scopes import Homes
from core.verdict import YES, Verdict, no
from units.models import Unit

NOT_YOUR_ACCOUNT = (
    "Tài khoản này còn thuộc đơn vị ngoài phạm vi đồng chí quản trị. Mời báo quản trị của cấp trên thực hiện."
)
NOT_YOURSELF = "Không ai tự cấp, tự rút vai trò hoặc tự khóa tài khoản của mình. Mời đồng chí quản trị khác thực hiện."


def may_view(actor: Actor, account: User, homes: Homes) -> bool:
    """One's own; administrators: accounts that belong, or once belonged, to a unit of their subtree."""
    if account.pk == actor.user_id or actor.works_for_all(Role.ADMIN):
        return True
    return any(actor.administers(home) for home in homes.ever)


def may_create(actor: Actor, homes: Homes) -> Verdict:
    """Administrators, for somebody who belongs to their subtree wholly: by person or by the first role."""
    if actor.is_routine:
        return YES
    if not homes.counting:  # otherwise nobody but the top would be responsible for the account
        return no("Mời chọn người dùng tài khoản, hoặc vai trò và đơn vị của tài khoản.")
    return _holds_all(actor, homes)


def may_manage(actor: Actor, account: User, homes: Homes) -> Verdict:
    """Passwords, e-mail, locking: who sets them can become that person, so all of its units must be administered."""
    if actor.user_id == account.pk:
        return no(NOT_YOURSELF)
    return YES if actor.is_routine else _holds_all(actor, homes)


def may_grant(actor: Actor, account: User, unit: Unit) -> Verdict:
    """Roles: never one's own, never for a unit beyond one's subtree."""
    if actor.user_id == account.pk:
        return no(NOT_YOURSELF)
    if actor.is_routine or actor.administers(unit.path):
        return YES
    return no("Đồng chí chỉ cấp, rút được vai trò ở đơn vị trong phạm vi mình quản trị.")


def _holds_all(actor: Actor, homes: Homes) -> Verdict:
    if actor.works_for_all(Role.ADMIN):
        return YES
    if homes.counting and all(actor.administers(home) for home in homes.counting):
        return YES
    return no(NOT_YOUR_ACCOUNT)

"""Who keeps the register of grounds, and who never sees it; values only, no query.

Load a ground by `RegisteredGround.objects.with_concerned()`: the rules look at the units and persons concerned.
"""

from datetime import date

from cadres.roles import Actor, Role, reaches
from core.verdict import YES, Verdict, no
from reviews.models import RegisteredGround
from reviews.states import Ground, GroundState
from units.models import Unit

KEEPERS = (Role.STAFF, Role.STANDING, Role.INSPECTION)
CONCLUSIONS = frozenset({Ground.INSPECTION, Ground.CHECK, Ground.AUDIT})
"""What always comes with a document; the rest may have become known without one."""

_HIDDEN = no("Không tìm thấy căn cứ này trong phạm vi của đồng chí.")


def may_view(actor: Actor, ground: RegisteredGround) -> Verdict:
    """The committee whose register it is and inspection above it, none of the concerned; equals `visible_to`."""
    kept = actor.holds(*KEEPERS, at=ground.owner_id) or reaches(ground.owner.path, actor.paths(Role.INSPECTION))
    return YES if kept and not _is_concerned(actor, ground) else _HIDDEN


def may_register(actor: Actor, owner_id: int) -> Verdict:
    """Staff and standing committee of the unit whose register it is; its inspection committee supplies."""
    if actor.holds(*KEEPERS, at=owner_id):
        return YES
    return no("Chỉ cơ quan giúp việc, thường trực và ủy ban kiểm tra của cấp ủy ghi sổ căn cứ của cấp ủy đó.")


def may_register_any(actor: Actor) -> Verdict:
    """Whether there is a register that the person writes in."""
    if actor.holds_any(*KEEPERS):
        return YES
    return no("Sổ căn cứ do cơ quan giúp việc, thường trực cấp ủy và ủy ban kiểm tra ghi.")


def may_write(actor: Actor, ground: RegisteredGround) -> Verdict:
    """Staff and standing committee of its register; inspection what it supplied itself; none of the concerned."""
    if _is_concerned(actor, ground):
        return no("Căn cứ này nói về đồng chí hoặc tập thể của đồng chí; đồng chí khác sẽ ghi.")
    if actor.holds(Role.STAFF, Role.STANDING, at=ground.owner_id):
        return YES
    if ground.by_inspection and actor.holds(Role.INSPECTION, at=ground.owner_id):
        return YES
    return no("Chỉ cơ quan giúp việc, thường trực của cấp ủy, hoặc nơi cung cấp căn cứ này, sửa và kết thúc được.")


def may_withdraw_file(actor: Actor, ground: RegisteredGround) -> Verdict:
    """Who may write in the ground, while it is open."""
    if (verdict := may_write(actor, ground)) and ground.state != GroundState.OPEN:
        return no("Căn cứ đã xử lý nên giữ nguyên các tệp. Hãy mở lại trước.")
    return verdict


def lies_below(owner: Unit, unit: Unit) -> Verdict:
    """A register is about the units of the committee's own tree."""
    if unit.path.startswith(owner.path):
        return YES
    return no(f"{unit.name} không thuộc phạm vi của {owner.name}.")


def why_source_is_wanting(kind: str, number: str, issuer: str, noted_on: date, today: date) -> str:
    """What is wrong with the source as it was typed, in a sentence; empty where nothing is."""
    if noted_on > today:
        return "Ngày văn bản (hoặc ngày nắm được) không thể sau hôm nay."
    if kind in CONCLUSIONS and not (number and issuer):
        return f"{Ground(kind).label} phải có số văn bản và nơi ban hành."
    if number and not issuer:
        return f"Hãy ghi nơi ban hành văn bản số {number}."
    return ""


def _is_concerned(actor: Actor, ground: RegisteredGround) -> bool:
    if actor.cadre_id is not None and any(cadre.pk == actor.cadre_id for cadre in ground.cadres.all()):
        return True
    own = {*actor.unit_ids(Role.SECRETARY, Role.HEAD), *actor.seat_unit_ids}
    return any(unit.pk in own for unit in ground.units.all())

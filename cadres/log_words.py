"""The audit trail of units, people and accounts in words: what was done, to whom, with which facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from cadres.models import Cadre, Post, RoleGrant, Tenure, User
from cadres.models.people import CellMembership
from cadres.roles import Role
from core.formats import day
from core.models import AuditEntry
from units.models import Bloc, Unit, UnitKind

VERBS: Final = {
    "unit.create": "Thêm đơn vị",
    "unit.rename": "Đổi tên đơn vị",
    "unit.correct": "Sửa thông tin đơn vị",
    "unit.move": "Chuyển cấp trên",
    "unit.end": "Kết thúc hoạt động đơn vị",
    "unit.merge": "Sáp nhập đơn vị",
    "unit.add_successor": "Thêm đơn vị kế thừa",
    "unit.take_over": "Tiếp nhận đơn vị sáp nhập",
    "cadre.register": "Thêm cán bộ, đảng viên",
    "cadre.correct": "Sửa hồ sơ",
    "cell.join": "Vào sinh hoạt chi bộ",
    "cell.leave": "Rời chi bộ",
    "cell.follow": "Chuyển chi bộ theo sáp nhập",
    "cell.withdraw": "Bỏ lần chuyển sinh hoạt ghi nhầm",
    "post.create": "Thêm chức vụ",
    "post.correct": "Sửa chức vụ",
    "post.end": "Kết thúc chức vụ",
    "post.hand_over": "Đổi cấp quản lý chức vụ",
    "tenure.start": "Nhận chức vụ",
    "tenure.end": "Thôi giữ chức vụ",
    "account.create": "Cấp tài khoản",
    "account.correct": "Sửa tài khoản",
    "account.reset_password": "Cấp lại mật khẩu dùng một lần",
    "account.change_password": "Tự đổi mật khẩu",
    "account.reset_by_mail": "Đặt lại mật khẩu qua thư điện tử",
    "account.deactivate": "Khóa tài khoản",
    "account.reactivate": "Mở khóa tài khoản",
    "account.choose_mail": "Chọn cách nhận nhắc việc",
    "account.save_filter": "Lưu một bộ lọc",
    "account.rename_filter": "Đổi tên một bộ lọc",
    "account.delete_filter": "Xóa một bộ lọc",
    "account.log_in": "Đăng nhập",
    "account.log_out": "Đăng xuất",
    "grant.start": "Cấp vai trò",
    "grant.end": "Kết thúc vai trò",
    "grant.move": "Đổi thời gian của vai trò",
    "grant.withdraw": "Bỏ vai trò chưa bắt đầu",
}
_FIELDS: Final = {
    "name": "tên",
    "full_name": "họ và tên",
    "code": "mã",
    "born_on": "ngày sinh",
    "government_post": "chức vụ chính quyền",
    "union_post": "chức vụ đoàn thể",
    "workplace": "đơn vị công tác",
    "in_political_system": "trong hệ thống chính trị",
    "left_on": "ngày thôi công tác",
    "kind_id": "loại tổ chức",
    "bloc_id": "khối",
    "short_name": "tên ngắn",
    "place": "địa danh",
    "symbol": "ký hiệu",
    "managed_by_id": "cấp quản lý",
    "order": "thứ tự",
    "display_name": "tên hiển thị",
    "email": "thư điện tử",
}
_PLAIN: Final = {
    "on": "ngày",
    "until": "đến",
    "note": "căn cứ",
    "reason": "lý do",
    "decision": "quyết định",
    "address": "từ địa chỉ",
    "username": "tên đăng nhập",
    "code": "mã",
}
_UNIT_KEYS: Final = {
    "parent_id": "cấp trên",
    "successor_id": "vào",
    "unit_id": "tại",
    "managed_by_id": "cấp quản lý",
}
_BETWEEN_UNITS: Final = ("unit.move", "post.hand_over", "cell.follow")


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry as a page shows it."""

    at: datetime
    who: str
    office: str
    deed: str
    subject: str
    details: tuple[str, ...]


def log_lines(entries: Iterable[AuditEntry]) -> list[LogLine]:
    """The entries in words; a fixed number of queries for the names in all of them."""
    rows = list(entries)
    names = _Names(rows)
    return [
        LogLine(
            at=row.at,
            who=row.actor_name,
            office=row.office,
            deed=VERBS.get(row.verb, row.verb),
            subject=names.subject(row),
            details=tuple(_details(row, names)),
        )
        for row in rows
    ]


def _details(row: AuditEntry, names: "_Names") -> Iterable[str]:
    data = row.data
    for field, (before, after) in (data.get("changed") or {}).items():
        yield f"{_FIELDS.get(field, field)}: {names.value(field, before)} → {names.value(field, after)}"
    if "before" in data:
        of_units = row.verb in _BETWEEN_UNITS
        yield " → ".join(
            names.unit(data.get(key)) if of_units else str(data.get(key, ""))
            for key in ("before", "unit_id" if row.verb == "cell.follow" else "after")
        )
    if data.get("role"):
        yield f"vai trò: {Role(data['role']).label}"
    for key, words in _UNIT_KEYS.items():
        if data.get(key) and not (key == "unit_id" and row.verb == "cell.follow"):
            yield f"{words} {names.unit(data[key])}"
    for key, words in _PLAIN.items():
        if data.get(key):
            yield f"{words} {_shown(data[key])}"
    if data.get("merged"):
        yield ", ".join(data["merged"])


def _shown(value: Any) -> str:
    """A date of the JSON as people write it, "có" and "không", other values as they are."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if value in (None, ""):
        return "(trống)"
    try:
        return day(date.fromisoformat(value)) if isinstance(value, str) and len(value) == 10 else str(value)
    except ValueError:
        return str(value)


class _Names:
    """The names of everything that a page of entries speaks of."""

    def __init__(self, rows: Sequence[AuditEntry]) -> None:
        targets: dict[str, set[int]] = {}
        for row in rows:
            if row.target_id is not None:
                targets.setdefault(row.target_type, set()).add(row.target_id)
        self._tenures = _by_pk(Tenure.objects.select_related("post", "cadre"), targets.get("cadres.tenure"))
        self._grants = _by_pk(RoleGrant.objects.select_related("user"), targets.get("cadres.rolegrant"))
        self._cells = _by_pk(CellMembership.objects.select_related("cadre"), targets.get("cadres.cellmembership"))
        self._posts = _by_pk(Post.objects.select_related("unit"), targets.get("cadres.post"))
        self._cadres = _by_pk(Cadre.objects.all(), targets.get("cadres.cadre"))
        self._users = _by_pk(User.objects.all(), targets.get("cadres.user"))
        self._units = _by_pk(Unit.objects.all(), targets.get("units.unit", set()) | _unit_ids(rows))
        self._kinds = _by_pk(UnitKind.objects.all(), _changed(rows, "kind_id"))
        self._blocs = _by_pk(Bloc.objects.all(), _changed(rows, "bloc_id"))

    def unit(self, pk: Any) -> str:
        """The unit's name of today."""
        return str(self._units.get(pk, "không"))

    def value(self, field: str, value: Any) -> str:
        """One side of a change: rows by their names."""
        if field == "managed_by_id":
            return self.unit(value) if value else "cấp trên trực tiếp"
        named = {"kind_id": self._kinds, "bloc_id": self._blocs}.get(field)
        return str(named.get(value, "(trống)")) if named is not None else _shown(value)

    def subject(self, row: AuditEntry) -> str:
        """What was acted on."""
        pk = row.target_id or 0
        if row.target_type == "cadres.tenure" and pk in self._tenures:
            tenure = self._tenures[pk]
            return f"{tenure.cadre.full_name}, {tenure.post.name}"
        if row.target_type == "cadres.rolegrant" and pk in self._grants:
            return _account(self._grants[pk].user)
        if row.target_type == "cadres.cellmembership" and pk in self._cells:
            return self._cells[pk].cadre.full_name
        if row.target_type == "cadres.post" and pk in self._posts:
            return f"{self._posts[pk].name}, {self._posts[pk].unit.name}"
        if row.target_type == "cadres.user" and pk in self._users:
            return _account(self._users[pk])
        return str(self._cadres.get(pk, "")) if row.target_type == "cadres.cadre" else self.unit(pk)


def _account(user: User) -> str:
    return f"{user} ({user.username})"


def _by_pk(rows: Any, ids: set[int] | None) -> dict[Any, Any]:
    return {row.pk: row for row in rows.filter(pk__in=ids)} if ids else {}


def _unit_ids(rows: Sequence[AuditEntry]) -> set[int]:
    ids: set[int] = _changed(rows, "managed_by_id")
    for row in rows:
        keys = [*_UNIT_KEYS, *(("before", "after") if row.verb in _BETWEEN_UNITS else ())]
        ids |= {row.data[key] for key in keys if isinstance(row.data.get(key), int)}
    return ids


def _changed(rows: Sequence[AuditEntry], field: str) -> set[int]:
    return {value for row in rows for value in (row.data.get("changed") or {}).get(field, ()) if isinstance(value, int)}

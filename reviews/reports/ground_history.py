"""What happened to a registered ground, told from the audit trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from core.models import AuditEntry
from reviews.models import GroundFile, RegisteredGround

_WORDS: Final = {
    "registeredground.register": "ghi vào sổ",
    "registeredground.edit": "sửa",
    "registeredground.close": "kết thúc",
    "registeredground.reopen": "mở lại",
    "registeredground.treat": "công nhận bản kiểm điểm, căn cứ đã xử lý",
    "groundfile.add": "đính kèm tệp",
    "groundfile.withdraw": "bỏ tệp",
}
_FIELDS: Final = {
    "kind": "loại",
    "field": "lĩnh vực",
    "document_number": "số văn bản",
    "document_issuer": "nơi ban hành",
    "noted_on": "ngày",
    "summary": "tóm tắt",
}


@dataclass(frozen=True, slots=True)
class Step:
    """Who did what, when, in which office, with the reason where one was given."""

    at: datetime
    who: str
    office: str
    words: str
    reason: str = ""


def collect(ground: RegisteredGround) -> list[Step]:
    """The newest first; one query besides the files'."""
    files = list(GroundFile.objects.filter(ground=ground).values_list("pk", flat=True))
    of_ground = Q(target_type="reviews.registeredground", target_id=ground.pk)
    of_files = Q(target_type="reviews.groundfile", target_id__in=files)
    entries = AuditEntry.objects.filter(of_ground | of_files, verb__in=_WORDS).order_by("-at", "-pk")
    return [Step(e.at, e.actor_name, e.office, _words(e), str(e.data.get("reason", ""))) for e in entries]


def _words(entry: AuditEntry) -> str:
    data = entry.data
    if entry.verb == "registeredground.edit":
        if "added" in data or "removed" in data:
            return "thêm nơi liên quan" if "added" in data else "bỏ nơi liên quan"
        changed = ", ".join(_FIELDS[name] for name in data.get("fields", ()) if name in _FIELDS)
        return f"sửa {changed}" if changed else "lưu lại"
    name = f" “{data['name']}”" if "name" in data else ""
    return _WORDS[entry.verb] + name

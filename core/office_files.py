"""DOCX and XLSX are zip archives: opened without trusting a word of what they say about themselves."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core.errors import Invalid

MOST_ENTRIES: Final = 3_000
MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 100  # text in XML packs to a tenth or so; a hundred and more is made to harm
_FREE_OF_RATIO: Final = 2 * 1024 * 1024
_LARGEST_XML: Final = 4 * 1024 * 1024
_CHUNK: Final = 256 * 1024
_CONTENT_TYPES: Final = "[Content_Types].xml"
_MAIN_PARTS: Final = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
_ACTIVE_PARTS: Final = ("vbaproject.bin", "vbadata.xml", "activex", "oleobject", ".exe", ".dll", ".js", ".vbs", ".jar")
_ENCRYPTED_FLAG: Final = 0x1

_NOT_OFFICE = "Tệp nén này không phải văn bản Word hay bảng tính Excel. Hãy giải nén rồi tải lên từng tệp."
_BROKEN = "Tệp Word, Excel này bị hỏng, không mở được. Hãy mở bằng phần mềm văn phòng, lưu lại rồi tải lên."
_LOCKED = "Tệp này có mật khẩu nên người có quyền cũng không đọc được. Hãy bỏ mật khẩu rồi tải lên."
_BOMB = "Tệp này giải nén ra quá lớn so với dung lượng của nó nên không được nhận. Hãy lưu lại thành PDF rồi tải lên."
_PATHS = "Tệp này chứa đường dẫn ra ngoài chính nó nên không được nhận. Hãy lưu lại thành PDF rồi tải lên."
_MACROS = (
    "Tệp này có macro hoặc thành phần tự chạy. Hãy lưu lại thành .docx, .xlsx không có macro hoặc PDF rồi tải lên."
)
_OUTSIDE = "Tệp này lấy nội dung từ tệp hoặc trang mạng khác. Hãy ngắt các liên kết đó hoặc lưu thành PDF rồi tải lên."


def office_kind(content: BinaryIO) -> str:
    """`docx` or `xlsx`; refuses (Invalid) other archives, and those that are broken, locked, active or made to harm."""
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            _refuse_what_entries_say(entries)
            _refuse_bombs(archive, entries, _length(content))
            kind = _main_kind(archive)
            _refuse_outside_content(archive)
            return kind
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as broken:
        raise Invalid(_BROKEN) from broken
    finally:
        content.seek(0)


def _length(content: BinaryIO) -> int:
    here = content.tell()
    length = content.seek(0, 2)
    content.seek(here)
    return length


def _refuse_what_entries_say(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Invalid(_BOMB)
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise Invalid(_LOCKED)
    if any(_leads_outside(name) for name in names):
        raise Invalid(_PATHS)
    if len(set(names)) != len(names):
        raise Invalid(_BROKEN)
    if any(part in name.lower() for name in names for part in _ACTIVE_PARTS):
        raise Invalid(_MACROS)
    if _CONTENT_TYPES not in names:
        raise Invalid(_NOT_OFFICE)


def _leads_outside(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _refuse_bombs(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Unpack everything into nothing: what is counted is what comes out, and the checksums are compared on the way."""
    allowed = min(MOST_UNPACKED, max(_FREE_OF_RATIO, packed * MOST_RATIO))
    unpacked = 0
    for entry in entries:
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > allowed:
                    raise Invalid(_BOMB)


def _main_kind(archive: zipfile.ZipFile) -> str:
    types = [part.get("ContentType", "") for part in _xml(archive, _CONTENT_TYPES)]
    if any("macroenabled" in one.lower() or "vbaproject" in one.lower() for one in types):
        raise Invalid(_MACROS)
    kinds = {_MAIN_PARTS[one] for one in types if one in _MAIN_PARTS}
    if len(kinds) != 1:
        raise Invalid(_NOT_OFFICE)
    return kinds.pop()


def _refuse_outside_content(archive: zipfile.ZipFile) -> None:
    """Links that a reader may click stay; whatever an opened file would fetch by itself is refused."""
    for name in archive.namelist():
        if not name.endswith(".rels"):
            continue
        for relation in _xml(archive, name):
            is_link = relation.get("Type", "").endswith("/hyperlink")
            if relation.get("TargetMode", "") == "External" and not is_link:
                raise Invalid(_OUTSIDE)


def _xml(archive: zipfile.ZipFile, name: str) -> Iterator[Element]:
    if archive.getinfo(name).file_size > _LARGEST_XML:
        raise Invalid(_BOMB)
    try:
        root: Element = fromstring(archive.read(name))
    except (ParseError, DefusedXmlException) as broken:
        raise Invalid(_BROKEN) from broken
    return iter(root)

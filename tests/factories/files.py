"""Files as people send them, made in memory: whole ones, and those that have to be refused."""

import io
import zipfile

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(*, pages: int = 1, password: str = "", script: bool = False, mark: str = "") -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    if mark:
        made.docinfo["/Title"] = mark
    if script:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        made.Root.OpenAction = made.make_indirect(action)
    # the same pages are the same file: an id drawn from the clock would make two of it
    made.save(
        out,
        deterministic_id=not password,
        encryption=pikepdf.Encryption(owner=password, user=password) if password else False,
    )
    return out.getvalue()


def image(kind: str = "PNG", size: tuple[int, int] = (60, 80), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "white").save(out, kind)
    return out.getvalue()


def office(main: str = WORD, parts: dict[str, bytes] | None = None, types: str = "") -> bytes:
    listed = f'<Types><Override PartName="/main.xml" ContentType="{main}"/>{types}</Types>'
    return archive({"[Content_Types].xml": listed.encode(), "main.xml": b"<w/>", **(parts or {})})


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def relations(kind: str, target: str) -> bytes:
    one = f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
    return f'<Relationships xmlns="{_RELATIONS}">{one}</Relationships>'.encode()


def sent(content: bytes, name: str = "ban-ky.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)

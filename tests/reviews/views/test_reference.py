"""The screens of catalogues, form templates and profiles: who, what a broken file shows, versions that never change."""

import io
import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from cadres.roles import Role
from reviews.actions import templates as actions
from reviews.models import Catalogue, FormTemplate
from tests.factories import organisation as org
from tests.factories import reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    reference.load_reference()
    return org.make_tree()


@pytest.fixture
def admin(tree):
    return org.make_account("quantri", (Role.ADMIN, tree.province))


def list_file(items: int = 140, head=("Biểu hiện số", "Mục số", "Nội dung")) -> SimpleUploadedFile:
    """A workbook with this many items over the 27 groups."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(head)
    for place in range(items):
        sheet.append((place % 27 + 1, place // 27 + 1, f"Biểu hiện cụ thể số {place + 1}"))
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("danh-muc.xlsx", buffer.getvalue())


def words(**changes):
    return {"name": "Danh mục tỉnh", "label": "Do Tỉnh ủy ban hành, số 12-QĐ/TU"} | changes


def all_pages():
    template, catalogue = FormTemplate.objects.earliest("pk"), Catalogue.objects.get()
    return [
        reverse("reviews:catalogues"),
        reverse("reviews:catalogue_page", args=[catalogue.pk]),
        reverse("reviews:download_catalogue", args=[catalogue.pk]),
        reverse("reviews:templates"),
        reverse("reviews:template_page", args=[template.pk]),
        reverse("reviews:profiles"),
        reverse("reviews:profile_page", args=[template.profile_id]),
    ]


def test_administrators_and_committees_see_the_pages_and_nobody_else(client, tree, admin):
    users = {
        admin: 200,
        org.make_account("chuyenvien", (Role.STAFF, tree.commune)): 200,
        org.make_account("thuongtruc", (Role.STANDING, tree.province)): 200,
        org.make_account("thuky", (Role.SECRETARY, tree.commune)): 404,
        org.make_account("kiemtra", (Role.INSPECTION, tree.province)): 404,
        org.make_account("mattran", (Role.FRONT, tree.province)): 404,
    }
    for user, expected in users.items():
        org.login(client, user)
        for url in all_pages():
            assert client.get(url).status_code == expected, (user.username, url)


def test_only_administrators_at_the_top_change_what_all_share(client, tree):
    template = FormTemplate.objects.earliest("pk")
    for user in (
        org.make_account("quantri_xa", (Role.ADMIN, tree.commune)),
        org.make_account("chuyenvien", (Role.STAFF, tree.province)),
    ):
        org.login(client, user)
        assert client.get(reverse("reviews:import_catalogue")).status_code == 404
        assert client.post(reverse("reviews:import_catalogue"), words(file=list_file())).status_code == 404
        refused = client.post(reverse("reviews:copy_template", args=[template.pk]))
        assert refused.status_code == 422
        assert "cấp cao nhất" in refused.text
    assert (Catalogue.objects.count(), FormTemplate.objects.count()) == (1, 7)


def test_list_of_140_items_becomes_the_next_version(client, admin):
    org.login(client, admin)

    response = client.post(reverse("reviews:import_catalogue"), words(file=list_file(140)))

    imported = Catalogue.objects.get(catalogue_version=2)
    assert (response.status_code, response.url) == (302, reverse("reviews:catalogue_page", args=[imported.pk]))
    assert (imported.items.count(), imported.groups.count(), imported.origin) == (140, 27, "imported")
    assert Catalogue.objects.get(catalogue_version=1).items.count() == 135


def test_broken_workbook_gives_sentences_keeps_the_words_and_the_second_try_works(client, admin):
    org.login(client, admin)
    url = reverse("reviews:import_catalogue")

    broken = client.post(url, words(file=SimpleUploadedFile("danh-muc.xlsx", b"PK\x03\x04 broken")))
    wrong_columns = client.post(url, words(file=list_file(head=("A", "B", "C"))))
    few = client.post(url, words(file=list_file(20)))
    good = client.post(url, words(file=list_file()))

    assert (broken.status_code, wrong_columns.status_code, few.status_code, good.status_code) == (422, 422, 422, 302)
    assert "Không đọc được tệp Excel này" in broken.text
    assert "Do Tỉnh ủy ban hành, số 12-QĐ/TU" in broken.text
    assert "Không thấy dòng tiêu đề" in wrong_columns.text
    assert "Biểu hiện số 21 chưa có mục cụ thể nào." in few.text
    assert Catalogue.objects.count() == 2


def test_same_list_sent_twice_is_published_once(client, admin):
    org.login(client, admin)
    url = reverse("reviews:import_catalogue")

    client.post(url, words(file=list_file()))
    again = client.post(url, words(file=list_file()))

    assert again.status_code == 422
    assert "giống hệt bản 2" in again.text
    assert Catalogue.objects.count() == 2


@pytest.mark.parametrize(
    "file", [None, SimpleUploadedFile("rong.xlsx", b""), SimpleUploadedFile("to.csv", b"x" * 2_100_000)]
)
def test_missing_empty_and_huge_files_get_a_sentence(client, admin, file):
    fields = words() | ({"file": file} if file else {})

    response = org.login(client, admin).post(reverse("reviews:import_catalogue"), fields)

    assert response.status_code == 422
    assert "Tệp danh mục" in response.text or "2 MB" in response.text


def test_downloaded_workbook_can_be_imported_again(client, admin):
    org.login(client, admin)
    first = Catalogue.objects.get()
    file = client.get(reverse("reviews:download_catalogue", args=[first.pk])).content
    rows = list(load_workbook(io.BytesIO(file)).worksheets[0].iter_rows(values_only=True))

    client.post(reverse("reviews:import_catalogue"), words(file=SimpleUploadedFile("lai.xlsx", file)))

    again = Catalogue.objects.get(catalogue_version=2)
    assert len(rows) == 1 + 27 + 135
    assert list(again.items.values_list("text", flat=True)) == list(first.items.values_list("text", flat=True))
    assert list(again.groups.values_list("text", flat=True)) == list(first.groups.values_list("text", flat=True))


def test_cell_that_looks_like_a_formula_stays_text(client, admin):
    first = Catalogue.objects.get()
    first.items.filter(position=0).update(text="=HYPERLINK('http://x')")

    file = org.login(client, admin).get(reverse("reviews:download_catalogue", args=[first.pk])).content

    cell = load_workbook(io.BytesIO(file)).worksheets[0]["C3"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK('http://x')", "s")


def rows_of(template: FormTemplate, **more) -> dict[str, object]:
    """What the edit form posts for the sections as they are, with some fields changed or added."""
    sections = list(template.sections.all())
    fields: dict[str, object] = {
        "version": template.version,
        "name": template.name,
        "title": template.title,
        "note": template.note,
        "muc-TOTAL_FORMS": len(sections) + 2,
        "muc-INITIAL_FORMS": len(sections),
        "muc-MIN_NUM_FORMS": 0,
        "muc-MAX_NUM_FORMS": 60,
    }
    for place, section in enumerate(sections):
        stem = f"muc-{place}-"
        fields |= {
            f"{stem}key": section.key,
            f"{stem}order": (place + 1) * 10,
            f"{stem}number": section.number,
            f"{stem}heading": section.heading,
            f"{stem}guidance": section.guidance,
            f"{stem}kind": section.kind,
            f"{stem}depth": section.depth,
        }
        flags = {"required": section.required, "per_segment": section.per_segment, "only_if_any": section.only_if_any}
        fields |= {f"{stem}{name}": "on" for name, is_set in flags.items() if is_set}
    return fields | more


@pytest.fixture
def draft(admin):
    return actions.copy_template(template_id=reference.template("01").pk, actor=org.acting(admin))


def test_copy_is_edited_and_published_and_the_old_version_stays(client, admin, draft):
    old = reference.template("01")
    org.login(client, admin)
    new_row = {
        "muc-13-heading": unicodedata.normalize("NFD", "Kết quả thực hiện việc khó"),
        "muc-13-number": "5",
        "muc-13-kind": "text",
        "muc-13-depth": "2",
        "muc-13-order": "55",
        "muc-13-required": "on",
    }

    saved = client.post(reverse("reviews:edit_template", args=[draft.pk]), rows_of(draft, **new_row))
    draft.refresh_from_db()
    client.post(reverse("reviews:publish_template", args=[draft.pk]), {"version": draft.version})

    latest = reference.template("01")
    assert saved.status_code == 302
    assert (latest.pk, latest.template_version) == (draft.pk, 2)
    assert list(latest.sections.values_list("key", flat=True))[4:7] == [
        "strengths-4",
        "ket-qua-thuc-hien-viec-kho",
        "limitations",
    ]
    assert latest.sections.get(order=6).heading == "Kết quả thực hiện việc khó"
    assert old.sections.count() == 13


def test_published_version_offers_no_editing(client, admin, draft):
    org.login(client, admin)
    published = FormTemplate.objects.get(code="01", profile__code="366+43", template_version=1)

    assert client.get(reverse("reviews:edit_template", args=[published.pk])).status_code == 404
    refused = client.post(reverse("reviews:discard_template", args=[published.pk]), {"version": published.version})
    assert refused.status_code == 422
    assert "Bản đã công bố không sửa được nữa" in refused.text


def test_second_copy_of_the_same_form_is_refused(client, admin, draft):
    response = org.login(client, admin).post(reverse("reviews:copy_template", args=[reference.template("01").pk]))

    assert response.status_code == 422
    assert "đang có một bản soạn dở" in response.text


def test_two_who_edit_at_once_the_second_is_told(client, admin, draft):
    org.login(client, admin)
    url = reverse("reviews:edit_template", args=[draft.pk])

    first = client.post(url, rows_of(draft, name="Bản của người thứ nhất"))
    second = client.post(url, rows_of(draft, name="Bản của người thứ hai"))

    draft.refresh_from_db()
    assert (first.status_code, second.status_code, draft.name) == (302, 422, "Bản của người thứ nhất")
    assert "Đã có người thay đổi" in second.text
    assert "Bản của người thứ hai" in second.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"muc-5-remove": "on"}, "Mẫu chưa có mục loại “Hạn chế, khuyết điểm”.", id="no-limitations"),
        pytest.param({"muc-1-kind": "rating"}, "“Tự nhận mức xếp loại” chỉ được có một lần", id="two-ratings"),
        pytest.param({"muc-5-per_segment": "on"}, "chỉ mục văn bản mới viết riêng", id="cards-per-segment"),
        pytest.param({"muc-1-kind": "nope"}, "không còn dùng được", id="unknown-kind"),
        pytest.param({"muc-1-order": "x"}, "Thứ tự", id="order-in-letters"),
        pytest.param({"muc-1-heading": "a\0"}, "ký tự không đọc được", id="nul"),
        pytest.param({"name": ""}, "Tên mẫu", id="no-name"),
        pytest.param({"muc-TOTAL_FORMS": "abc"}, "Trang này đã cũ", id="broken-frame"),
        pytest.param({"muc-TOTAL_FORMS": "9" * 30}, "60 mục", id="endless-rows"),
    ],
)
def test_faults_of_a_template_get_sentences_and_change_nothing(client, admin, draft, changes, sentence):
    response = org.login(client, admin).post(
        reverse("reviews:edit_template", args=[draft.pk]), rows_of(draft, **changes)
    )

    draft.refresh_from_db()
    assert (response.status_code, draft.version) == (422, 1)
    assert sentence in response.text


def test_draft_is_thrown_away(client, admin, draft):
    response = org.login(client, admin).post(
        reverse("reviews:discard_template", args=[draft.pk]), {"version": draft.version}
    )

    assert (response.status_code, FormTemplate.objects.filter(pk=draft.pk).exists()) == (302, False)


def test_pages_ask_as_often_for_many_rows_as_for_few(client, admin):
    org.login(client, admin)
    urls = [reverse("reviews:catalogues"), reverse("reviews:templates"), reverse("reviews:profiles")]

    def queries(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    few = [queries(url) for url in urls]
    for number in range(5):
        client.post(reverse("reviews:import_catalogue"), words(name=f"Danh mục {number}", file=list_file()))
        copied = actions.copy_template(template_id=reference.template("2A").pk, actor=org.acting(admin))
        actions.publish_template(template_id=copied.pk, version=copied.version, actor=org.acting(admin))

    assert [queries(url) for url in urls] == few
    assert max(few) <= 10


def test_layout_profiles_of_papers_stand_with_their_basis_and_what_is_not_confirmed_says_so(client, admin):
    org.login(client, admin)

    page = client.get(reverse("reviews:profiles")).content.decode()

    new, old = page.split('id="the-thuc"')[1].split("</details>")[:2]
    assert "Hướng dẫn 05-HD/VPTW ngày 27/5/2026" in new
    assert "30 mm" in new
    assert "“T/M”" in new
    assert new.count("Đã xác minh") > 10 < new.count("Chưa xác minh")
    assert "chưa đối chiếu được văn bản gốc" in old
    assert "Đã xác minh" not in old
    assert "05-HD/VPTW" not in old

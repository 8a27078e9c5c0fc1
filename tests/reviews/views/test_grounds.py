"""The pages of the register of grounds: typing one in without JavaScript, the filters of the list, its files."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import formats, localtime
from core.models import AuditEntry
from reviews.models import RegisteredGround
from reviews.states import Ground
from tests.factories import files, grounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def staff(client, world):
    client.force_login(world.users["chuyenvien"])
    return client


def test_a_ground_is_typed_in_with_its_source_and_whom_it_concerns(staff, world):
    today = localtime.today()
    found = staff.post("/can-cu/moi/", {"unit_id-tim": "tan son moi", "tim": "unit_id", "summary": "Gõ dở"}).text
    assert "Đảng ủy xã Tân Sơn Mới" in found
    assert "Gõ dở" in found

    answer = staff.post(
        "/can-cu/moi/",
        {
            "owner_id": world.province.pk,
            "kind": "inspection",
            "document_number": "21/KL-TTr",
            "noted_on": formats.day(today),
            "document_issuer": "Thanh tra tỉnh",
            "summary": "Để lấn, chiếm đất công",
            "unit_id": world.lookalike.pk,
        },
    )

    ground = RegisteredGround.objects.get()
    assert answer["Location"] == f"/can-cu/{ground.pk}/"
    page = staff.get(answer["Location"]).text
    assert "Đảng ủy xã Tân Sơn Mới" in page
    assert f"số 21/KL-TTr ngày {formats.day(today)}" in page


def test_what_is_wrong_stands_in_the_form_with_what_was_typed(staff, world):
    answer = staff.post(
        "/can-cu/moi/",
        {"owner_id": world.province.pk, "kind": "audit", "noted_on": "05/12/2025", "summary": "Tạm ứng kéo dài"},
    )

    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một đơn vị hoặc một cá nhân có liên quan." in answer.text
    assert "Tạm ứng kéo dài" in answer.text


def test_the_list_is_narrowed_by_every_filter_of_its_address(staff, world):
    long_ago = localtime.today() - timedelta(days=400)
    land = grounds.registered(world, "Để lấn chiếm đất công", units=[world.commune])
    opinion = grounds.registered(
        world,
        "Người dân phản ánh đường ngập",
        units=[world.other_commune],
        kind=Ground.PUBLIC_OPINION,
        noted_on=long_ago,
        document_number="",
        document_issuer="",
    )
    person = grounds.registered(world, "Chậm kết luận đơn", cadres=[world.cadre("bithu")], kind=Ground.COMPLAINT)

    def shown(query: str) -> set[int]:
        page = staff.get(f"/can-cu/?{query}").text
        return {ground.pk for ground in (land, opinion, person) if f'href="/can-cu/{ground.pk}/"' in page}

    assert shown("") == {land.pk, opinion.pk, person.pk}
    assert shown("q=lan chiem dat") == {land.pk}
    assert shown("q=tran dinh huong") == {person.pk}
    assert shown("loai=public_opinion") == {opinion.pk}
    assert shown("don_vi=yen phu") == {opinion.pk}
    assert shown("don_vi=nam trung") == {land.pk, opinion.pk}
    assert shown(f"den_ngay={formats.day(long_ago)}") == {opinion.pk}
    assert shown(f"tu_ngay={formats.day(localtime.today() - timedelta(days=30))}") == {land.pk, person.pk}
    assert shown("trang_thai=treated") == set()


def test_thirty_rows_take_as_many_queries_as_one(staff, world):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as taken:
            assert staff.get("/can-cu/").status_code == 200
        return len(taken)

    grounds.registered(world, "Sự việc 0", cadres=[world.cadre("bithu")], units=[world.commune])
    queries()  # what a process keeps of the reference data is read by the first page
    one = queries()
    for number in range(1, 30):
        grounds.registered(world, f"Sự việc {number}", cadres=[world.cadre("canbo")], units=[world.commune])

    assert queries() == one <= 15


def test_the_document_is_sent_handed_over_and_withdrawn(staff, world):
    ground, content = grounds.registered(world), files.pdf(mark="kết luận")

    staff.post(f"/can-cu/{ground.pk}/tep/", {"file": files.sent(content, "Kết luận số 21.pdf")})
    file = ground.files.get()

    assert b"".join(staff.get(f"/can-cu/tep/{file.pk}/").streaming_content) == content
    refused = staff.post(f"/can-cu/{ground.pk}/tep/", {"file": files.sent(b"", "x.pdf")})
    assert refused.status_code == 422
    staff.post(f"/can-cu/tep/{file.pk}/bo/", {"version": "1"})
    assert staff.get(f"/can-cu/tep/{file.pk}/").status_code == 404
    again = staff.post(f"/can-cu/tep/{file.pk}/bo/", {"version": "1"})
    assert again.status_code == 422
    assert "Tệp “Kết luận số 21.pdf” đã được bỏ khỏi căn cứ này." in again.text


def test_the_pieces_of_one_download_are_one_row_in_the_trail(staff, world):
    ground, content = grounds.registered(world), files.pdf()
    staff.post(f"/can-cu/{ground.pk}/tep/", {"file": files.sent(content, "KL.pdf")})
    address = f"/can-cu/tep/{ground.files.get().pk}/"

    parts = [staff.get(address, HTTP_RANGE=f"bytes={span}") for span in ("0-9", "10-19", "20-")]

    assert b"".join(b"".join(part.streaming_content) for part in parts) == content
    assert AuditEntry.objects.filter(verb="groundfile.download").count() == 1
    assert b"".join(staff.get(address).streaming_content) == content
    assert AuditEntry.objects.filter(verb="groundfile.download").count() == 2


def test_closing_and_opening_again_ask_for_a_reason(staff, world):
    ground = grounds.registered(world)

    assert staff.post(f"/can-cu/{ground.pk}/ket-thuc/", {"version": "1", "reason": ""}).status_code == 422
    staff.post(f"/can-cu/{ground.pk}/ket-thuc/", {"version": "1", "reason": "Đã xử lý xong."})
    page = staff.get(f"/can-cu/{ground.pk}/").text
    assert "Đã xử lý xong." in page
    assert "Mở lại…" in page
    staff.post(f"/can-cu/{ground.pk}/mo-lai/", {"version": "2", "reason": "Tình tiết mới"})

    assert "mở lại: Tình tiết mới" in staff.get(f"/can-cu/{ground.pk}/").text

"""The pages of hard tasks: registering, the list that Mặt trận follows, and what its people do not get to see."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from reviews.models import HardTask
from tests.factories import organisation, sheets
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

SEE_IT = {
    "thuky", "bithu", "canbo", "thanhvien", "chuyenvien", "thuongtruc", "trunguong", "kiemtra", "mattran", "mattran_xa"
}  # fmt: skip


@pytest.fixture
def world():
    return make.small_province()


@pytest.fixture
def task(world) -> HardTask:
    return HardTask.objects.create(
        cycle=world.cycle, unit=world.commune, text="Di dời tàu thuyền khỏi lòng hồ", due_on=date(2027, 11, 30)
    )


def as_(client, world, username):
    client.force_login(world.users[username])
    return client


def test_list_and_page_agree_for_every_role(client, world, task):
    for who in world.users:
        as_(client, world, who)
        assert (f'/viec-kho/{task.pk}/"' in client.get("/viec-kho/").text) == (who in SEE_IT), who
        expected = 200 if who in SEE_IT else 404
        assert client.get(f"/viec-kho/{task.pk}/").status_code == expected, who
        assert client.get(f"/viec-kho/{task.pk}/sua/").status_code == expected, who


def test_front_of_a_commune_sees_no_other_commune(client, world):
    task = HardTask.objects.create(cycle=world.cycle, unit=world.lookalike, text="Việc khác", due_on=date(2027, 1, 1))

    assert as_(client, world, "mattran_xa").get(f"/viec-kho/{task.pk}/").status_code == 404
    assert as_(client, world, "mattran").get(f"/viec-kho/{task.pk}/").status_code == 200


def test_the_form_of_a_suggested_review_leads_to_registering_with_whose_it_is_chosen(client):
    world = sheets.province()
    address = f"/kiem-diem/{world.collective.pk}/sua/"
    organisation.login(client, world.users["thuky"])
    assert "Đăng ký việc khó" not in client.get(address).text
    sheets.suggest(world, world.collective)

    link = f"/viec-kho/dang-ky/?whose=tap-the-{world.commune.pk}&amp;cycle={world.cycle.pk}"
    assert link in client.get(address).text
    form = client.get(link.replace("&amp;", "&")).text
    assert f'<option value="tap-the-{world.commune.pk}" selected>' in form


def test_secretary_registers_without_javascript(client, world):
    as_(client, world, "thuky")
    assert "Tập thể Đảng ủy xã Tân Sơn" in client.get("/viec-kho/dang-ky/").text

    answer = client.post(
        "/viec-kho/dang-ky/",
        {
            "whose": f"tap-the-{world.commune.pk}",
            "cycle": world.cycle.pk,
            "text": "Giải phóng mặt bằng",
            "measure": "",
            "due_on": "30/11/2027",
        },
    )

    task = HardTask.objects.get()
    assert answer["Location"] == f"/viec-kho/{task.pk}/"
    assert (task.unit, task.cadre, task.due_on) == (world.commune, None, date(2027, 11, 30))


def test_member_is_offered_only_the_own_place(client, world):
    page = as_(client, world, "canbo").get("/viec-kho/dang-ky/").text

    assert "Cá nhân tôi, thành viên Đảng ủy xã Tân Sơn" in page
    assert "tap-the-" not in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"whose": "tap-the-1"}, "Lựa chọn ở ô “Đăng ký cho”"),
        ({"whose": "x"}, "Lựa chọn ở ô “Đăng ký cho”"),
        ({"cycle": "99999999999999999999"}, "Đợt kiểm điểm"),
        ({"due_on": "31/02/2027"}, "Ngày ở ô “Thời hạn” chưa đúng"),
        ({"due_on": "01/01/2020"}, "từ hôm nay"),
        ({"text": ""}, "Việc khó"),
        ({"text": "a\x00"}, "ký tự không đọc được"),
    ],
)
def test_wrong_input_gets_a_sentence_and_keeps_what_was_typed(client, world, changed, sentence):
    sent = {"whose": f"tap-the-{world.commune.pk}", "cycle": world.cycle.pk, "text": "Việc", "due_on": "30/11/2027"}

    answer = as_(client, world, "thuky").post("/viec-kho/dang-ky/", {**sent, "measure": "Thước đo", **changed})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Thước đo" in answer.text
    assert not HardTask.objects.exists()


def test_front_may_look_but_registers_and_changes_nothing(client, world, task):
    as_(client, world, "mattran")

    assert "Đăng ký việc khó" not in client.get("/viec-kho/").text
    sent = {"version": 1, "text": "Khác", "measure": "", "due_on": "30/11/2027"}
    assert client.post(f"/viec-kho/{task.pk}/sua/", sent).status_code == 422
    task.refresh_from_db()
    assert task.text == "Di dời tàu thuyền khỏi lòng hồ"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?don_vi=tan son", True),
        ("?don_vi=yen phu", False),
        ("?cua=collective", True),
        ("?cua=individual", False),
        ("?qua_han=on", False),
        ("?nguoi=khai", False),
        ("?cua=x&trang=zz", True),
    ],
)
def test_filters_hold(client, world, task, query, found):
    page = as_(client, world, "mattran").get(f"/viec-kho/{query}").text

    assert (f'/viec-kho/{task.pk}/"' in page) == found


def test_hostile_words_stay_words(client, world, task):
    HardTask.objects.update(text="<script>alert(1)</script>{{ 1|add:1 }}")

    page = as_(client, world, "mattran").get("/viec-kho/").text
    assert "<script>alert(1)" not in page
    assert "{{ 1|add:1 }}" in page


def test_the_list_asks_as_often_for_30_as_for_1(
    client, world, task, django_assert_max_num_queries: DjangoAssertNumQueries
):
    as_(client, world, "mattran").get("/viec-kho/")
    with django_assert_max_num_queries(8) as one:
        client.get("/viec-kho/")
    HardTask.objects.bulk_create(
        HardTask(cycle=world.cycle, unit=world.commune, text=f"Việc {n}", due_on=date(2027, 1, 1)) for n in range(30)
    )

    with django_assert_max_num_queries(8) as many:
        client.get("/viec-kho/")

    assert len(one) == len(many)

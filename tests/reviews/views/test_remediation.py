"""The pages of remediation: who finds what, what a refused post shows, how overdue items stand out."""

from datetime import date, datetime
from unicodedata import normalize

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cadres.roles import Role
from core import localtime
from reviews.actions import remediation
from reviews.models import ProgressReport, RemediationItem, ReviewRead
from reviews.states import RemediationState
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }} ' OR 1=1 -- đ̣ \u202eabc"


@pytest.fixture
def world():
    return make.small_province()


@pytest.fixture
def item(world) -> RemediationItem:
    review = make.collective_review(world, world.commune)
    make.limitation(review, "Giải ngân chậm", {"owner_cadre": world.cadre("canbo"), "due_on": date(2026, 12, 20)})
    return make.accept(review, world.actor("thuongtruc")).items.get()


@pytest.fixture
def personal_item(world) -> RemediationItem:
    review = make.individual_review(world, world.cadre("canbo"), world.commune)
    make.limitation(review, "Ít đi cơ sở", {"action": "Đi cơ sở mỗi tuần", "owner_text": "Bản thân"})
    return make.accept(review, world.actor("thuongtruc")).items.get()


def as_(client, world, username):
    client.force_login(world.users[username])
    return client


def at(day: date, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=localtime.HO_CHI_MINH)


SEE_THE_COLLECTIVE = {"thuky", "bithu", "canbo", "thanhvien", "chuyenvien", "thuongtruc", "trunguong", "kiemtra"}
SEE_THE_PERSON = {"thuky", "bithu", "canbo", "chuyenvien", "thuongtruc", "kiemtra"}


class TestWhoSeesWhat:
    def test_item_page_list_and_plan_agree_for_every_role(self, client, world, item, personal_item):
        for who in world.users:
            as_(client, world, who)
            listed = client.get("/khac-phuc/")
            for one, circle in ((item, SEE_THE_COLLECTIVE), (personal_item, SEE_THE_PERSON)):
                expected = 200 if who in circle else 404
                assert client.get(reverse("reviews:item_page", args=[one.pk])).status_code == expected, who
                plan_url = reverse("reviews:plan_page", args=[one.plan.review_id])
                assert client.get(plan_url).status_code == expected, who
                assert (f'/khac-phuc/{one.pk}/"' in listed.text) == (who in circle), who

    def test_a_named_owner_elsewhere_sees_the_item_but_not_the_plan(self, client, world):
        review = make.collective_review(world, world.other_commune)
        make.limitation(review, "Chậm bàn giao", {"owner_cadre": world.cadre("canbo")})
        item = make.accept(review, world.actor("thuongtruc")).items.get()

        as_(client, world, "canbo")

        page = client.get(f"/khac-phuc/{item.pk}/")
        assert page.status_code == 200
        assert client.get(f"/kiem-diem/{review.pk}/khac-phuc/").status_code == 404
        assert f"/kiem-diem/{review.pk}/" not in page.text, "no link leads to a 404"

    def test_posting_to_an_item_one_may_not_see_is_404_and_changes_nothing(self, client, world, item):
        as_(client, world, "thuky_gan_giong")

        for step in ("tien-do", "hoan-thanh", "tra-lai", "xac-minh", "ket-thuc", "so-do"):
            assert client.post(f"/khac-phuc/{item.pk}/{step}/", {"version": 1, "text": "x"}).status_code == 404

        assert not ProgressReport.objects.exists()

    @pytest.mark.parametrize("address", ["/khac-phuc/999999/", f"/khac-phuc/{10**30}/", "/kiem-diem/999999/khac-phuc/"])
    def test_unknown_numbers_are_404(self, client, world, address):
        assert as_(client, world, "chuyenvien").get(address).status_code == 404

    def test_reading_a_personal_plan_is_recorded_for_the_person(self, client, world, personal_item):
        as_(client, world, "chuyenvien").get(f"/khac-phuc/{personal_item.pk}/")
        as_(client, world, "canbo").get(f"/khac-phuc/{personal_item.pk}/")

        assert [(read.reader_name, read.part) for read in ReviewRead.objects.all()] == [("Ngô Minh Đức", "remediation")]


class TestSteps:
    def test_owner_reports_and_is_led_back_to_the_item(self, client, world, item):
        answer = as_(client, world, "canbo").post(
            f"/khac-phuc/{item.pk}/tien-do/", {"version": 1, "text": "Đã thu 8 tỷ đồng", "percent": "40"}, follow=True
        )

        assert answer.redirect_chain[-1][0] == f"/khac-phuc/{item.pk}/"
        assert "Đã thu 8 tỷ đồng" in answer.text
        assert "40 %" in answer.text

    def test_the_whole_way_is_walked_without_javascript(self, client, world, item):
        address = f"/khac-phuc/{item.pk}/"
        for who, step, text in (
            ("thuky", "hoan-thanh", "Biên bản số 12"),
            ("chuyenvien", "tra-lai", "Chưa có chứng từ"),
            ("canbo", "hoan-thanh", "Chứng từ số 40"),
            ("chuyenvien", "xac-minh", ""),
            ("thuongtruc", "ket-thuc", ""),
        ):
            as_(client, world, who)
            version = RemediationItem.objects.get(pk=item.pk).version
            assert client.post(f"{address}{step}/", {"version": version, "text": text}).status_code == 302

        item.refresh_from_db()
        assert item.state == RemediationState.CLOSED
        page = client.get(address).text
        assert page.index("Biên bản số 12") < page.index("Chưa có chứng từ") < page.index("Chứng từ số 40")

    def test_who_verified_is_told_who_could_close(self, client, world, item):
        remediation.report_done(item_id=item.pk, version=1, actor=world.actor("canbo"), evidence="Biên bản")
        remediation.verify(item_id=item.pk, version=2, actor=world.actor("thuongtruc"))
        address = f"/khac-phuc/{item.pk}/"

        alone = as_(client, world, "thuongtruc").get(address).text
        make.account("pho", None, (Role.STANDING, world.province), name="Lê Văn Phó")
        beside = client.get(address).text
        refused = client.post(f"{address}ket-thuc/", {"version": 3, "text": ""})

        assert "chưa có đồng chí thường trực nào khác kết thúc được việc này" in alone
        assert "Lê Văn Phó" not in alone
        assert "Người đã xác minh không tự kết thúc" in beside
        assert "Kết thúc được: Lê Văn Phó." in beside
        assert "/tra-lai/" in beside, "the verification can still be taken back by its own hand"
        assert refused.status_code == 422
        assert "Người đã xác minh không tự kết thúc" in refused.text

    def test_a_barred_person_gets_the_reason_and_keeps_the_words(self, client, world, item):
        answer = as_(client, world, "thanhvien").post(
            f"/khac-phuc/{item.pk}/tien-do/", {"version": 1, "text": "Tôi đã làm"}
        )

        assert answer.status_code == 422
        assert "Chỉ người được giao việc" in answer.text
        assert "Tôi đã làm" in answer.text

    def test_an_old_page_shows_the_news_and_keeps_the_words(self, client, world, item):
        remediation.report_progress(item_id=item.pk, version=1, actor=world.actor("thuky"), text="Thư ký ghi trước")

        answer = as_(client, world, "canbo").post(
            f"/khac-phuc/{item.pk}/tien-do/", {"version": 1, "text": "Tôi ghi sau"}
        )

        assert answer.status_code == 422
        assert "Đã có người thay đổi sau khi đồng chí mở trang" in answer.text
        assert "Thư ký ghi trước" in answer.text
        assert "Tôi ghi sau" in answer.text
        again = client.post(f"/khac-phuc/{item.pk}/tien-do/", {"version": 2, "text": "Tôi ghi sau"})
        assert again.status_code == 302
        assert 'name="version" value="2"' in answer.text

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"version": 1, "text": ""}, "Đã làm được gì"),
            ({"version": 1, "text": "a\x00b"}, "ký tự không đọc được"),
            ({"version": 1, "text": "a" * 10_001}, "dài quá"),
            ({"version": 1, "text": "a", "percent": "101"}, "100"),
            ({"version": 1, "text": "a", "percent": "9" * 60}, "Hoàn thành (%)"),
            ({"version": "x", "text": "a"}, "Trang này đã cũ"),
            ({"version": "9" * 5000, "text": "a"}, "Trang này đã cũ"),
            ({"text": "a"}, "Trang này đã cũ"),
        ],
    )
    def test_wrong_input_gets_a_sentence_and_changes_nothing(self, client, world, item, sent, sentence):
        answer = as_(client, world, "canbo").post(f"/khac-phuc/{item.pk}/tien-do/", sent)

        assert answer.status_code == 422
        assert sentence in answer.text
        assert not ProgressReport.objects.exists()

    def test_hostile_text_stays_text(self, client, world, item):
        as_(client, world, "canbo").post(f"/khac-phuc/{item.pk}/tien-do/", {"version": 1, "text": HOSTILE})

        page = client.get(f"/khac-phuc/{item.pk}/").text
        assert "<script>alert(1)" not in page
        assert "{{ 7|add:7 }}" in page

    def test_decomposed_text_comes_back_composed(self, client, world, item):
        text = "Đã thu hồi toàn bộ số nợ"
        as_(client, world, "canbo").post(
            f"/khac-phuc/{item.pk}/tien-do/", {"version": 1, "text": normalize("NFD", text)}
        )

        assert text in client.get(f"/khac-phuc/{item.pk}/").text

    def test_each_role_is_offered_only_its_own_step(self, client, world, item):
        address = f"/khac-phuc/{item.pk}/"

        assert "Báo cáo hoàn thành" in as_(client, world, "canbo").get(address).text
        assert "Chờ người thực hiện báo cáo" in as_(client, world, "chuyenvien").get(address).text
        remediation.report_done(item_id=item.pk, version=1, actor=world.actor("canbo"), evidence="Biên bản")
        assert "Xác minh kết quả" in as_(client, world, "chuyenvien").get(address).text
        assert "không tự xác minh" in as_(client, world, "canbo").get(address).text


class TestMeasurement:
    def test_figures_and_readings_make_a_bar(self, client, world, item):
        address = f"/khac-phuc/{item.pk}/"
        as_(client, world, "thuky").post(
            f"{address}so-do/", {"version": 1, "measure_unit": "tỷ đồng", "baseline": "26", "target": "6"}
        )
        client.post(f"{address}tien-do/", {"version": 2, "text": "Đã thu", "reading": "11"})

        page = client.get(address).text
        assert "từ 26 tỷ đồng đến 6 tỷ đồng" in page
        assert '<progress max="100" value="75"' in page
        assert "11 tỷ đồng, 75 %" in client.get("/khac-phuc/").text

    def test_equal_figures_get_a_sentence(self, client, world, item):
        answer = as_(client, world, "thuky").post(
            f"/khac-phuc/{item.pk}/so-do/", {"version": 1, "baseline": "6", "target": "6,0"}
        )

        assert answer.status_code == 422
        assert "Mục tiêu phải khác số đầu kỳ" in answer.text


class TestOverdue:
    def test_an_item_is_overdue_from_midnight_in_ho_chi_minh_city(self, client, world, item):
        as_(client, world, "thuky")

        with localtime.clock_at(at(date(2026, 12, 20), 23, 59, 59)):
            before, before_list = client.get("/khac-phuc/").text, client.get("/khac-phuc/?qua_han=on").text
        with localtime.clock_at(at(date(2026, 12, 21), 0, 0, 0)):
            after, after_list = client.get("/khac-phuc/").text, client.get("/khac-phuc/?qua_han=on").text

        assert ("hôm nay" in before, "Quá hạn 1 ngày" in before) == (True, False)
        assert f"/khac-phuc/{item.pk}/" not in before_list
        assert "Quá hạn 1 ngày" in after
        assert f"/khac-phuc/{item.pk}/" in after_list

    def test_lateness_is_said_by_word_icon_and_colour(self, client, world, item):
        as_(client, world, "thuky")

        with localtime.clock_at(at(date(2026, 12, 24))):
            page = client.get("/khac-phuc/").text

        chip = page[page.index("chip-danger") : page.index("Quá hạn 4 ngày") + 20]
        assert "#clock" in chip

    def test_a_reported_item_is_no_longer_overdue(self, client, world, item):
        with localtime.clock_at(at(date(2026, 12, 24))):
            remediation.report_done(item_id=item.pk, version=1, actor=world.actor("canbo"), evidence="Biên bản")
            page = as_(client, world, "thuky").get("/khac-phuc/").text

        assert "Quá hạn" not in page.partition("<tbody>")[2]

    def test_overdue_ones_stand_first_and_closed_ones_last(self, client, world):
        review = make.collective_review(world, world.commune)
        make.limitation(
            review,
            "Giải ngân chậm",
            {"action": "Việc còn hạn", "due_on": date(2026, 12, 30)},
            {"action": "Việc quá hạn", "due_on": date(2026, 12, 10)},
            {"action": "Việc đã xong", "due_on": date(2026, 12, 1)},
        )
        plan = make.accept(review, world.actor("thuongtruc"))
        done = plan.items.get(action="Việc đã xong")
        done = remediation.report_done(item_id=done.pk, version=1, actor=world.actor("thuky"), evidence="x")
        done = remediation.verify(item_id=done.pk, version=2, actor=world.actor("chuyenvien"))
        remediation.close(item_id=done.pk, version=3, actor=world.actor("thuongtruc"))

        with localtime.clock_at(at(date(2026, 12, 15))):
            page = as_(client, world, "thuky").get("/khac-phuc/").text

        assert page.index("Việc quá hạn") < page.index("Việc còn hạn") < page.index("Việc đã xong")


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?trang_thai=planned", True),
            ("?trang_thai=dang_mo", True),
            ("?trang_thai=closed", False),
            ("?linh_vuc=dau-tu-cong", True),
            ("?don_vi=tan son", True),
            ("?don_vi=yen phu", False),
            ("?chu_tri=le van khai", True),
            ("?chu_tri=ai khac", False),
            ("?cap=3", True),
            ("?cap=2", False),
            ("?cua_toi=on", False),
            ("?nguon=remedy", True),
            ("?nguon=commitment", False),
            ("?dung_han=on", False),
        ],
    )
    def test_each_filter_holds(self, client, world, item, query, found):
        page = as_(client, world, "chuyenvien").get(f"/khac-phuc/{query}").text

        assert (f'/khac-phuc/{item.pk}/"' in page) == found

    def test_an_owner_in_words_is_found_without_accents(self, client, world):
        review = make.collective_review(world, world.commune)
        make.limitation(review, "Chậm", {"owner_text": "Văn phòng Đảng ủy"})
        plan = make.accept(review, world.actor("thuongtruc"))

        page = as_(client, world, "thuky").get("/khac-phuc/?chu_tri=van phong dang").text

        assert f'/khac-phuc/{plan.items.get().pk}/"' in page

    @pytest.mark.parametrize(
        "query",
        [
            "?trang_thai=nonsense",
            "?linh_vuc=x",
            "?cap=abc",
            "?trang=-1",
            "?trang=" + "9" * 40,
            "?don_vi=%00",
            "?khoi='",
        ],
    )
    def test_nonsense_in_the_address_breaks_nothing(self, client, world, item, query):
        assert as_(client, world, "chuyenvien").get(f"/khac-phuc/{query}").status_code == 200


class TestQueries:
    def test_the_list_asks_as_often_for_30_items_as_for_1(
        self, client, world, item, django_assert_max_num_queries: DjangoAssertNumQueries
    ):
        as_(client, world, "chuyenvien")
        client.get("/khac-phuc/")
        with django_assert_max_num_queries(8) as one:
            client.get("/khac-phuc/")
        review = make.collective_review(world, world.other_commune)
        make.limitation(
            review, "Chậm", *({"action": f"Việc {n}", "owner_cadre": world.cadre("canbo")} for n in range(30))
        )
        make.accept(review, world.actor("thuongtruc"))

        with django_assert_max_num_queries(8) as many:
            assert "Việc 20" in client.get("/khac-phuc/").text

        assert len(one) == len(many)

    def test_the_item_page_asks_as_often_with_30_reports_as_with_1(
        self, client, world, item, django_assert_max_num_queries: DjangoAssertNumQueries
    ):
        remediation.report_progress(item_id=item.pk, version=1, actor=world.actor("canbo"), text="Đã bắt đầu")
        as_(client, world, "canbo").get(f"/khac-phuc/{item.pk}/")
        with django_assert_max_num_queries(12) as one:
            client.get(f"/khac-phuc/{item.pk}/")
        for version in range(2, 31):
            remediation.report_progress(item_id=item.pk, version=version, actor=world.actor("canbo"), text="Đã làm")

        with django_assert_max_num_queries(12) as many:
            client.get(f"/khac-phuc/{item.pk}/")

        assert len(one) == len(many)

"""Rounds of a review side by side, and who changed what and when."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from core.models import Job
from reviews.actions.answer_rows import add_limitation, values_of
from reviews.actions.answers import Edit, save_answers
from reviews.actions.attachments import attach_file
from reviews.actions.reports import request_report
from reviews.actions.rounds import open_next_round
from reviews.actions.sheets import recall_review, submit_review
from reviews.models import Answer, CarriedOver, Limitation, Review, ReviewRead, Round
from reviews.querysets.reports import REPORT_JOB
from reviews.reports import collective_review, difference_paper
from reviews.reports.printable import NotVisible
from reviews.reports.registry import KINDS, may_see
from reviews.reports.rendering import render, render_pdf
from reviews.rules.writing import token_of
from reviews.states import Opening
from tests.core.pdf_reading import body_text
from tests.factories import files, organisation, sheets
from tests.factories.opinions import registered
from tests.factories.remembered import remembered
from tests.reviews.reports.faces import assert_faces_agree, opened_word

pytestmark = pytest.mark.django_db
NEW_FAULT = "Chậm trả lời kiến nghị của cử tri ở hai ấp."


@remembered
def mended_review() -> tuple[sheets.Province, Review]:
    """Submitted, taken back, mended by the head: a word in a text, a limitation more, one less."""
    world = sheets.province()
    sheets.suggest(world, world.collective)
    review = sheets.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))
    review = recall_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))
    return world, mend(world, review)


@pytest.fixture
def world_and_review(request, db) -> tuple[sheets.Province, Review | None]:
    """With the review for the tests that ask for it."""
    return mended_review() if "review" in request.fixturenames else (sheets.province(), None)


@pytest.fixture
def world(world_and_review) -> sheets.Province:
    return world_and_review[0]


@pytest.fixture
def review(world_and_review) -> Review:
    return world_and_review[1]


def mend(world, review):
    head, round_ = world.actor("bithu"), sheets.open_round(review)
    answer = Answer.objects.filter(round=round_).exclude(text="").earliest("section__order")
    token = str(token_of(answer.version, values_of("answer", answer)))
    edit = Edit("answer", f"{answer.section_id}-0", {"text": answer.text.replace("đầy đủ", "nghiêm túc")}, token)
    save_answers(review_id=review.pk, actor=head, edits=[edit])
    old = Limitation.objects.get(round=round_)
    sheets.fill_limitation(add_limitation(review_id=review.pk, actor=head), head, fault=NEW_FAULT)
    sheets.take_out(review, head, ("limitation", str(old.pk)))
    return review


def submit(world, review):
    review.refresh_from_db()
    return submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))


def page(world, username: str, address: str, status: int = 200) -> str:
    response = organisation.login(Client(), world.users[username]).get(address)
    assert response.status_code == status
    return response.text


class TestComparing:
    def test_words_that_differ_are_marked_and_cards_told(self, world, review):
        submit(world, review)

        text = page(world, "thuky", f"/kiem-diem/{review.pk}/so-sanh/?tu=1&den=2")

        assert "<mark> đầy đủ:</mark>" in text
        assert "<mark> nghiêm túc:</mark>" in text
        assert "Mới thêm" in text
        assert f"<del>{sheets.FAULT}</del>" in text
        assert NEW_FAULT in text
        assert "Mục không thay đổi" in text

    def test_the_paper_strikes_out_what_went_and_underlines_what_came(self, world, review):
        submit(world, review)

        paper = difference_paper.collect(world.actor("thuky"), review=review.pk)
        html, printed = render(paper).replace("\u00a0", " "), body_text(render_pdf(paper))

        assert f"<s>{sheets.FAULT}</s>" in html
        assert "<u> nghiêm túc:</u>" in html
        assert NEW_FAULT in printed
        assert "Các mục không thay đổi" in printed
        assert_faces_agree(paper, printed)
        struck = opened_word(paper).element.body.xpath(".//w:r[w:rPr/w:strike]/w:t")
        assert sheets.FAULT in [one.text.replace("\u00a0", " ") for one in struck]

    def test_a_changed_card_says_which_of_its_parts(self, world, review):
        submit(world, review)
        head = world.actor("bithu")
        again = recall_review(review_id=review.pk, version=world.collective.version, actor=head)
        card = Limitation.objects.get(round=sheets.open_round(again))
        token = str(token_of(card.version, values_of("limitation", card)))
        edit = Edit("limitation", str(card.pk), {"subjective_cause": "Người đứng đầu chưa sâu sát."}, token)
        save_answers(review_id=review.pk, actor=head, edits=[edit])
        submit(world, again)

        text = page(world, "thuky", f"/kiem-diem/{review.pk}/so-sanh/?tu=2&den=3")

        assert "Đã sửa: nguyên nhân chủ quan." in text
        assert "Hạn chế 1" in text

    def test_the_last_two_are_shown_unless_others_are_chosen_and_nonsense_is_passed_over(self, world, review):
        submit(world, review)

        for query in ("", "?tu=abc&den=99", "?tu=2&den=1", "?tu=9999999999999999999999"):
            assert "nghiêm túc:</mark>" in page(world, "thuky", f"/kiem-diem/{review.pk}/so-sanh/{query}"), query

    def test_what_an_earlier_cycle_left_is_compared_as_far_as_it_was_answered(self, world, review):
        left = {"source": "Đợt trước", "action": "Đo đạc lại 12 thửa đất.", "round": sheets.open_round(review)}
        made = sheets.open_round(review).commitments.earliest("pk")
        address = f"/kiem-diem/{review.pk}/so-sanh/?tu=1&den=2"
        row = CarriedOver.objects.create(**left, commitment=made, origin=uuid4())
        assert "12 thửa đất" not in page(world, "thuky", address)

        row.state, row.reason = "not_done", "Chưa có kinh phí."
        row.save()

        assert "Chưa có kinh phí." in page(world, "thuky", address)

    def test_opinions_and_files_are_compared_as_far_as_each_may_read_them(self, world, review):
        address = f"/kiem-diem/{review.pk}/so-sanh/?tu=1&den=2"
        registered(review, world.actor("thuky"), "Đường liên ấp xuống cấp.")
        attach_file(
            review_id=review.pk, actor=world.actor("thuky"), content=ContentFile(files.pdf()), name="Biên bản.pdf"
        )

        text = page(world, "thuky", address)

        assert "<h3>Góp ý 1, Chi bộ thôn Đông</h3>" in text
        assert "Đường liên ấp xuống cấp." in text
        assert "<h3>Biên bản.pdf</h3>" in text
        assert "Đường liên ấp" not in page(world, "chuyenvien", address)

    def test_one_round_with_itself_differs_in_nothing(self, world, review):
        submit(world, review)

        assert "Hai lần không khác nhau." in page(world, "thuky", f"/kiem-diem/{review.pk}/so-sanh/?tu=1&den=1")

    def test_writers_compare_the_round_in_hand_and_those_above_only_submitted_ones(self, world, review):
        address = f"/kiem-diem/{review.pk}/so-sanh/?tu=1&den=2"
        assert "nghiêm túc:</mark>" in page(world, "thuky", address)
        assert "nghiêm túc" not in page(world, "chuyenvien", address)

        submit(world, review)

        assert "nghiêm túc:</mark>" in page(world, "chuyenvien", address)

    def test_comparing_a_persons_rounds_counts_as_a_read(self, world):
        own = sheets.submitted_review(world.own("canbo"), world.actor("canbo"))
        own = recall_review(review_id=own.pk, version=own.version, actor=world.actor("canbo"))
        address = f"/kiem-diem/{own.pk}/so-sanh/"

        page(world, "canbo", address)
        assert not ReviewRead.objects.exists()
        page(world, "bithu", address)
        assert ReviewRead.objects.get().reader_name == "Trần Đình Hưởng"

    def test_the_appraisers_page_leads_to_the_round_before(self, world, review):
        submit(world, review)
        first = Round.objects.get(review=review, number=1)
        assert "So với vòng" not in page(world, "chuyenvien", f"/tham-dinh/{review.pk}/")
        open_next_round(review=review, because=Opening.SUPPLEMENT, reason="Thiếu số liệu.")
        review.refresh_from_db()
        review.state = "returned"
        review.save(update_fields=["state"])
        submit(world, review)

        text = page(world, "chuyenvien", f"/tham-dinh/{review.pk}/")

        assert "So với vòng 1" in text
        assert f"/kiem-diem/{review.pk}/so-sanh/?tu=2&amp;den=3" in text
        assert first.turn == 1

    def test_the_queries_do_not_grow_with_the_cards(self, world, review, django_assert_max_num_queries):
        submit(world, review)
        head = world.actor("bithu")
        again = recall_review(review_id=review.pk, version=world.collective.version, actor=head)
        for number in range(8):
            sheets.fill_limitation(add_limitation(review_id=again.pk, actor=head), head, fault=f"Hạn chế số {number}")
        client = organisation.login(Client(), world.users["thuky"])
        client.get("/")

        with django_assert_max_num_queries(60):
            client.get(f"/kiem-diem/{review.pk}/so-sanh/?tu=1&den=3")


class TestHistory:
    def test_it_tells_person_section_and_act_and_no_text(self, world, review):
        text = page(world, "thuky", f"/kiem-diem/{review.pk}/lich-su/")

        assert "Trần Đình Hưởng" in text
        assert "Vũ Thị Thảo" in text
        assert "Mục I.1" in text
        assert "Bỏ một hạn chế, khuyết điểm" in text
        assert "Thu hồi để sửa" in text
        assert NEW_FAULT not in text
        assert "Người viết lần cuối" in text

    def test_answers_to_manifestations_are_not_even_mentioned(self, world, review):
        text = page(world, "thuky", f"/kiem-diem/{review.pk}/lich-su/").partition('id="noi-dung"')[2]

        assert "indicator" not in text
        assert "biểu hiện" not in text.partition("<table")[2].replace("Đối chiếu biểu hiện", "")

    def test_those_above_do_not_see_what_is_being_written(self, world, review):
        before = page(world, "chuyenvien", f"/kiem-diem/{review.pk}/lich-su/")
        assert "Bỏ một hạn chế, khuyết điểm" not in before
        assert "Thu hồi để sửa" in before

        submit(world, review)

        assert "Bỏ một hạn chế, khuyết điểm" in page(world, "chuyenvien", f"/kiem-diem/{review.pk}/lich-su/")

    def test_nothing_is_told_to_those_above_before_the_first_submission(self, world):
        text = page(world, "chuyenvien", f"/kiem-diem/{world.collective.pk}/lich-su/")

        assert "Bản kiểm điểm đang được viết" in text

    def test_another_reviews_acts_are_not_among_them(self, world, review):
        own = world.own("canbo")

        assert "Thu hồi" not in page(world, "canbo", f"/kiem-diem/{own.pk}/lich-su/").partition("<table")[2]


class TestPrinting:
    def test_any_submitted_round_is_printed_as_it_was(self, world, review):
        submit(world, review)
        head = world.actor("bithu")

        first, second, newest = (
            render(collective_review.collect(head, review=review.pk, number=number)) for number in (1, 2, None)
        )

        assert "đầy đủ" in first
        assert NEW_FAULT not in first
        assert NEW_FAULT in second
        assert second == newest

    def test_those_above_print_submitted_rounds_only(self, world, review):
        staff = world.actor("chuyenvien")
        assert collective_review.collect(staff, review=review.pk, number=1)

        with pytest.raises(NotVisible):
            collective_review.collect(staff, review=review.pk, number=2)
        with pytest.raises(NotVisible):
            request_report(kind="collective_review", about=review.pk, number=2, actor=staff)
        with pytest.raises(NotVisible):
            request_report(kind="collective_review", about=review.pk, number=77, actor=staff)

    def test_the_run_names_the_round_and_loses_it_with_the_right_to_read(self, world, review):
        run = request_report(kind="collective_review", about=review.pk, number=2, actor=world.actor("thuky"))
        kind = KINDS["collective_review"]

        assert run.title.endswith("(lần trình 2)")
        assert may_see(world.actor("thuky"), kind, review.pk, run.params)
        assert not may_see(world.actor("chuyenvien"), kind, review.pk, run.params)

    def test_a_round_is_chosen_in_the_form_that_the_list_of_rounds_leads_to(self, world, review):
        rounds = page(world, "thuky", f"/kiem-diem/{review.pk}/vong/")
        address = f"/bao-cao/in/?kind=collective_review&review={review.pk}&vong=1"
        assert address.replace("&", "&amp;") in rounds
        assert '<option value="1" selected>Lần 1 (vòng 1, trình' in page(world, "thuky", address)
        assert "Lần 2" not in page(world, "chuyenvien", address)

        client = organisation.login(Client(), world.users["thuky"])
        assert client.post(address, {"number": "1"}).status_code == 302
        assert client.post(address, {"number": "9"}).status_code == 422
        assert Job.objects.filter(kind=REPORT_JOB).get().params["round"] == 1

    def test_a_single_round_leaves_nothing_to_choose(self, world):
        own = world.own("canbo")

        form = page(world, "canbo", f"/bao-cao/in/?kind=individual_review&review={own.pk}")

        assert "Lần trình" not in form

"""The form of a review over HTTP: without JavaScript nothing typed is lost, whatever comes with it."""

import json
import re
import unicodedata
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core import localtime
from reviews.actions.answer_rows import add_limitation, add_remedy
from reviews.actions.answers import Edit, save_answers
from reviews.actions.entries import begin_entry
from reviews.actions.topic_origins import tie_origin
from reviews.models import (
    Answer,
    Commitment,
    Explanation,
    Limitation,
    Remedy,
    Review,
    ReviewRead,
    TemplateSection,
)
from reviews.reports import explanation_report
from reviews.states import ReviewState, SectionKind
from reviews.views import autosave
from reviews.views.sheet_steps import take_step
from tests.factories import deep_reviews as letters
from tests.factories import organisation
from tests.factories import sheets as make
from tests.factories.reviews import opened_cycle, review_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


@pytest.fixture
def review(world) -> Review:
    return world.collective


@pytest.fixture
def thuky(client, world):
    return organisation.login(client, world.users["thuky"])


def form_url(review: Review) -> str:
    return f"/kiem-diem/{review.pk}/sua/"


def fields_of(page) -> dict[str, list[str]]:
    """What a browser would send of the form: every control of it with its value."""
    html = page.text[page.text.index('id="ban-kiem-diem"') :]
    html = html[: html.index("</form>")]
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            fields.setdefault(name[1], []).append(value[1] if value else "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', html, re.DOTALL):
        fields[name] = [text]
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = [chosen[1] if chosen else ""]
    return fields


def text_name(review: Review, nth: int = 0) -> str:
    section = TemplateSection.objects.filter(template=review.template, kind=SectionKind.GRADED_TEXT)[nth]
    return f"answer-{section.pk}-0-text"


@pytest.mark.parametrize("step", ["them-cam-ket:a\x00b", "them-bien-phap:limitation-²", "bo:remedy-²", "bo-han:x" * 40])
def test_a_step_that_no_button_sends_adds_and_removes_nothing(thuky, review, step):
    assert thuky.post(form_url(review), {"viec": step}).status_code in (302, 422)

    assert not Remedy.objects.filter(limitation__round__review=review).exists()


def test_a_group_that_is_no_number_is_answered_by_nobody(thuky, review):
    assert thuky.post(f"/kiem-diem/{review.pk}/bieu-hien/", {"nhom": "²"}).status_code == 302


class TestAPageFromBeforeAnUpdate:
    def test_words_for_a_field_that_its_row_has_not_any_more_are_refused_there_and_not_lost(self, thuky, review):
        former, text = text_name(review).replace("-text", "-evidence"), text_name(review)
        row = former.removesuffix("-evidence")
        sent = {former: "Theo báo cáo số 5", f"{row}-token": "", f"{row}-empty_now": ""}

        told = thuky.post(form_url(review), {"dang": "json", **sent, text: "Vẫn lưu"})
        alone = thuky.post(form_url(review), {"dang": "json", former: "Theo báo cáo số 5"})
        page = thuky.post(form_url(review), sent)

        assert [told.status_code, alone.status_code, page.status_code] == [422, 422, 422]
        refusal = "Trang này cũ hơn bản đang dùng; mời tải lại trang. Nội dung này chưa lưu được."
        assert (told.json()["refusals"], told.json()["kept"]) == ({former: refusal}, [])
        assert Answer.objects.get(round__review=review).text == "Vẫn lưu"
        assert "Theo báo cáo số 5" in page.text
        assert refusal in page.text


class TestWithoutJavaScript:
    def test_the_whole_form_is_saved_and_shown_again(self, thuky, review):
        fields = fields_of(thuky.get(form_url(review)))
        fields[text_name(review)] = ["Dòng một\r\nDòng hai <b>&"]

        response = thuky.post(form_url(review), fields)

        assert (response.status_code, response.url) == (302, form_url(review))
        assert Answer.objects.get(round__review=review).text == "Dòng một\nDòng hai <b>&"
        assert "Dòng một\nDòng hai &lt;b&gt;&amp;</textarea>" in thuky.get(form_url(review)).text

    @pytest.mark.parametrize(("step", "model"), [("them-han-che", Limitation), ("them-cam-ket:key_task", Commitment)])
    def test_adding_a_card_saves_what_is_typed_and_leads_to_it(self, thuky, review, step, model):
        fields = fields_of(thuky.get(form_url(review))) | {text_name(review): ["Gõ dở"], "viec": [step]}

        response = thuky.post(form_url(review), fields)

        row = model.objects.get(round__review=review)
        assert response.url == f"{form_url(review)}#{model.__name__.lower()}-{row.pk}"
        assert Answer.objects.get(round__review=review).text == "Gõ dở"

    def test_rows_are_added_as_many_as_needed_and_taken_out(self, thuky, world, review):
        limitation = add_limitation(review_id=review.pk, actor=world.actor("thuky"))
        for _ in range(3):
            fields = fields_of(thuky.get(form_url(review))) | {"viec": [f"them-bien-phap:limitation-{limitation.pk}"]}
            thuky.post(form_url(review), fields)
        assert limitation.remedies.count() == 4

        first = limitation.remedies.first()
        assert first is not None
        thuky.post(form_url(review), fields_of(thuky.get(form_url(review))) | {"viec": [f"bo:remedy-{first.pk}"]})
        assert limitation.remedies.count() == 3

    def test_a_written_card_is_taken_out_after_a_second_word_only(self, thuky, world, review):
        actor = world.actor("thuky")
        limitation = make.fill_limitation(add_limitation(review_id=review.pk, actor=actor), actor)
        fields = fields_of(thuky.get(form_url(review)))

        asked = thuky.post(form_url(review), fields | {"viec": [f"bo:limitation-{limitation.pk}"]})
        assert asked.status_code == 422
        assert f'aria-label="Nội dung sẽ bị bỏ">{make.FAULT}</p>' in asked.text
        unseen = thuky.post(form_url(review), fields_of(asked) | {"viec": [f"bo-han:limitation-{limitation.pk}"]})
        assert unseen.status_code == 422
        button = re.search(rf'value="(bo-han:limitation-{limitation.pk}:[0-9a-f]+)"', asked.text)
        assert button is not None
        thuky.post(form_url(review), fields_of(asked) | {"viec": [button[1]]})

        assert not Limitation.objects.exists()

    def test_two_people_see_both_texts_and_one_chooses(self, thuky, world, review):
        name = text_name(review)
        key = name.removeprefix("answer-").removesuffix("-text")
        fields = fields_of(thuky.get(form_url(review)))
        save_answers(
            review_id=review.pk, actor=world.actor("thuky2"), edits=[Edit("answer", key, {"text": "Của Tiến"})]
        )

        clash = thuky.post(form_url(review), fields | {name: ["Của Thảo"]})

        assert clash.status_code == 422
        assert "Của Tiến" in re.sub(r"</?mark>", "", clash.text)
        assert fields_of(clash)[name] == ["Của Thảo"]
        button = re.search(rf'value="({name}:join:[0-9a-f]+)"', clash.text)
        assert button is not None
        done = thuky.post(form_url(review), fields_of(clash) | {"chon": [button[1]]})
        assert done.status_code == 302
        assert Answer.objects.get(round__review=review).text == "Của Tiến\n\nCủa Thảo"

    def test_saving_again_without_choosing_overwrites_nobody(self, thuky, world, review):
        name = text_name(review)
        key = name.removeprefix("answer-").removesuffix("-text")
        fields = fields_of(thuky.get(form_url(review)))
        save_answers(
            review_id=review.pk, actor=world.actor("thuky2"), edits=[Edit("answer", key, {"text": "Của Tiến"})]
        )
        clash = thuky.post(form_url(review), fields | {name: ["Của Thảo"]})

        again = thuky.post(form_url(review), fields_of(clash))

        assert again.status_code == 422
        assert fields_of(again)[name] == ["Của Thảo"]
        assert Answer.objects.get(round__review=review).text == "Của Tiến"

    def test_a_save_after_the_submission_keeps_the_words_on_the_page(self, thuky, review):
        fields = fields_of(thuky.get(form_url(review))) | {text_name(review): ["Câu viết muộn"]}
        Review.objects.filter(pk=review.pk).update(state=ReviewState.SUBMITTED)

        late = thuky.post(form_url(review), fields)

        assert late.status_code == 422
        assert "Câu viết muộn" in late.text
        assert "không ghi thêm được" in late.text

    def test_a_single_word_is_given_back_with_its_label_and_a_mere_choice_is_not(self, thuky, review):
        level = TemplateSection.objects.get(template=review.template, kind=SectionKind.RATING)
        fields = {
            text_name(review): ["Chậm."],
            f"answer-{level.pk}-0-choice": ["tot"],
            "commitment-1-due_on": ["1/2/2027"],
        }
        Review.objects.filter(pk=review.pk).update(state=ReviewState.SUBMITTED)

        response = thuky.post(form_url(review), fields)

        assert re.findall(r'kept-text">(.*?)</p>', response.text) == ["Chậm."]
        assert '<p class="clash-title">Nội dung</p>' in response.text

    def test_a_note_sent_after_the_submission_is_given_back_with_the_number_of_its_row(self, thuky, review):
        Review.objects.filter(pk=review.pk).update(state=ReviewState.SUBMITTED)

        response = thuky.post(
            f"/kiem-diem/{review.pk}/bieu-hien/",
            {"indicator-1": "3", "note-1": "Ghi chú gõ muộn.", "note-2": "", "seen": "0" * 135},
        )

        assert response.status_code == 422
        assert '<p class="clash-title">Ghi chú của biểu hiện 1.2</p>' in response.text
        assert re.findall(r'kept-text">(.*?)</p>', response.text) == ["Ghi chú gõ muộn."]

    def test_words_for_a_card_that_is_gone_stay_on_the_page(self, thuky, world, review):
        limitation = add_limitation(review_id=review.pk, actor=world.actor("thuky"))
        fields = fields_of(thuky.get(form_url(review))) | {f"limitation-{limitation.pk}-fault": ["Câu mồ côi"]}
        make.take_out(review, world.actor("thuky2"), ("limitation", str(limitation.pk)))

        page = thuky.post(form_url(review), fields)

        assert page.status_code == 422
        assert "Câu mồ côi" in page.text

    def test_submitting_saves_first_and_lists_what_is_missing_with_links(self, client, world, review):
        organisation.login(client, world.users["bithu"])
        fields = fields_of(client.get(form_url(review))) | {text_name(review): ["Viết ngay trước khi trình"]}

        refused = client.post(f"/kiem-diem/{review.pk}/trinh/", fields)

        assert refused.status_code == 422
        assert 'href="#add-limitation"' in refused.text
        assert f'href="/kiem-diem/{review.pk}/bieu-hien/#indicator-0"' in refused.text
        assert f'href="/kiem-diem/{review.pk}/hoi-nghi/#meeting-{make.open_round(review).pk}-held_on"' in refused.text
        assert Answer.objects.get(round__review=review).text == "Viết ngay trước khi trình"

    def test_a_date_that_is_none_does_not_hide_the_other_reasons(self, client, world, review):
        remedy = add_limitation(review_id=review.pk, actor=world.actor("thuky")).remedies.get()
        organisation.login(client, world.users["bithu"])
        name = f"remedy-{remedy.pk}-due_on"
        fields = fields_of(client.get(form_url(review))) | {name: ["31/02/2026"]}

        refused = client.post(f"/kiem-diem/{review.pk}/trinh/", fields)

        summary = refused.text[refused.text.index('id="tom-tat-loi"') :].split("</ul>")[0]
        assert summary.count(f'href="#{name}"') == 1
        assert f'href="/kiem-diem/{review.pk}/bieu-hien/#indicator-0"' in summary
        assert "Chưa trình được" in summary

    def test_every_link_of_the_summary_leads_to_a_place_of_the_page(self, client, world, review):
        make.suggest(world, review)
        add_limitation(review_id=review.pk, actor=world.actor("thuky"))
        organisation.login(client, world.users["bithu"])

        page = client.post(f"/kiem-diem/{review.pk}/trinh/", {"version": review.version})

        anchors = re.findall(r'href="#((?:answer|limitation|remedy|explanation|add|commitment)-[^"]*)"', page.text)
        assert len(anchors) > 8
        assert [anchor for anchor in anchors if f'id="{anchor}"' not in page.text] == []


class TestWrongInput:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [("có\0ký tự", "ký tự không đọc được"), ("x" * 50_001, "dài quá: tối đa 50.000 ký tự")],
    )
    def test_what_cannot_be_stored_gets_a_sentence_and_stays(self, thuky, review, text, sentence):
        fields = fields_of(thuky.get(form_url(review))) | {
            text_name(review): [text],
            text_name(review, 1): ["Phần kia vẫn lưu"],
        }

        page = thuky.post(form_url(review), fields)

        assert page.status_code == 422
        assert sentence in page.text
        assert text[:50].replace("\0", "") in page.text.replace("\0", "")
        assert {answer.text for answer in Answer.objects.filter(round__review=review)} == {"", "Phần kia vẫn lưu"}

    @pytest.mark.parametrize("value", ["31/02/2026", "hôm qua", "1" * 5000, "2026-13-01", "٠١/٠١/٢٠٢٦"])
    def test_a_date_that_is_none(self, thuky, world, review, value):
        remedy = add_limitation(review_id=review.pk, actor=world.actor("thuky")).remedies.get()
        fields = fields_of(thuky.get(form_url(review))) | {f"remedy-{remedy.pk}-due_on": [value]}

        page = thuky.post(form_url(review), fields)

        assert page.status_code == 422
        assert "Hãy gõ ngày/tháng/năm" in page.text
        assert fields_of(page)[f"remedy-{remedy.pk}-due_on"] == [value]

    @pytest.mark.parametrize("value", ["NaN", "1e5", "-1", "9" * 400, "tám", "1000000", "100,5"])
    def test_a_score_that_is_none(self, thuky, review, value):
        name = text_name(review).replace("-text", "-score")

        page = thuky.post(form_url(review), fields_of(thuky.get(form_url(review))) | {name: [value]})

        assert page.status_code == 422
        assert "Điểm tự chấm" in page.text
        assert fields_of(page)[name] == [value]

    @pytest.mark.parametrize("field", ["field_id", "responsible_unit_id", "persons"])
    @pytest.mark.parametrize("value", ["999999999999999999999", "abc", "1;drop", "\0", "-1"])
    def test_a_choice_that_was_not_offered(self, thuky, world, review, field, value):
        limitation = add_limitation(review_id=review.pk, actor=world.actor("thuky"))

        page = thuky.post(form_url(review), {f"limitation-{limitation.pk}-{field}": [value]})

        assert page.status_code == 422
        assert "không còn dùng được" in page.text

    def test_a_degree_is_no_rating_level(self, thuky, review):
        rating = TemplateSection.objects.get(template=review.template, kind=SectionKind.RATING)
        level = next(iter(make.SheetOptions(review).levels))

        page = thuky.post(form_url(review), {text_name(review).replace("-text", "-choice"): [level]})
        assert page.status_code == 422
        assert "không dùng cho mục này" in page.text
        assert thuky.post(form_url(review), {f"answer-{rating.pk}-0-choice": [level]}).status_code == 302

    @pytest.mark.parametrize(
        "data",
        [
            {"answer-9999999999999999999999-0-text": "x"},
            {"answer-1-99999999999999999-text": "x"},
            {"limitation-0-fault": "x"},
            {"viec": "them-bien-phap:limitation-99"},
            {"viec": "them-bien-phap:\0"},
            {"viec": "bo:answer-1-0"},
            {"viec": "bo:limitation-999999999999999999999999"},
            {"viec": "them-cam-ket:" + "x" * 999},
            {"chon": "answer-1-0-text:join:zz"},
            {"answer-1-0-token": "\0.\0", "answer-1-0-text": "x"},
        ],
    )
    @pytest.mark.parametrize("kind", ["json", ""])
    def test_names_out_of_nowhere_give_no_error_of_the_server(self, thuky, review, data, kind):
        response = thuky.post(form_url(review), data | {"dang": kind})

        assert response.status_code in (200, 302, 422)
        assert not Answer.objects.exists()

    def test_text_typed_decomposed_is_kept_and_found_composed(self, thuky, review):
        typed = unicodedata.normalize("NFD", "Nguyễn Thị Ánh Nguyệt chịu trách nhiệm")

        thuky.post(form_url(review), {text_name(review): [typed]})

        assert Answer.objects.get(round__review=review).text == "Nguyễn Thị Ánh Nguyệt chịu trách nhiệm"


class TestWhoMayOpenIt:
    @pytest.mark.parametrize(
        ("who", "page", "form"),
        [
            ("thuky", 200, 200),
            ("bithu", 200, 200),
            ("canbo", 200, 404),  # a member of the collective reads it
            ("thuky_chibo", 404, 404),
            ("thuky_khac", 404, 404),
            ("thuky_bay", 404, 404),
            ("chuyenvien", 200, 404),
            ("thuongtruc", 200, 404),
            ("kiemtra", 200, 404),
            ("mattran", 404, 404),
            ("quantri", 404, 404),
            ("nguoi_la", 404, 404),
        ],
    )
    def test_page_and_form_of_the_collectives_review(self, client, world, review, who, page, form):
        organisation.login(client, world.users[who])

        assert client.get(f"/kiem-diem/{review.pk}/").status_code == page
        assert client.get(form_url(review)).status_code == form
        assert client.post(form_url(review), {text_name(review): "x"}).status_code == (302 if form == 200 else 404)
        assert client.post(f"/kiem-diem/{review.pk}/trinh/", {"version": 1}).status_code == (
            422 if form == 200 else 404
        )

    @pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999999"])
    def test_numbers_that_are_no_review(self, thuky, number):
        for path in ("", "sua/", "bieu-hien/", "hoi-nghi/", "vong/", "vong/1/", "muc-luc/", "noi-kiem-diem/"):
            assert thuky.get(f"/kiem-diem/{number}/{path}").status_code == 404, path

    def test_those_above_see_the_state_but_no_word_until_it_is_submitted(self, client, world, review, thuky):
        thuky.post(form_url(review), {text_name(review): ["Câu chưa trình"]})
        for who in ("chuyenvien", "thuongtruc", "kiemtra"):
            page = organisation.login(client, world.users[who]).get(f"/kiem-diem/{review.pk}/")
            assert "Đang viết" in page.text, who
            assert "Câu chưa trình" not in page.text, who
            for path in ("hoi-nghi/", "vong/1/"):
                assert client.get(f"/kiem-diem/{review.pk}/{path}").status_code == 404, (who, path)

    def test_a_submitted_review_leads_its_appraisers_to_the_appraisal(self, client, world, review):
        make.submitted_review(review, world.actor("thuky"), by=world.actor("bithu"))
        for who, leads in (("chuyenvien", True), ("thuongtruc", True), ("thuky", False), ("kiemtra", False)):
            page = organisation.login(client, world.users[who]).get(f"/kiem-diem/{review.pk}/")
            assert (f'href="/tham-dinh/{review.pk}/"' in page.text) == leads, who

    def test_a_submitted_review_opens_to_read_not_to_write(self, client, world, review):
        make.submitted_review(review, world.actor("thuky"), by=world.actor("bithu"))
        organisation.login(client, world.users["thuky"])

        response = client.get(form_url(review))

        assert (response.status_code, response.url) == (302, f"/kiem-diem/{review.pk}/")


class TestAutosaveAnswers:
    def post(self, client, review, **data):
        return client.post(form_url(review), {"dang": "json", **data})

    def test_it_tells_the_time_and_the_new_token(self, thuky, review):
        response = self.post(thuky, review, **{text_name(review): "Một"})

        told = response.json()
        assert response.status_code == 200
        assert re.fullmatch(r"Đã lưu lúc \d\d:\d\d:\d\d", told["at"])
        assert list(told["tokens"]) == [text_name(review).removesuffix("-text")]

    def test_a_save_needs_few_queries_however_much_is_written(self, thuky, world, review):
        make.complete_review(review, world.actor("thuky"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            self.post(thuky, review, **{text_name(review, 1): "Một", f"{text_name(review, 1)}-x": ""})

        assert len(queries) <= 16, [q["sql"][:120] for q in queries]

    def test_a_save_after_the_submission_is_refused_with_a_sentence(self, thuky, review):
        Review.objects.filter(pk=review.pk).update(state=ReviewState.SUBMITTED)

        response = self.post(thuky, review, **{text_name(review): "Muộn"})

        assert response.status_code == 422
        assert "không ghi thêm được" in response.json()["sentence"]

    @pytest.mark.parametrize("address", ["sua/", "trinh/", "bieu-hien/", "co-mat/"])
    @pytest.mark.parametrize("way", ["json", ""])
    def test_the_page_of_another_person_stores_nothing_under_the_new_name(self, client, world, review, address, way):
        """Two people share a browser: the form of the first stayed open while the second logged in."""
        page = organisation.login(client, world.users["thuky"]).get(form_url(review))
        fields = fields_of(page) | {text_name(review): ["Bản của Thảo."], "indicator-0": ["2"], "dang": [way]}
        organisation.login(client, world.users["bithu"])

        response = client.post(f"/kiem-diem/{review.pk}/{address}", fields)

        assert response.status_code == 409
        assert world.actor("bithu").name in (response.json()["sentence"] if way else response.text)
        assert way or "Bản của Thảo." in response.text
        assert not Answer.objects.filter(round__review=review).exists()
        assert client.post(form_url(review), fields_of(client.get(form_url(review)))).status_code == 302

    def test_a_card_is_added_as_a_piece_of_the_page(self, thuky, review):
        told = self.post(thuky, review, viec="them-han-che").json()

        limitation = Limitation.objects.get(round__review=review)
        assert told["added"] == f"limitation-{limitation.pk}"
        assert f'name="limitation-{limitation.pk}-token"' in told["html"]
        assert json.dumps(told)

    def test_a_card_added_just_before_the_other_writer_submitted_is_told_without_its_piece(
        self, thuky, review, monkeypatch
    ):
        def taken_then_submitted(*args, **kwargs):
            added = take_step(*args, **kwargs)
            letters.submitted(review)
            return added

        monkeypatch.setattr(autosave, "take_step", taken_then_submitted)

        response = self.post(thuky, review, viec="them-han-che")

        assert response.status_code == 200
        assert "html" not in response.json()

    def test_without_a_session_it_answers_401(self, client, review):
        assert self.post(client, review, **{text_name(review): "x"}).status_code == 401


class TestHowMuchItCosts:
    def queries_of(self, client, url) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    def test_the_form_with_thirty_cards_costs_as_many_queries_as_with_one(self, thuky, world, review):
        actor = world.actor("thuky")
        make.fill_limitation(add_limitation(review_id=review.pk, actor=actor), actor)
        make.suggest(world, review)
        few, to_read = self.queries_of(thuky, form_url(review)), self.queries_of(thuky, f"/kiem-diem/{review.pk}/")
        for _ in range(29):
            limitation = add_limitation(review_id=review.pk, actor=actor)
            add_remedy(review_id=review.pk, actor=actor, card=("limitation", str(limitation.pk)))
            make.fill_limitation(limitation, actor)

        assert Remedy.objects.count() == 59
        assert self.queries_of(thuky, form_url(review)) == few
        assert self.queries_of(thuky, f"/kiem-diem/{review.pk}/") == to_read
        assert few <= 27
        assert to_read <= 23

    def test_the_list_costs_the_same_for_one_row_and_for_all(self, client, world):
        organisation.login(client, world.users["canbo"])
        few = self.queries_of(client, "/kiem-diem/?q=khai")
        organisation.login(client, world.users["chuyenvien"])

        assert self.queries_of(client, "/kiem-diem/") <= few <= 10


class TestTheList:
    def test_filters_stay_in_the_address_and_narrow_the_list(self, client, world):
        organisation.login(client, world.users["chuyenvien"])

        page = client.get("/kiem-diem/?q=tan+son&loai=collective&trang_thai=draft")

        assert "Đảng bộ xã Tân Sơn" in page.text
        assert "Trần Đình Hưởng" not in page.text
        assert "Đang lọc" in page.text

    @pytest.mark.parametrize(
        "query", ["dot=abc", "dot=99999999999999999999", "loai=x", "trang=-5", "q=%00", "sap-xep=x", "qua_han=on"]
    )
    def test_nonsense_in_the_address_is_passed_over(self, client, world, query):
        organisation.login(client, world.users["chuyenvien"])

        assert client.get(f"/kiem-diem/?{query}").status_code == 200

    def test_nobody_sees_a_row_that_is_not_theirs(self, client, world):
        organisation.login(client, world.users["canbo"])

        page = client.get("/kiem-diem/")

        assert "Lê Văn Khải" in page.text
        assert "Nguyễn Thị Ánh Nguyệt" not in page.text


def test_beside_a_topic_asked_again_stands_the_earlier_answer_and_a_secretarys_reading_is_kept(client, world):
    own = world.own("canbo")
    origin = make.suggest(world, own).topics.get()
    make.submitted_review(own, world.actor("canbo"))
    cause = Explanation.objects.get(round__review=own).subjective_cause
    later = review_of(opened_cycle(world.province, world.actor("chuyenvien"), name="Đợt sau"), cadre_id=own.cadre_id)
    draft = letters.drafted(replace(world, cycle=later.cycle), [later], topics=letters.TOPICS[:1])
    topic = draft.topics.get()
    known = {"deep_review_id": draft.pk, "version": draft.version, "actor": world.actor("chuyenvien")}
    tie_origin(topic_id=topic.pk, origin_id=origin.pk, **known)
    letters.sent(world, letters.fresh(draft), number="99-CV/TU")

    page = organisation.login(client, world.users["canbo"]).get(form_url(later)).text
    assert "Kiểm điểm lần trước chưa sâu" in page
    assert cause in page
    assert not ReviewRead.objects.filter(review=own).exists()
    paper = explanation_report.collect_for_person(world.actor("canbo"), review=later.pk)
    assert paper.letters[0].explanations[0].origin.startswith("Nội dung này đã được gợi ý tại Công văn số 1-CV/TU")

    begin_entry(
        review_id=later.pk, version=later.version, actor=world.actor("thuky"), because="Ốm", signed_on=localtime.today()
    )
    assert cause in organisation.login(client, world.users["thuky"]).get(form_url(later)).text
    assert ReviewRead.objects.filter(review=own, reader_name="Vũ Thị Thảo").exists()

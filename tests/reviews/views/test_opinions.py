"""The pages of opinions: the list, answering one after the other, entering one, many, marks for many; with and without htmx."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook
from pytest_django import DjangoAssertNumQueries

from core import formats, localtime
from reviews.actions import opinions as actions
from reviews.models import Opinion, Review, ReviewRead, TemplateSection
from reviews.states import ReviewState, SectionKind
from tests.factories import opinions as given
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def review(world) -> Review:
    review = make.collective_review(world, world.commune)
    for order, (key, kind) in enumerate((("lead", SectionKind.TEXT), ("check", SectionKind.INDICATORS)), start=1):
        TemplateSection.objects.create(
            template=review.template, key=key, order=order, number=f"{order}.", heading=f"Mục {key}", kind=kind
        )
    return review


@pytest.fixture
def writer(client, world):
    client.force_login(world.users["thuky"])
    return client


def desk(review: Review, rest: str = "") -> str:
    return f"/kiem-diem/{review.pk}/gop-y/{rest}"


def reply(opinion: Opinion, text: str = "Đã bổ sung.", outcome: str = "accepted", **more: str) -> dict[str, str]:
    return {"version": str(opinion.version), "outcome": outcome, "reply": text, **more}


def pasted(text: str, **more: str) -> dict[str, str]:
    return {
        "text": text,
        "split": "",
        "received_on": formats.day(localtime.today()),
        "source_kind": "organisation",
        "source_name": "",
        **more,
    }


def in_page(pattern: str, response) -> str:
    """What the pattern's group says in the page."""
    found = re.search(pattern, response.text, re.DOTALL)
    assert found is not None, response.text
    return found[1]


def digest_of(shown) -> str:
    """Which preview the page showed."""
    return in_page(r'name="da-xem" value="([0-9a-f]+)"', shown)


def confirmed(client, review: Review, typed: dict[str, str]):
    """Look at the preview, then confirm what it showed."""
    shown = client.post(desk(review, "nhieu/"), typed)
    assert shown.status_code == 200, shown.text
    return client.post(desk(review, "nhieu/"), typed | {"viec": "ghi", "da-xem": digest_of(shown)})


def test_answering_goes_from_one_to_the_next_without_javascript(world, review, writer):
    one, two, three = given.registered(review, world.actor("thuky"), "Một", given.draft("Hai", group="Khác"), "Ba")

    answered = writer.post(desk(review, f"{one.pk}/?q=thôn&ket_qua=unanswered"), reply(one, changed_section_key="lead"))

    assert answered["Location"] == desk(review, f"{two.pk}/?q=th%C3%B4n&ket_qua=unanswered")
    assert writer.post(desk(review, f"{two.pk}/"), reply(two))["Location"] == desk(review, f"{three.pk}/")
    assert writer.post(desk(review, f"{three.pk}/"), reply(three))["Location"] == desk(review)
    page = writer.get(desk(review)).text
    assert "đã trả lời hết" in page
    assert "Đã sửa mục 1" in page


def test_in_the_list_the_next_takes_the_place_of_the_answered_one(world, review, writer):
    one, two = given.registered(review, world.actor("thuky"), "Một", "Hai")
    assert 'hx-post="' in writer.get(desk(review, f"{one.pk}/"), headers=HTMX).text

    answered = writer.post(desk(review, f"{one.pk}/"), reply(one), headers=HTMX)

    assert f'id="gop-y-{one.pk}" hx-swap-oob="true"' in answered.text
    assert f"{two.pk}/" in re.findall(r'hx-post="([^"]+)"', answered.text)[0]
    last = writer.post(desk(review, f"{two.pk}/"), reply(two), headers=HTMX)
    assert "Đã trả lời tất cả góp ý." in last.text


def test_saving_alone_stays_with_the_opinion(world, review, writer):
    one, _two = given.registered(review, world.actor("thuky"), "Một", "Hai")

    answer = writer.post(desk(review, f"{one.pk}/"), reply(one, "Đang hỏi", "unanswered", viec="luu"))

    assert answer["Location"] == desk(review, f"{one.pk}/")
    assert "Đang hỏi" in writer.get(desk(review)).text


def test_nothing_typed_is_lost_when_somebody_answered_meanwhile(world, review, writer):
    opinion = given.registered(review, world.actor("thuky"), "Một")[0]
    seen = reply(opinion, "Lời của tôi")
    theirs = actions.OpinionReply("explained", "Lời của đồng chí kia")
    actions.answer_opinion(opinion_id=opinion.pk, version=1, actor=world.actor("bithu"), answer=theirs)

    refused = writer.post(desk(review, f"{opinion.pk}/"), seen, headers=HTMX)

    assert refused.status_code == 422
    assert "Lời của tôi" in refused.text
    assert "Lời của đồng chí kia" in refused.text
    opinion.refresh_from_db()
    assert opinion.reply == "Lời của đồng chí kia"
    assert writer.post(desk(review, f"{opinion.pk}/"), seen | {"version": "2"}).status_code == 302


def test_nothing_typed_is_lost_when_the_review_was_submitted_or_the_opinion_taken_out(world, review, writer):
    one, two = given.registered(review, world.actor("thuky"), "Một", "Hai")
    actions.remove_opinion(opinion_id=one.pk, version=1, actor=world.actor("bithu"))
    gone = writer.post(desk(review, f"{one.pk}/"), {"version": "1", "outcome": "accepted", "reply": "Lời của tôi"})
    assert (gone.status_code, "Lời của tôi" in gone.text) == (422, True)
    review.rounds.update(submitted_at=localtime.now())
    Review.objects.filter(pk=review.pk).update(state=ReviewState.SUBMITTED, submitted_at=localtime.now())

    late = writer.post(desk(review, f"{two.pk}/"), reply(two, "Lời của tôi"))
    pasting = writer.post(desk(review, "nhieu/"), pasted("Ông Ba: Lời của tôi"))
    entering = writer.post(desk(review, "moi/"), {"source_kind": "person", "text": "Lời của tôi"})

    for answer in (late, entering):
        assert (answer.status_code, "Lời của tôi" in answer.text) == (422, True)
    assert "Lời của tôi" in pasting.text


def test_reader_reads_and_writes_nothing(client, world, review):
    opinion = given.registered(review, world.actor("thuky"), "Làm rõ số liệu")[0]
    client.force_login(world.users["canbo"])

    page = client.get(desk(review)).text
    assert "Làm rõ số liệu" in page
    assert "Trả lời<" not in page
    assert client.get(desk(review, f"{opinion.pk}/")).status_code == 200
    assert client.post(desk(review, f"{opinion.pk}/"), reply(opinion)).status_code == 422
    for rest in ("moi/", "nhieu/", "mau-nhap/", f"{opinion.pk}/sua/"):
        assert client.get(desk(review, rest)).status_code == 404
    for rest in ("danh-dau/", f"{opinion.pk}/bo/"):
        assert client.post(desk(review, rest)).status_code == 404


def test_those_above_read_opinions_only_once_submitted(client, world, review):
    opinion = given.registered(review, world.actor("thuky"), "Làm rõ số liệu")[0]
    client.force_login(world.users["chuyenvien"])
    assert client.get(desk(review)).status_code == 404
    assert client.get(desk(review, f"{opinion.pk}/")).status_code == 404
    assert client.get(desk(review, "xuat/")).status_code == 404


def test_reading_opinions_on_a_person_is_shown_to_that_person(client, world):
    own = make.individual_review(world, world.cadre("canbo"), world.commune)
    given.registered(own, world.actor("canbo"), "Gương mẫu hơn")
    client.force_login(world.users["thuky"])

    client.get(desk(own))

    assert ReviewRead.objects.get(review=own).reader_id == world.users["thuky"].pk


def test_149_opinions_pasted_and_answered(world, review, writer):
    lines = [f"{n}. Chi bộ thôn {n}: Đề nghị làm rõ nội dung thứ {n}." for n in range(1, 150)]

    assert confirmed(writer, review, pasted("\n".join(lines)))["Location"] == desk(review)
    assert confirmed_nothing(writer, review, "\n".join(lines))

    assert Opinion.objects.filter(round__review=review).count() == 149
    page = writer.get(desk(review)).text
    assert page.count('<li class="card-block opinion" id="gop-y-') == 149
    address = re.findall(rf'hx-get="({desk(review)}[0-9]+/)"', page)[0]
    for _turn in range(149):
        pk = int(address.rstrip("/").rsplit("/", 1)[1])
        opinion = Opinion.objects.get(pk=pk)
        answer = writer.post(address, reply(opinion, f"Trả lời {opinion.number}", "explained"), headers=HTMX)
        assert answer.status_code == 200
        address = next(iter(re.findall(r'hx-post="([^"]+)"', answer.text)), "")
    assert address == ""
    assert Opinion.objects.filter(outcome="explained").count() == 149
    assert all(one.reply == f"Trả lời {one.number}" for one in Opinion.objects.all())


def confirmed_nothing(client, review, text) -> bool:
    """Pasted again, there is nothing left to enter."""
    page = client.post(desk(review, "nhieu/"), pasted(text)).text
    return "trong đó 0 góp ý mới" in page and 'value="ghi"' not in page


def test_what_was_changed_after_the_preview_is_shown_again(review, writer):
    shown = writer.post(desk(review, "nhieu/"), pasted("Ông Ba: Một"))
    digest = digest_of(shown)

    again = writer.post(desk(review, "nhieu/"), pasted("Ông Ba: Hai", viec="ghi") | {"da-xem": digest})

    assert (again.status_code, Opinion.objects.count()) == (200, 0)
    assert "Hai" in again.text


def workbook(*rows) -> SimpleUploadedFile:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("gop-y.xlsx", buffer.getvalue())


HEAD = ("TT", "Nơi, người góp ý", "Loại nguồn", "Ngày nhận", "Nội dung góp ý", "Nhóm nội dung", "Mục liên quan")


def test_workbook_is_looked_at_and_then_kept(review, writer):
    rows = [
        HEAD,
        (1, "Hội Nông dân", "", localtime.today(), "Một\nhai", "Đất đai", "1"),
        (2, "Ông Ba", "Cá nhân", "", "Ba"),
    ]

    shown = writer.post(desk(review, "nhieu/"), pasted("") | {"file": workbook(*rows)})
    area = in_page(r"<textarea name=\"text\"[^>]*>\n?(.*?)</textarea>", shown)
    digest = digest_of(shown)
    typed = pasted(area.replace("&quot;", '"'), split="table", viec="ghi") | {"da-xem": digest}
    kept = writer.post(desk(review, "nhieu/"), typed)

    assert kept.status_code == 302
    one, two = Opinion.objects.order_by("number")
    assert (one.text, one.group, one.section_key, one.received_on) == ("Một\nhai", "Đất đai", "lead", localtime.today())
    assert (two.source_kind, two.text) == ("person", "Ba")


def test_faults_of_a_workbook_are_told_by_row_and_nothing_is_kept(review, writer):
    rows = [HEAD, (1, "Hội Nông dân", "báo chí", "", "Một"), (2, "Ông Ba", "", "", "")]

    shown = writer.post(desk(review, "nhieu/"), pasted("") | {"file": workbook(*rows)})

    assert shown.status_code == 422
    assert "“Loại nguồn” ghi cấp trên" in shown.text
    assert "Chưa có nội dung góp ý." in shown.text
    assert Opinion.objects.count() == 0


def test_broken_file_is_a_sentence(review, writer):
    broken = writer.post(desk(review, "nhieu/"), pasted("") | {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 x")})

    assert (broken.status_code, "Không đọc được tệp Excel này" in broken.text) == (422, True)


def test_exported_list_can_be_imported_elsewhere(world, review, writer):
    given.registered(review, world.actor("thuky"), given.draft("=1+1", section_key="lead"), "Hai")

    exported = load_workbook(io.BytesIO(writer.get(desk(review, "xuat/?q=1%2B1")).content)).worksheets[0]
    form = load_workbook(io.BytesIO(writer.get(desk(review, "mau-nhap/")).content)).worksheets[0]

    rows = list(exported.iter_rows(values_only=True))
    assert [row[4] for row in rows[1:]] == ["=1+1"]
    assert exported["E2"].data_type == "s"
    assert next(iter(form.iter_rows(values_only=True))) == rows[0][:7]


def test_marks_for_ticked_opinions(world, review, writer):
    one, two, three = given.registered(review, world.actor("thuky"), "Một", "Hai", "Ba")
    ticked = {"chon": [f"{one.pk}:1", f"{three.pk}:1"]}

    done = writer.post(desk(review, "danh-dau/?q=thôn"), ticked | {"group": "Đất đai"})
    refused = writer.post(desk(review, "danh-dau/"), {"chon": [f"{two.pk}:1"], "outcome": "explained", "group": "Khác"})

    assert done["Location"] == desk(review, "?q=th%C3%B4n")
    assert [o.group for o in Opinion.objects.order_by("number")] == ["Đất đai", "", "Đất đai"]
    assert (refused.status_code, "Góp ý số 2" in refused.text) == (422, True)
    assert f'value="{two.pk}:1" data-noun="góp ý" aria-label="Chọn góp ý số 2" checked' in refused.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Hãy đánh dấu ít nhất một góp ý."),
        ({"chon": "x:y"}, "Trang này đã cũ."),
        ({"chon": "99999999999:1", "group": "a"}, "vừa được sửa hoặc bỏ"),
        ({"chon": "1:1"}, "Hãy chọn điều cần ghi"),
        ({"chon": "1:1", "reply": "Trả lời"}, "Hãy chọn kết quả đi với phần trả lời"),
    ],
)
def test_marks_without_sense_get_a_sentence(review, writer, typed, sentence):
    answer = writer.post(desk(review, "danh-dau/"), typed)

    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_one_after_the_other_keeps_source_and_day(review, writer):
    typed = {
        "source_kind": "person",
        "source_name": "Ông Ba",
        "received_on": "01/11/2026",
        "text": "Một",
        "viec": "them",
    }

    first = writer.post(desk(review, "moi/"), typed)

    assert 'value="Ông Ba"' in writer.get(first["Location"]).text
    again = writer.post(desk(review, "moi/"), typed)
    assert (again.status_code, "đã được ghi ở số 1" in again.text) == (422, True)
    assert Opinion.objects.count() == 1


def test_opinion_is_corrected_and_taken_out(world, review, writer):
    opinion = given.registered(review, world.actor("thuky"), "Một")[0]
    typed = {
        "source_kind": "person",
        "source_name": "Ông Ba",
        "received_on": "01/11/2026",
        "text": "Hai",
        "version": "1",
    }

    assert writer.post(desk(review, f"{opinion.pk}/sua/"), typed).status_code == 302
    stale = writer.post(desk(review, f"{opinion.pk}/sua/"), typed | {"text": "Ba"})
    assert (stale.status_code, ">\nBa</textarea>" in stale.text) == (422, True)
    assert writer.post(desk(review, f"{opinion.pk}/bo/"), {"version": "1"}).status_code == 422
    assert writer.post(desk(review, f"{opinion.pk}/bo/"), {"version": "2"}).status_code == 302
    assert not Opinion.objects.exists()


def test_hostile_words_stay_words(world, review, writer):
    given.registered(review, world.actor("thuky"), given.draft("<script>alert(1)</script>{{ 1|add:1 }}", group="<b>"))

    for page in (
        writer.get(desk(review)).text,
        writer.post(desk(review, "nhieu/"), pasted("Ông Ba: <script>a()</script>")).text,
    ):
        assert "<script>a" not in page
    assert "&lt;b&gt;" in writer.get(desk(review)).text


def test_the_list_asks_as_often_for_30_as_for_1(
    world, review, writer, django_assert_max_num_queries: DjangoAssertNumQueries
):
    given.registered(review, world.actor("thuky"), "Một")
    writer.get(desk(review))
    with django_assert_max_num_queries(13) as one:
        writer.get(desk(review))
    given.registered(review, world.actor("thuky"), *(f"Góp ý {n}" for n in range(30)))

    with django_assert_max_num_queries(13) as many:
        page = writer.get(desk(review)).text

    assert (len(one), page.count('<li class="card-block opinion" id="gop-y-')) == (len(many), 31)

"""The register of opinions: entered, answered, marked, taken out, copied through rounds and frozen with them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core import localtime
from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import opinions as actions
from reviews.actions.opinions import Marks
from reviews.actions.removed_rows import put_back
from reviews.actions.rounds import open_next_round
from reviews.actions.text_restoring import restore_text
from reviews.models import Opinion, Review, SavedText, TemplateSection
from reviews.rules import opinions as rules
from reviews.rules.opinions import OpinionReply
from reviews.states import Opening, ReviewState, SectionKind
from tests.factories import opinions as given
from tests.factories import organisation
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

ACCEPTED = OpinionReply("accepted", "Đã bổ sung số liệu.", "lead")


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def review(world) -> Review:
    review = make.collective_review(world, world.commune)
    kinds = (("lead", SectionKind.TEXT), ("faults", SectionKind.LIMITATIONS), ("check", SectionKind.INDICATORS))
    for order, (key, kind) in enumerate(kinds, start=1):
        TemplateSection.objects.create(
            template=review.template, key=key, order=order, number=f"{order}.", heading=f"Mục {key}", kind=kind
        )
    return review


@pytest.fixture
def writer(world):
    return world.actor("thuky")


def submit(review: Review) -> None:
    review.rounds.filter(submitted_at=None).update(submitted_at=localtime.now())
    Review.objects.filter(pk=review.pk).update(state=ReviewState.SUBMITTED, submitted_at=localtime.now())


def answer(opinion: Opinion, actor, reply: OpinionReply = ACCEPTED) -> Opinion:
    return actions.answer_opinion(opinion_id=opinion.pk, version=opinion.version, actor=actor, answer=reply)


def test_opinions_are_numbered_and_leave_a_trail_without_their_words(review, writer):
    opinions = given.registered(review, writer, "Một", "Hai")
    more = given.registered(review, writer, "Ba")

    assert [one.number for one in (*opinions, *more)] == [1, 2, 3]
    trail = AuditEntry.objects.filter(verb="opinion.register")
    assert {entry.target_id for entry in trail} == set(Opinion.objects.values_list("pk", flat=True))
    assert "Hai" not in str([entry.data for entry in trail])


def test_the_same_opinion_is_entered_once(review, writer):
    given.registered(review, writer, "Làm rõ  số liệu", "Làm rõ số liệu")

    again = actions.register_opinions(review_id=review.pk, actor=writer, drafts=[given.draft(" làm rõ số liệu")])

    assert Opinion.objects.get().number == 1
    assert (again.opinions, [number for _, number in again.repeated]) == ([], [1])


def test_soft_line_breaks_of_word_processors_become_line_breaks(review, writer):
    opinion = given.registered(review, writer, "Một\x0bhai\x07\x00")[0]

    assert opinion.text == "Một\nhai"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": "  "}, "Chưa có nội dung"),
        ({"source_name": ""}, "Chưa ghi góp ý của ai"),
        ({"source_kind": "press"}, "Chưa rõ loại nguồn"),
        ({"section_key": "check"}, "không có mục"),
        ({"section_key": "other"}, "không có mục"),
        ({"received_on": localtime.today() + timedelta(days=1)}, "chưa tới"),
    ],
)
def test_one_faulty_draft_bars_all(review, writer, changed, sentence):
    with pytest.raises(Invalid, match=sentence):
        given.registered(review, writer, "Một", replace(given.draft("Hai"), **changed))

    assert not Opinion.objects.exists()


@pytest.mark.parametrize("who", ["canbo", "thuky_khac", "chuyenvien", "thuongtruc", "kiemtra", "quantri", "nguoi_la"])
def test_only_writers_keep_the_register(world, review, writer, who):
    opinion = given.registered(review, writer, "Một")[0]
    other = world.actor(who)
    acts = (
        lambda: given.registered(review, other, "Hai"),
        lambda: answer(opinion, other),
        lambda: actions.change_opinion(opinion_id=opinion.pk, version=1, actor=other, draft=given.draft("x")),
        lambda: actions.mark_opinions(review_id=review.pk, actor=other, seen={opinion.pk: 1}, marks=Marks("Nhóm")),
        lambda: actions.remove_opinion(opinion_id=opinion.pk, version=1, actor=other),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_the_person_keeps_the_register_of_the_own_review(world):
    own = make.individual_review(world, world.cadre("canbo"), world.commune)

    assert given.registered(own, world.actor("canbo"), "Gương mẫu hơn")
    with pytest.raises(NotAllowed):
        given.registered(own, world.actor("thuky"), "Khác")


def test_an_answer_needs_its_words(review, writer):
    opinion = given.registered(review, writer, "Một")[0]

    for reply, sentence in (
        (OpinionReply("explained", "  "), "nội dung giải trình"),
        (OpinionReply("accepted"), "mục đã sửa"),
        (OpinionReply("accepted", "", "check"), "không có mục"),
        (OpinionReply("maybe", "x"), "Hãy chọn"),
    ):
        with pytest.raises(Invalid, match=sentence):
            answer(opinion, writer, reply)

    assert answer(opinion, writer, OpinionReply("accepted", "", "lead")).is_answered


def test_an_answer_half_written_is_kept_and_still_waits(review, writer):
    opinion = answer(given.registered(review, writer, "Một")[0], writer, OpinionReply("unanswered", "Đang hỏi lại"))

    assert (opinion.reply, opinion.answered_at) == ("Đang hỏi lại", None)
    assert Opinion.objects.all().tally() == (1, 1)


def test_who_saw_an_older_version_is_told(review, writer, world):
    opinion = given.registered(review, writer, "Một")[0]
    answer(opinion, world.actor("bithu"))

    with pytest.raises(StaleObject):
        answer(opinion, writer, OpinionReply("explained", "Khác"))
    with pytest.raises(StaleObject, match="số 1"):
        actions.mark_opinions(review_id=review.pk, actor=writer, seen={opinion.pk: 1}, marks=Marks("Nhóm"))

    opinion.refresh_from_db()
    assert (opinion.outcome, opinion.group) == ("accepted", "")


def test_marks_for_many_are_all_or_none(review, writer):
    one, two = given.registered(review, writer, "Một", "Hai")
    answer(one, writer, OpinionReply("unanswered", "Giữ như dự thảo vì đúng số liệu."))
    seen = dict(Opinion.objects.values_list("pk", "version"))

    with pytest.raises(Invalid, match="Góp ý số 2"):
        actions.mark_opinions(
            review_id=review.pk, actor=writer, seen=seen, marks=Marks(answer=OpinionReply("explained"))
        )
    assert not Opinion.objects.exclude(outcome="unanswered").exists()

    marks = Marks("Đầu tư công", "faults", OpinionReply("accepted", "", "lead"))
    assert actions.mark_opinions(review_id=review.pk, actor=writer, seen=seen, marks=marks) == 2

    two.refresh_from_db()
    assert (two.group, two.section_key, two.outcome, two.changed_section_key) == (
        "Đầu tư công",
        "faults",
        "accepted",
        "lead",
    )
    one.refresh_from_db()
    assert one.reply == "Giữ như dự thảo vì đúng số liệu."
    assert AuditEntry.objects.filter(verb="opinion.mark").count() == 2


def test_correcting_changes_what_was_said_and_no_twin_arises(review, writer):
    one, two = given.registered(review, writer, "Một", "Hai")

    actions.change_opinion(opinion_id=one.pk, version=1, actor=writer, draft=given.draft("Một, sửa", group="Nhóm"))
    with pytest.raises(Invalid, match="số 1"):
        actions.change_opinion(opinion_id=two.pk, version=1, actor=writer, draft=given.draft("Một, sửa"))

    one.refresh_from_db()
    assert (one.text, one.group, one.version) == ("Một, sửa", "Nhóm", 2)


def test_taken_out_it_is_gone_with_a_trail(review, writer):
    opinion = given.registered(review, writer, "Một")[0]
    pk = opinion.pk

    actions.remove_opinion(opinion_id=pk, version=1, actor=writer)

    assert not Opinion.objects.exists()
    assert AuditEntry.objects.get(verb="opinion.remove").target_id == pk
    with pytest.raises(Invalid, match="vừa được bỏ"):
        actions.answer_opinion(opinion_id=pk, version=1, actor=writer, answer=ACCEPTED)


def test_taken_out_by_mistake_it_comes_back_once_behind_what_took_its_number(review, writer):
    opinion = given.registered(review, writer, "Một")[0]
    actions.remove_opinion(opinion_id=opinion.pk, version=1, actor=writer)
    given.registered(review, writer, "Hai")
    kept = SavedText.objects.get()

    put_back(review_id=review.pk, saved_id=kept.pk, actor=writer)

    assert list(Opinion.objects.values_list("number", "text")) == [(1, "Hai"), (2, "Một")]
    assert Opinion.objects.filter(pk=opinion.pk, origin=opinion.origin).exists()
    with pytest.raises(Invalid, match="đã có lại"):
        put_back(review_id=review.pk, saved_id=kept.pk, actor=writer)


def kept_words() -> list[tuple[str, str, str, str]]:
    told = SavedText.objects.filter(contents__isnull=True).order_by("pk")
    return list(told.values_list("field", "text", "written_by_name", "replaced_by_name"))


def test_what_an_opinion_and_its_answer_said_before_is_kept_with_who_wrote_it(review, writer, world):
    head, secretary = world.actor("bithu"), writer.name
    opinion = given.registered(review, writer, "Một")[0]
    for version, text in enumerate(("Một, sửa", "Một, sửa nữa"), start=1):
        draft = given.draft(text, received_on=opinion.received_on)
        actions.change_opinion(opinion_id=opinion.pk, version=version, actor=head, draft=draft)
    assert kept_words() == [("text", "Một", secretary, head.name), ("text", "Một, sửa", head.name, head.name)]

    opinion.refresh_from_db()
    opinion = answer(opinion, head)
    assert len(kept_words()) == 2
    opinion = answer(opinion, writer, OpinionReply("explained", "Giữ nguyên.", "lead"))
    actions.mark_opinions(review_id=review.pk, actor=head, seen={opinion.pk: 5}, marks=Marks("Nhóm", None))
    actions.mark_opinions(review_id=review.pk, actor=head, seen={opinion.pk: 6}, marks=Marks("Nhóm khác", None))

    assert kept_words()[2:] == [
        ("outcome", "accepted", head.name, secretary),
        ("reply", "Đã bổ sung số liệu.", head.name, secretary),
        ("group", "Nhóm", head.name, head.name),
    ]


def test_a_word_of_an_opinion_is_put_back_by_who_saw_what_stands_there_now(review, writer, world):
    opinion = answer(given.registered(review, writer, "Một")[0], writer)
    actions.change_opinion(opinion_id=opinion.pk, version=2, actor=writer, draft=given.draft("Hai"))
    opinion.refresh_from_db()
    answer(opinion, writer, OpinionReply("explained", "Giữ nguyên."))
    for saved in SavedText.objects.order_by("pk"):
        about = {"review_id": review.pk, "saved_id": saved.pk}
        with pytest.raises(StaleObject):
            restore_text(token="3", actor=writer, **about)
        with pytest.raises(NotAllowed):
            restore_text(token="4", actor=world.actor("canbo"), **about)
        opinion.refresh_from_db()
        restore_text(token=str(opinion.version), actor=writer, **about)

    opinion.refresh_from_db()
    assert (opinion.text, opinion.outcome, opinion.reply) == ("Một", "accepted", "Đã bổ sung số liệu.")


def test_the_page_of_earlier_words_tells_of_opinions_in_their_own_words(review, writer, world, client):
    opinion = answer(given.registered(review, writer, "Một")[0], writer)
    opinion = answer(opinion, writer, OpinionReply("explained", "Giữ nguyên.", "faults"))
    actions.remove_opinion(opinion_id=opinion.pk, version=3, actor=writer)
    put_back(review_id=review.pk, saved_id=SavedText.objects.get(kind="opinion", field="").pk, actor=writer)
    page = organisation.login(client, world.users["thuky"]).get(f"/kiem-diem/{review.pk}/ban-da-luu/")

    told = {text.place: (text.difference.old, text.difference.new) for text in page.context["texts"]}
    assert told["góp ý số 1: phần trả lời"] == ("Đã bổ sung số liệu.", "Giữ nguyên.")
    assert told["góp ý số 1: mục đã sửa"] == ("mục 1", "mục 2")
    assert next(text for text in page.context["texts"] if text.place == "góp ý đã bỏ").is_now
    reply = next(text.saved for text in page.context["texts"] if text.saved.field == "reply")
    address = f"/kiem-diem/{review.pk}/ban-da-luu/{reply.pk}/khoi-phuc/"
    assert client.post(address, {"token": reply.token}).status_code == 302
    assert Opinion.objects.get().reply == "Đã bổ sung số liệu."


def test_what_was_entered_again_meanwhile_is_not_put_back_beside_itself_nor_one_too_many(review, writer, monkeypatch):
    opinion = given.registered(review, writer, "Một")[0]
    actions.remove_opinion(opinion_id=opinion.pk, version=1, actor=writer)
    kept = SavedText.objects.get()
    given.registered(review, writer, "Hai", "một")

    with pytest.raises(Invalid, match="Góp ý này đã được ghi ở số 2"):
        put_back(review_id=review.pk, saved_id=kept.pk, actor=writer)

    Opinion.objects.filter(text="một").update(text="Ba")
    monkeypatch.setattr(rules, "MOST_OPINIONS", 2)
    with pytest.raises(Invalid, match="nhiều nhất 2 góp ý"):
        put_back(review_id=review.pk, saved_id=kept.pk, actor=writer)
    with pytest.raises(Invalid, match="nhiều nhất 2 góp ý"):
        given.registered(review, writer, "Bốn")
    assert Opinion.objects.count() == 2


def test_opinions_go_on_in_the_next_round_and_stay_frozen_in_the_submitted_one(review, writer):
    opinion = answer(given.registered(review, writer, "Một")[0], writer)
    submit(review)
    with pytest.raises(NotAllowed):
        given.registered(review, writer, "Hai")
    review.refresh_from_db()
    following = open_next_round(review=review, because=Opening.SUPPLEMENT, reason="Thiếu số liệu")
    Review.objects.filter(pk=review.pk).update(state=ReviewState.RETURNED)

    copy = Opinion.objects.get(round=following)
    assert (copy.origin, copy.number, copy.reply) == (opinion.origin, 1, "Đã bổ sung số liệu.")
    answer(copy, writer, OpinionReply("explained", "Giải trình lại."))
    opinion.refresh_from_db()
    assert opinion.outcome == "accepted"
    with pytest.raises(StaleObject, match="lần đã trình"):
        answer(opinion, writer)
    assert [one.number for one in given.registered(review, writer, "Hai")] == [2]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reviews_opinion SET reply = 'khác' WHERE id = {pk}",
        "DELETE FROM reviews_opinion WHERE id = {pk}",
        """INSERT INTO reviews_opinion SELECT (jsonb_populate_record(o, jsonb_build_object(
            'id', -1, 'number', 9, 'origin', gen_random_uuid()))).* FROM reviews_opinion o WHERE id = {pk}""",
    ],
)
def test_the_database_refuses_to_change_a_submitted_answer(review, writer, statement):
    opinion = answer(given.registered(review, writer, "Một")[0], writer)
    submit(review)

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(pk=opinion.pk))


@pytest.mark.parametrize("columns", ["outcome = 'explained', reply = ''", "outcome = 'accepted', reply = ''"])
def test_the_database_refuses_an_answer_without_words(review, writer, columns):
    opinion = given.registered(review, writer, "Một")[0]

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE reviews_opinion SET {columns} WHERE id = {opinion.pk}")

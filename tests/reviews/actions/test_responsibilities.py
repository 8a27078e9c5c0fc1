"""Responsibility both ways: the collective's limitations in the forms of those it names, theirs in the collective's."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from core import localtime
from core.errors import Invalid, NotAllowed
from core.models import AuditEntry
from reviews.actions.amendment_documents import ChangePaper
from reviews.actions.amendments import withdraw_targets, withdraw_topics
from reviews.actions.answer_rows import add_limitation, values_of
from reviews.actions.answers import Edit, save_answers
from reviews.actions.appraisals import accept_review
from reviews.actions.deep_reviews import withdraw_deep_review
from reviews.actions.proposals import propose_limitations
from reviews.actions.sheets import Incomplete, recall_review, submit_review
from reviews.models import (
    Explanation,
    Limitation,
    OwnShare,
    ProfileFigure,
    ResponsiblePerson,
    Review,
    ReviewRead,
    TemplateSection,
    standing,
)
from reviews.models.contents import RoundContents, contents_of
from reviews.models.proposals import accepted_limitations
from reviews.reports import individual_review
from reviews.reports.inbox.source import Box
from reviews.reports.named_since import unanswered
from reviews.rules.completeness import is_asked
from reviews.rules.named_since import UNANSWERED
from reviews.rules.order import ORDER
from reviews.rules.writing import token_of
from reviews.states import SectionKind, Share, Stance
from tests.factories import appraisals, organisation
from tests.factories import sheets as make
from tests.factories.deep_reviews import fresh
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
def submitted(world) -> Review:
    """The commune's review, with a limitation for which its head and its deputy answer."""
    return make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))


def contents(review: Review) -> RoundContents:
    review = Review.objects.with_subject().get(pk=review.pk)
    return contents_of(review, make.open_round(review))


def submit(world, review: Review, who: str) -> Review:
    review.refresh_from_db()
    return submit_review(review_id=review.pk, version=review.version, actor=world.actor(who))


def shows_responsibility(review: Review) -> bool:
    found = contents(review)
    return any(s.kind == SectionKind.RESPONSIBILITY and is_asked(s, found) for s in found.sections)


class TestOwnShare:
    def test_a_limitation_stands_in_the_form_of_each_person_it_names_and_of_nobody_else(self, world, submitted):
        fault = Limitation.objects.get(round__review=submitted).fault

        assert [share.fault for share in contents(world.own("bithu")).own_shares] == [fault]
        assert [share.fault for share in contents(world.own("canbo")).own_shares] == [fault]
        assert contents(world.own("thanhvien")).own_shares == []
        assert shows_responsibility(world.own("bithu"))
        assert not shows_responsibility(world.own("thanhvien"))

    def test_a_draft_of_the_collective_asks_nobody_yet(self, world):
        make.complete_review(world.collective, world.actor("thuky"))

        assert contents(world.own("bithu")).own_shares == []

    def test_submitting_demands_an_answer_to_each(self, world, submitted):
        own = make.complete_review(world.own("bithu"), world.actor("bithu"))
        OwnShare.objects.filter(round__review=own).delete()

        with pytest.raises(Incomplete) as refusal:
            submit(world, own, "bithu")

        (share,) = contents(own).own_shares
        assert [lack.anchor for lack in refusal.value.lacks] == [f"share-{share.origin.hex}-text"]

    def test_what_was_answered_stays_when_the_collective_writes_anew(self, world, submitted):
        own = world.own("canbo")
        (share,) = contents(own).own_shares
        edit = Edit("share", share.origin.hex, {"text": make.SHARE})
        save_answers(review_id=own.pk, actor=world.actor("canbo"), edits=[edit])
        submitted.refresh_from_db()
        recall_review(review_id=submitted.pk, version=submitted.version, actor=world.actor("bithu"))
        Limitation.objects.filter(round=make.open_round(submitted)).delete()
        make.fill_limitation(
            add_limitation(review_id=submitted.pk, actor=world.actor("thuky")), world.actor("thuky"), "Việc khác hẳn."
        )
        submit(world, submitted, "bithu")

        shares = contents(own).own_shares

        assert [(one.fault, one.text) for one in shares] == [("Việc khác hẳn.", ""), (share.fault, make.SHARE)]

    def test_it_is_printed_and_fixed_when_submitted(self, world, submitted):
        own = make.submitted_review(world.own("canbo"), world.actor("canbo"))

        paper = individual_review.collect(world.actor("canbo"), review=own.pk)
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE reviews_ownshare SET text = 'khác'")

        assert [share.text for section in paper.sections for share in section.own_shares] == [make.SHARE]

    def test_persons_named_in_an_explained_topic_answer_for_it_unless_they_explain_it_themselves(self, world):
        make.suggest(world, world.collective, world.own("canbo"))
        make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))
        explained = Explanation.objects.get(round__review=world.collective)
        named = [
            (person.cadre.user.username, person.share) for person in explained.persons.select_related("cadre__user")
        ]

        assert named == [("bithu", Share.DIRECT), ("canbo", Share.NONE), ("thanhvien", Share.NONE)]
        topics = [share.fault for share in contents(world.own("bithu")).own_shares]
        assert explained.topic.title in topics
        for other in ("canbo", "thanhvien"):  # the one explains it, the other was not in charge of it
            assert explained.topic.title not in [share.fault for share in contents(world.own(other)).own_shares]

    def test_for_a_topic_that_the_collective_refutes_nobody_answers(self, world):
        make.suggest(world, world.collective)
        review = make.complete_review(world.collective, world.actor("thuky"))
        explained = Explanation.objects.get(round__review=world.collective)
        seen = str(token_of(explained.version, values_of("explanation", explained)))
        refuted = Edit("explanation", str(explained.topic_id), {"stance": Stance.REFUTED}, seen)
        save_answers(review_id=world.collective.pk, actor=world.actor("thuky"), edits=[refuted])
        review.refresh_from_db()
        submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu"))

        assert explained.topic.title not in [share.fault for share in contents(world.own("bithu")).own_shares]

    def test_nobody_writes_it_for_another(self, world, submitted):
        (share,) = contents(world.own("canbo")).own_shares
        edit = Edit("share", share.origin.hex, {"text": "Thay."})
        for who in ("bithu", "thuky", "chuyenvien"):
            with pytest.raises(NotAllowed):
                save_answers(review_id=world.own("canbo").pk, actor=world.actor(who), edits=[edit])


class TestProposing:
    @pytest.fixture
    def accepted(self, world) -> Review:
        own = make.submitted_review(world.own("canbo"), world.actor("canbo"))
        return appraisals.accepted(world, own)

    def propose(self, world, cards, who="thuky"):
        ids = [card.pk for card in cards]
        return propose_limitations(review_id=world.collective.pk, actor=world.actor(who), limitation_ids=ids)

    def test_an_accepted_limitation_becomes_an_ordinary_card(self, world, accepted):
        (source,) = accepted_limitations(world.collective)

        (card,) = self.propose(world, [source])

        assert (card.fault, card.field_id) == (source.fault, source.field_id)
        assert (card.objective_cause, card.subjective_cause, list(card.persons.all())) == ("", "", [])
        assert card.origin != source.origin
        assert card.remedies.count() == 1

    def test_where_it_came_from_stands_in_the_audit_trail_alone(self, world, accepted):
        (card,) = self.propose(world, accepted_limitations(world.collective))

        entry = AuditEntry.objects.get(verb="limitation.propose")
        assert (entry.target_id, entry.data["from_review"]) == (card.pk, accepted.pk)

    def test_it_is_not_added_twice(self, world, accepted):
        source = accepted_limitations(world.collective)
        self.propose(world, source)

        assert self.propose(world, source) == []
        assert Limitation.objects.filter(round__review=world.collective).count() == 1

    def test_what_is_not_accepted_is_not_offered(self, world):
        make.submitted_review(world.own("canbo"), world.actor("canbo"))

        assert list(accepted_limitations(world.collective)) == []

    def test_a_limitation_of_somewhere_else_is_refused(self, world, accepted):
        other = add_limitation(review_id=world.collective.pk, actor=world.actor("thuky"))
        with pytest.raises(Invalid):
            self.propose(world, [other])

    def test_only_the_collectives_writers_propose(self, world, accepted):
        for who in ("canbo", "chuyenvien", "thuky_khac"):
            with pytest.raises(NotAllowed):
                self.propose(world, accepted_limitations(world.collective), who)

    def test_the_list_is_read_by_writers_and_every_reading_is_recorded(self, world, accepted, client):
        url = f"/kiem-diem/{world.collective.pk}/han-che-thanh-vien/"
        assert organisation.login(client, world.users["canbo"]).get(url).status_code == 404

        page = organisation.login(client, world.users["thuky"]).get(url)

        assert make.FAULT in page.text
        assert ReviewRead.objects.filter(review=accepted, reader_id=world.users["thuky"].pk).count() == 1

    def test_choosing_on_the_page_leads_to_the_new_card(self, world, accepted, client):
        url = f"/kiem-diem/{world.collective.pk}/han-che-thanh-vien/"
        organisation.login(client, world.users["thuky"])
        (source,) = accepted_limitations(world.collective)

        nothing = client.post(url, {"chon": ["x"]})
        done = client.post(url, {"chon": [str(source.pk)]})

        card = Limitation.objects.get(round__review=world.collective)
        assert (nothing.status_code, done.status_code) == (422, 302)
        assert done.url == f"/kiem-diem/{world.collective.pk}/sua/#limitation-{card.pk}"


class TestOrder:
    @pytest.fixture
    def bars(self, world) -> None:
        ProfileFigure.objects.filter(profile=world.cycle.profile, key=ORDER).update(value=2)

    def test_where_the_profile_warns_the_form_says_so_and_submitting_goes_on(self, world, client):
        own = make.complete_review(world.own("thanhvien"), world.actor("thanhvien"))

        page = organisation.login(client, world.users["thanhvien"]).get(f"/kiem-diem/{own.pk}/sua/")

        assert "cá nhân kiểm điểm sau tập thể" in page.text
        assert submit(world, own, "thanhvien").submitted_at is not None

    def test_where_it_bars_the_collective_comes_first_then_the_head(self, world, bars):
        own = make.complete_review(world.own("thanhvien"), world.actor("thanhvien"))
        with pytest.raises(NotAllowed, match="sau tập thể"):
            submit(world, own, "thanhvien")

        make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))
        with pytest.raises(NotAllowed, match="sau người đứng đầu"):
            submit(world, own, "thanhvien")

        make.submitted_review(world.own("bithu"), world.actor("bithu"))
        assert submit(world, own, "thanhvien").submitted_at is not None

    def test_the_barred_button_names_the_reason(self, world, bars, client):
        page = organisation.login(client, world.users["thanhvien"]).get(f"/kiem-diem/{world.own('thanhvien').pk}/sua/")

        assert "chưa trình; cá nhân kiểm điểm sau tập thể" in page.text
        assert 'id="thu-tu-trinh"' not in page.text

    def test_the_collective_waits_for_nobody(self, world, bars):
        assert make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu")).submitted_at


def test_limitations_without_a_person_are_pointed_out_in_the_index(world, client):
    card = add_limitation(review_id=world.collective.pk, actor=world.actor("thuky"))

    page = organisation.login(client, world.users["thuky"]).get(f"/kiem-diem/{world.collective.pk}/muc-luc/")

    assert f'href="#limitation-{card.pk}-persons"' in page.text


class TestNamedSince:
    """The deputy hands in first; then the collective does, and names the deputy."""

    @pytest.fixture
    def named(self, world) -> Review:
        make.submitted_review(world.own("canbo"), world.actor("canbo"))
        make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))
        return world.own("canbo")

    def inbox(self, world, client, who: str, box: str) -> str:
        return str(organisation.login(client, world.users[who]).get(f"/?hop={box}").text)

    def test_who_was_named_after_handing_in_is_told_takes_the_review_back_and_answers(self, world, named, client):
        page = organisation.login(client, world.users["canbo"]).get(f"/kiem-diem/{named.pk}/").text
        assert "chưa trả lời" in page
        assert make.FAULT in page
        assert "để trả lời trách nhiệm" in self.inbox(world, client, "canbo", Box.WAITING)
        assert "để trả lời trách nhiệm" not in self.inbox(world, client, "canbo", Box.SENT)
        recall_review(review_id=named.pk, version=named.version, actor=world.actor("canbo"))
        with pytest.raises(Incomplete) as refusal:
            submit(world, named, "canbo")
        answered = make.submitted_review(named, world.actor("canbo"))

        assert refusal.value.lacks[-1].anchor.startswith("share-")
        assert answered.named_since_at is None
        assert unanswered(answered) == []

    def test_once_the_appraisal_has_begun_the_committee_sees_it_and_sends_that_section_back(self, world, named, client):
        appraisals.drafted(world, named)
        assert "để trả lời trách nhiệm" not in self.inbox(world, client, "canbo", Box.WAITING)
        organisation.login(client, world.users["chuyenvien"])
        of_person = client.get(f"/tham-dinh/{named.pk}/").text
        of_collective = client.get(f"/tham-dinh/{world.collective.pk}/").text
        section = TemplateSection.objects.get(template=named.template_id, kind=SectionKind.RESPONSIBILITY)
        appraisals.returned(world, named, sections=[section])

        assert "chọn mục trách nhiệm cá nhân" in of_person
        assert world.people["canbo"].full_name in of_collective.partition("chưa trả lời:")[2].partition("</ul>")[0]
        assert make.open_round(named).is_limited
        (share,) = contents(named).own_shares
        edit = Edit("share", share.origin.hex, {"text": make.SHARE})
        assert save_answers(review_id=named.pk, actor=world.actor("canbo"), edits=[edit]).is_clean

    def test_it_stays_open_when_something_else_is_sent_back(self, world, named):
        other = TemplateSection.objects.filter(template=named.template_id, kind=SectionKind.LIMITATIONS).earliest(
            "order"
        )
        appraisals.returned(world, named, sections=[other])

        section = TemplateSection.objects.get(template=named.template_id, kind=SectionKind.RESPONSIBILITY)
        round_ = make.open_round(named)
        assert round_.is_limited
        assert section.pk not in round_.settled_section_ids

    @pytest.mark.parametrize("how", ["topic", "target", "letter"])
    def test_nobody_is_asked_any_more_for_a_topic_that_was_withdrawn(self, world, how):
        own = make.submitted_review(world.own("bithu"), world.actor("bithu"))
        letter = make.suggest(world, world.collective, world.own("thanhvien"), topics=2)
        collective = make.complete_review(world.collective, world.actor("thuky"))
        of_card = {"limitation__round__review": collective, "cadre": own.cadre_id}
        ResponsiblePerson.objects.filter(**of_card).delete()
        submit(world, collective, "bithu")
        first, second = letter.topics.order_by("order")
        asked = unanswered(world.own("bithu"))
        known: dict[str, Any] = {"deep_review_id": letter.pk, "actor": world.actor("thuongtruc")}
        paper: dict[str, Any] = {
            "paper": ChangePaper("31-CV/TU", localtime.today(), "Đã rõ"),
            "version": fresh(letter).version,
        }
        if how == "topic":
            withdraw_topics(**known, **paper, topic_ids=[first.pk])
            assert [one.fault for one in unanswered(world.own("bithu"))] == [second.title]
        elif how == "target":
            withdraw_targets(**known, **paper, target_ids=[letter.targets.get(review=collective).pk])
        else:
            withdraw_deep_review(**known, version=fresh(letter).version, reason="Đã rõ")

        assert [one.fault for one in asked] == [first.title, second.title]
        assert (world.own("bithu").named_since_at is None) == (how != "topic")

    def test_nobody_is_asked_any_more_when_the_collective_takes_the_name_out(self, world, named):
        collective = world.collective
        recall_review(review_id=collective.pk, version=collective.version, actor=world.actor("bithu"))
        Limitation.objects.get(round=make.open_round(collective)).persons.filter(cadre=named.cadre_id).delete()
        submit(world, collective, "bithu")

        assert world.own("canbo").named_since_at is None

    def test_the_profile_bars_acceptance_until_it_is_answered(self, world, named, client):
        for review in (named, world.collective):
            appraisals.proposed(world, review)
        ProfileFigure.objects.filter(key=UNANSWERED).update(value=2)
        standing.forget()
        organisation.login(client, world.users["thuongtruc"])
        for review, told in ((named, "chưa trả lời 1 nội dung"), (world.collective, "Còn 1 đồng chí")):
            review.refresh_from_db()
            with pytest.raises(NotAllowed, match=told):
                accept_review(review_id=review.pk, version=review.version, actor=world.actor("thuongtruc"))
            assert told in client.get(f"/tham-dinh/{review.pk}/").text
            with pytest.raises(NotAllowed, match=told):
                appraisals.proposed(world, review)

        section = TemplateSection.objects.get(template=named.template_id, kind=SectionKind.RESPONSIBILITY)
        appraisals.returned(world, named, sections=[section])
        appraisals.accepted(world, world.collective)


class TestNamedMeanwhile:
    def test_a_round_that_leaves_the_section_alone_opens_it_for_who_is_named_meanwhile(self, world, submitted):
        own = make.submitted_review(world.own("canbo"), world.actor("canbo"))
        other = TemplateSection.objects.filter(template=own.template_id, kind=SectionKind.LIMITATIONS).earliest("order")
        appraisals.returned(world, own, sections=[other])
        section = TemplateSection.objects.get(template=own.template_id, kind=SectionKind.RESPONSIBILITY)
        assert section.pk in make.open_round(own).settled_section_ids
        submitted.refresh_from_db()
        recall_review(review_id=submitted.pk, version=submitted.version, actor=world.actor("bithu"))
        added = add_limitation(review_id=submitted.pk, actor=world.actor("thuky"))
        make.fill_limitation(added, world.actor("thuky"), "Việc khác hẳn.")
        submit(world, submitted, "bithu")

        assert section.pk not in make.open_round(own).settled_section_ids

    def test_who_was_accepted_before_is_asked_in_the_next_cycle_and_once(self, world):
        appraisals.accepted(world, make.submitted_review(world.own("canbo"), world.actor("canbo")))
        make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))
        year = world.cycle.period_to.year
        following = [
            opened_cycle(
                world.province,
                world.actor("chuyenvien"),
                name=f"Kiểm điểm năm {year + n}",
                period_from=date(year + n, 1, 1),
                period_to=date(year + n, 12, 31),
                due_on=date(year + n, 12, 31),
                plan_date=date(year + n, 1, 15),
            )
            for n in (1, 2)
        ]
        own = review_of(following[0], cadre_id=world.people["canbo"].pk)
        shares = contents(own).own_shares
        edit = Edit("share", shares[0].origin.hex, {"text": "n"})
        save_answers(review_id=own.pk, actor=world.actor("canbo"), edits=[edit])
        left = unanswered(world.own("canbo"))
        asked_too = contents(review_of(following[1], cadre_id=world.people["canbo"].pk)).own_shares
        answered = make.submitted_review(own, world.actor("canbo"))

        assert [one.fault for one in left] == [make.FAULT], "a letter typed in a draft is no answer"
        assert [one.fault for one in asked_too] == [make.FAULT]
        assert unanswered(world.own("canbo")) == []
        assert [(one.fault, world.cycle.name in one.unit_name) for one in shares] == [(make.FAULT, True)]
        assert answered.named_since_at is None
        assert contents(review_of(following[1], cadre_id=world.people["canbo"].pk)).own_shares == []

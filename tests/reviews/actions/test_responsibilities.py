"""Responsibility both ways: the collective's limitations in the forms of those it names, theirs in the collective's."""

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import Invalid, NotAllowed
from core.models import AuditEntry
from reviews.actions.answer_rows import add_limitation, values_of
from reviews.actions.answers import Edit, save_answers
from reviews.actions.proposals import propose_limitations
from reviews.actions.sheets import Incomplete, recall_review, submit_review
from reviews.models import Explanation, Limitation, OwnShare, ProfileFigure, Review, ReviewRead
from reviews.models.contents import RoundContents, contents_of
from reviews.models.proposals import accepted_limitations
from reviews.reports import individual_review
from reviews.rules.completeness import is_asked
from reviews.rules.order import ORDER
from reviews.rules.writing import token_of
from reviews.states import SectionKind, Share, Stance
from tests.factories import appraisals, organisation
from tests.factories import sheets as make

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

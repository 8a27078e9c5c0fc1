"""People, cells and posts: dated, one holder of a single post, a sentence instead of a broken constraint."""

from datetime import date, timedelta

import pytest

from cadres.actions.people import PersonalFacts, correct_cadre, move_cell, register_cadre
from cadres.actions.posts import appoint, correct_post, create_post, end_post, end_tenure
from cadres.models import Cadre, CellMembership, Post, RoleGrant, Tenure
from cadres.roles import Position, Role
from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from tests.at_once import at_once
from tests.factories.organisation import (
    SYSTEM,
    acting,
    hold,
    make_account,
    make_cadre,
    make_post,
    make_tree,
    make_unit,
    title,
)

pytestmark = pytest.mark.django_db

SPRING = date(2025, 3, 1)
JULY = date(2025, 7, 1)


def test_person_is_stored_composed_and_found_without_accents():
    cadre = register_cadre(actor=SYSTEM, facts=PersonalFacts(code=" CB 1 ", full_name="Trần  Đình Hưởng"))

    assert (cadre.full_name, cadre.code) == ("Trần Đình Hưởng", "CB 1")
    assert Cadre.objects.matching("tran dinh").get() == cadre


def test_people_stand_in_vietnamese_order_of_given_names():
    for name in ("Lê Văn Đức", "Trần Thị Dung", "Nguyễn An", "Phạm Thị Ánh", "Đỗ Dũng"):
        make_cadre(name)

    assert [cadre.full_name for cadre in Cadre.objects.all()] == [
        "Nguyễn An",
        "Phạm Thị Ánh",
        "Trần Thị Dung",
        "Đỗ Dũng",
        "Lê Văn Đức",
    ]


def test_second_person_of_one_code_is_refused_with_a_sentence():
    make_cadre(code="AG-1")

    with pytest.raises(Invalid, match="đã dùng cho người khác"):
        make_cadre(code="ag-1")


def test_correcting_keeps_what_was_before_in_the_audit():
    cadre = make_cadre("Trần Thị Hường")

    correct_cadre(
        cadre_id=cadre.pk,
        version=1,
        actor=SYSTEM,
        facts=PersonalFacts(code=cadre.code, full_name="Trần Thị Hương"),
    )

    entry = AuditEntry.objects.get(verb="cadre.correct", target_id=cadre.pk)
    assert entry.data["changed"] == {"full_name": ["Trần Thị Hường", "Trần Thị Hương"]}
    with pytest.raises(StaleObject):
        correct_cadre(cadre_id=cadre.pk, version=1, actor=SYSTEM, facts=PersonalFacts(code="x", full_name="y"))


def test_moving_to_another_cell_ends_the_former_membership_the_day_before():
    tree = make_tree()
    cadre = make_cadre(cell=tree.cell)
    cadre.refresh_from_db()

    move_cell(cadre_id=cadre.pk, version=cadre.version, actor=SYSTEM, unit_id=tree.other_cell.pk, on=JULY)

    rows = CellMembership.objects.filter(cadre=cadre).values_list("unit", "ended_on")
    assert list(rows) == [(tree.cell.pk, date(2025, 6, 30)), (tree.other_cell.pk, None)]


def test_moving_to_a_cell_before_the_last_move_is_refused():
    tree = make_tree()
    cadre = make_cadre(cell=tree.cell)
    cadre.refresh_from_db()

    with pytest.raises(Invalid, match="không thể sớm hơn"):
        move_cell(
            cadre_id=cadre.pk, version=cadre.version, actor=SYSTEM, unit_id=tree.other_cell.pk, on=date(2019, 1, 1)
        )


def test_post_is_managed_by_the_committee_that_manages_its_unit():
    tree = make_tree()

    post = make_post(tree.commune)

    assert (post.managed_by_id, post.single, post.position) == (tree.province.pk, True, "head")


def test_second_post_of_the_name_in_one_unit_is_refused():
    tree = make_tree()
    make_post(tree.commune)

    with pytest.raises(Invalid, match="đã có chức vụ"):
        make_post(tree.commune)


def test_single_post_refuses_a_second_holder_and_says_who_holds_it_until_when():
    tree = make_tree()
    post = make_post(tree.commune)
    hold(post, make_cadre("Lê Văn Đức"), SPRING, JULY)

    with pytest.raises(Invalid, match="Lê Văn Đức giữ chức vụ này từ ngày 01/03/2025 đến ngày 01/07/2025"):
        hold(post, make_cadre("Nguyễn An"), JULY)
    hold(post, make_cadre("Nguyễn Bình"), JULY + timedelta(days=1))


def test_post_of_several_takes_several_but_nobody_twice():
    tree = make_tree()
    post = make_post(tree.commune, Position.DEPUTY)
    first = make_cadre()
    hold(post, first)
    hold(post, make_cadre())

    with pytest.raises(Invalid, match="đến nay"):
        hold(post, first, JULY)


@pytest.mark.parametrize(
    ("on", "until", "sentence"),
    [
        (date(2019, 1, 1), None, "thành lập ngày"),
        (JULY, SPRING, "sớm hơn ngày nhận chức"),
    ],
)
def test_impossible_days_of_an_appointment_are_refused(on, until, sentence):
    tree = make_tree()

    with pytest.raises(Invalid, match=sentence):
        hold(make_post(tree.commune), make_cadre(), on, until)


def test_person_who_has_left_is_not_appointed():
    tree = make_tree()

    with pytest.raises(Invalid, match="thôi công tác"):
        hold(make_post(tree.commune), make_cadre(left_on=SPRING), JULY)


def test_ending_a_tenure_can_end_the_roles_at_that_unit_too():
    tree = make_tree()
    cadre = make_cadre()
    user = make_account("bithu", (Role.HEAD, tree.commune), (Role.STAFF, tree.province), cadre=cadre)
    post = make_post(tree.commune)
    tenure = hold(post, cadre)
    post.refresh_from_db()

    end_tenure(tenure_id=tenure.pk, version=post.version, actor=SYSTEM, on=JULY, ends_roles=True)

    assert set(RoleGrant.objects.filter(user=user).values_list("role", "ended_on")) == {("head", JULY), ("staff", None)}
    with pytest.raises(Invalid, match="đã kết thúc"):
        end_tenure(tenure_id=tenure.pk, version=None, actor=SYSTEM, on=JULY)


def test_post_ends_only_when_nobody_holds_it_any_more():
    tree = make_tree()
    post = make_post(tree.commune)
    tenure = hold(post, make_cadre())

    with pytest.raises(Invalid, match="kết thúc việc giữ chức ấy trước"):
        end_post(post_id=post.pk, version=2, actor=SYSTEM, on=JULY)
    end_tenure(tenure_id=tenure.pk, version=2, actor=SYSTEM, on=SPRING)
    end_post(post_id=post.pk, version=3, actor=SYSTEM, on=JULY)

    assert Post.objects.get(pk=post.pk).ended_on == JULY


def test_managing_committee_of_a_post_stands_above_its_unit():
    tree = make_tree()
    post = make_post(tree.commune)

    with pytest.raises(Invalid, match="cấp trên của đơn vị"):
        correct_post(
            post_id=post.pk, version=1, actor=SYSTEM, name="Bí thư", order=1, managed_by_id=tree.other_commune.pk
        )


def test_administrator_acts_on_people_and_posts_of_the_own_subtree_only():
    tree = make_tree()
    admin = acting(make_account("quantri", (Role.ADMIN, tree.commune)))
    ours, theirs = make_cadre(cell=tree.cell), make_cadre(cell=tree.other_cell)
    post, other_post = make_post(tree.commune), make_post(tree.other_commune)
    unit_of_look_alike_path = make_cadre(cell=tree.trap)

    appoint(post_id=post.pk, version=1, actor=admin, cadre_id=ours.pk, on=JULY)

    with pytest.raises(NotAllowed):
        appoint(post_id=other_post.pk, version=1, actor=admin, cadre_id=ours.pk, on=JULY)
    for stranger in (theirs, unit_of_look_alike_path):
        with pytest.raises(NotAllowed):
            appoint(post_id=post.pk, version=2, actor=admin, cadre_id=stranger.pk, on=JULY)
        with pytest.raises(NotAllowed):
            move_cell(cadre_id=stranger.pk, version=2, actor=admin, unit_id=tree.cell.pk, on=JULY)
    with pytest.raises(NotAllowed):
        register_cadre(actor=admin, facts=PersonalFacts(code="n1", full_name="Không Đơn Vị"))
    with pytest.raises(NotAllowed):
        create_post(
            actor=admin,
            unit_id=tree.cell.pk,
            title_id=title(Position.MEMBER).pk,
            managed_by_id=tree.province.pk,
        )


@pytest.mark.django_db(transaction=True)
def test_two_administrators_appointing_at_once_give_one_holder():
    tree = make_tree()
    post = make_post(tree.commune)
    people = [make_cadre("Lê Văn Đức"), make_cadre("Nguyễn An")]

    outcomes = at_once(
        *(
            lambda cadre=cadre: appoint(post_id=post.pk, version=1, actor=SYSTEM, cadre_id=cadre.pk, on=JULY)
            for cadre in people
        )
    )

    assert sorted(outcomes) == ["StaleObject", "done"]
    assert Tenure.objects.filter(post=post).count() == 1


def test_unit_founded_later_takes_no_member_before():
    tree = make_tree()
    young = make_unit("Chi bộ mới", tree.commune, kind_code="chi-bo", founded_on=JULY)

    with pytest.raises(Invalid, match="thành lập ngày"):
        make_cadre(cell=young)

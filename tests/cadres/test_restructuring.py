"""What hangs on a unit that moves, ends or merges: posts, holders, members, roles."""

from datetime import date

import pytest

from cadres.actions.people import move_cell
from cadres.actions.posts import appoint
from cadres.actions.restructuring import end_unit, merge_units, move_unit
from cadres.models import CellMembership, Post, RoleGrant, Tenure
from cadres.roles import Position, Role
from core.errors import Invalid
from tests.at_once import at_once
from tests.factories.organisation import (
    SYSTEM,
    give_role,
    hold,
    join_cell,
    make_account,
    make_cadre,
    make_post,
    make_tree,
    make_unit,
)
from units.models import Unit

pytestmark = pytest.mark.django_db

JUNE_END = date(2025, 6, 30)
JULY = date(2025, 7, 1)


def test_merge_ends_posts_and_roles_and_takes_children_and_members_along():
    tree = make_tree()
    secretary = make_cadre("Lê Văn Đức", cell=tree.commune)
    hold(make_post(tree.commune), secretary)
    cell_post = make_post(tree.cell, Position.MEMBER)
    make_account("thuky", (Role.SECRETARY, tree.commune))

    merge_units(predecessors={tree.commune.pk: 1}, successor_id=tree.other_commune.pk, actor=SYSTEM, on=JULY)

    assert set(Post.objects.filter(unit=tree.commune).values_list("ended_on", flat=True)) == {JUNE_END}
    assert Tenure.objects.get(cadre=secretary).ended_on == JUNE_END
    assert RoleGrant.objects.get(unit=tree.commune).ended_on == JUNE_END
    rows = CellMembership.objects.filter(cadre=secretary).values_list("unit", "started_on", "ended_on")
    assert list(rows) == [
        (tree.commune.pk, date(2020, 1, 1), JUNE_END),
        (tree.other_commune.pk, JULY, None),
    ]
    assert Unit.objects.get(pk=tree.cell.pk).parent_id == tree.other_commune.pk
    cell_post.refresh_from_db()
    assert (cell_post.ended_on, cell_post.managed_by_id) == (None, tree.other_commune.pk)


def test_merge_meets_a_holder_who_began_after_the_day_and_changes_nothing():
    tree = make_tree()
    hold(make_post(tree.commune), make_cadre("Lê Văn Đức"), date(2025, 8, 1))

    with pytest.raises(Invalid, match="Lê Văn Đức nhận chức Bí thư"):
        merge_units(predecessors={tree.commune.pk: 1}, successor_id=tree.other_commune.pk, actor=SYSTEM, on=JULY)

    assert Unit.objects.get(pk=tree.commune.pk).ended_on is None


def test_unit_with_members_ends_only_with_a_successor():
    tree = make_tree()
    cadre = make_cadre(cell=tree.cell)

    with pytest.raises(Invalid, match="Còn 1 đảng viên sinh hoạt"):
        end_unit(unit_id=tree.cell.pk, version=1, actor=SYSTEM, on=JUNE_END)
    end_unit(unit_id=tree.cell.pk, version=1, actor=SYSTEM, on=JUNE_END, successor_id=tree.other_cell.pk)

    assert CellMembership.objects.get(cadre=cadre, ended_on=None).unit_id == tree.other_cell.pk


def test_member_who_joined_after_the_last_day_is_counted_to_the_successor():
    tree = make_tree()
    cadre = make_cadre()
    join_cell(cadre, tree.cell, date(2025, 9, 1))

    end_unit(unit_id=tree.cell.pk, version=1, actor=SYSTEM, on=JUNE_END, successor_id=tree.other_cell.pk)

    row = CellMembership.objects.get(cadre=cadre)
    assert (row.unit_id, row.started_on) == (tree.other_cell.pk, date(2025, 9, 1))


def test_post_managed_from_the_former_superior_goes_to_the_new_one():
    tree = make_tree()
    post = make_post(tree.cell)

    move_unit(unit_id=tree.cell.pk, version=1, actor=SYSTEM, parent_id=tree.other_commune.pk, on=JULY)

    post.refresh_from_db()
    assert post.managed_by_id == tree.other_commune.pk


@pytest.mark.django_db(transaction=True)
def test_person_who_moves_cell_while_the_cell_is_merged_ends_up_in_one_cell():
    tree = make_tree()
    elsewhere = make_unit("Chi bộ ấp Nam", tree.commune, kind_code="chi-bo")
    cadre = make_cadre(cell=tree.cell)
    cadre.refresh_from_db()

    outcomes = at_once(
        lambda: merge_units(predecessors={tree.cell.pk: 1}, successor_id=tree.other_cell.pk, actor=SYSTEM, on=JULY),
        lambda: move_cell(cadre_id=cadre.pk, version=cadre.version, actor=SYSTEM, unit_id=elsewhere.pk, on=JULY),
    )

    assert "done" in outcomes
    assert set(outcomes) <= {"done", "StaleObject"}
    assert CellMembership.objects.filter(cadre=cadre, ended_on=None).count() == 1
    assert not CellMembership.objects.filter(unit=tree.cell, ended_on=None).exists()


@pytest.mark.django_db(transaction=True)
def test_appointment_beside_a_merge_leaves_no_holder_in_an_ended_unit():
    tree = make_tree()
    post, cadre = make_post(tree.commune), make_cadre()

    at_once(
        lambda: merge_units(
            predecessors={tree.commune.pk: 1}, successor_id=tree.other_commune.pk, actor=SYSTEM, on=JULY
        ),
        lambda: appoint(post_id=post.pk, version=1, actor=SYSTEM, cadre_id=cadre.pk, on=date(2024, 1, 1)),
    )

    assert not Tenure.objects.filter(post=post, ended_on=None).exists()


@pytest.mark.django_db(transaction=True)
def test_role_given_beside_the_end_of_its_unit_does_not_outlive_it():
    tree = make_tree()
    user = make_account("thuky")

    at_once(
        lambda: end_unit(unit_id=tree.trap.pk, version=1, actor=SYSTEM, on=JUNE_END),
        lambda: give_role(user, Role.SECRETARY, tree.trap),
    )

    assert not RoleGrant.objects.filter(user=user, ended_on=None).exists()

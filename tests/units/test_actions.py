"""The organisation tree: every change is dated, keeps the past, and is refused with a sentence where it cannot be."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from cadres.roles import Role
from core import localtime
from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from tests.at_once import at_once
from tests.factories.organisation import SYSTEM, acting, kind, make_account, make_tree, make_unit
from units.actions import correct_unit, create_unit, end_unit, merge_units, move_unit, rename_unit
from units.models import Unit, UnitName, UnitPlacement, UnitSuccession

pytestmark = pytest.mark.django_db

SPRING = date(2025, 3, 1)
JULY = date(2025, 7, 1)


def paths_of(unit):
    return list(Unit.objects.within(Unit.objects.get(pk=unit.pk).path).values_list("name", flat=True))


def test_created_unit_stands_below_its_parent_with_its_first_name_and_placement():
    tree = make_tree()

    unit = make_unit("Chi bộ  Trường\u00a0tiểu học", tree.commune, founded_on=SPRING)

    assert unit.name == "Chi bộ Trường tiểu học"
    assert unit.path == f"{tree.commune.path}{unit.pk}/"
    assert [(n.name, n.valid_from, n.valid_to) for n in unit.names.all()] == [(unit.name, SPRING, None)]
    assert [(p.parent_id, p.valid_from) for p in unit.placements.all()] == [(tree.commune.pk, SPRING)]


def test_name_typed_decomposed_is_found_and_stored_composed():
    tree = make_tree()

    unit = make_unit("Chi bộ ấp Trường Thọ", tree.commune)

    assert unit.name == "Chi bộ ấp Trường Thọ"
    assert Unit.objects.matching("truong tho").get() == unit


def test_name_of_letters_that_fall_apart_fits_its_keys():
    unit = make_unit("한" * 250)

    assert len(Unit.objects.get(pk=unit.pk).search_key) == 400


def test_second_living_unit_of_the_name_under_one_parent_is_refused():
    tree = make_tree()

    with pytest.raises(Invalid, match="đã có đơn vị tên"):
        make_unit("chi bộ ấp đông", tree.commune)
    make_unit("Chi bộ ấp Đông", tree.other_commune)


def test_unit_of_a_day_to_come_is_refused():
    tree = make_tree()

    with pytest.raises(Invalid, match="chưa tới"):
        make_unit("Chi bộ mới", tree.commune, founded_on=localtime.today() + timedelta(days=1))


def test_day_is_that_of_ho_chi_minh_city():
    midnight_there = datetime(2026, 1, 1, 0, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

    with localtime.clock_at(midnight_there):  # still 2025 in UTC
        unit = make_unit("Đảng bộ mới", founded_on=date(2026, 1, 1))

    assert unit.founded_on == date(2026, 1, 1)


def test_tree_has_one_living_top():
    tree = make_tree()

    with pytest.raises(Invalid, match="trên cùng là Đảng bộ tỉnh An Giang"):
        make_unit("Đảng bộ tỉnh khác")
    with pytest.raises(IntegrityError, match="tree_has_one_living_top"):
        Unit.objects.create(name="x", kind=tree.cell.kind, founded_on=SPRING)


def test_renaming_keeps_the_former_name_with_its_days():
    tree = make_tree()

    unit = rename_unit(unit_id=tree.cell.pk, version=1, actor=SYSTEM, name="Chi bộ khu phố 1", on=JULY)

    names = [(n.name, n.valid_from, n.valid_to) for n in UnitName.objects.filter(unit=unit)]
    assert names == [
        ("Chi bộ ấp Đông", date(2020, 1, 1), date(2025, 6, 30)),
        ("Chi bộ khu phố 1", JULY, None),
    ]
    assert Unit.objects.matching("khu pho 1").exists()


def test_renaming_on_the_day_of_the_present_name_corrects_it():
    tree = make_tree()

    unit = rename_unit(unit_id=tree.cell.pk, version=1, actor=SYSTEM, name="Chi bộ ấp Đông A", on=date(2020, 1, 1))

    assert [n.name for n in unit.names.all()] == ["Chi bộ ấp Đông A"]


@pytest.mark.parametrize(
    ("on", "sentence"), [(date(2019, 12, 31), "không thể sớm hơn"), (date(2099, 1, 1), "chưa tới")]
)
def test_renaming_before_the_known_past_or_in_the_future_is_refused(on, sentence):
    tree = make_tree()

    with pytest.raises(Invalid, match=sentence):
        rename_unit(unit_id=tree.cell.pk, version=1, actor=SYSTEM, name="Tên khác", on=on)


def test_moving_takes_the_whole_subtree_and_leaves_the_look_alike_path_alone():
    tree = make_tree()
    below = make_unit("Tổ đảng", tree.cell, kind_code="chi-bo")
    below_trap = make_unit("Chi bộ bên cạnh", tree.trap, kind_code="chi-bo")

    move_unit(unit_id=tree.commune.pk, version=1, actor=SYSTEM, parent_id=tree.other_commune.pk, on=JULY)

    moved = {unit.pk: unit.path for unit in Unit.objects.filter(pk__in=[tree.commune.pk, tree.cell.pk, below.pk])}
    root = f"{tree.other_commune.path}{tree.commune.pk}/"
    assert moved == {
        tree.commune.pk: root,
        tree.cell.pk: f"{root}{tree.cell.pk}/",
        below.pk: f"{root}{tree.cell.pk}/{below.pk}/",
    }
    assert Unit.objects.get(pk=below_trap.pk).path == below_trap.path
    placements = UnitPlacement.objects.filter(unit=tree.commune).values_list("parent", "valid_to")
    assert list(placements) == [(tree.province.pk, date(2025, 6, 30)), (tree.other_commune.pk, None)]


def test_moving_into_its_own_subtree_is_refused():
    tree = make_tree()

    with pytest.raises(Invalid, match="nằm trong chính"):
        move_unit(unit_id=tree.commune.pk, version=1, actor=SYSTEM, parent_id=tree.cell.pk, on=JULY)


def test_managing_committee_that_is_no_longer_above_gives_way_to_the_direct_superior():
    tree = make_tree()
    club = make_unit("Đảng bộ cơ sở", tree.commune)
    cell = make_unit("Chi bộ 1", club, kind_code="chi-bo")
    facts: dict[str, Any] = {"kind_id": cell.kind_id, "bloc_id": None, "short_name": "", "place": "", "symbol": ""}
    correct_unit(unit_id=cell.pk, version=1, actor=SYSTEM, managed_by_id=tree.commune.pk, **facts)

    move_unit(unit_id=club.pk, version=1, actor=SYSTEM, parent_id=tree.other_commune.pk, on=JULY)

    cell.refresh_from_db()
    assert cell.managing_unit_id == club.pk


def test_stale_version_changes_nothing():
    tree = make_tree()
    rename_unit(unit_id=tree.cell.pk, version=1, actor=SYSTEM, name="Tên một", on=JULY)

    with pytest.raises(StaleObject):
        rename_unit(unit_id=tree.cell.pk, version=1, actor=SYSTEM, name="Tên hai", on=JULY)

    assert Unit.objects.get(pk=tree.cell.pk).name == "Tên một"


def test_ending_closes_name_and_placement_and_needs_the_children_gone():
    tree = make_tree()

    with pytest.raises(Invalid, match="Còn 1 đơn vị trực thuộc"):
        end_unit(unit_id=tree.commune.pk, version=1, actor=SYSTEM, on=JULY)
    unit = end_unit(unit_id=tree.cell.pk, version=1, actor=SYSTEM, on=JULY)

    assert unit.ended_on == JULY
    assert unit.existed_on(JULY)
    assert not unit.existed_on(JULY + timedelta(days=1))
    assert {n.valid_to for n in unit.names.all()} == {n.valid_to for n in unit.placements.all()} == {JULY}
    with pytest.raises(Invalid, match="đã kết thúc"):
        rename_unit(unit_id=unit.pk, version=unit.version, actor=SYSTEM, name="Tên mới", on=JULY)


def test_merged_units_end_the_day_before_and_their_children_go_on_below_the_successor():
    tree = make_tree()
    school = make_unit("Chi bộ trường học", tree.cell, kind_code="chi-bo")

    merge_units(
        predecessors={tree.commune.pk: 1, tree.cell.pk: 1},
        successor_id=tree.other_commune.pk,
        actor=SYSTEM,
        on=JULY,
        note="Nghị quyết 202",
    )

    commune = Unit.objects.get(pk=tree.commune.pk)
    school.refresh_from_db()
    assert (commune.ended_on, commune.path) == (date(2025, 6, 30), tree.commune.path)
    assert school.path == f"{tree.other_commune.path}{school.pk}/"
    successions = UnitSuccession.objects.filter(successor=tree.other_commune).values_list("predecessor", "on")
    assert set(successions) == {(tree.commune.pk, JULY), (tree.cell.pk, JULY)}
    assert AuditEntry.objects.filter(verb="unit.take_over", target_id=tree.other_commune.pk).count() == 1


def test_merging_into_itself_or_into_something_below_is_refused():
    tree = make_tree()

    for successor in (tree.commune, tree.cell):
        with pytest.raises(Invalid, match="chính"):
            merge_units(predecessors={tree.commune.pk: 1}, successor_id=successor.pk, actor=SYSTEM, on=JULY)


def test_administrator_reaches_the_own_subtree_and_not_the_look_alike_path():
    tree = make_tree()
    admin = acting(make_account("quantri", (Role.ADMIN, tree.commune)))

    make: dict[str, Any] = {"kind_id": kind("chi-bo").pk, "founded_on": SPRING, "actor": admin}
    create_unit(name="Chi bộ A", parent_id=tree.commune.pk, **make)

    for parent in (tree.province, tree.trap, tree.other_commune):
        with pytest.raises(NotAllowed):
            create_unit(name="Chi bộ B", parent_id=parent.pk, **make)
    with pytest.raises(NotAllowed):
        create_unit(name="Đảng bộ khác", parent_id=None, **make)


def test_where_a_unit_stands_is_a_matter_of_its_superior():
    tree = make_tree()
    of_commune = acting(make_account("qtxa", (Role.ADMIN, tree.commune)))
    of_province = acting(make_account("qttinh", (Role.ADMIN, tree.province)))
    move: dict[str, Any] = {"unit_id": tree.commune.pk, "version": 1, "parent_id": tree.other_commune.pk, "on": JULY}

    with pytest.raises(NotAllowed):
        move_unit(actor=of_commune, **move)
    with pytest.raises(NotAllowed):
        end_unit(unit_id=tree.province.pk, version=1, actor=of_province, on=JULY)
    move_unit(actor=of_province, **move)


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_never_close_a_circle():
    tree = make_tree()
    pair = ((tree.commune, tree.other_commune), (tree.other_commune, tree.commune))
    outcomes = at_once(
        *(
            lambda unit=unit, parent=parent: move_unit(
                unit_id=unit.pk, version=1, actor=SYSTEM, parent_id=parent.pk, on=JULY
            )
            for unit, parent in pair
        )
    )

    assert sorted(outcomes) == ["Invalid", "done"]


@pytest.mark.django_db(transaction=True)
def test_double_click_founds_one_unit():
    tree = make_tree()
    chi_bo = kind("chi-bo").pk

    def found():
        create_unit(actor=SYSTEM, name="Chi bộ mới", kind_id=chi_bo, founded_on=SPRING, parent_id=tree.commune.pk)

    assert sorted(at_once(found, found)) == ["Invalid", "done"]
    assert Unit.objects.filter(name="Chi bộ mới").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_renaming_at_once_give_one_name_and_one_audit_row():
    tree = make_tree()

    def rename(name):
        rename_unit(unit_id=tree.cell.pk, version=1, actor=SYSTEM, name=name, on=JULY)

    outcomes = at_once(lambda: rename("Tên một"), lambda: rename("Tên hai"))

    assert sorted(outcomes) == ["StaleObject", "done"]
    assert AuditEntry.objects.filter(verb="unit.rename", target_id=tree.cell.pk).count() == 1

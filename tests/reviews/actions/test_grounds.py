"""The register of grounds: who writes in it, what it refuses, who never sees it, how a ground is treated."""

from datetime import timedelta

import pytest

from core import localtime
from core.errors import Invalid, NotAllowed, StaleObject
from core.models import AuditEntry
from reviews.actions import grounds as actions
from reviews.actions.ground_files import attach_ground_file, withdraw_ground_file
from reviews.models import RegisteredGround
from reviews.rules import grounds as rules
from reviews.states import Ground, GroundState
from reviews.workflow.grounds import GROUND_WORKFLOW
from tests.factories import files, grounds
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

KEEPERS = {"chuyenvien", "thuongtruc", "kiemtra"}


@pytest.fixture
def world(shared_province):
    return shared_province


def fresh(ground: RegisteredGround) -> RegisteredGround:
    return RegisteredGround.objects.with_concerned().get(pk=ground.pk)


def step(act, world, ground, by="chuyenvien", **data):
    return act(ground_id=ground.pk, version=fresh(ground).version, actor=world.actor(by), **data)


def test_staff_standing_and_inspection_of_the_committee_register_and_nobody_else(world):
    for number, who in enumerate(world.users):
        if who in KEEPERS:
            ground = grounds.registered(world, f"Sự việc {number}", by=who)
            assert ground.by_inspection == (who == "kiemtra")
        else:
            with pytest.raises(NotAllowed, match="ghi sổ căn cứ của cấp ủy đó"):
                grounds.registered(world, f"Sự việc {number}", by=who)


def test_rule_and_queryset_say_the_same_and_the_concerned_see_nothing(world):
    member = make.cadre("Đinh Công Tráng")
    make.seat(member, world.other_commune, make.Position.MEMBER, "Ủy viên", managed_by=world.province)
    world.users["pho_bi_thu"] = make.account("pho_bi_thu", member, (make.Role.STANDING, world.province))
    rows = [
        grounds.registered(world, "Về xã", units=[world.commune], cadres=[world.cadre("canbo")]),
        grounds.registered(world, "Về tập thể của phó bí thư", units=[world.other_commune]),
        grounds.registered(world, "Về chính phó bí thư", cadres=[member]),
    ]

    seen = {who: set(RegisteredGround.objects.visible_to(world.actor(who))) for who in world.users}

    for who in world.users:
        assert seen[who] == {row for row in rows if rules.may_view(world.actor(who), fresh(row))}, who
    assert {who for who, found in seen.items() if found} == KEEPERS | {"pho_bi_thu"}
    assert seen["pho_bi_thu"] == {rows[0]}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"document_number": ""}, "Kết luận thanh tra phải có số văn bản và nơi ban hành"),
        ({"kind": Ground.COMPLAINT, "document_issuer": ""}, r"Hãy ghi nơi ban hành văn bản số 21/KL-TTr\."),
        ({"noted_on": localtime.today() + timedelta(days=2)}, "không thể sau hôm nay"),
        ({"summary": "  "}, "Hãy ghi tóm tắt sự việc"),
    ],
)
def test_a_source_that_cannot_be_is_refused_in_a_sentence(world, changed, sentence):
    with pytest.raises(Invalid, match=sentence):
        grounds.registered(world, **changed)


def test_who_lies_outside_the_tree_is_refused_and_nothing_is_kept(world):
    stranger = make.cadre("Đinh Công Tráng")

    with pytest.raises(Invalid, match="Trung ương không thuộc phạm vi của Tỉnh ủy Nam Trung"):
        grounds.registered(world, units=[world.central])
    with pytest.raises(Invalid, match="Đồng chí Đinh Công Tráng không thuộc phạm vi của Tỉnh ủy Nam Trung"):
        grounds.registered(world, cadres=[stranger])


def test_the_same_matter_is_registered_once(world):
    grounds.registered(world)

    with pytest.raises(Invalid, match="Căn cứ này đã có trong sổ"):
        grounds.registered(world)


def test_a_ground_is_closed_with_a_reason_and_taken_up_again(world):
    ground = grounds.registered(world)

    with pytest.raises(Invalid, match="Hãy ghi rõ lý do"):
        step(actions.close_ground, world, ground, reason=" ")
    closed = step(actions.close_ground, world, ground, reason="Đã xử lý theo Kết luận số 30")
    assert (closed.state, closed.treated_because) == (GroundState.TREATED, "Đã xử lý theo Kết luận số 30")
    with pytest.raises(NotAllowed, match="khi đang ở trạng thái “Đã xử lý”"):
        step(actions.change_ground, world, ground, facts=grounds.facts("Nội dung khác"))
    reopened = step(actions.reopen_ground, world, ground, reason="Có tình tiết mới")

    assert (reopened.state, reopened.treated_because) == (GroundState.OPEN, "")
    kept = AuditEntry.objects.filter(target_type="reviews.registeredground", target_id=ground.pk)
    assert list(kept.order_by("pk").values_list("verb", "data__reason")) == [
        ("registeredground.register", None),
        ("registeredground.close", "Đã xử lý theo Kết luận số 30"),
        ("registeredground.reopen", "Có tình tiết mới"),
    ]


def test_inspection_mends_what_it_supplied_and_not_what_the_staff_entered(world):
    theirs, own = grounds.registered(world, "Của chuyên viên"), grounds.registered(world, "Của kiểm tra", by="kiemtra")
    inspector = world.actor("kiemtra")

    assert GROUND_WORKFLOW.check("edit", inspector, fresh(own))
    assert "hoặc nơi cung cấp căn cứ này" in GROUND_WORKFLOW.check("edit", inspector, fresh(theirs)).reason


def test_a_page_left_open_does_not_overwrite_and_the_trail_repeats_no_text(world):
    ground = grounds.registered(world)
    step(actions.change_ground, world, ground, facts=grounds.facts("Để lấn, chiếm 4 thửa đất công"))

    with pytest.raises(StaleObject):
        actions.change_ground(
            ground_id=ground.pk, version=1, actor=world.actor("thuongtruc"), facts=grounds.facts("Bản cũ")
        )
    told = AuditEntry.objects.get(verb="registeredground.edit").data
    assert told["fields"] == ["summary"]
    assert "lấn" not in str(told)


def test_concerned_are_added_and_the_last_one_stays(world):
    ground = grounds.registered(world, units=[world.commune])

    step(actions.add_concerned, world, ground, cadre_id=world.cadre("bithu").pk)
    step(actions.remove_concerned, world, ground, unit_id=world.commune.pk)
    with pytest.raises(Invalid, match="phải còn ít nhất một đơn vị hoặc một cá nhân"):
        step(actions.remove_concerned, world, ground, cadre_id=world.cadre("bithu").pk)

    assert (list(ground.units.all()), list(ground.cadres.all())) == ([], [world.cadre("bithu")])


def test_a_file_goes_through_the_checks_of_every_upload_and_is_kept_when_withdrawn(world):
    ground, staff = grounds.registered(world), world.actor("chuyenvien")

    with pytest.raises(Invalid):
        attach_ground_file(ground_id=ground.pk, actor=staff, content=files.sent(b"#!/bin/sh", "a.pdf"), name="a.pdf")
    kept = [
        attach_ground_file(ground_id=ground.pk, actor=staff, content=files.sent(files.pdf(), "KL.pdf"), name="KL.pdf")
        for _ in range(2)
    ]
    withdraw_ground_file(file_id=kept[0].pk, version=1, actor=staff)

    assert kept[0] == kept[1]
    assert (ground.files.count(), ground.files.standing().count()) == (1, 0)


def test_all_files_of_a_ground_together_keep_to_a_size(world, settings):
    ground, staff = grounds.registered(world), world.actor("chuyenvien")
    first, second = files.pdf(mark="một"), files.pdf(mark="hai")
    settings.ATTACHMENTS_MOST_BYTES = len(first) + len(second) - 1
    kept = attach_ground_file(ground_id=ground.pk, actor=staff, content=files.sent(first, "1.pdf"), name="1.pdf")
    withdraw_ground_file(file_id=kept.pk, version=1, actor=staff)

    with pytest.raises(Invalid, match="Tổng dung lượng tệp của căn cứ này sẽ vượt mức"):
        attach_ground_file(ground_id=ground.pk, actor=staff, content=files.sent(second, "2.pdf"), name="2.pdf")

    assert ground.files.count() == 1

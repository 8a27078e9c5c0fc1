"""Accounts and roles: one-time passwords, nobody helps oneself, rights end with the day of the office."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cadres.actions.accounts import (
    create_account,
    deactivate_account,
    end_grant,
    grant_role,
    reactivate_account,
)
from cadres.actions.passwords import change_own_password, reset_password
from cadres.actors import actor_of
from cadres.models import RoleGrant, User
from cadres.roles import Role
from core import localtime
from core.errors import Invalid, NotAllowed
from core.models import AuditEntry
from tests.at_once import at_once
from tests.factories.organisation import (
    PASSWORD,
    SYSTEM,
    acting,
    give_role,
    make_account,
    make_cadre,
    make_tree,
)

pytestmark = pytest.mark.django_db

HERE = "127.0.0.1"


def test_one_time_password_is_returned_once_and_stands_nowhere_in_clear():
    tree = make_tree()

    user, password = create_account(actor=SYSTEM, username=" ThuKy ", role=Role.SECRETARY, unit_id=tree.commune.pk)

    assert user.username == "thuky"
    assert user.check_password(password)
    assert user.must_change_password
    assert user.one_time_password_until is not None
    written = json.dumps([entry.data for entry in AuditEntry.objects.all()]) + "".join(
        str(value) for value in User.objects.filter(pk=user.pk).values_list()
    )
    assert password not in written


@pytest.mark.parametrize("name", ["", "ab", "có dấu", "a b c", "x" * 61, "-abc", "abc%"])
def test_name_that_cannot_be_typed_everywhere_is_refused(name):
    with pytest.raises(Invalid, match="Tên đăng nhập gồm"):
        create_account(actor=SYSTEM, username=name)


def test_taken_name_and_second_account_of_a_person_are_refused():
    cadre = make_cadre("Lê Văn Đức")
    make_account("leduc", cadre=cadre)

    with pytest.raises(Invalid, match="đã có người dùng"):
        create_account(actor=SYSTEM, username="LeDuc")
    with pytest.raises(Invalid, match="Lê Văn Đức đã có tài khoản"):
        create_account(actor=SYSTEM, username="leduc2", cadre_id=cadre.pk)


def test_nobody_gives_oneself_a_role_or_takes_it():
    tree = make_tree()
    user = make_account("quantri", (Role.ADMIN, tree.province))
    grant = RoleGrant.objects.get(user=user)

    with pytest.raises(NotAllowed, match="tự cấp"):
        grant_role(
            actor=acting(user), user_id=user.pk, version=user.version, role=Role.STANDING, unit_id=tree.commune.pk
        )
    with pytest.raises(NotAllowed, match="tự rút"):
        end_grant(grant_id=grant.pk, version=1, actor=acting(user), on=localtime.today())
    with pytest.raises(NotAllowed, match="tự khóa"):
        deactivate_account(user_id=user.pk, version=user.version, actor=acting(user))


def test_roles_are_given_within_the_own_subtree_only():
    tree = make_tree()
    admin = acting(make_account("quantri", (Role.ADMIN, tree.commune)))
    user = make_account("thuky", (Role.SECRETARY, tree.cell))
    user.refresh_from_db()

    grant_role(actor=admin, user_id=user.pk, version=user.version, role=Role.HEAD, unit_id=tree.commune.pk)

    for unit in (tree.province, tree.other_commune, tree.trap):
        user.refresh_from_db()
        with pytest.raises(NotAllowed):
            grant_role(actor=admin, user_id=user.pk, version=user.version, role=Role.HEAD, unit_id=unit.pk)


def test_password_of_someone_who_also_serves_elsewhere_is_reset_by_their_superior_only():
    tree = make_tree()
    of_commune = acting(make_account("qtxa", (Role.ADMIN, tree.commune)))
    of_province = acting(make_account("qttinh", (Role.ADMIN, tree.province)))
    user = make_account("chuyenvien", (Role.SECRETARY, tree.commune), (Role.STAFF, tree.province))

    with pytest.raises(NotAllowed, match="quản trị của cấp trên"):
        reset_password(user_id=user.pk, version=user.version, actor=of_commune)
    reset_password(user_id=user.pk, version=user.version, actor=of_province)


def test_reset_password_works_once_and_only_until_it_is_changed(client):
    user = make_account("thuky")

    user, password = reset_password(user_id=user.pk, version=user.version, actor=SYSTEM)

    assert user.check_password(password)
    assert not user.check_password(PASSWORD)
    assert user.must_change_password


def test_account_of_an_ended_role_loses_its_rights_the_next_day():
    tree = make_tree()
    user = make_account("thuky", (Role.SECRETARY, tree.commune))
    grant = RoleGrant.objects.get(user=user)

    end_grant(grant_id=grant.pk, version=1, actor=SYSTEM, on=localtime.today())

    assert actor_of(user).holds(Role.SECRETARY, at=tree.commune.pk)
    last_minute = datetime.combine(localtime.today(), datetime.max.time(), ZoneInfo("Asia/Ho_Chi_Minh"))
    with localtime.clock_at(last_minute):
        assert actor_of(user).grants
    with localtime.clock_at(last_minute + timedelta(seconds=1)):
        assert not actor_of(user).grants


def test_role_that_has_not_begun_is_taken_back_whole():
    tree = make_tree()
    user = make_account("thuky")
    give_role(user, Role.HEAD, tree.commune, since=localtime.today() + timedelta(days=10))
    grant = RoleGrant.objects.get(user=user)

    end_grant(grant_id=grant.pk, version=1, actor=SYSTEM, on=localtime.today())

    assert not RoleGrant.objects.filter(user=user).exists()


def test_same_role_twice_in_one_time_is_refused_with_its_days():
    tree = make_tree()
    user = make_account("thuky")
    give_role(user, Role.HEAD, tree.commune, date(2025, 1, 1), date(2025, 12, 31))

    with pytest.raises(Invalid, match="từ ngày 01/01/2025, đến ngày 31/12/2025"):
        give_role(user, Role.HEAD, tree.commune, date(2025, 12, 31))
    give_role(user, Role.HEAD, tree.commune, date(2026, 1, 1))


def test_own_password_change_ends_the_obligation():
    user, password = create_account(actor=SYSTEM, username="thuky")

    change_own_password(actor=acting(user), old_password=password, new_password="Sông Hậu mùa nước nổi", address=HERE)

    user.refresh_from_db()
    assert not user.must_change_password
    assert user.check_password("Sông Hậu mùa nước nổi")


@pytest.mark.parametrize(
    ("new", "sentence"),
    [("ngắn", "ít nhất 10"), ("password123", "phổ biến"), ("1234509876", "chữ số"), ("tranthihuong", "gần giống")],
)
def test_weak_password_is_refused_with_a_vietnamese_sentence(new, sentence):
    user = make_account("tranthihuong")

    with pytest.raises(Invalid, match=sentence):
        change_own_password(actor=acting(user), old_password=PASSWORD, new_password=new, address=HERE)


def test_guessing_the_old_password_at_an_open_screen_meets_the_log_in_limit():
    user = make_account("thuky")
    change: dict[str, Any] = {"actor": acting(user), "new_password": "Sông Hậu mùa nước nổi", "address": HERE}
    for _ in range(5):
        with pytest.raises(Invalid, match="hiện nay chưa đúng"):
            change_own_password(old_password="đoán", **change)

    with pytest.raises(NotAllowed, match="quá nhiều lần"):
        change_own_password(old_password=PASSWORD, **change)


def test_expired_one_time_password_cannot_be_changed():
    user, password = create_account(actor=SYSTEM, username="thuky")

    with (
        localtime.clock_at(localtime.now() + timedelta(days=8)),
        pytest.raises(NotAllowed, match="hết hạn"),
    ):
        change_own_password(
            actor=acting(user), old_password=password, new_password="Sông Hậu mùa nước nổi", address=HERE
        )


def test_account_opened_again_needs_its_new_one_time_password():
    user = make_account("thuky")
    user = deactivate_account(user_id=user.pk, version=user.version, actor=SYSTEM, reason="Chuyển công tác")

    user, password = reactivate_account(user_id=user.pk, version=user.version, actor=SYSTEM)

    assert user.is_active
    assert user.check_password(password)
    with pytest.raises(Invalid, match="đang hoạt động"):
        reactivate_account(user_id=user.pk, version=user.version, actor=SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_resetting_at_once_give_one_password():
    user = make_account("thuky")
    reset = lambda: reset_password(user_id=user.pk, version=user.version, actor=SYSTEM)  # noqa: E731

    assert sorted(at_once(reset, reset)) == ["StaleObject", "done"]
    assert AuditEntry.objects.filter(verb="account.reset_password", target_id=user.pk).count() == 1

"""The pages of accounts, roles and the log, for administrators within their subtree."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from cadres.log_words import VERBS
from cadres.models import RoleGrant, User
from cadres.roles import Role
from cadres.rules import accounts as rules
from cadres.scopes import homes_of_account
from core import audit, localtime
from core.models import AuditEntry
from reviews.models import Review
from tests.factories.organisation import (
    PASSWORD,
    SYSTEM,
    acting,
    give_role,
    hold,
    login,
    make_account,
    make_cadre,
    make_post,
    make_tree,
)

pytestmark = pytest.mark.django_db

SHOWN = re.compile(r'class="one-time-password">([^<]+)<')


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def admin(client, tree):
    login(client, make_account("quantri", (Role.ADMIN, tree.province)))
    return client


def test_accounts_found_are_those_that_the_rule_shows(tree):
    seated = make_cadre("Đỗ Dũng", cell=tree.other_cell)
    hold(make_post(tree.commune), seated)
    users = [make_account("", (role, unit)) for role in (Role.ADMIN, Role.STAFF) for unit in (tree.province, tree.trap)]
    users += [
        make_account("qtxa", (Role.ADMIN, tree.commune)),
        make_account("dung.do", cadre=seated),
        make_account("khong.vai"),
        make_account("hai.noi", (Role.SECRETARY, tree.cell), (Role.SECRETARY, tree.trap)),
    ]

    for user in users:
        actor = acting(user)
        shown = {account for account in users if rules.may_view(actor, account, homes_of_account(account))}
        assert set(User.objects.visible_to(actor)) == shown


@pytest.mark.parametrize("url", ["/tai-khoan/", "/tai-khoan/moi/", "/nhat-ky/"])
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_administration_is_not_there_for_other_roles(client, tree, url, role):
    login(client, make_account("nguoi", (role, tree.province)))

    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "account_page",
        "correct_account",
        "reset_password",
        "deactivate_account",
        "reactivate_account",
        "grant_role",
        "account_log",
    ],
)
def test_foreign_account_is_not_there(client, tree, name):
    login(client, make_account("quantri", (Role.ADMIN, tree.commune)))
    theirs = make_account("nguoi", (Role.HEAD, tree.trap))
    ours = make_account("cua.ta", (Role.HEAD, tree.cell))

    assert client.get(reverse(f"cadres:{name}", args=[theirs.pk])).status_code == 404
    assert client.get(reverse(f"cadres:{name}", args=[ours.pk])).status_code == 200


def test_role_of_a_foreign_account_is_not_there(client, tree):
    grant = RoleGrant.objects.get(user=make_account("nguoi", (Role.HEAD, tree.trap)))
    login(client, make_account("quantri", (Role.ADMIN, tree.commune)))

    assert client.get(f"/tai-khoan/vai-tro/{grant.pk}/ket-thuc/").status_code == 404


def test_account_is_created_with_a_password_shown_once(client, admin, tree):
    cadre = make_cadre("Trần Thị Hương", cell=tree.cell)
    page = admin.get(f"/tai-khoan/moi/?can-bo={cadre.pk}")
    assert 'value="huong.tt"' in page.text

    form = {"username": "huong.tt", "cadre_id": cadre.pk, "role": "secretary", "unit_id": tree.commune.pk}
    response = admin.post("/tai-khoan/moi/", form)

    found = SHOWN.search(response.text)
    assert found is not None
    assert "no-store" in response["Cache-Control"]
    user = User.objects.get(username="huong.tt")
    assert user.check_password(found[1])
    assert user.grants.get().role == "secretary"
    assert not SHOWN.search(admin.post("/tai-khoan/moi/", form).text)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"username": "Có Dấu"}, "Tên đăng nhập gồm"),
        ({"username": "quantri"}, "đã có người dùng"),
        ({"username": "a\0b"}, "ký tự không đọc được"),
        ({"email": "không phải"}, "Thư điện tử"),
        ({"role": ""}, "cả vai trò lẫn đơn vị"),
        ({"unit_id": "", "role": ""}, "Mời chọn người dùng tài khoản"),
        ({"unit_id": "9" * 30}, "không còn dùng được"),
        ({"role": "king"}, "không còn dùng được"),
        ({"since": "hôm nay"}, "chưa đúng"),
    ],
)
def test_wrong_input_gets_a_sentence_and_creates_nothing(admin, tree, typed, sentence):
    form = {"username": "moi", "display_name": "Văn phòng", "role": "staff", "unit_id": str(tree.commune.pk)} | typed
    before = User.objects.count()

    response = admin.post("/tai-khoan/moi/", form)

    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="Văn phòng"' in response.text
    assert User.objects.count() == before


def test_password_is_reset_once_for_a_double_click(admin, tree):
    user = make_account("thuky", (Role.SECRETARY, tree.commune))
    form = {"version": user.version}

    first = admin.post(f"/tai-khoan/{user.pk}/cap-lai-mat-khau/", form)
    second = admin.post(f"/tai-khoan/{user.pk}/cap-lai-mat-khau/", form)

    assert SHOWN.search(first.text)
    assert (second.status_code, "Đã có người thay đổi" in second.text) == (422, True)
    user.refresh_from_db()
    assert not user.check_password(PASSWORD)


def test_account_is_corrected_locked_and_opened(admin, tree):
    user = make_account("thuky", (Role.SECRETARY, tree.commune))
    url = f"/tai-khoan/{user.pk}"

    admin.post(f"{url}/sua/", {"version": user.version, "display_name": "Lê Đức", "email": "duc@tanson.example"})
    admin.post(f"{url}/khoa/", {"version": user.version + 1, "reason": "Nghỉ hưu"})
    user.refresh_from_db()
    assert (user.email, user.is_active) == ("duc@tanson.example", False)
    response = admin.post(f"{url}/mo-khoa/", {"version": user.version})

    assert SHOWN.search(response.text)
    user.refresh_from_db()
    assert user.is_active


def test_role_is_granted_and_ended(admin, tree):
    user = make_account("thuky", (Role.SECRETARY, tree.commune))
    form = {"version": user.version, "role": "head", "unit_id": tree.commune.pk, "started_on": "1/7/2025"}

    admin.post(f"/tai-khoan/{user.pk}/vai-tro/", form)
    grant = RoleGrant.objects.get(user=user, role="head")
    admin.post(f"/tai-khoan/vai-tro/{grant.pk}/ket-thuc/", {"version": 1, "on": "1/9/2025"})

    grant.refresh_from_db()
    assert grant.ended_on == date(2025, 9, 1)


def test_nobody_helps_oneself_on_the_own_page(client, tree):
    user = make_account("quantri", (Role.ADMIN, tree.province))
    login(client, user)

    assert rules.NOT_YOURSELF in client.get(f"/tai-khoan/{user.pk}/").text
    form = {"version": user.version, "role": "standing", "unit_id": tree.province.pk, "started_on": "1/7/2025"}
    response = client.post(f"/tai-khoan/{user.pk}/vai-tro/", form)
    assert (response.status_code, rules.NOT_YOURSELF in response.text) == (422, True)
    assert RoleGrant.objects.filter(user=user).count() == 1


def test_account_that_serves_elsewhere_too_says_who_resets_it(client, tree):
    user = make_account("hai.noi", (Role.SECRETARY, tree.commune), (Role.STAFF, tree.province))
    login(client, make_account("quantri", (Role.ADMIN, tree.commune)))

    assert "Mời báo quản trị của cấp trên" in client.get(f"/tai-khoan/{user.pk}/").text
    response = client.post(f"/tai-khoan/{user.pk}/cap-lai-mat-khau/", {"version": user.version})
    assert response.status_code == 422
    assert not SHOWN.search(response.text)


def test_every_verb_written_has_its_words():
    written = set()
    for app in ("units", "cadres"):
        for source in Path(app).rglob("*.py"):
            written |= set(re.findall(r'verb="([a-z_.]+)"', source.read_text()))
            written |= set(re.findall(r'"(account\.[a-z_]+)"', source.read_text()))

    assert written == set(VERBS)


def test_log_tells_who_did_what_with_names_instead_of_numbers(admin, tree):
    admin.post(f"/don-vi/{tree.cell.pk}/chuyen/", {"version": 1, "parent_id": tree.other_commune.pk, "on": "1/7/2025"})
    cadre = make_cadre("Lê Văn Đức", cell=tree.cell)
    cadre.refresh_from_db()
    admin.post(f"/can-bo/{cadre.pk}/sua/", {"version": cadre.version, "code": cadre.code, "full_name": "Lê Văn Đức A"})

    of_unit = admin.get(f"/don-vi/{tree.cell.pk}/nhat-ky/").text
    of_person = admin.get(f"/can-bo/{cadre.pk}/nhat-ky/").text
    general = admin.get("/nhat-ky/?verb=unit.move").text

    assert "Đảng bộ xã Tân Sơn → Đảng bộ xã Vĩnh Hòa; ngày 01/07/2025" in of_unit
    assert "họ và tên: Lê Văn Đức → Lê Văn Đức A" in of_person
    assert "Chuyển cấp trên" in general
    assert "Sửa hồ sơ" not in general.split("<tbody>")[1]


def test_log_shows_nothing_beyond_the_subtree_and_nothing_of_reviews(client, tree):
    make_cadre("Người Nơi Khác", cell=tree.trap)
    theirs = make_account("noi.khac", (Role.HEAD, tree.trap))
    audit.record(actor=SYSTEM, verb="review.submit", target=Review(pk=tree.commune.pk), secret="biểu hiện 12: có")
    login(client, make_account("quantri", (Role.ADMIN, tree.commune)))

    text = client.get("/nhat-ky/").text

    assert "Chi bộ ấp Đông" in text
    for hidden in ("Người Nơi Khác", theirs.username, "Bình An", "biểu hiện 12"):
        assert hidden not in text.split("<tbody>")[1]


@pytest.mark.parametrize("query", ["who=%00", "verb=x", "since=31/02/2026&until=abc", "trang=" + "9" * 30])
def test_nonsense_in_the_filters_of_the_log_is_no_fault(admin, query):
    assert admin.get(f"/nhat-ky/?{query}").status_code == 200


def test_log_filters_by_the_days_of_ho_chi_minh_city(admin, tree):
    today = localtime.today()

    assert "Thêm đơn vị" in admin.get(f"/nhat-ky/?since={today:%d/%m/%Y}&until={today:%d/%m/%Y}").text
    assert "<tbody>" not in admin.get("/nhat-ky/?until=01/01/2020").text


@pytest.mark.parametrize("page", ["/tai-khoan/", "/tai-khoan/{}/", "/tai-khoan/{}/nhat-ky/", "/nhat-ky/"])
def test_page_costs_as_many_queries_for_thirty_as_for_one(client, tree, page, django_assert_max_num_queries):
    cadre = make_cadre(cell=tree.cell)
    hold(make_post(tree.commune), cadre)
    user = make_account("thuky", (Role.SECRETARY, tree.commune), cadre=cadre)
    login(client, make_account("quantri", (Role.ADMIN, tree.province)))
    url = page.format(user.pk)
    client.get(url)
    with django_assert_max_num_queries(16) as counted:
        client.get(url)
    for number in range(30):
        make_account(f"tai.khoan.{number}", (Role.HEAD, tree.cell))
        give_role(user, Role.HEAD, tree.commune, date(1990 + number, 1, 1), date(1990 + number, 12, 31))

    with django_assert_max_num_queries(len(counted)):
        client.get(url)


def test_audit_rows_of_accounts_never_hold_a_password(admin, tree):
    user = make_account("thuky", (Role.SECRETARY, tree.commune))
    shown = SHOWN.search(admin.post(f"/tai-khoan/{user.pk}/cap-lai-mat-khau/", {"version": user.version}).text)
    assert shown is not None

    assert all(shown[1] not in str(entry.data) for entry in AuditEntry.objects.all())


def test_owner_is_told_who_gave_the_one_time_password_and_finds_it_on_the_own_page(admin, tree):
    owner = make_account("thuky", (Role.SECRETARY, tree.commune))
    page = admin.post(reverse("cadres:reset_password", args=[owner.pk]), {"version": owner.version})
    (password,) = SHOWN.findall(page.text)
    browser = Client()

    arrived = browser.post("/dang-nhap/", {"username": "thuky", "password": password}, follow=True)

    giver = User.objects.get(username="quantri")
    assert f"Mật khẩu dùng một lần do {giver}" in arrived.text
    browser.post(
        reverse("cadres:change_own_password"),
        {"old_password": password, "new_password": "Mua.Xuan@2027", "repeated": "Mua.Xuan@2027"},
    )
    own = browser.get(reverse("cadres:own_account")).text
    assert own.count("Cấp lại mật khẩu dùng một lần") == 1
    assert "Tự đổi mật khẩu" not in own

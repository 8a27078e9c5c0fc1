"""Accounts and the roles given to them, for administrators within their subtree."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cadres.actions import accounts as actions
from cadres.actions import passwords
from cadres.forms.accounts import (
    AccountFilter,
    AccountVersionForm,
    CorrectAccountForm,
    CreateAccountForm,
    DeactivateForm,
    EndGrantForm,
    GrantRoleForm,
)
from cadres.models import Cadre, RoleGrant, User
from cadres.querysets import AccountQuerySet, CadreQuerySet
from cadres.requests import ActingRequest
from cadres.rules import accounts as rules
from cadres.scopes import homes_of_account
from core import localtime
from core.form_page import FormPage, carried_out, posted, show_form
from core.htmx import page_or_fragment, redirect
from core.listing import list_page, ordering, pills_of
from core.text import search_key
from core.verdict import YES, Verdict, no
from units.models import Unit
from units.querysets import UnitQuerySet

ORDERS = {"ten": ("cadre__sort_key", "display_name", "pk"), "dang-nhap": ("username",), "moi": ("-created_at", "pk")}
NO_ADMINISTRATOR = "Chỉ văn thư, quản trị của cấp ủy quản lý được tài khoản."


def administered_account(request: ActingRequest, pk: int) -> User:
    """The account among those the administrator sees, else 404; one's own has a page of its own."""
    rows = User.objects.visible_to(request.actor).select_related("cadre")
    account = get_object_or_404(rows, pk=pk)
    if not request.actor.administered_paths:
        raise Http404
    return account


@require_safe
def accounts(request: ActingRequest) -> HttpResponse:
    """The accounts of the subtree, by filters and by words typed without accents."""
    if not request.actor.administered_paths:
        raise Http404
    filters = AccountFilter(request.GET)
    filters.is_valid()
    running = RoleGrant.objects.running_on(localtime.today()).select_related("unit").order_by("pk")
    rows = _filtered(User.objects.visible_to(request.actor), filters)
    rows = rows.order_by(*ordering(request.GET, ORDERS, "dang-nhap")).prefetch_related(
        Prefetch("grants", running, to_attr="grants_today")
    )
    listing = list_page(rows, request.GET, pills=pills_of(filters, request.GET))
    context = {"listing": listing, "filter_form": filters}
    return page_or_fragment(request, "cadres/accounts/page.html", "cadres/accounts/_list.html", context)


def _filtered(rows: AccountQuerySet, filters: AccountFilter) -> AccountQuerySet:
    wanted = filters.cleaned_data
    rows = rows.matching(wanted.get("q") or "")
    if wanted.get("role"):
        running = RoleGrant.objects.running_on(localtime.today()).filter(user=OuterRef("pk"), role=wanted["role"])
        rows = rows.filter(Exists(running))
    by_state = {
        "open": Q(is_active=True, must_change_password=False),
        "new": Q(is_active=True, must_change_password=True),
        "locked": Q(is_active=False),
    }
    return rows.filter(by_state.get(wanted.get("state") or "", Q()))


@require_safe
def account_page(request: ActingRequest, pk: int) -> HttpResponse:
    """One account: whose, its state, its roles from the first day to this."""
    account = administered_account(request, pk)
    homes = homes_of_account(account)
    context = {
        "account": account,
        "grants": RoleGrant.objects.filter(user=account).select_related("unit").order_by("-started_on", "-pk"),
        "may_manage": rules.may_manage(request.actor, account, homes),
        "may_grant": _may_grant_somewhere(request, account),
        "administered": set(_administered_units(request, account)),
        "today": localtime.today(),
        "now": localtime.now(),
        "tab": "facts",
    }
    return render(request, "cadres/account/page.html", context)


def _administered_units(request: ActingRequest, account: User) -> list[int]:
    rows = Unit.objects.administered_by(request.actor).filter(grants__user=account)
    return list(rows.values_list("pk", flat=True))


def _may_grant_somewhere(request: ActingRequest, account: User) -> Verdict:
    if account.pk == request.actor.user_id:
        return no(rules.NOT_YOURSELF)
    return YES if request.actor.administered_paths else no(NO_ADMINISTRATOR)


def _trail(account: User) -> tuple[tuple[str, str], ...]:
    return (
        ("Tài khoản", reverse("cadres:accounts")),
        (str(account), reverse("cadres:account_page", args=[account.pk])),
    )


def _show_password(request: ActingRequest, account: User, password: str) -> HttpResponse:
    """The only time the one-time password is shown; the answer is stored nowhere (no-store)."""
    context = {"account": account, "password": password}
    return render(request, "cadres/account/one_time_password.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create_account(request: ActingRequest) -> HttpResponse:
    """A new account with its one-time password."""
    if not request.actor.administered_paths:
        raise Http404
    people = Cadre.objects.administered_by(request.actor).filter(user=None)
    chosen = request.GET.get("can-bo", "")
    form = CreateAccountForm(
        posted(request),
        rows={"cadre_id": people, "unit_id": _living_units(request)},
        initial={"cadre_id": chosen, "username": _suggested_name(people, chosen)},
    )
    created = carried_out(form, actions.create_account, actor=request.actor)
    if created is not None:
        return _show_password(request, *created)
    page = FormPage(
        heading="Cấp tài khoản",
        submit="Cấp tài khoản",
        trail=(("Tài khoản", reverse("cadres:accounts")),),
        purpose="Sau khi cấp, mật khẩu dùng một lần hiện ra một lần duy nhất để trao tận tay người dùng.",
    )
    return show_form(request, form, page)


def _living_units(request: ActingRequest) -> UnitQuerySet:
    return Unit.objects.administered_by(request.actor).filter(ended_on=None)


def _suggested_name(people: CadreQuerySet, chosen: str) -> str:
    """Given name and initials, with a number where that is taken: "huong.tt"."""
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
        return ""
    cadre = people.filter(pk=int(chosen)).first()
    if cadre is None:
        return ""
    words = "".join(c if c.isalnum() or c == " " else "" for c in search_key(cadre.full_name)).split()
    stem = ".".join(filter(None, [words[-1], "".join(word[0] for word in words[:-1])])) if words else "can.bo"
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    names = (stem, *(f"{stem}{number}" for number in range(2, 1000)))
    return next((name for name in names if name not in taken), stem)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_account(request: ActingRequest, pk: int) -> HttpResponse:
    """Shown name and e-mail address."""
    account = administered_account(request, pk)
    initial = {"version": account.version, "display_name": account.display_name, "email": account.email}
    form = CorrectAccountForm(posted(request), initial=initial)
    if carried_out(form, actions.correct_account, user_id=account.pk, actor=request.actor) is not None:
        messages.success(request, "Đã lưu tài khoản.")
        return redirect(request, "cadres:account_page", account.pk)
    page = FormPage(
        heading=f"Sửa tài khoản {account.username}",
        submit="Lưu",
        trail=_trail(account),
        verdict=rules.may_manage(request.actor, account, homes_of_account(account)),
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def reset_password(request: ActingRequest, pk: int) -> HttpResponse:
    """A new one-time password, shown once."""
    account = administered_account(request, pk)
    form = AccountVersionForm(posted(request), initial={"version": account.version})
    done = carried_out(form, passwords.reset_password, user_id=account.pk, actor=request.actor)
    if done is not None:
        return _show_password(request, *done)
    page = FormPage(
        heading=f"Cấp lại mật khẩu cho {account}",
        submit="Cấp mật khẩu dùng một lần",
        trail=_trail(account),
        purpose="Dùng khi người dùng quên mật khẩu. Người dùng phải đặt mật khẩu mới ngay khi đăng nhập; đồng chí không "
        "biết mật khẩu ấy.",
        consequence="Mật khẩu hiện nay hết dùng được và mọi phiên đăng nhập của tài khoản kết thúc ngay.",
        verdict=rules.may_manage(request.actor, account, homes_of_account(account)),
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def deactivate_account(request: ActingRequest, pk: int) -> HttpResponse:
    """Lock the account at once."""
    account = administered_account(request, pk)
    form = DeactivateForm(posted(request), initial={"version": account.version})
    if carried_out(form, actions.deactivate_account, user_id=account.pk, actor=request.actor) is not None:
        messages.success(request, f"Đã khóa tài khoản {account.username}.")
        return redirect(request, "cadres:account_page", account.pk)
    page = FormPage(
        heading=f"Khóa tài khoản {account.username}",
        submit="Khóa tài khoản",
        trail=_trail(account),
        consequence="Các phiên đăng nhập kết thúc ngay, không đăng nhập được nữa. Những gì người dùng đã viết vẫn còn.",
        verdict=rules.may_manage(request.actor, account, homes_of_account(account)),
        danger=True,
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def reactivate_account(request: ActingRequest, pk: int) -> HttpResponse:
    """Open a locked account again, with a new one-time password."""
    account = administered_account(request, pk)
    form = AccountVersionForm(posted(request), initial={"version": account.version})
    done = carried_out(form, actions.reactivate_account, user_id=account.pk, actor=request.actor)
    if done is not None:
        return _show_password(request, *done)
    page = FormPage(
        heading=f"Mở khóa tài khoản {account.username}",
        submit="Mở khóa",
        trail=_trail(account),
        purpose="Tài khoản mở lại với mật khẩu dùng một lần mới; vai trò còn hạn lại có hiệu lực.",
        verdict=rules.may_manage(request.actor, account, homes_of_account(account)),
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def grant_role(request: ActingRequest, pk: int) -> HttpResponse:
    """A role for a unit and a period."""
    account = administered_account(request, pk)
    initial = {"version": account.version, "started_on": localtime.today()}
    form = GrantRoleForm(posted(request), rows={"unit_id": _living_units(request)}, initial=initial)
    grant = carried_out(form, actions.grant_role, user_id=account.pk, actor=request.actor)
    if grant is not None:
        messages.success(request, f"Đã cấp vai trò {grant.get_role_display()} tại {grant.unit.name}.")
        return redirect(request, "cadres:account_page", account.pk)
    page = FormPage(
        heading=f"Cấp vai trò cho {account}",
        submit="Cấp vai trò",
        trail=_trail(account),
        purpose="Vai trò cho quyền tại đơn vị được chọn và, tùy vai trò, các đơn vị trực thuộc, trong thời gian đã ghi.",
        verdict=_may_grant_somewhere(request, account),
    )
    return show_form(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def end_grant(request: ActingRequest, pk: int) -> HttpResponse:
    """The last day of a role."""
    grant = get_object_or_404(RoleGrant.objects.select_related("unit"), pk=pk)
    account = administered_account(request, grant.user_id)
    form = EndGrantForm(posted(request), initial={"version": grant.version, "on": localtime.today()})
    if carried_out(form, actions.end_grant, grant_id=grant.pk, actor=request.actor) is not None:
        messages.success(request, f"Đã ghi ngày kết thúc vai trò {grant.get_role_display()}.")
        return redirect(request, "cadres:account_page", account.pk)
    page = FormPage(
        heading=f"Kết thúc vai trò {grant.get_role_display()} tại {grant.unit.name}",
        submit="Kết thúc vai trò",
        trail=_trail(account),
        purpose=f"Tài khoản {account.username}.",
        verdict=rules.may_grant(request.actor, account, grant.unit),
        danger=True,
    )
    return show_form(request, form, page)

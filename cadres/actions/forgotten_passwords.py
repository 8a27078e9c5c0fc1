"""A forgotten password where e-mail is set up: a link to the address on record, good for an hour and once."""

import re

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from cadres.actions.log_in import count_as_failure, login_name
from cadres.actions.passwords import set_chosen_password
from cadres.actors import actor_of
from cadres.models import User
from cadres.roles import routine
from core import jobs
from core.errors import Invalid, NotAllowed

MAIL_JOB = "cadres.password_mail"
LINK_IS_OLD = "Đường dẫn này đã dùng hoặc đã hết hạn. Mời yêu cầu đường dẫn mới."


def request_password_mail(*, username: str, address: str, site: str) -> None:
    """Queue the letter where the account is active and has an address; nobody learns whether it does.

    Each request counts like a failed log-in of its own kind, so that nobody's mailbox is flooded from one place.
    """
    if not settings.EMAIL_IS_SET_UP:
        raise NotAllowed("Hệ thống chưa gửi được thư điện tử. Mời báo văn thư, quản trị của cấp ủy cấp lại mật khẩu.")
    name = login_name(username)
    count_as_failure(f"quên mật khẩu: {name}", address)
    user = User.objects.filter(username=name, is_active=True).exclude(email="").first()
    if user is None:
        return
    jobs.enqueue(
        kind=MAIL_JOB,
        title="Thư đặt lại mật khẩu",
        params={"user_id": user.pk, "site": site.rstrip("/")},
        actor=routine("Đặt lại mật khẩu"),
        once_key=f"{MAIL_JOB}:{user.pk}",
    )


def send_password_mail(run: jobs.Run) -> None:
    """Write the link, which stands nowhere but in the letter, and send it."""
    user = User.objects.get(pk=run.job.params["user_id"])
    if not user.is_active or not user.email:
        return
    uid = urlsafe_base64_encode(str(user.pk).encode())
    path = reverse("cadres:reset_by_mail", args=[uid, default_token_generator.make_token(user)])
    context = {"user": user, "link": f"{run.job.params['site']}{path}"}
    body = render_to_string("cadres/own_account/password_mail.txt", context)
    EmailMessage("Đặt lại mật khẩu", body, to=[user.email]).send()


def account_of_link(uid: str, token: str) -> User | None:
    """The active account that this link was written for, while the link is good."""
    try:
        number = urlsafe_base64_decode(uid).decode("ascii")
    except ValueError:
        return None
    if not re.fullmatch(r"[0-9]{1,18}", number):
        return None
    user = User.objects.filter(pk=int(number), is_active=True).first()
    return user if user is not None and default_token_generator.check_token(user, token) else None


def reset_by_mail(*, uid: str, token: str, new_password: str) -> User:
    """The new password chosen by whoever holds the letter; the link is then worthless, every session ends."""
    user = account_of_link(uid, token)
    if user is None:
        raise Invalid(LINK_IS_OLD)
    return set_chosen_password(
        user_id=user.pk, actor=actor_of(user), new_password=new_password, verb="account.reset_by_mail"
    )

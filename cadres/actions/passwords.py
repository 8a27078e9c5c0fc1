"""Passwords: one-time ones given by an administrator, and one's own."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from cadres.actions.log_in import count_as_failure
from cadres.models import LoginAttempt, User
from cadres.roles import Actor
from cadres.rules import accounts as rules
from cadres.scopes import homes_of_account
from core import audit, localtime
from core.errors import Invalid, NotAllowed
from core.locking import locked, require

# Letters and digits that nobody confuses when reading them aloud or from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 3, 4
_SENTENCES = {
    "password_too_short": "Mật khẩu cần ít nhất {min_length} ký tự. Có thể dùng một câu dễ nhớ.",
    "password_too_similar": "Mật khẩu gần giống tên đăng nhập, họ tên hoặc địa chỉ thư. Mời chọn mật khẩu khác.",
    "password_too_common": "Mật khẩu này quá phổ biến, dễ bị đoán. Mời chọn mật khẩu khác.",
    "password_entirely_numeric": "Mật khẩu không được chỉ gồm chữ số. Mời thêm chữ cái.",
}
WRONG_OLD = "Mật khẩu hiện nay chưa đúng. Mời nhập lại."


def give_one_time_password(user: User) -> str:
    """Set a new one-time password on the (unsaved or locked) account and return it; it is kept nowhere in clear.

    It must be changed at the first log-in and expires; every session of the account ends. The caller saves.
    """
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    password = "-".join(groups)
    user.set_password(password)
    user.must_change_password = True
    user.one_time_password_until = localtime.now() + timedelta(seconds=settings.ONE_TIME_PASSWORD_SECONDS)
    user.session_epoch += 1
    return password


PASSWORD_FIELDS = ("password", "must_change_password", "one_time_password_until", "session_epoch")


@transaction.atomic
def reset_password(*, user_id: int, version: int, actor: Actor) -> tuple[User, str]:
    """A new one-time password for somebody who forgot the own one; returned once, to be handed over in person."""
    user = locked(User.objects, user_id, version)
    require(rules.may_manage(actor, user, homes_of_account(user)))
    password = give_one_time_password(user)
    user.version += 1
    user.save(update_fields=[*PASSWORD_FIELDS, "version"])
    LoginAttempt.objects.filter(username=user.username).delete()  # failures with the password that is no more
    audit.record(actor=actor, verb="account.reset_password", target=user, until=user.one_time_password_until)
    return user, password


def change_own_password(*, actor: Actor, old_password: str, new_password: str, address: str) -> User:
    """One's own new password; ends every other session of the account.

    A wrong old password counts as a failed log-in, so that an open screen is no place for guessing.
    """
    user = User.objects.get(pk=actor.user_id or 0)
    attempt = count_as_failure(user.username, address)
    if not user.check_password(old_password):
        raise Invalid(WRONG_OLD)
    attempt.delete()
    until = user.one_time_password_until
    if user.must_change_password and until is not None and until < localtime.now():
        raise NotAllowed("Mật khẩu dùng một lần đã hết hạn. Mời báo văn thư, quản trị của cấp ủy cấp lại.")
    if new_password == old_password:
        raise Invalid("Mật khẩu mới phải khác mật khẩu hiện nay.")
    return set_chosen_password(user_id=user.pk, actor=actor, new_password=new_password, verb="account.change_password")


@transaction.atomic
def set_chosen_password(*, user_id: int, actor: Actor, new_password: str, verb: str) -> User:
    """Store a password that its owner chose, if it is strong enough; every session of the account ends."""
    user = locked(User.objects, user_id, None)
    _refuse_weak(new_password, user)
    user.set_password(new_password)
    user.must_change_password = False
    user.one_time_password_until = None
    user.session_epoch += 1
    user.version += 1
    user.save(update_fields=[*PASSWORD_FIELDS, "version"])
    audit.record(actor=actor, verb=verb, target=user)
    return user


def _refuse_weak(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise Invalid(" ".join(_sentence(fault) for fault in weak.error_list)) from weak


def _sentence(fault: ValidationError) -> str:
    return _SENTENCES[fault.code or ""].format(**(fault.params or {}))

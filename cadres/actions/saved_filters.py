"""Filters of lists that a person keeps under a name: they stand on the account and are nobody else's."""

from typing import Any, Final
from uuid import uuid4

from django.db import transaction
from django.http import QueryDict
from django.urls import Resolver404, resolve

from cadres.models import User
from cadres.roles import Actor
from core import audit
from core.errors import Invalid
from core.listing import PAGE_KEY
from core.text import fold_space

MOST_KEPT: Final = 50
LONGEST_NAME, LONGEST_QUERY = 80, 2000


@transaction.atomic
def save_filter(*, actor: Actor, path: str, query: str, name: str) -> dict[str, Any]:
    """Keep the filters of a list of the application; the same name on the same list is written over.

    Refused: what is no address of the application, no filter at all, no name, and more than can be looked through."""
    kept = {"id": uuid4().hex, "path": _path(path), "query": _query(query), "name": _name(name)}
    user = _locked(actor)
    others = [one for one in user.saved_filters if (one["path"], one["name"]) != (kept["path"], kept["name"])]
    if len(others) >= MOST_KEPT:
        raise Invalid(f"Đã lưu {MOST_KEPT} bộ lọc; hãy xóa bớt rồi lưu tiếp.")
    _write(user, actor, "save_filter", [*others, kept], name=kept["name"])
    return kept


@transaction.atomic
def rename_filter(*, actor: Actor, key: str, name: str) -> str:
    """Another name for it; refused (Invalid) where another one of the same list has it, or it is gone."""
    user, new = _locked(actor), _name(name)
    mine = _found(user, key)
    if any(one["name"] == new and one["path"] == mine["path"] and one["id"] != key for one in user.saved_filters):
        raise Invalid("Danh sách này đã có bộ lọc mang tên ấy.")
    renamed = [{**one, "name": new} if one["id"] == key else one for one in user.saved_filters]
    _write(user, actor, "rename_filter", renamed, name=new)
    return new


@transaction.atomic
def delete_filter(*, actor: Actor, key: str) -> None:
    """Forget it; a second click finds nothing and is refused (Invalid)."""
    user = _locked(actor)
    gone = _found(user, key)
    _write(user, actor, "delete_filter", [one for one in user.saved_filters if one is not gone], name=gone["name"])


def _locked(actor: Actor) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=actor.user_id or 0)


def _found(user: User, key: str) -> dict[str, Any]:
    for one in user.saved_filters:
        if one["id"] == key:
            return one
    raise Invalid("Bộ lọc này không còn nữa.")


def _write(user: User, actor: Actor, verb: str, filters: list[dict[str, Any]], *, name: str) -> None:
    user.saved_filters = sorted(filters, key=lambda one: (one["path"], one["name"]))
    user.save(update_fields=["saved_filters"])
    audit.record(actor=actor, verb=f"account.{verb}", target=user, name=name)


def _path(path: str) -> str:
    try:
        resolve(path)
    except Resolver404:
        raise Invalid("Không rõ danh sách cần lưu bộ lọc. Mời mở lại danh sách.") from None
    return path


def _query(query: str) -> str:
    said = QueryDict(query.removeprefix("?")).copy()
    said.pop(PAGE_KEY, None)
    kept = QueryDict(mutable=True)
    for name, values in said.lists():
        kept.setlist(name, [value for value in values if value])
    encoded = kept.urlencode()
    if not encoded or len(encoded) > LONGEST_QUERY:
        raise Invalid("Danh sách đang không lọc gì, hoặc bộ lọc dài quá; hãy lọc rồi lưu.")
    return encoded


def _name(name: str) -> str:
    folded = fold_space(name)
    if not folded or len(folded) > LONGEST_NAME:
        raise Invalid(f"Hãy đặt tên bộ lọc, nhiều nhất {LONGEST_NAME} ký tự.")
    return folded

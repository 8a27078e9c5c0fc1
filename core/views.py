"""Pages that belong to no domain: the list of shortcuts, and the answers of the site to what went wrong."""

import sys
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from core.htmx import kept_fields, page_or_fragment, stored_nowhere

SHORTCUTS: Final = (
    ("Ctrl + S", "Lưu ngay"),
    ("Ctrl + Enter", "Làm việc chính của trang (nút màu xanh đậm)"),
    ("/", "Tới ô tìm kiếm"),
    ("?", "Mở bảng phím tắt này"),
    ("Esc", "Đóng hộp thoại hoặc danh mục đang mở"),
    ("Tab, Shift + Tab", "Tới ô kế tiếp, về ô trước"),
    ("1  2  3", "Trong bảng biểu hiện: không có; có, đã khắc phục; có, đang khắc phục"),
    ("↑  ↓", "Trong bảng biểu hiện: lên, xuống một dòng"),
    ("Ctrl + P", "In trang đang xem"),
)


@require_safe
@login_not_required
def list_shortcuts(request: HttpRequest) -> HttpResponse:
    """The keyboard shortcuts, as a page and as a dialog."""
    return page_or_fragment(request, "core/shortcuts.html", "core/_shortcuts.html", {"shortcuts": SHORTCUTS})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request was too large or not readable; 503 where its session could not be written for want of a database."""
    return _database_is_away() if _lacked_the_database(exception) else _bare_answer("errors/400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: what the rules of the domain never answer (they say 404 or 422), but a part of the framework may."""
    return _framed_answer(request, "errors/403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or none that this person may see; the two are not told apart."""
    return _framed_answer(request, "errors/404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is away: pages that need neither database nor session."""
    return _database_is_away() if _lacked_the_database(sys.exc_info()[1]) else _bare_answer("errors/500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form carried an old token, as after a log-in in another window; from our own page it may be sent again.

    Only a request whose Origin is this very site gets its content back into a form that can be sent: the browser sets
    that header, a foreign page cannot.
    """
    own_origin = f"{request.scheme}://{request.get_host()}"
    from_here = request.headers.get("Origin") == own_origin
    context = kept_fields(request) if from_here else {"kept": []}
    return stored_nowhere(render(request, "errors/csrf.html", context, status=403))


def _framed_answer(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, status=status)


def _bare_answer(template: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template), status=status)


def _lacked_the_database(error: BaseException | None) -> bool:
    """Whether this came of a lost connection; Django hides that of a session below "the session was deleted"."""
    while isinstance(error, (SessionInterrupted, UpdateError)):
        error = error.__context__
    return isinstance(error, (OperationalError, InterfaceError))


def _database_is_away() -> HttpResponse:
    answer = _bare_answer("errors/503.html", 503)
    answer["Retry-After"] = "30"
    return answer

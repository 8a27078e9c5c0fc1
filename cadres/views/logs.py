"""The audit trail on screen: of a unit, a person, an account, and of everything an administrator looks after."""

from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.forms.accounts import LogFilter
from cadres.log_words import VERBS, log_lines
from cadres.logs import log_of_account, log_of_administrator, log_of_cadre, log_of_unit
from cadres.requests import ActingRequest
from cadres.rules import people as people_rules
from cadres.scopes import homes_of_cadre
from cadres.views.accounts import administered_account
from cadres.views.people import visible_cadre
from cadres.views.posts import unit_frame
from core.htmx import page_or_fragment
from core.listing import list_page, pills_of
from core.localtime import HO_CHI_MINH, today
from core.models import AuditEntry
from units import rules as unit_rules
from units.views.units import visible_unit

# How far the general log reaches back where no first day is asked for: the trail of years is long.
DAYS_SHOWN = 30


@require_safe
def unit_log(request: ActingRequest, pk: int) -> HttpResponse:
    """What was changed about a unit, its posts and roles; for its administrators."""
    unit = visible_unit(request.actor, pk)
    if not unit_rules.may_change(request.actor, unit):
        raise Http404
    listing = list_page(log_of_unit(unit), request.GET)
    context = unit_frame(request, unit, "log") | {"listing": listing, "lines": log_lines(listing.rows)}
    return render(request, "cadres/logs/of_unit.html", context)


@require_safe
def cadre_log(request: ActingRequest, pk: int) -> HttpResponse:
    """What was changed about a person; for the administrators of the person."""
    cadre = visible_cadre(request, pk)
    may_change = people_rules.may_change(request.actor, homes_of_cadre(cadre.pk))
    if not may_change:
        raise Http404
    listing = list_page(log_of_cadre(cadre), request.GET)
    context = {"cadre": cadre, "may_change": may_change, "tab": "log", "listing": listing}
    return render(request, "cadres/logs/of_cadre.html", context | {"lines": log_lines(listing.rows)})


@require_safe
def account_log(request: ActingRequest, pk: int) -> HttpResponse:
    """What happened to an account, its log-ins included; for its administrators."""
    account = administered_account(request, pk)
    listing = list_page(log_of_account(account), request.GET)
    context = {"account": account, "tab": "log", "listing": listing, "lines": log_lines(listing.rows)}
    return render(request, "cadres/logs/of_account.html", context)


@require_safe
def log(request: ActingRequest) -> HttpResponse:
    """Everything about the units, people and accounts that the person administers, by filters."""
    if not request.actor.administered_paths:
        raise Http404
    filters = LogFilter(request.GET, verbs=list(VERBS.items()))
    filters.is_valid()
    rows = _filtered(log_of_administrator(request.actor), filters)
    listing = list_page(rows, request.GET, pills=pills_of(filters, request.GET))
    context = {"listing": listing, "filter_form": filters, "lines": log_lines(listing.rows), "days": DAYS_SHOWN}
    return page_or_fragment(request, "cadres/logs/page.html", "cadres/logs/_list.html", context)


def _filtered(rows: QuerySet[AuditEntry], filters: LogFilter) -> QuerySet[AuditEntry]:
    wanted = filters.cleaned_data
    if wanted.get("who"):
        rows = rows.filter(actor_name__icontains=wanted["who"])
    if wanted.get("verb"):
        rows = rows.filter(verb=wanted["verb"])
    since = wanted.get("since") or (wanted.get("until") or today()) - timedelta(days=DAYS_SHOWN)
    rows = rows.filter(at__gte=datetime.combine(since, time.min, HO_CHI_MINH))
    if wanted.get("until"):
        rows = rows.filter(at__lt=datetime.combine(wanted["until"] + timedelta(days=1), time.min, HO_CHI_MINH))
    return rows

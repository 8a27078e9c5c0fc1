"""Whose address the log-in limits count."""

from django.http import HttpResponse
from django.test import RequestFactory

from config.middleware import ClientAddressMiddleware


def address_seen(**headers):
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", **headers)
    ClientAddressMiddleware(lambda _: HttpResponse())(request)
    return request.META["REMOTE_ADDR"]


def test_without_a_proxy_the_header_is_not_believed(settings):
    settings.BEHIND_PROXY = False

    assert address_seen(HTTP_X_FORWARDED_FOR="10.0.0.7") == "127.0.0.1"


def test_behind_a_proxy_its_own_entry_counts_and_not_an_invented_one(settings):
    settings.BEHIND_PROXY = True

    assert address_seen(HTTP_X_FORWARDED_FOR="1.1.1.1, 10.0.0.7") == "10.0.0.7"


def test_behind_a_proxy_what_is_no_address_changes_nothing(settings):
    settings.BEHIND_PROXY = True

    assert address_seen(HTTP_X_FORWARDED_FOR="<script>") == "127.0.0.1"

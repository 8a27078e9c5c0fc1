"""Addresses of the whole site; each app brings its own."""

from importlib.util import find_spec

from django.urls import include, path

APPS = ("core", "units", "cadres", "reviews")

urlpatterns = [path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")]

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.page_not_found"
handler500 = "core.views.server_error"

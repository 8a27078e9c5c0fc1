"""Addresses of the whole site; each app brings its own."""

from importlib.util import find_spec

from django.urls import include, path

APPS = ("core", "units", "cadres", "reviews")

urlpatterns = [path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")]

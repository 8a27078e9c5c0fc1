"""Addresses of the whole site; each app brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("", include("units.urls")),
    path("", include("cadres.urls")),
    path("", include("reviews.urls")),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.page_not_found"
handler500 = "core.views.server_error"

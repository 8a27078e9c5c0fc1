"""Pages that belong to no domain: shortcuts, and a gallery of the page patterns while developing."""

from django.conf import settings
from django.urls import path

from core import views

app_name = "core"

urlpatterns = [path("phim-tat/", views.list_shortcuts, name="shortcuts")]

if settings.DEBUG:
    from core.gallery import show_gallery  # its sample texts are of no use to an office

    urlpatterns.append(path("mau-giao-dien/", show_gallery, name="gallery"))

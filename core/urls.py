"""Pages that belong to no domain: shortcuts, the user guide, and a gallery of the page patterns while developing."""

from django.conf import settings
from django.urls import path

from core import guide_views, views

app_name = "core"

urlpatterns = [
    path("phim-tat/", views.list_shortcuts, name="shortcuts"),
    path("huong-dan/", guide_views.show_contents, name="guide"),
    path("huong-dan/<slug:name>/", guide_views.show_page, name="guide_page"),
    path("huong-dan/anh/<str:name>", guide_views.show_picture, name="guide_picture"),
]

if settings.DEBUG:
    from core.gallery import show_gallery  # its sample texts are of no use to an office

    urlpatterns.append(path("mau-giao-dien/", show_gallery, name="gallery"))

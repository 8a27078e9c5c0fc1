"""Addresses of what every committee shares: catalogues, form templates, regulation profiles."""

from django.urls import path

from reviews.views import catalogues, profiles, templates

urlpatterns = [
    path("danh-muc/", catalogues.list_catalogues, name="catalogues"),
    path("danh-muc/nhap/", catalogues.import_list, name="import_catalogue"),
    path("danh-muc/<int:pk>/", catalogues.show_catalogue, name="catalogue_page"),
    path("danh-muc/<int:pk>/tai-ve/", catalogues.download_catalogue, name="download_catalogue"),
    path("mau/", templates.list_templates, name="templates"),
    path("mau/<int:pk>/", templates.show_template, name="template_page"),
    path("mau/<int:pk>/ban-moi/", templates.copy_template, name="copy_template"),
    path("mau/<int:pk>/sua/", templates.edit_template, name="edit_template"),
    path("mau/<int:pk>/cong-bo/", templates.publish_template, name="publish_template"),
    path("mau/<int:pk>/bo/", templates.discard_template, name="discard_template"),
    path("bo-quy-dinh/", profiles.list_profiles, name="profiles"),
    path("bo-quy-dinh/<int:pk>/", profiles.show_profile, name="profile_page"),
]

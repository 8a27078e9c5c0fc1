"""Addresses of units. What also touches people (moving, ending, merging, posts) has its addresses in `cadres.urls`."""

from django.urls import path

from units.views import units

app_name = "units"

urlpatterns = [
    path("don-vi/", units.units, name="units"),
    path("don-vi/cay/", units.tree, name="tree"),
    path("don-vi/cay/<int:pk>/", units.tree, name="tree_at"),
    path("don-vi/<int:pk>/", units.unit_page, name="unit_page"),
    path("don-vi/<int:pk>/them/", units.create_unit, name="create_unit"),
    path("don-vi/<int:pk>/doi-ten/", units.rename_unit, name="rename_unit"),
    path("don-vi/<int:pk>/sua/", units.correct_unit, name="correct_unit"),
]

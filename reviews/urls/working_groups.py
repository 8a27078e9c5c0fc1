"""Addresses of working groups."""

from django.urls import path

from reviews.views import working_groups as views

urlpatterns = [
    path("to-cong-tac/", views.list_groups, name="groups"),
    path("to-cong-tac/moi/", views.create_group, name="create_group"),
    path("to-cong-tac/<int:pk>/", views.show_group, name="group_page"),
    path("to-cong-tac/<int:pk>/sua/", views.change_group, name="change_group"),
    path("to-cong-tac/<int:pk>/thanh-vien/", views.add_member, name="add_group_member"),
    path("to-cong-tac/<int:pk>/thoi-tham-gia/", views.remove_member, name="remove_group_member"),
    path("to-cong-tac/<int:pk>/giao-noi/", views.give_units, name="give_group_units"),
    path("to-cong-tac/<int:pk>/rut-noi/", views.take_unit_back, name="take_group_unit_back"),
    path("to-cong-tac/<int:pk>/noi/<int:visit_pk>/", views.record_visit, name="record_visit"),
]

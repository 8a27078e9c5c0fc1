"""Addresses of the register of grounds."""

from django.urls import path

from reviews.views import ground_files as files
from reviews.views import grounds as views

urlpatterns = [
    path("can-cu/", views.list_grounds, name="grounds"),
    path("can-cu/moi/", views.register_ground, name="register_ground"),
    path("can-cu/<int:pk>/", views.show_ground, name="ground_page"),
    path("can-cu/<int:pk>/sua/", views.change_ground, name="change_ground"),
    path("can-cu/<int:pk>/lien-quan/", views.add_concerned, name="add_concerned"),
    path("can-cu/<int:pk>/lien-quan/bo/", views.remove_concerned, name="remove_concerned"),
    path("can-cu/<int:pk>/ket-thuc/", views.close_ground, name="close_ground"),
    path("can-cu/<int:pk>/mo-lai/", views.reopen_ground, name="reopen_ground"),
    path("can-cu/<int:pk>/tep/", files.attach_ground_file, name="attach_ground_file"),
    path("can-cu/tep/<int:pk>/", files.download_ground_file, name="download_ground_file"),
    path("can-cu/tep/<int:pk>/bo/", files.withdraw_ground_file, name="withdraw_ground_file"),
]

"""Addresses of yearly pledges."""

from django.urls import path

from reviews.views import pledge_lists as lists
from reviews.views import pledges as views

urlpatterns = [
    path("ban-cam-ket/", views.list_own, name="pledges"),
    path("ban-cam-ket/so-lieu/", lists.show_counts, name="pledge_counts"),
    path("ban-cam-ket/dot/<int:cycle_pk>/", views.write_pledge, name="write_pledge"),
    path("ban-cam-ket/dot/<int:cycle_pk>/han/", views.call_for_pledges, name="call_for_pledges"),
    path("ban-cam-ket/<int:pk>/", views.show_pledge, name="pledge_page"),
    path("ban-cam-ket/<int:pk>/thu-hoi/", views.recall_pledge, name="recall_pledge"),
    path("ban-cam-ket/<int:pk>/nhan/", views.receive_pledge, name="receive_pledge"),
    path("ban-cam-ket/<int:pk>/bo-ban-giay/", views.withdraw_paper, name="withdraw_paper_pledge"),
    path("ban-cam-ket/chi-bo/<int:unit_pk>/", lists.list_cell, name="pledges_of_cell"),
    path("ban-cam-ket/chi-bo/<int:unit_pk>/nhan/", lists.receive_all, name="receive_pledges"),
    path("ban-cam-ket/chi-bo/<int:unit_pk>/ban-giay/<int:cadre_pk>/", lists.receive_paper, name="receive_paper_pledge"),
]

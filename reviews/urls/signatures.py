"""Addresses of what a person signed."""

from django.urls import path

from reviews.views import signatures as views

urlpatterns = [
    path("da-ky/", views.list_signed, name="signed"),
    path("da-ky/<int:pk>/", views.show_signed, name="signed_round"),
]

"""The address of the search."""

from django.urls import path

from reviews.views import search as views

urlpatterns = [path("tim-kiem/", views.show_results, name="search")]

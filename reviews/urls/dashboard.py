"""Addresses of the dashboard."""

from django.urls import path

from reviews.views import dashboard as views

urlpatterns = [
    path("tong-hop/", views.show_dashboard, name="dashboard"),
    path("tong-hop/hinh/", views.show_pictures, name="dashboard_pictures"),
    path("tong-hop/goi-y/", views.list_suggested, name="suggested_reviews"),
]

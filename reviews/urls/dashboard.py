"""Addresses of the dashboard."""

from django.urls import path

from reviews.views import dashboard as views
from reviews.views import situation_reports as reports

urlpatterns = [
    path("tong-hop/", views.show_dashboard, name="dashboard"),
    path("tong-hop/hinh/", views.show_pictures, name="dashboard_pictures"),
    path("tong-hop/goi-y/", views.list_suggested, name="suggested_reviews"),
    path("tong-hop/bao-cao/", reports.list_situation_reports, name="situation_reports"),
    path("tong-hop/bao-cao/<int:pk>/", reports.show_situation_report, name="situation_report"),
    path("tong-hop/dot/<int:pk>/bao-cao/", reports.issue_situation_report, name="issue_situation_report"),
]

"""Addresses of printed papers."""

from django.urls import path

from reviews.views import reports as views

urlpatterns = [
    path("bao-cao/", views.list_runs, name="reports"),
    path("bao-cao/in/", views.request_report, name="request_report"),
    path("bao-cao/<uuid:public_id>/", views.show_run, name="report_run"),
    path("bao-cao/<uuid:public_id>/tien-do/", views.show_progress, name="report_run_progress"),
    path("bao-cao/<uuid:public_id>/huy/", views.cancel_report, name="cancel_report"),
    path("bao-cao/<uuid:public_id>/chay-lai/", views.retry_report, name="retry_report"),
    path("bao-cao/<uuid:public_id>/tai-ve/", views.download_report, name="download_report"),
]

"""Addresses of the reviews app: one module per capability, put together here."""

from django.urls import URLPattern

from reviews.urls import cycles, deep_reviews, hard_tasks, home, remediation, reports, sheets

app_name = "reviews"

urlpatterns: list[URLPattern] = [
    *cycles.urlpatterns,
    *deep_reviews.urlpatterns,
    *hard_tasks.urlpatterns,
    *home.urlpatterns,
    *remediation.urlpatterns,
    *reports.urlpatterns,
    *sheets.urlpatterns,
]

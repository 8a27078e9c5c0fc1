"""Addresses of the reviews app: one module per capability, put together here."""

from django.urls import URLPattern

from reviews.urls import remediation, reports

app_name = "reviews"

urlpatterns: list[URLPattern] = [
    *remediation.urlpatterns,
    *reports.urlpatterns,
]

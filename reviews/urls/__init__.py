"""Addresses of the reviews app: one module per capability, put together here."""

from django.urls import URLPattern

from reviews.urls import (
    appraisals,
    attachments,
    cycles,
    dashboard,
    deep_reviews,
    grounds,
    hard_tasks,
    home,
    issued_papers,
    opinions,
    pledges,
    reads,
    reference,
    remediation,
    reminders,
    reports,
    search,
    sheets,
    signatures,
    working_groups,
)

app_name = "reviews"

urlpatterns: list[URLPattern] = [
    *appraisals.urlpatterns,
    *attachments.urlpatterns,
    *cycles.urlpatterns,
    *dashboard.urlpatterns,
    *deep_reviews.urlpatterns,
    *grounds.urlpatterns,
    *hard_tasks.urlpatterns,
    *home.urlpatterns,
    *issued_papers.urlpatterns,
    *opinions.urlpatterns,
    *pledges.urlpatterns,
    *reads.urlpatterns,
    *reference.urlpatterns,
    *remediation.urlpatterns,
    *reminders.urlpatterns,
    *reports.urlpatterns,
    *search.urlpatterns,
    *sheets.urlpatterns,
    *signatures.urlpatterns,
    *working_groups.urlpatterns,
]

"""Addresses of files attached to a review, and of typing in somebody's paper."""

from django.urls import path

from reviews.views import attachments, entries

urlpatterns = [
    path("kiem-diem/<int:pk>/tep/", attachments.attachments, name="attachments"),
    path("kiem-diem/tep/<int:pk>/", attachments.download_attachment, name="download_attachment"),
    path("kiem-diem/tep/<int:pk>/bo/", attachments.withdraw_attachment, name="withdraw_attachment"),
    path("kiem-diem/<int:pk>/nhap-thay/", entries.begin_entry, name="begin_entry"),
    path("kiem-diem/<int:pk>/nhap-thay/thoi/", entries.end_entry, name="end_entry"),
]

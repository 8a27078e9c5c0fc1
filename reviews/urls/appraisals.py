"""Addresses of appraisal."""

from django.urls import path

from reviews.views import appraisal_assignments as assignments
from reviews.views import appraisal_drafting as drafting
from reviews.views import appraisal_papers as papers
from reviews.views import appraisals as views

urlpatterns = [
    path("tham-dinh/", views.list_appraisals, name="appraisals"),
    path("tham-dinh/<int:review_pk>/", views.show_appraisal, name="appraisal_page"),
    path("tham-dinh/<int:review_pk>/soan/", drafting.draft_appraisal, name="draft_appraisal"),
    path("tham-dinh/<int:review_pk>/dat/", views.accept_review, name="accept_review"),
    path("tham-dinh/<int:review_pk>/tra-lai/", views.return_review, name="return_review"),
    path("tham-dinh/<int:review_pk>/kiem-diem-lai/", views.require_rereview, name="require_rereview"),
    path("tham-dinh/<int:review_pk>/giao/", assignments.assign_appraisal, name="assign_appraisal"),
    path("tham-dinh/ket-qua/<int:pk>/thong-bao/", papers.issue_notice, name="issue_notice"),
]

"""Addresses of the register of outgoing papers, of issuing, of checking an issued paper, and of meeting packs."""

from django.urls import path

from reviews.views import issuing, meeting_packs, paper_checks
from reviews.views import paper_numbers as views

urlpatterns = [
    path("van-ban-di/", views.list_numbers, name="numbers"),
    path("van-ban-di/xuat-excel/", views.export_numbers, name="export_numbers"),
    path("van-ban-di/ghi-so/", views.enter_number, name="enter_number"),
    path("van-ban-di/<int:pk>/", views.show_number, name="number"),
    path("van-ban-di/<int:pk>/huy/", views.cancel_number, name="cancel_number"),
    path("van-ban-di/so/<int:pk>/", views.set_number_book, name="number_book"),
    path("van-ban-di/tep/<int:pk>/", views.download_paper, name="download_paper"),
    path("bao-cao/<uuid:public_id>/chuan-bi-phat-hanh/", issuing.prepare_issue, name="prepare_issue"),
    path("bao-cao/<uuid:public_id>/phat-hanh/", issuing.issue_paper, name="issue_paper"),
    path("kiem-diem/<int:pk>/tap-tai-lieu/", meeting_packs.meeting_pack, name="meeting_pack"),
    path("dot/<int:pk>/tap-tai-lieu/", meeting_packs.cycle_pack, name="cycle_pack"),
    path("kiem-tra/", paper_checks.check_paper, name="check_paper"),
    path("kiem-tra/<str:code>/", paper_checks.show_checked_paper, name="checked_paper"),
]

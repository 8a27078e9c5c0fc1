"""Addresses of remediation."""

from django.urls import path

from reviews.views import evidence, long_standing, plans
from reviews.views import item_bulk as bulk
from reviews.views import item_turns as turns
from reviews.views import remediation as views
from reviews.views import remediation_figures as figures
from reviews.views import remediation_lists as lists

urlpatterns = [
    path("khac-phuc/", views.list_items, name="remediation"),
    path("khac-phuc/sua-nhieu/", bulk.change_items, name="change_items"),
    path("khac-phuc/bang/", lists.show_board, name="remediation_board"),
    path("khac-phuc/xuat-excel/", lists.export_items, name="export_items"),
    path("khac-phuc/tinh-hinh/", figures.show_figures, name="remediation_figures"),
    path("khac-phuc/tinh-hinh/xuat-excel/", figures.export_figures, name="export_figures"),
    path("khac-phuc/ba-nam/", figures.show_three_years, name="three_years"),
    path("khac-phuc/ba-nam/xuat-excel/", figures.export_three_years, name="export_three_years"),
    path("khac-phuc/ton-dong/xuat-excel/", long_standing.export_long_standing, name="export_long_standing"),
    path("khac-phuc/ton-dong/", long_standing.list_long_standing, name="long_standing"),
    path("khac-phuc/minh-chung/<int:pk>/", evidence.download_evidence, name="download_evidence"),
    path("khac-phuc/<int:pk>/", views.show_item, name="item_page"),
    path("khac-phuc/<int:pk>/tien-do/", views.report_progress, name="report_progress"),
    path("khac-phuc/<int:pk>/hoan-thanh/", views.report_done, name="report_done"),
    path("khac-phuc/<int:pk>/tra-lai/", views.send_item_back, name="send_item_back"),
    path("khac-phuc/<int:pk>/xac-minh/", views.verify_item, name="verify_item"),
    path("khac-phuc/<int:pk>/ket-thuc/", views.close_item, name="close_item"),
    path("khac-phuc/<int:pk>/so-do/", views.set_measurement, name="set_measurement"),
    path("khac-phuc/<int:pk>/re/<slug:turn>/", turns.take_turn, name="take_turn"),
    path("khac-phuc/<int:pk>/buoc/<int:milestone_pk>/", turns.mark_milestone, name="mark_milestone"),
    path("khac-phuc/<int:pk>/so-lieu/<int:reading_pk>/", turns.correct_reading, name="correct_reading"),
    path("khac-phuc/<int:pk>/sua/", plans.edit_item, name="edit_item"),
    path("kiem-diem/<int:review_pk>/khac-phuc/", plans.show_plan, name="plan_page"),
    path("kiem-diem/<int:review_pk>/khac-phuc/them/", plans.add_item, name="add_item"),
    path("kiem-diem/<int:review_pk>/khac-phuc/duyet/", plans.approve_plan, name="approve_plan"),
    path("kiem-diem/<int:review_pk>/khac-phuc/dieu-chinh/", plans.amend_plan, name="amend_plan"),
    path("kiem-diem/<int:review_pk>/khac-phuc/bo/<int:change_pk>/", plans.drop_change, name="drop_change"),
]

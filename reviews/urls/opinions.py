"""Addresses of the opinions on a review."""

from django.urls import path

from reviews.views import opinion_intake, opinions

urlpatterns = [
    path("kiem-diem/<int:pk>/gop-y/", opinions.list_opinions, name="review_opinions"),
    path("kiem-diem/<int:pk>/gop-y/moi/", opinions.register_opinion, name="register_opinion"),
    path("kiem-diem/<int:pk>/gop-y/nhieu/", opinion_intake.register_opinions, name="register_opinions"),
    path("kiem-diem/<int:pk>/gop-y/mau-nhap/", opinion_intake.download_form, name="opinion_form"),
    path("kiem-diem/<int:pk>/gop-y/xuat/", opinion_intake.export_opinions, name="export_opinions"),
    path("kiem-diem/<int:pk>/gop-y/danh-dau/", opinions.mark_opinions, name="mark_opinions"),
    path("kiem-diem/<int:pk>/gop-y/<int:opinion_pk>/", opinions.answer_opinion, name="answer_opinion"),
    path("kiem-diem/<int:pk>/gop-y/<int:opinion_pk>/sua/", opinions.change_opinion, name="change_opinion"),
    path("kiem-diem/<int:pk>/gop-y/<int:opinion_pk>/bo/", opinions.remove_opinion, name="remove_opinion"),
    path("kiem-diem/<int:pk>/vong/<int:number>/gop-y/", opinions.list_round_opinions, name="round_opinions"),
]

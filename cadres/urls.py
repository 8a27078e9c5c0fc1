"""Addresses of log-in, one's own account, people and accounts."""

from django.urls import path

from cadres.views import log_in

app_name = "cadres"

urlpatterns = [
    path("dang-nhap/", log_in.log_in, name="login"),
    path("dang-xuat/", log_in.log_out, name="log_out"),
]

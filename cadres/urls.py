"""Addresses of log-in, one's own account, people and accounts."""

from django.urls import path

from cadres.views import forgotten_passwords, log_in, own_account

app_name = "cadres"

urlpatterns = [
    path("dang-nhap/", log_in.log_in, name="login"),
    path("dang-xuat/", log_in.log_out, name="log_out"),
    path("quen-mat-khau/", forgotten_passwords.forgot_password, name="forgot_password"),
    path("quen-mat-khau/<str:uid>/<str:token>/", forgotten_passwords.reset_by_mail, name="reset_by_mail"),
    path("tai-khoan/cua-toi/", own_account.own_account, name="own_account"),
    path("tai-khoan/mat-khau/", own_account.change_own_password, name="change_own_password"),
    path("tai-khoan/chuc-danh/", own_account.choose_office, name="choose_office"),
]

"""Addresses of log-in, one's own account, people, posts, accounts, and of what moves units with their people."""

from django.urls import path

from cadres.views import accounts, forgotten_passwords, log_in, logs, own_account, people, posts, restructuring
from cadres.views import saved_filters as filters

app_name = "cadres"

urlpatterns = [
    path("dang-nhap/", log_in.log_in, name="login"),
    path("dang-xuat/", log_in.log_out, name="log_out"),
    path("quen-mat-khau/", forgotten_passwords.forgot_password, name="forgot_password"),
    path("quen-mat-khau/<str:uid>/<str:token>/", forgotten_passwords.reset_by_mail, name="reset_by_mail"),
    path("tai-khoan/cua-toi/", own_account.own_account, name="own_account"),
    path("tai-khoan/mat-khau/", own_account.change_own_password, name="change_own_password"),
    path("tai-khoan/chuc-danh/", own_account.choose_office, name="choose_office"),
    path("tai-khoan/", accounts.accounts, name="accounts"),
    path("tai-khoan/moi/", accounts.create_account, name="create_account"),
    path("tai-khoan/<int:pk>/", accounts.account_page, name="account_page"),
    path("tai-khoan/<int:pk>/sua/", accounts.correct_account, name="correct_account"),
    path("tai-khoan/<int:pk>/cap-lai-mat-khau/", accounts.reset_password, name="reset_password"),
    path("tai-khoan/<int:pk>/khoa/", accounts.deactivate_account, name="deactivate_account"),
    path("tai-khoan/<int:pk>/mo-khoa/", accounts.reactivate_account, name="reactivate_account"),
    path("tai-khoan/<int:pk>/vai-tro/", accounts.grant_role, name="grant_role"),
    path("tai-khoan/<int:pk>/nhat-ky/", logs.account_log, name="account_log"),
    path("tai-khoan/vai-tro/<int:pk>/ket-thuc/", accounts.end_grant, name="end_grant"),
    path("bo-loc/", filters.list_filters, name="saved_filters"),
    path("bo-loc/luu/", filters.save_filter, name="save_filter"),
    path("bo-loc/<str:key>/doi-ten/", filters.rename_filter, name="rename_filter"),
    path("bo-loc/<str:key>/xoa/", filters.delete_filter, name="delete_filter"),
    path("can-bo/", people.people, name="people"),
    path("can-bo/moi/", people.register_cadre, name="register_cadre"),
    path("can-bo/<int:pk>/", people.cadre_page, name="cadre_page"),
    path("can-bo/<int:pk>/sua/", people.correct_cadre, name="correct_cadre"),
    path("can-bo/<int:pk>/chuyen-sinh-hoat/", people.move_cell, name="move_cell"),
    path("can-bo/<int:pk>/nhat-ky/", logs.cadre_log, name="cadre_log"),
    path("chuc-vu/<int:pk>/", posts.post_page, name="post_page"),
    path("chuc-vu/<int:pk>/sua/", posts.correct_post, name="correct_post"),
    path("chuc-vu/<int:pk>/ket-thuc/", posts.end_post, name="end_post"),
    path("chuc-vu/<int:pk>/bo-nhiem/", posts.appoint, name="appoint"),
    path("chuc-vu/giu/<int:pk>/thoi/", posts.end_tenure, name="end_tenure"),
    path("don-vi/<int:pk>/can-bo/", posts.unit_people, name="unit_people"),
    path("don-vi/<int:pk>/chuc-vu/", posts.create_post, name="create_post"),
    path("don-vi/<int:pk>/chuyen/", restructuring.move_unit, name="move_unit"),
    path("don-vi/<int:pk>/ket-thuc/", restructuring.end_unit, name="end_unit"),
    path("don-vi/<int:pk>/sap-nhap/", restructuring.merge_unit, name="merge_unit"),
    path("don-vi/<int:pk>/ke-thua/", restructuring.add_successor, name="add_successor"),
    path("don-vi/<int:pk>/nhat-ky/", logs.unit_log, name="unit_log"),
    path("nhat-ky/", logs.log, name="log"),
]

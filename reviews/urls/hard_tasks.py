"""Addresses of hard tasks."""

from django.urls import path

from reviews.views import hard_tasks as views

urlpatterns = [
    path("viec-kho/", views.list_hard_tasks, name="hard_tasks"),
    path("viec-kho/dang-ky/", views.register_hard_task, name="register_hard_task"),
    path("viec-kho/<int:pk>/", views.show_hard_task, name="hard_task_page"),
    path("viec-kho/<int:pk>/sua/", views.change_hard_task, name="change_hard_task"),
    path("viec-kho/<int:pk>/y-kien/", views.remark_on_hard_task, name="remark_on_hard_task"),
    path("viec-kho/<int:pk>/y-kien/<int:remark_pk>/", views.answer_remark, name="answer_remark"),
]

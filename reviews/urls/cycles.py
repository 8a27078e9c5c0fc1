"""Addresses of cycles."""

from django.urls import path

from reviews.views import cycle_steps as steps
from reviews.views import cycles as views

urlpatterns = [
    path("dot/", views.list_cycles, name="cycles"),
    path("dot/moi/", steps.create_cycle, name="create_cycle"),
    path("dot/<int:pk>/", views.show_cycle, name="cycle_page"),
    path("dot/<int:pk>/sua/", steps.edit_cycle, name="edit_cycle"),
    path("dot/<int:pk>/bo/", steps.discard_cycle, name="discard_cycle"),
    path("dot/<int:pk>/mo/", steps.open_cycle, name="open_cycle"),
    path("dot/<int:pk>/han/", steps.change_deadlines, name="change_deadlines"),
    path("dot/<int:pk>/ket-thuc/", steps.close_cycle, name="close_cycle"),
    path("dot/<int:pk>/mo-lai/", steps.reopen_cycle, name="reopen_cycle"),
    path("dot/<int:pk>/sinh-ban/", steps.generate_reviews, name="generate_reviews"),
    path("dot/<int:pk>/tien-do/", views.show_generation, name="generation_progress"),
    path("dot/<int:pk>/so-lieu/", views.show_cycle_figures, name="cycle_figures"),
    path("dot/<int:pk>/ban-kiem-diem/", views.list_cycle_reviews, name="cycle_reviews"),
]

"""The address of the page "Ai đã xem bản của tôi"."""

from django.urls import path

from reviews.views import reads as views

urlpatterns = [path("ai-da-xem-ban-cua-toi/", views.list_reads, name="reads")]

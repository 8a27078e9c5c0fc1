"""The address of the home page."""

from django.urls import path

from reviews.views import home as views

urlpatterns = [path("", views.show_home, name="home")]

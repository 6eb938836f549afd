"""Addresses of congresses."""

from django.urls import path

from congress import views

app_name = "congress"
urlpatterns = [
    path("dai-hoi/", views.congress_list, name="list"),
    path("dai-hoi/<slug:congress>/", views.congress_detail, name="detail"),
]

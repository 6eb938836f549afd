"""Addresses of congresses, and of those that work on another machine for a time."""

from django.urls import path

from congress import views

urlpatterns = [
    path("dai-hoi/", views.congress_list, name="list"),
    path("dai-hoi/lap/", views.congress_convene, name="convene"),
    path("dai-hoi/<slug:congress>/", views.congress_detail, name="detail"),
    path("dai-hoi/<slug:congress>/sua/", views.congress_change, name="change"),
    path("dai-hoi/<slug:congress>/mang-di/", views.journey, name="journey"),
    path(
        "dai-hoi/<slug:congress>/mang-di/lap-tep/",
        views.journey_pack,
        name="journey-pack",
    ),
    path(
        "dai-hoi/<slug:congress>/mang-di/tep/<uuid:parcel>/",
        views.journey_fetch,
        name="journey-fetch",
    ),
    path(
        "dai-hoi/<slug:congress>/mang-di/bo/",
        views.journey_give_up,
        name="journey-give-up",
    ),
]

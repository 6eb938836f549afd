"""Addresses of the big screens of a hall."""

from django.urls import path

from congress import views

urlpatterns = [
    path("dai-hoi/<slug:congress>/man-chieu/", views.wall_console, name="wall-console"),
    path(
        "dai-hoi/<slug:congress>/man-chieu/doc/",
        views.wall_reader,
        name="wall-reader",
    ),
    path(
        "dai-hoi/<slug:congress>/man-chieu/hien-tai/", views.wall_now, name="wall-now"
    ),
    path("dai-hoi/<slug:congress>/man-chieu/chieu/", views.wall_step, name="wall-step"),
    path(
        "dai-hoi/<slug:congress>/man-chieu/dieu-khien/",
        views.wall_control,
        name="wall-control",
    ),
    path(
        "dai-hoi/<slug:congress>/man-chieu/thong-bao/",
        views.wall_message,
        name="wall-message",
    ),
    path(
        "dai-hoi/<slug:congress>/man-chieu/man-hinh/",
        views.wall_screens,
        name="wall-screens",
    ),
    path(
        "dai-hoi/<slug:congress>/man-chieu/man-hinh/<uuid:wall>/thu-hoi/",
        views.wall_revoke,
        name="wall-revoke",
    ),
    path("man-chieu/<slug:token>/", views.wall, name="wall"),
    path(
        "man-chieu/<slug:token>/sau/<int:number>/", views.wall_after, name="wall-after"
    ),
]

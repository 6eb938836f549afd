"""Addresses of congresses and their rolls."""

from django.urls import path

from congress import views

app_name = "congress"
urlpatterns = [
    path("dai-hoi/", views.congress_list, name="list"),
    path("dai-hoi/lap/", views.congress_convene, name="convene"),
    path("dai-hoi/<slug:congress>/", views.congress_detail, name="detail"),
    path("dai-hoi/<slug:congress>/sua/", views.congress_change, name="change"),
    path("dai-hoi/<slug:congress>/lap-hoi-nghi/", views.form_body, name="form-body"),
    path("dai-hoi/<slug:congress>/danh-sach/", views.rolls, name="rolls"),
    path("dai-hoi/<slug:congress>/danh-sach/<slug:body>/", views.roll, name="roll"),
    path(
        "dai-hoi/<slug:congress>/danh-sach/<slug:body>/them/",
        views.roll_add,
        name="roll-add",
    ),
    path(
        "dai-hoi/<slug:congress>/danh-sach/<slug:body>/toan-the/",
        views.roll_all,
        name="roll-all",
    ),
    path(
        "dai-hoi/<slug:congress>/danh-sach/<slug:body>/trung-cu/",
        views.roll_elected,
        name="roll-elected",
    ),
    path(
        "dai-hoi/<slug:congress>/danh-sach/<slug:body>/<uuid:row>/",
        views.roll_change,
        name="roll-change",
    ),
    path(
        "dai-hoi/<slug:congress>/danh-sach/<slug:body>/<uuid:row>/bo/",
        views.roll_remove,
        name="roll-remove",
    ),
    path(
        "dai-hoi/<slug:congress>/danh-sach/<slug:body>/<uuid:row>/thay/",
        views.roll_replace,
        name="roll-replace",
    ),
    path(
        "dai-hoi/<slug:congress>/danh-sach/<slug:body>/<uuid:row>/bo-thay/",
        views.roll_give_back,
        name="roll-give-back",
    ),
    path(
        "dai-hoi/<slug:congress>/diem-danh/<slug:body>/",
        views.attendance,
        name="attendance",
    ),
    path(
        "dai-hoi/<slug:congress>/diem-danh/<slug:body>/con-lai/",
        views.attendance_rest,
        name="attendance-rest",
    ),
    path(
        "dai-hoi/<slug:congress>/diem-danh/<slug:body>/<uuid:row>/",
        views.attendance_mark,
        name="attendance-mark",
    ),
    path("dai-hoi/<slug:congress>/mau-so/<slug:body>/", views.base, name="base"),
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
    path("man-chieu/<slug:token>/", views.wall, name="wall"),
    path(
        "man-chieu/<slug:token>/sau/<int:number>/", views.wall_after, name="wall-after"
    ),
]

"""Addresses of who takes part: rolls, attendance, who comes from the level above."""

from django.urls import path

from congress import views

urlpatterns = [
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
    path("dai-hoi/<slug:congress>/cap-tren-du/", views.upper, name="upper"),
    path(
        "dai-hoi/<slug:congress>/cap-tren-du/cu/", views.upper_send, name="upper-send"
    ),
    path(
        "dai-hoi/<slug:congress>/cap-tren-du/<uuid:row>/bo/",
        views.upper_remove,
        name="upper-remove",
    ),
]

"""Addresses of congresses and their rolls."""

from django.urls import path

from congress import views

app_name = "congress"
urlpatterns = [
    path("dai-hoi/", views.congress_list, name="list"),
    path("dai-hoi/lap/", views.congress_convene, name="convene"),
    path("dai-hoi/<slug:congress>/", views.congress_detail, name="detail"),
    path("dai-hoi/<slug:congress>/sua/", views.congress_change, name="change"),
    path("dai-hoi/<slug:congress>/ke-hoach/", views.plan, name="plan"),
    path("dai-hoi/<slug:congress>/ke-hoach/lap/", views.plan_make, name="plan-make"),
    path("dai-hoi/<slug:congress>/ke-hoach/them/", views.plan_add, name="plan-add"),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/tinh-lai/",
        views.plan_recompute,
        name="plan-recompute",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/mau/", views.plan_offers, name="plan-offers"
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/<uuid:milestone>/",
        views.plan_change,
        name="plan-change",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/<uuid:milestone>/xong/",
        views.plan_done,
        name="plan-done",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/<uuid:milestone>/chua-xong/",
        views.plan_take_back,
        name="plan-take-back",
    ),
    path(
        "dai-hoi/<slug:congress>/ke-hoach/<uuid:milestone>/bo/",
        views.plan_remove,
        name="plan-remove",
    ),
    path("ke-hoach-mau/", views.template_list, name="templates"),
    path("ke-hoach-mau/lap/", views.template_new, name="template-new"),
    path("ke-hoach-mau/<uuid:template>/", views.template, name="template"),
    path(
        "ke-hoach-mau/<uuid:template>/sua/",
        views.template_change,
        name="template-change",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/chep/", views.template_copy, name="template-copy"
    ),
    path(
        "ke-hoach-mau/<uuid:template>/lap-ke-hoach/",
        views.template_plans,
        name="template-plans",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/them/",
        views.template_item_add,
        name="template-item-add",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/viec/<uuid:item>/",
        views.template_item,
        name="template-item",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/viec/<uuid:item>/chuyen/",
        views.template_item_move,
        name="template-item-move",
    ),
    path(
        "ke-hoach-mau/<uuid:template>/viec/<uuid:item>/bo/",
        views.template_item_remove,
        name="template-item-remove",
    ),
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
    path("dai-hoi/<slug:congress>/cap-tren-du/", views.upper, name="upper"),
    path(
        "dai-hoi/<slug:congress>/cap-tren-du/cu/", views.upper_send, name="upper-send"
    ),
    path(
        "dai-hoi/<slug:congress>/cap-tren-du/<uuid:row>/bo/",
        views.upper_remove,
        name="upper-remove",
    ),
    path("tien-do/", views.board, name="progress"),
    path("lich-dai-hoi/", views.month, name="month"),
    path("lich-dai-hoi/ca-nam/", views.year, name="year"),
    path("lich-dai-hoi/lien-ket/", views.calendar_links, name="calendar-links"),
    path(
        "lich-dai-hoi/lien-ket/<uuid:link>/thu-hoi/",
        views.calendar_link_revoke,
        name="calendar-link-revoke",
    ),
    path("lich-dai-hoi/<slug:token>.ics", views.calendar_feed, name="calendar-feed"),
    path("man-chieu/<slug:token>/", views.wall, name="wall"),
    path(
        "man-chieu/<slug:token>/sau/<int:number>/", views.wall_after, name="wall-after"
    ),
]

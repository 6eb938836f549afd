"""Addresses of what a congress needs besides: communication, logistics, guests."""

from django.urls import path

from congress import views

urlpatterns = [
    path(
        "dai-hoi/<slug:congress>/tuyen-truyen/",
        views.communication,
        name="communication",
    ),
    path("dai-hoi/<slug:congress>/phuc-vu/", views.logistics, name="logistics"),
    path(
        "dai-hoi/<slug:congress>/chuan-bi/<slug:checklist>/them/",
        views.arrangement_add,
        name="arrangement-add",
    ),
    path(
        "dai-hoi/<slug:congress>/chuan-bi/<slug:checklist>/thuong-co/",
        views.arrangement_usual,
        name="arrangement-usual",
    ),
    path(
        "dai-hoi/<slug:congress>/chuan-bi/<slug:checklist>/chep/",
        views.arrangement_copy,
        name="arrangement-copy",
    ),
    path(
        "dai-hoi/<slug:congress>/chuan-bi/viec/<uuid:row>/",
        views.arrangement_change,
        name="arrangement-change",
    ),
    path(
        "dai-hoi/<slug:congress>/chuan-bi/viec/<uuid:row>/xong/",
        views.arrangement_done,
        name="arrangement-done",
    ),
    path(
        "dai-hoi/<slug:congress>/chuan-bi/viec/<uuid:row>/bo/",
        views.arrangement_remove,
        name="arrangement-remove",
    ),
    path("dai-hoi/<slug:congress>/khach-moi/", views.guests, name="guests"),
    path("dai-hoi/<slug:congress>/khach-moi/them/", views.guest_add, name="guest-add"),
    path(
        "dai-hoi/<slug:congress>/khach-moi/the/",
        views.guest_passes,
        name="guest-passes",
    ),
    path(
        "dai-hoi/<slug:congress>/khach-moi/the/lap/",
        views.guest_passes_make,
        name="guest-passes-make",
    ),
    path(
        "dai-hoi/<slug:congress>/khach-moi/the/<uuid:paper>/",
        views.guest_passes_file,
        name="guest-passes-file",
    ),
    path("dai-hoi/<slug:congress>/khach-moi/<uuid:guest>/", views.guest, name="guest"),
    path(
        "dai-hoi/<slug:congress>/khach-moi/<uuid:guest>/bo/",
        views.guest_remove,
        name="guest-remove",
    ),
    path(
        "dai-hoi/<slug:congress>/khach-moi/<uuid:guest>/cap-the/",
        views.guest_accredit,
        name="guest-accredit",
    ),
    path(
        "dai-hoi/<slug:congress>/khach-moi/<uuid:guest>/thu-the/",
        views.guest_take_back,
        name="guest-take-back",
    ),
    path(
        "dai-hoi/<slug:congress>/khach-moi/<uuid:guest>/khong-cap/",
        views.guest_refuse,
        name="guest-refuse",
    ),
    path(
        "dai-hoi/<slug:congress>/khach-moi/<uuid:guest>/xet-lai/",
        views.guest_reconsider,
        name="guest-reconsider",
    ),
    path(
        "dai-hoi/<slug:congress>/khach-moi/<uuid:guest>/den/",
        views.guest_arrived,
        name="guest-arrived",
    ),
]

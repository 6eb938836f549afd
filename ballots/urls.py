"""Addresses of elections, nested in their congress."""

from django.urls import path

from ballots import views

CONGRESS = "dai-hoi/<slug:congress>/bau-cu/"
POLL = CONGRESS + "<int:election>/lan-<int:number>/"

app_name = "ballots"
urlpatterns = [
    path("bau-cu/", views.overview, name="overview"),
    path(CONGRESS, views.election_list, name="list"),
    path(CONGRESS + "tai-tep/", views.upload, name="upload"),
    path(CONGRESS + "tep/<uuid:upload>/", views.upload_detail, name="upload-detail"),
    path(POLL, views.poll_detail, name="poll"),
    path(POLL + "kiem-phieu/", views.poll_count, name="poll-count"),
    path(POLL + "ket-qua/", views.poll_result, name="poll-result"),
    path(POLL + "chot/", views.poll_confirm, name="poll-confirm"),
    path(POLL + "bien-ban/", views.minutes, name="minutes"),
    path(POLL + "bien-ban/in/", views.minutes_print, name="minutes-print"),
    path(POLL + "bien-ban.pdf", views.minutes_file, name="minutes-file"),
    path(POLL + "rut/", views.poll_withdraw, name="poll-withdraw"),
    path(POLL + "xuat-tep/", views.poll_export, name="poll-export"),
]

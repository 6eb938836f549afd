"""Addresses of how far congresses are: boards, readiness, reports, the calendar."""

from django.urls import path

from congress import views

urlpatterns = [
    path("tien-do/", views.board, name="progress"),
    path("tien-do/san-sang/", views.readiness_board, name="readiness-board"),
    path(
        "tien-do/san-sang/nhac/",
        views.readiness_remind_all,
        name="readiness-remind-all",
    ),
    path(
        "dai-hoi/<slug:congress>/san-sang/", views.congress_readiness, name="readiness"
    ),
    path(
        "dai-hoi/<slug:congress>/san-sang/<slug:code>/nhac/",
        views.readiness_remind,
        name="readiness-remind",
    ),
    path(
        "tien-do/<str:unit>/bao-cao/<int:year>/",
        views.progress_papers,
        name="progress-papers",
    ),
    path(
        "tien-do/<str:unit>/bao-cao/<int:year>/lap/",
        views.progress_papers_make,
        name="progress-papers-make",
    ),
    path(
        "tien-do/<str:unit>/bao-cao/<int:year>/<uuid:paper>/",
        views.progress_papers_file,
        name="progress-papers-file",
    ),
    path("lich-dai-hoi/", views.month, name="month"),
    path("lich-dai-hoi/ca-nam/", views.year, name="year"),
    path("lich-dai-hoi/lien-ket/", views.calendar_links, name="calendar-links"),
    path(
        "lich-dai-hoi/lien-ket/<uuid:link>/thu-hoi/",
        views.calendar_link_revoke,
        name="calendar-link-revoke",
    ),
    path("lich-dai-hoi/<slug:token>.ics", views.calendar_feed, name="calendar-feed"),
]

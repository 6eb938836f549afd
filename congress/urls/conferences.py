"""Addresses of conferences with points."""

from django.urls import path

from congress.views.conferences import attending, listing, one, papers, points

urlpatterns = [
    path("hoi-nghi/", listing.conferences, name="conferences"),
    path("hoi-nghi/lap/", one.conference_new, name="conference-new"),
    path("hoi-nghi/<uuid:conference>/", one.conference, name="conference"),
    path(
        "hoi-nghi/<uuid:conference>/sua/",
        one.conference_change,
        name="conference-change",
    ),
    path(
        "hoi-nghi/<uuid:conference>/tinh-trang/<slug:act>/",
        one.conference_act,
        name="conference-act",
    ),
    path(
        "hoi-nghi/<uuid:conference>/tai-lieu/",
        papers.conference_file_add,
        name="conference-file-add",
    ),
    path(
        "hoi-nghi/<uuid:conference>/tai-lieu/<uuid:file>/",
        papers.conference_file,
        name="conference-file",
    ),
    path(
        "hoi-nghi/<uuid:conference>/tai-lieu/<uuid:file>/bo/",
        papers.conference_file_remove,
        name="conference-file-remove",
    ),
    path(
        "hoi-nghi/<uuid:conference>/ban-in/",
        papers.conference_papers,
        name="conference-papers",
    ),
    path(
        "hoi-nghi/<uuid:conference>/ban-in/lap/",
        papers.conference_papers_make,
        name="conference-papers-make",
    ),
    path(
        "hoi-nghi/<uuid:conference>/ban-in/<uuid:paper>/",
        papers.conference_papers_file,
        name="conference-papers-file",
    ),
    path(
        "hoi-nghi/<uuid:conference>/nguoi-du/",
        attending.conference_people,
        name="conference-people",
    ),
    path(
        "hoi-nghi/<uuid:conference>/diem-cau/them/",
        points.point_add,
        name="conference-point-add",
    ),
    path(
        "hoi-nghi/<uuid:conference>/diem-cau/cap-duoi/",
        points.points_beneath,
        name="conference-points-beneath",
    ),
    path("diem-cau/<uuid:point>/", points.point, name="conference-point"),
    path(
        "diem-cau/<uuid:point>/sua/",
        points.point_change,
        name="conference-point-change",
    ),
    path(
        "diem-cau/<uuid:point>/bo/",
        points.point_remove,
        name="conference-point-remove",
    ),
    path(
        "diem-cau/<uuid:point>/nguoi/",
        attending.point_people,
        name="conference-point-people",
    ),
    path(
        "diem-cau/<uuid:point>/nguoi/<uuid:person>/bo/",
        attending.point_person_remove,
        name="conference-point-person-remove",
    ),
    path(
        "diem-cau/<uuid:point>/bao-so/",
        attending.point_report,
        name="conference-point-report",
    ),
    path(
        "diem-cau/<uuid:point>/ghi-chep/",
        attending.point_note,
        name="conference-point-note",
    ),
]

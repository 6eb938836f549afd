"""Addresses of what is submitted to the level above."""

from django.urls import path

from congress.views import submissions as above
from congress.views import submitted as views

urlpatterns = [
    path("cho-duyet/", above.submission_list, name="submissions"),
    path("cho-duyet/<uuid:submission>/", above.submission, name="submission"),
    path(
        "cho-duyet/<uuid:submission>/gop-y/",
        above.submission_comment,
        name="submission-comment",
    ),
    path(
        "cho-duyet/<uuid:submission>/tep/<uuid:file>/",
        above.submission_file,
        name="submission-file",
    ),
    path("trinh/", views.submitted, name="submitted"),
    path("trinh/soan/", views.submitted_begin, name="submitted-begin"),
    path("trinh/soan/<uuid:draft>/", views.submitted_draft, name="submitted-draft"),
    path("trinh/soan/<uuid:draft>/trinh/", views.submitted_send, name="submitted-send"),
    path("trinh/soan/<uuid:draft>/bo/", views.submitted_drop, name="submitted-drop"),
    path(
        "trinh/soan/<uuid:draft>/tep/<uuid:file>/",
        views.submitted_draft_file,
        name="submitted-draft-file",
    ),
    path(
        "trinh/soan/<uuid:draft>/tep/<uuid:file>/bo/",
        views.submitted_file_drop,
        name="submitted-file-drop",
    ),
    path("trinh/<uuid:submission>/", views.submitted_one, name="submitted-one"),
    path(
        "trinh/<uuid:submission>/tep/<uuid:file>/",
        views.submitted_file,
        name="submitted-file",
    ),
    path(
        "trinh/<uuid:submission>/rut/",
        views.submitted_withdraw,
        name="submitted-withdraw",
    ),
    path(
        "trinh/<uuid:submission>/soan-lai/",
        views.submitted_again,
        name="submitted-again",
    ),
]

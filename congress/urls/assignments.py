"""Addresses of lists of posts and of breakthrough assignments."""

from django.urls import path

from congress.views import (
    assignments,
    assignments_giving,
    assignments_papers,
    post_lists,
)

urlpatterns = [
    path("giao-viec/", assignments.assignments, name="assignments"),
    path("giao-viec/giao/", assignments_giving.assignment_give, name="assignment-give"),
    path("giao-viec/danh-muc/", post_lists.post_lists, name="post-lists"),
    path("giao-viec/danh-muc/lap/", post_lists.post_list_make, name="post-list-make"),
    path(
        "giao-viec/danh-muc/<uuid:post_list>/", post_lists.post_list, name="post-list"
    ),
    path(
        "giao-viec/danh-muc/<uuid:post_list>/sua/",
        post_lists.post_list_change,
        name="post-list-change",
    ),
    path(
        "giao-viec/danh-muc/<uuid:post_list>/thay/",
        post_lists.post_list_replace,
        name="post-list-replace",
    ),
    path(
        "giao-viec/nguoi/<uuid:person>/",
        assignments.assignment_person,
        name="assignment-person",
    ),
    path(
        "giao-viec/bao-cao/<str:unit>/<int:year>/",
        assignments_papers.assignment_papers,
        name="assignment-papers",
    ),
    path(
        "giao-viec/bao-cao/<str:unit>/<int:year>/lap/",
        assignments_papers.assignment_papers_make,
        name="assignment-papers-make",
    ),
    path(
        "giao-viec/bao-cao/<str:unit>/<int:year>/<uuid:paper>/",
        assignments_papers.assignment_papers_file,
        name="assignment-papers-file",
    ),
    path("giao-viec/<uuid:assignment>/", assignments.assignment, name="assignment"),
    path(
        "giao-viec/<uuid:assignment>/sua/",
        assignments_giving.assignment_change,
        name="assignment-change",
    ),
    path(
        "giao-viec/<uuid:assignment>/danh-gia/",
        assignments_giving.assignment_evaluate,
        name="assignment-evaluate",
    ),
]

"""Addresses of the papers by which congresses are held."""

from django.urls import path

from congress import views

urlpatterns = [
    path("van-ban/", views.legal, name="legal"),
    path("van-ban/them/", views.legal_add, name="legal-add"),
    path("van-ban/<uuid:document>/", views.legal_document, name="legal-document"),
    path("van-ban/<uuid:document>/sua/", views.legal_change, name="legal-change"),
    path("van-ban/<uuid:document>/tep/", views.legal_file, name="legal-file"),
    path(
        "van-ban/<uuid:document>/thay-the/", views.legal_replace, name="legal-replace"
    ),
    path(
        "van-ban/<uuid:document>/con-hieu-luc/",
        views.legal_restore,
        name="legal-restore",
    ),
    path("van-ban/<uuid:document>/bo/", views.legal_remove, name="legal-remove"),
]

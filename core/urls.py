"""Addresses of the pages that belong to no app."""

from django.urls import path

from core.views import audit, entry, service, start

app_name = "core"
urlpatterns = [
    path("", start.start, name="start"),
    path("dang-nhap/", entry.sign_in, name="sign-in"),
    path("dang-xuat/", entry.sign_out, name="sign-out"),
    path("mat-khau/", entry.password, name="password"),
    path("ngon-ngu/", start.set_language, name="language"),
    path("khoi-tao/", entry.first_administrator, name="first-administrator"),
    path("nhat-ky/", audit.audit, name="audit"),
    path("healthz", service.health, name="health"),
]

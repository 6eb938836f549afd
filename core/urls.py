"""Addresses of the pages that belong to no app."""

from django.urls import path

from core import views

app_name = "core"
urlpatterns = [
    path("", views.start, name="start"),
    path("dang-nhap/", views.sign_in, name="sign-in"),
    path("dang-xuat/", views.sign_out, name="sign-out"),
    path("mat-khau/", views.password, name="password"),
    path("ngon-ngu/", views.set_language, name="language"),
    path("khoi-tao/", views.first_administrator, name="first-administrator"),
    path("nhat-ky/", views.audit, name="audit"),
    path("healthz", views.health, name="health"),
]

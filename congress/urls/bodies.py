"""Addresses of sub-committees and task forces."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""Addresses of lists of work and tasks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

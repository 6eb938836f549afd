"""Addresses of conferences with points."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""Addresses of what is submitted to the level above."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

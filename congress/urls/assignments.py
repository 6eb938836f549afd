"""Addresses of assignments, celebration projects and emulation."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""Wiring: settings, addresses, the Celery application. Nobody imports it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]

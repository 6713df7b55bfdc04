"""Django's administration without what would mean nothing there."""

from collections.abc import Iterable

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig


class Administration(AdminSite):
    """Groups give no rights (roles stand in ``accounts.roles``); the table of tasks is the worker's own, in English."""

    LEFT_OUT = ("auth.Group", "django_tasks_database.DBTaskResult")

    def register(self, model_or_iterable, admin_class=None, **options):
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        shown = [model for model in models if model._meta.label not in self.LEFT_OUT]
        super().register(shown, admin_class, **options)


class AdministrationConfig(AdminConfig):
    default_site = "otaru_welfare.administration.Administration"

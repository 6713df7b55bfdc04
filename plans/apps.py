from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "計画"

    def ready(self):
        from plans import outreach  # noqa: F401 (says which pictures it uses)

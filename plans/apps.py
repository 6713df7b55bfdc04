from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "計画"

    def ready(self):
        from plans import outreach, portal_settings  # noqa: F401 (they say which pictures they use)

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "利用者と組織"

    def ready(self):
        from accounts.events import never_ignore_triggers  # its models can be imported only now

        post_migrate.connect(never_ignore_triggers, sender=self)

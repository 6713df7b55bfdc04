from django.apps import AppConfig
from django.core.checks import register


class PortalConfig(AppConfig):
    name = "otaru_welfare"
    verbose_name = "進行管理ポータル"

    def ready(self):
        from otaru_welfare.system_check import check_pango

        register(check_pango)

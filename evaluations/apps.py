from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "evaluations"
    verbose_name = "評価と公表"

    def ready(self):
        from evaluations import pictures  # noqa: F401 (says which pictures editions show)
        from evaluations.handover import print_with_publication
        from evaluations.meetings import round_papers  # noqa: F401 (says which papers a round gives)
        from plans.publication import term_published

        term_published.connect(print_with_publication, dispatch_uid="handover-with-publication")

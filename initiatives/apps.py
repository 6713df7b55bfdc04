from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "取組と年度記録"

    def ready(self):
        from initiatives import bridge, revision_pictures  # noqa: F401 (they say what they know of terms and pictures)
        from initiatives.carry_over import object_to_undecided
        from plans.publication import objecting

        objecting.connect(object_to_undecided, dispatch_uid="undecided-carry-over")

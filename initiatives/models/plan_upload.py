"""A plan file that somebody sent: kept with what it would change until it is loaded or thrown away."""

import hashlib
import json

from django.db import models

from accounts.models import User


class PlanUploadQuerySet(models.QuerySet):
    def waiting_for(self, user: User):
        """What this person sent and has not loaded yet; nobody else confirms it."""
        return self.filter(uploaded_by=user, loaded_at__isnull=True)

    def loaded(self):
        return self.filter(loaded_at__isnull=False)


class PlanUpload(models.Model):
    """``report`` is the preview that was shown; what is loaded is exactly that, or nothing. The file goes afterwards."""

    name = models.CharField("ファイル名", max_length=255)
    content = models.BinaryField("中身", blank=True)
    digest = models.CharField("SHA-256", max_length=64)
    report = models.JSONField("変更の一覧")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("送信日時")
    loaded_at = models.DateTimeField("読み込み日時", null=True, blank=True)
    objects = PlanUploadQuerySet.as_manager()

    class Meta:
        verbose_name = "計画のファイル"
        verbose_name_plural = "計画のファイル"
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self):
        return self.name

    @property
    def fingerprint(self) -> str:
        """What a confirmation is bound to: the bytes of the file and every line of the preview."""
        shown = json.dumps([self.digest, self.report], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(shown.encode()).hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows the file adds, changes, takes away and leaves."""
        names = ("added", "changed", "removed")
        found = {name: sum(len(table[name]) for table in self.report) for name in names}
        return found | {"unchanged": sum(table["unchanged"] for table in self.report)}

    @property
    def changes_something(self) -> bool:
        return any(table["added"] or table["changed"] or table["removed"] for table in self.report)

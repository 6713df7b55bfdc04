"""回答票 (yearly records as a file): what was handed out, and what was sent back."""

from django.db import models

from accounts.models import User
from initiatives.models.record import AnnualRecord


class AnswerBase(models.Model):
    """What stood in the boxes of a record when a version of it was handed out: what a file is compared with."""

    record = models.ForeignKey(AnnualRecord, on_delete=models.CASCADE, related_name="answer_bases")
    version = models.PositiveIntegerField("版")
    content = models.JSONField("書き出した内容")

    class Meta:
        verbose_name = "書き出した回答票の内容"
        verbose_name_plural = "書き出した回答票の内容"
        constraints = [models.UniqueConstraint(fields=["record", "version"], name="answer_base_once")]

    def __str__(self):
        return f"{self.record}（版{self.version}）"


class AnswerUploadQuerySet(models.QuerySet):
    def sent_by(self, user: User):
        """Nobody but the sender looks at a file before it is applied."""
        return self.filter(by=user)


class AnswerUpload(models.Model):
    """A 回答票 that was sent back: its cells as they were read, and whether they have been applied."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField("受け取った日時")
    name = models.CharField("ファイル名", max_length=255)
    sheets = models.JSONField("読み取った内容")
    applied_at = models.DateTimeField("書き込んだ日時", null=True, blank=True)
    applied_count = models.PositiveIntegerField("書き込んだ取組の数", default=0)
    objects = AnswerUploadQuerySet.as_manager()

    class Meta:
        verbose_name = "送られた回答票"
        verbose_name_plural = "送られた回答票"
        ordering = ["-pk"]

    def __str__(self):
        return self.name

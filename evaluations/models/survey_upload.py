"""A file with results of a survey that somebody sent: read, not written before it is confirmed."""

from django.db import models

from accounts.models import User
from evaluations.models.survey import Survey


class SurveyUploadQuerySet(models.QuerySet):
    def sent_by(self, user: User):
        """Nobody but the sender looks at a file before it is applied."""
        return self.filter(by=user)


class SurveyUpload(models.Model):
    """The cells of the file as they were read, and whether they have been applied."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="uploads")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField("受け取った日時")
    name = models.CharField("ファイル名", max_length=255)
    sheets = models.JSONField("読み取った内容")
    applied_at = models.DateTimeField("書き込んだ日時", null=True, blank=True)
    objects = SurveyUploadQuerySet.as_manager()

    class Meta:
        verbose_name = "送られたアンケート結果"
        verbose_name_plural = "送られたアンケート結果"
        ordering = ["-pk"]

    def __str__(self):
        return self.name

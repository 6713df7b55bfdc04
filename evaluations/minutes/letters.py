"""What members are told of the minutes by mail."""

from django.conf import settings
from django.urls import reverse

from accounts.dates import write_day
from evaluations.meetings.letters import Letter
from evaluations.models import Minutes


def to_confirm(minutes: Minutes) -> Letter:
    """The draft is there to be confirmed: until when, and where."""
    meeting = minutes.meeting
    sample = "（見本データ）" if meeting.is_sample else ""
    link = settings.PORTAL_URL + reverse("committee:minutes-detail", args=[meeting.pk])
    body = (
        f"{meeting.day_label}に開いた{meeting.committee}の会議録の案ができました。\n"
        "次の画面でご覧になり、このままでよければ「確認しました」を押してください。\n"
        "直したいところがあるときは、その文章の「訂正を申し出る」からお知らせください。\n\n"
        f"確認の期限：{write_day(minutes.due_on)}\n\n{link}\n"
    )
    return Letter(f"【会議録の確認】{meeting}{sample}"[:150], body)

"""The house itself: departments and people, mails, files that were sent, and a long history of single rows."""

from accounts.models import Department, DepartmentName, OutgoingMail
from evaluations.models import DigestNote, GoalRating, OverallComment, Recommendation
from initiatives.models import AnnualRecord, AnswerUpload, PlanUpload
from plans.models import Portal
from tests.large_city.pouring import LONG, multiply, pour, retell


def build(cast) -> None:
    departments = multiply(cast.children, LONG, code=lambda at: f"d{at}")
    pour(
        DepartmentName,
        (DepartmentName(department=row, first_year=2010, name=f"{row.code}課") for row in departments),
    )
    multiply(
        cast.suzuki,
        username=lambda at: f"person{at}",
        name=lambda at: f"職員{at}",
        department_id=lambda at: departments[at % LONG].pk,
    )
    _in_charge(departments)
    multiply(OutgoingMail.objects.first(), message_id=lambda at: f"<{at}@example.jp>")
    for upload in (AnswerUpload, PlanUpload):
        multiply(upload.objects.first())
    for told, text in (
        (OverallComment, "text"),
        (GoalRating, "reason"),
        (Recommendation, "opening"),
        (DigestNote, "decisions"),
    ):
        for row in told.objects.all()[:3]:
            retell(row, version=lambda at: 100 + at, **{text: lambda at: f"{at}回目の文"})
    retell(cast.plan, description=lambda at: f"{at}回目の説明")
    retell(Portal.current(), nickname=lambda at: f"{at}回目の愛称")


def _in_charge(departments: list[Department]) -> None:
    """Half of the records of every year belong to the new departments."""
    rows = list(AnnualRecord.objects.filter(initiative__number__startswith="9-").order_by("pk")[::2])
    for at, row in enumerate(rows):
        row.lead_department_id = departments[at % LONG].pk
    AnnualRecord.objects.bulk_update(rows, ["lead_department"], batch_size=1000)

"""What an approved reply promises: one promise for each 取組 that the opinion, or one like it, concerns."""

from evaluations.models import Opinion, Response
from initiatives import progress
from initiatives.models import Initiative, Promise


def settle(opinion: Opinion) -> None:
    """Bring the promises of an opinion into line with its replies, its 取組 and those grouped with it.

    A question that was answered asks for nothing more. What was answered already stays as it was given.
    """
    source = {"origin": Promise.Origin.OPINION, "reference": opinion.number}
    replies = list(opinion.responses.select_related("organization"))
    promised = [] if opinion.representative_id or not _promises(replies) else _concerned(opinion)
    made = Initiative.objects.filter(promises__in=Promise.objects.filter(**source))
    for initiative in made.exclude(pk__in=[row.pk for row in promised]).distinct():
        progress.take_back(initiative, opinion.number_year, **source)
    for initiative in promised:
        progress.promise(
            initiative, opinion.number_year, text=opinion.summary, reply=in_one(replies), **source
        )


def _promises(replies: list[Response]) -> bool:
    return all(reply.is_approved for reply in replies) and any(
        reply.disposition != Response.Disposition.ANSWERED for reply in replies
    )


def _concerned(opinion: Opinion) -> list[Initiative]:
    """In the order in which their rows are locked everywhere."""
    concerned = Initiative.objects.filter(opinions__in=[opinion, *opinion.alike.all()])
    return list(concerned.distinct().order_by("term", "pk"))


def in_one(replies: list[Response], name: str = "text") -> str:
    """What the replies say in the column ``name`` as one text; under the name of its organisation where several speak."""
    said = [(reply.organization, getattr(reply, name)) for reply in replies if getattr(reply, name)]
    if len(replies) == 1:
        return said[0][1] if said else ""
    return "\n\n".join(f"【{organization}】\n{text}" for organization, text in said)

"""Makes the small world of the access tests as large as a city's register gets: plain bulk rows, in a few statements."""

from datetime import date

from django.db import connection

from evaluations.digest.notes import save_note
from evaluations.ledger import groups
from evaluations.models import Deadline, Edition, EvaluationRound
from evaluations.workflow import write_overall_comment
from initiatives.models import AnnualRecord, IndicatorValue, IndicatorWording, PlanLink
from plans.models import Chapter, Portal
from tests import builders
from tests.large_city import citizens, committee, house, ledger, minutes, plans, years
from tests.large_city.pouring import multiply, pour, triggers_off

INITIATIVES = 600


def one_of_each(cast) -> None:
    """What the world of the access tests has none of, once: then a page asks the same in a small and in a large city."""
    term = cast.term.carried_on.new_term
    picture = builders.picture(term, colour="navy")
    chapter = Chapter.objects.filter(term=term).first()
    with triggers_off():
        Chapter.objects.filter(pk=chapter.pk).update(body=f"見守り※\n\n![海辺](picture:{picture.key})")
    builders.published_activity(cast.city, cast.jimu, picture=builders.image_file(colour="olive"))
    link = PlanLink.objects.filter(initiative__term=term).first()
    walk = link.initiative
    counted = builders.indicator(walk, targets={2024: 3})
    IndicatorWording.objects.create(link=link, indicator=counted, own_name="回数")
    records = AnnualRecord.objects.filter(initiative=cast.walk, values__isnull=True)
    told = cast.walk.indicators.first()
    pour(IndicatorValue, (IndicatorValue(record=record, indicator=told, actual=8) for record in records))
    waiting = builders.initiative(cast.goal, cast.elderly, "1-8", title="まだ決めていない取組")
    builders.actor_role(waiting, "city")
    Portal.objects.create(name="みほんポータル")
    _said_of_the_round(cast)


def _said_of_the_round(cast) -> None:
    """In the round that members judge: the chair's 総評, ratings, a sheet, a day and a matter to decide, 「案」 as PDF.

    What was said there twice is grouped, and the edition of the year before tells of an opinion and a promise.
    """
    round_ = EvaluationRound.objects.get(committee_rates=True)
    write_overall_comment(round=round_, member=cast.chair_seat, version=0, text="おおむね順調である。")
    save_note(round=round_, version=0, decisions="来年度の重点")
    for stage, place in (("committee", 0), ("final", 1)):
        builders.goal_rated(round_, cast.jimu, place=place, stage=stage)
    for record in round_.request.records.all():
        builders.reviewed(round_, cast.member_seat, record, text="もっと広く。", level=_best(round_))
    Deadline.objects.create(
        round=round_, step="other", name="打合せ", offset=1, day=date(2023, 8, 2), position=20
    )
    walk = round_.request.records.get(initiative=cast.walk)
    again = [builders.opinion(round_, cast.member_seat, walk, text) for text in ("同じこと", "同じこと。")]
    groups.group(representative=again[0], members=again[1:])
    published = Edition.objects.get(published_at__isnull=False)
    with triggers_off():
        years.frozen(general=1)
        multiply(published, 1, **committee.draft_of(round_))


def _best(round_: EvaluationRound):
    return round_.request.term.rating_scales.get(stage="committee").levels.first()


def enlarge(cast, initiatives: int = INITIATIVES) -> None:
    """25 plans × 6 terms, all related to the plan of ``cast``; its two terms with 600 取組 each, and 300 of all else.

    With fewer ``initiatives``, half as many of what hangs on them. Needs a transaction.
    """
    with triggers_off():
        plans.build(cast, initiatives)
        years.records()
        ledger.build(cast)
        years.build(cast, initiatives // 2)
        committee.build(cast)
        minutes.build()
        citizens.build()
        house.build(cast)
    with connection.cursor() as cursor:
        # As the database does by itself some minutes after so much was loaded.
        cursor.execute("ANALYZE")

"""What the demo's people make of a year as a whole, through the functions that the pages use."""

from django.utils import timezone

from evaluations.digest import method as methods
from evaluations.digest import notes
from evaluations.judging import goal_ratings, recommendations
from evaluations.models import EvaluationRound
from evaluations.tasks import print_recommendation
from otaru_welfare.demo.people import Cast, acting
from otaru_welfare.demo.shapes import (
    GoalRatingSample,
    JudgingSample,
    LetterSample,
    RoundSample,
    find,
    moment,
    naming,
    read_entries,
    read_file,
)


def load_method(cast: Cast) -> None:
    """The words that the secretariat watches for, as an edited version of our defaults."""
    file = "judging/method.toml"
    words = tuple(find(read_file(file), "words", file, "懸念の言葉"))
    first = methods.default()
    kept = methods.Method(first.rules, first.shown_first, first.reading_speed, words)
    with naming(file), acting(cast.secretariat):
        methods.save(term=cast.term, version=0, method=kept)


def load_judging(round_: EvaluationRound, sample: RoundSample, cast: Cast) -> None:
    """Matters to decide, ratings and letter of one round; whatever its file leaves out is not there."""
    file = f"judging/{sample.year.lower()}.toml"
    judging = JudgingSample.read(file, read_file(file))
    with naming(file), acting(cast.secretariat):
        notes.save_note(round=round_, version=0, decisions="\n".join(judging.decisions))
    for rating in read_entries(GoalRatingSample, judging.rating, f"{file}、rating", "subject"):
        _rate(round_, rating, sample, cast)
    if judging.letter:
        _write(round_, LetterSample.read(f"{file}、letter", judging.letter), cast)


def _rate(round_: EvaluationRound, sample: GoalRatingSample, year: RoundSample, cast: Cast) -> None:
    is_committee = sample.stage == goal_ratings.Stage.COMMITTEE
    by = cast.writer_for(cast.chair) if is_committee else cast.secretariat
    levels = {level.code: level for level in goal_ratings.levels_for(round_, sample.stage)}
    subjects = dict(enumerate(goal_ratings.subjects(round_)))
    with naming(sample.place), acting(by):
        goal_ratings.rate_goal(
            round=round_,
            subject=find(subjects, sample.subject, sample.place, "対象"),
            stage=sample.stage,
            version=0,
            level=find(levels, sample.level, sample.place, "評価"),
            reason=sample.reason.strip(),
            by=by,
            now=moment(year.decided_on or cast.today, cast.today),
        )


def _write(round_: EvaluationRound, sample: LetterSample, cast: Cast) -> None:
    """Draft the letter by our proposal; one that was fixed is printed at once, so that the edition holds it."""
    texts = recommendations.first_texts(round_) | {"number": sample.number, "dated_on": sample.dated_on}
    with naming(sample.place), acting(cast.secretariat):
        draft = recommendations.write(round=round_, version=0, **texts)
        if sample.fixed_on is None:
            return
        now = moment(sample.fixed_on, cast.today)
        fixed = recommendations.fix(
            recommendation=draft,
            version=draft.version,
            by=cast.secretariat,
            today=timezone.localdate(now),
            now=now,
        )
    print_recommendation.func(fixed.pk)

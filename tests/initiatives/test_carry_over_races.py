"""Two people who decide about the next term at the same moment, or while somebody publishes it."""

import pytest

from accounts.versioning import MoveRefused
from initiatives import carry_over as verbs
from initiatives.models import InitiativeLineage
from plans.models import PlanTerm
from plans.publication import publish_term
from tests import builders
from tests.threads import at_once, while_open


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(cast):
    bridge = builders.carried_over(cast.term)
    outcomes = at_once(
        lambda: builders.carried(bridge, cast.walk),
        lambda: builders.carried(bridge, cast.walk, "abolished"),
        lambda: builders.carried(bridge, cast.walk, "renamed", title="声かけ"),
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, MoveRefused)]
    assert len(refused) == 2
    assert all("すでに" in str(refusal) for refusal in refused)
    line = InitiativeLineage.objects.get()
    assert bridge.new_term.initiatives.count() == (line.kind != "abolished")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_undone_while_the_term_is_being_published(cast):
    bridge = builders.carried_over(cast.term)
    (line,) = builders.carried(bridge, cast.walk)
    builders.carried(bridge, cast.salon, "completed")
    builders.chapter(bridge.new_term)
    _, late = while_open(
        lambda: publish_term(term=bridge.new_term, by=cast.jimu, now=builders.NOW),
        lambda: verbs.undo(lineage=line, version=1, seen_version=line.new.version),
    )
    assert isinstance(late, MoveRefused)
    assert PlanTerm.objects.get(pk=bridge.new_term.pk).published_at
    assert bridge.lineages.count() == 2

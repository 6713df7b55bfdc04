"""Who is called what, and that a name does not get out by another way."""

import json

import pytest

from accounts.versioning import MoveRefused
from evaluations.minutes import content, fixing, labels
from tests import builders, minutes_scenes

pytestmark = pytest.mark.django_db
NAMES = ("高橋", "山本", "加藤", "小樽", "花子")


@pytest.mark.parametrize(("ordinal", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")])
def test_letters_go_on_after_z(ordinal, letters):
    assert labels.letter(ordinal) == letters


def spoken(minutes):
    return [part["label"] for row in content.content(minutes)["sections"] for part in row["passages"]]


@pytest.mark.parametrize(("setting", "chair"), [("role", "委員長"), ("member", "委員"), ("name", "委員長")])
def test_names_of_members_who_did_not_agree_never_get_into_the_public_version(cast, meeting, setting, chair):
    minutes = minutes_scenes.drafted(meeting, speakers=setting)
    for seat in (cast.chair_seat, cast.member_seat):
        minutes_scenes.written(minutes, seat, "会場を増やしてほしい。")
    edition = minutes_scenes.fixed(minutes_scenes.sent(minutes), cast.jimu)
    public = json.dumps(fixing.publication(minutes, edition.content), ensure_ascii=False)
    assert chair in spoken(minutes)
    assert "山本" in json.dumps(edition.content, ensure_ascii=False)  # the inside has the roll
    assert not [name for name in NAMES if name in public]


def test_a_name_is_shown_where_the_setting_and_the_member_say_so(cast, meeting):
    type(cast.member_seat).objects.filter(pk=cast.member_seat.pk).update(shown_as="name")
    minutes = minutes_scenes.drafted(meeting, speakers="name")
    minutes_scenes.written(minutes, cast.member_seat, "会場を増やしてほしい。")
    assert "山本委員" in spoken(minutes)
    edition = minutes_scenes.fixed(minutes_scenes.sent(minutes), cast.jimu)
    assert fixing.publication(minutes, edition.content)["attendance"]["present"]["public"][0] == "山本委員"
    type(cast.member_seat).objects.filter(pk=cast.member_seat.pk).update(shown_as="category")
    public = fixing.publication(minutes, edition.content)
    assert "山本" not in str(public)  # agreed no more: by letter, though it was fixed by name


def test_a_letter_stays_whoever_comes_later(cast, meeting):
    minutes = minutes_scenes.drafted(meeting)
    before = dict(minutes.cast.values_list("member", "ordinal"))
    late = builders.member(cast.committee, None, name="遅れて来た人")
    labels.draw(minutes, [late])
    after = dict(minutes.cast.values_list("member", "ordinal"))
    assert {key: after[key] for key in before} == before
    assert after[late.pk] == len(before) + 1


@pytest.mark.parametrize(
    "words", ["山本の意見に賛成した。", "山 本さんの意見", "小樽花子は欠席", "小樽委員の発言"]
)
def test_minutes_with_a_hidden_name_in_their_words_are_not_fixed(cast, minutes, words):
    minutes_scenes.written(minutes, cast.chair_seat, words)
    with pytest.raises(MoveRefused, match="名前が、文章の中にあります"):
        minutes_scenes.fixed(minutes_scenes.sent(minutes), cast.jimu)


def test_a_family_name_that_is_also_a_place_is_no_name(cast, minutes):
    minutes_scenes.written(minutes, cast.chair_seat, "小樽市の会場で開く。")
    assert minutes_scenes.fixed(minutes_scenes.sent(minutes), cast.jimu).number == 1


def test_an_unsummarised_opinion_is_not_fixed_unread(cast, minutes):
    passage = minutes_scenes.written(minutes, cast.chair_seat, "原文")
    type(passage).objects.filter(pk=passage.pk).update(is_original=True)
    with pytest.raises(MoveRefused, match="意見の原文のまま"):
        minutes_scenes.fixed(minutes_scenes.sent(minutes), cast.jimu)
    place = {"pk": passage.pk, "position": passage.position}
    minutes_scenes.written(minutes, cast.chair_seat, "原文", keeps_original=True, **place)
    assert minutes_scenes.fixed(minutes, cast.jimu).number == 1

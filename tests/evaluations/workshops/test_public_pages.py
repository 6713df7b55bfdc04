"""ワークショップ as everybody reads it: by year and by evening, after publishing, as pages, CSV and PDF."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from evaluations.workshops import holding, ledger, prints
from tests import builders, voices


def pages(workshop) -> dict:
    year = workshop.fiscal_year
    return {
        "workshop-year": [year],
        "workshop-csv": [year],
        "workshop-year-pdf": [year],
        "workshop-detail": [year, workshop.pk],
        "workshop-pdf": [year, workshop.pk],
    }


def read(client, name, *args) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_nothing_is_public_before_it_is_published_nor_after_it_is_withdrawn(client, cast):
    workshop = voices.workshop(theme="まだ内緒の話")
    voices.pasted(workshop)
    for name, key in pages(workshop).items():
        assert client.get(reverse(name, args=key)).status_code == 404
    assert "まだ内緒の話" not in read(client, "workshop-list")
    workshop = voices.published_workshop(workshop, cast.jimu)
    for name, key in pages(workshop).items():
        assert client.get(reverse(name, args=key)).status_code == 200
    assert "まだ内緒の話" in read(client, "workshop-list")
    holding.withdraw_workshop(workshop=workshop, version=workshop.version)
    assert client.get(reverse("workshop-detail", args=pages(workshop)["workshop-detail"])).status_code == 404


def test_a_workshop_stands_below_its_own_fiscal_year_only(client, cast):
    workshop = voices.published_workshop(voices.workshop(held_on=date(2023, 3, 31)), cast.jimu)
    assert client.get(reverse("workshop-detail", args=[2022, workshop.pk])).status_code == 200
    assert client.get(reverse("workshop-detail", args=[2023, workshop.pk])).status_code == 404
    for year in (2023, 0, 99999999999999999999):
        assert client.get(reverse("workshop-year", args=[year])).status_code == 404


def test_a_year_tells_how_many_came_and_what_was_said(client, cast):
    for theme, people in (("居場所", 24), ("除雪", 18)):
        workshop = voices.workshop(theme=theme, participants=people)
        voices.pasted(workshop)
        voices.published_workshop(workshop, cast.jimu)
    html = read(client, "workshop-year", 2023)
    assert "2回開き、延べ42人が参加して、4枚の意見が出されました。" in html


def test_each_card_shows_its_number_and_what_became_of_it(client, cast):
    workshop = voices.workshop()
    rows = voices.pasted(workshop, "■居場所\n遊び場がほしい\n本を読みたい")
    (opinion,) = ledger.take_cards(workshop=workshop, cards=[rows[0].pk], as_one=False, now=builders.NOW)
    voices.published_workshop(workshop, cast.jimu)
    html = read(client, "workshop-detail", 2023, workshop.pk)
    assert html.count("意見台帳 令和5-001") == 1
    assert "対応済み" not in html
    builders.published_voice(opinion, cast.jimu, disposition="next_year")
    html = read(client, "workshop-detail", 2023, workshop.pk)
    assert "対応中（次年度に対応）" in html
    assert "next_year" not in html
    workshop.laid_cards = list(workshop.cards.for_reading())
    (sheet,) = prints.workshop_order(workshop).pages(date(2023, 12, 1))
    assert "対応中・次年度に対応" in sheet


def test_open_data_has_a_line_for_each_card(client, cast):
    workshop = voices.workshop(district="見本地区")
    voices.pasted(workshop, "■居場所\n=遊び場\nあそび")
    voices.published_workshop(workshop, cast.jimu)
    answer = client.get(reverse("workshop-csv", args=[2023]))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line["意見"] for line in lines] == ["'=遊び場", "あそび"]
    assert (lines[0]["年度"], lines[0]["地区"], lines[0]["参加した人数"]) == ("2023", "見本地区", "24")
    assert lines[0]["まとまり"] == "居場所"


def test_a_print_holds_the_cards_of_the_year(client, cast, paper):
    for theme in ("居場所", "除雪"):
        workshop = voices.workshop(theme=theme)
        voices.pasted(workshop, f"{theme}の意見")
        voices.published_workshop(workshop, cast.jimu)
    client.post(reverse("workshop-year-pdf", args=[2023]))
    printed = "".join(paper[0])
    assert len(paper[0]) == 3
    assert "居場所の意見" in printed
    assert "除雪の意見" in printed
    client.post(reverse("workshop-pdf", args=[2023, workshop.pk]))
    assert len(paper[1]) == 1
    assert "居場所の意見" not in paper[1][0]


@pytest.mark.real_pdf
def test_the_print_can_be_laid_out(cast):
    from evaluations.views.public_workshops import _of_year, _with_cards
    from evaluations.workshops.prints import year_order
    from plans.press import print_pages

    workshop = voices.workshop()
    voices.pasted(workshop)
    voices.published_workshop(workshop, cast.jimu)
    order = year_order(2023, list(_with_cards(_of_year(2023))))
    assert print_pages(order.pages(builders.TODAY), head=order.head, made_on=builders.TODAY).startswith(
        b"%PDF"
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_and_three(client, cast, django_assert_num_queries, count):
    for at in range(count):
        workshop = voices.workshop(theme=f"話題{at}")
        for row in range(count):
            voices.pasted(workshop, f"■見出し{row}\n意見{row}")
        keys = workshop.cards.values_list("pk", flat=True)
        ledger.take_cards(workshop=workshop, cards=list(keys), as_one=False, now=builders.NOW)
        voices.published_workshop(workshop, cast.jimu)
    costs = {"workshop-list": ([], 4), "workshop-year": ([2023], 3), "workshop-csv": ([2023], 6)}
    costs |= {"workshop-detail": ([2023, workshop.pk], 5)}
    for name, (key, queries) in costs.items():
        with django_assert_num_queries(queries, info=name):
            assert client.get(reverse(name, args=key)).status_code == 200


def test_cards_lead_to_the_page_of_their_initiative_as_long_as_it_has_one(client, cast):
    workshop = voices.workshop()
    voices.pasted(workshop)
    card = workshop.cards.first()
    card.initiatives.add(cast.walk)
    published = voices.published_workshop(workshop, cast.jimu)
    address = reverse("initiative-detail", args=[cast.walk.code])
    assert f'<a href="{address}">' in read(client, "workshop-detail", 2023, published.pk)
    cast.term.published_at = None
    cast.term.save()
    html = read(client, "workshop-detail", 2023, published.pk)
    assert address not in html
    assert cast.walk.title in html

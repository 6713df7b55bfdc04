"""The register of plans: plans, their terms and relations, texts, pictures, words and activities."""

from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image

from initiatives import plan_file
from initiatives.plan_file import uploading
from plans import outreach, pictures, registration
from plans.fiscal_year import fiscal_year_of
from plans.images import clean_image
from plans.models import (
    Chapter,
    GlossaryTerm,
    MeasureLevel,
    Picture,
    Plan,
    PlanRelation,
    PlanTerm,
)
from plans.publication import publish_term
from tests.builders.house import NOW, TODAY

OTARU = Path(__file__).parents[2] / "otaru_welfare" / "demo" / "otaru" / "plan.toml"


def plan(slug="chiiki-fukushi", name="みほん市地域福祉計画", **fields) -> Plan:
    return Plan.objects.create(slug=slug, name=name, **fields)


def term(
    plan, name="第1期", ordinal=1, first_year=2021, last_year=2023, published=True, **fields
) -> PlanTerm:
    row = PlanTerm.objects.create(
        plan=plan, name=name, ordinal=ordinal, first_year=first_year, last_year=last_year, **fields
    )
    MeasureLevel.objects.create(term=row, depth=1, name="基本目標")
    if published:
        row.published_at = NOW
        row.save()
    return row


def relation(plan, other, kind="individual", note="") -> PlanRelation:
    return PlanRelation.objects.create(plan=plan, other=other, kind=kind, note=note)


def closed(plan, year=2022, closing="abolished", reason="総合計画に統合したため。") -> Plan:
    return registration.close_plan(
        plan=plan,
        version=plan.version,
        today_year=2023,
        closing=closing,
        closed_year=year,
        closed_reason=reason,
    )


def plan_upload(
    by, text='[[glossary]]\nword = "居場所"\nreading = "いばしょ"\nslug = "ibasho"\ndefinition = "場"\n'
):
    """A plan file that somebody sent and has not loaded yet."""
    return uploading.receive(name="plan.toml", data=text.encode(), by=by, now=NOW)


def otaru(by, now=NOW) -> PlanTerm:
    """Otaru's real register, text and glossary, with the first term of its plan public; gives that term."""
    plan_file.load(plan_file.read(OTARU.name, OTARU.read_bytes()), today_year=fiscal_year_of(TODAY))
    return publish_term(term=PlanTerm.objects.get(plan__slug="chiiki-fukushi", ordinal=1), by=by, now=now)


def chapter(term, number=1, body="地域のつながりが薄れています。", **fields) -> Chapter:
    sensible = {"slug": f"chapter-{number}", "title": f"第{number}章の題"}
    return Chapter.objects.create(term=term, number=number, body=body, **sensible | fields)


def image_file(kind="JPEG", size=(40, 30), colour="teal", **saving) -> bytes:
    """The bytes of a picture of one colour, as a camera or a drawing program would write them."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **saving)
    return out.getvalue()


def picture(term=None, alt="海辺を歩く人たち", colour="teal", **fields) -> Picture:
    image = clean_image(image_file(colour=colour))
    return pictures.add_picture(image=image, alt=alt, term=term, **fields)


def activity(organization, title="計画の説明会", starts_on=date(2022, 5, 1), picture=None, **fields):
    """An activity of 周知・啓発 as the page would save it; ``picture`` are the bytes of one."""
    options = {"medium": "lecture", "audience": "市民", "count": 30, "unit": "人"} | fields
    image = clean_image(picture) if picture else None
    return outreach.save_activity(
        activity=None,
        version=0,
        fields={"organization": organization, "title": title, "starts_on": starts_on} | options,
        image=image,
        alt="会場の様子" if image else "",
    )


def published_activity(organization, by, **fields):
    row = activity(organization, **fields)
    return outreach.publish_activity(
        activity=row, version=row.version, by=by, now=NOW, today=row.ends_on or row.starts_on
    )


def word(word="見守り", reading="みまもり", **fields) -> GlossaryTerm:
    sensible = {"slug": f"w{GlossaryTerm.objects.count() + 1}", "definition": f"{word}とは何かの説明。"}
    return GlossaryTerm.objects.create(word=word, reading=reading, **sensible | fields)

"""Plain builder functions: each makes one row, sensible by itself, and takes what a test wants to say."""

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image

from accounts.models import Department, DepartmentName, Organization, User
from accounts.pdfs import CleanPdf
from evaluations import workflow
from evaluations.judging import goal_ratings, recommendations
from evaluations.ledger import intake, outcome, publishing, replies, template_writing
from evaluations.meetings import calling, papers, planning
from evaluations.models import (
    AgendaItem,
    Committee,
    Meeting,
    MeetingDocument,
    MeetingPack,
    Member,
    ReviewLink,
)
from evaluations.prior_opinions import links, writing
from evaluations.tasks import print_recommendation
from initiatives import carry_over, plan_file, progress, revisions, shares
from initiatives.inheritance import Successor
from initiatives.models import (
    ActorRole,
    AnswerUpload,
    CarryOver,
    Indicator,
    IndicatorTarget,
    Initiative,
    InitiativeLineage,
    PlanLink,
    RatingLevel,
    RatingScale,
    RecordShare,
    Responsibility,
    RevisionChange,
)
from initiatives.plan_file import uploading
from plans import outreach, pictures, registration
from plans.fiscal_year import fiscal_year_of, last_day
from plans.images import clean_image
from plans.models import (
    Chapter,
    GlossaryTerm,
    Measure,
    MeasureLevel,
    Picture,
    Plan,
    PlanRelation,
    PlanRevision,
    PlanTerm,
)
from plans.publication import publish_term

OTARU = Path(__file__).parents[1] / "otaru_welfare" / "demo" / "otaru" / "plan.toml"
NOW = datetime(2023, 4, 10, 1, 0, tzinfo=UTC)
TODAY = date(2023, 4, 10)
PASSWORD = "correct horse battery"
LEVELS = (("A", "順調"), ("B", "おおむね順調"), ("C", "やや遅れ"), ("D", "遅れ"))
TEXTS = {
    "planned": "見守り活動を月1回行う。",
    "done": "見守り活動を12回行い、延べ240人が参加した。",
    "rating_reason": "計画どおり毎月開催でき、参加者が前年より増えたため。",
    "issue": "担い手の高齢化が進んでいる。",
    "direction": "continue",
    "improvement": "若い世代に向けた説明会を9月に開く。",
}


def organization(kind="city", code="city", name="みほん市") -> Organization:
    return Organization.objects.create(code=code, name=name, short_name=name[-3:], kind=kind)


def department(organization, code, name, first_year=2010) -> Department:
    row = Department.objects.create(organization=organization, code=code, first_year=first_year)
    DepartmentName.objects.create(department=row, first_year=first_year, name=name)
    return row


def user(username, name, role, department=None) -> User:
    return User.objects.create_user(username, PASSWORD, name=name, role=role, department=department)


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


def goal(term, number="1", title="つながりを持てる地域づくり") -> Measure:
    return Measure.objects.create(term=term, depth=1, number=number, title=title, position=int(number))


def measure(parent, number, title="居場所を増やす") -> Measure:
    """A 施策 below another, at the end of its term."""
    position = parent.term.measures.count()
    return Measure.objects.create(
        term=parent.term, parent=parent, depth=parent.depth + 1, number=number, title=title, position=position
    )


def scale(term, stage) -> RatingScale:
    row = RatingScale.objects.create(term=term, stage=stage, name="4段階の評価")
    for position, (code, words) in enumerate(LEVELS, start=1):
        RatingLevel.objects.create(
            scale=row, code=code, words=words, definition=f"{words}である", position=position
        )
    return row


def initiative(measure, lead=None, number="1-1", support=(), **fields) -> Initiative:
    sensible = {
        "code": f"r3-{number}",
        "title": f"見守り活動{number}",
        "content": "地域で見守り活動を行います。",
    }
    position = measure.term.initiatives.count() + 1
    row = Initiative.objects.create(
        term=measure.term, measure=measure, number=number, position=position, **sensible | fields
    )
    if lead:
        Responsibility.objects.create(initiative=row, department=lead, role=Responsibility.Role.LEAD)
    for department in support:
        Responsibility.objects.create(initiative=row, department=department, role=Responsibility.Role.SUPPORT)
    return row


def indicator(initiative, name="開催回数", unit="回", targets=None, **fields) -> Indicator:
    row = Indicator.objects.create(initiative=initiative, name=name, unit=unit, **fields)
    for year, value in (targets or {}).items():
        IndicatorTarget.objects.create(indicator=row, fiscal_year=year, value=value)
    return row


def actor_role(initiative, actor, text="声をかけ合います。") -> ActorRole:
    return ActorRole.objects.create(initiative=initiative, actor=actor, text=text)


def plan_link(initiative, plan, kind="related", **fields) -> PlanLink:
    return PlanLink.objects.create(initiative=initiative, plan=plan, kind=kind, **fields)


def plan_upload(
    by, text='[[glossary]]\nword = "居場所"\nreading = "いばしょ"\nslug = "ibasho"\ndefinition = "場"\n'
):
    """A plan file that somebody sent and has not loaded yet."""
    return uploading.receive(name="plan.toml", data=text.encode(), by=by, now=NOW)


def otaru(by, now=NOW) -> PlanTerm:
    """Otaru's real register, text and glossary, with the first term of its plan public; gives that term."""
    plan_file.load(plan_file.read(OTARU.name, OTARU.read_bytes()), today_year=fiscal_year_of(TODAY))
    return publish_term(term=PlanTerm.objects.get(plan__slug="chiiki-fukushi", ordinal=1), by=by, now=now)


def committee(term, name="みほん市地域福祉計画推進委員会") -> Committee:
    return Committee.objects.create(term=term, name=name)


def member(committee, user, office="member", category="adult", **fields) -> Member:
    sensible = {
        "name": user and user.name,
        "appointed_on": date(2021, 4, 1),
        "term_ends_on": date(2099, 3, 31),
    }
    return Member.objects.create(
        committee=committee, user=user, office=office, category=category, **sensible | fields
    )


def meeting(committee, ordinal=1, state="preparing", items=("令和4年度の評価について",), **fields) -> Meeting:
    """A meeting in the year of the tests, with its agenda; ``state`` called has called everybody in office."""
    sensible = {
        "held_on": date(2023, 8, 1),
        "starts_at": time(14),
        "ends_at": time(16),
        "mode": "in_person",
        "place": "市役所 第1会議室",
        "ordinal": ordinal,
    }
    row = planning.save_meeting(
        committee=committee, meeting=None, version=0, fields=sensible | fields, tell=False, now=NOW
    )
    for title in items:
        agenda_item(row, title)
    if state != "preparing":
        calling.call(meeting=row, version=row.version, now=NOW)
        row.refresh_from_db()
    return row


def agenda_item(meeting, title="その他", **fields) -> AgendaItem:
    return planning.save_item(meeting=meeting, item=None, version=0, fields={"title": title} | fields)


def paper(meeting, number="1", title="評価のまとめ", only_for=(), pages=1, **fields) -> MeetingDocument:
    """An uploaded paper of so many empty pages."""
    return papers.save_paper(
        meeting=meeting,
        document=None,
        version=0,
        fields={"kind": "paper", "number": number, "title": title} | fields,
        only_for=only_for,
        pdf=CleanPdf(pdf_file(pages), pages),
        now=NOW,
    )


def handed_out(meeting) -> Meeting:
    papers.hand_out(meeting=meeting, version=meeting.version, now=NOW)
    meeting.refresh_from_db()
    return meeting


def pack(meeting, by, member=None) -> MeetingPack:
    """A pack that is ready."""
    ready = {"state": "ready", "pdf": pdf_file(), "page_count": 1, "requested_at": NOW}
    return MeetingPack.objects.create(meeting=meeting, member=member, requested_by=by, **ready)


def pdf_file(pages=1) -> bytes:
    """The bytes of a PDF of empty pages."""
    out = BytesIO()
    with pikepdf.Pdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out)
    return out.getvalue()


def round_(term, committee, by, year=2022, now=NOW, **fields):
    options = {
        "due_on": date(2099, 5, 31),
        "opinions_due_on": date(2099, 8, 31),
        "committee_rates": False,
        "message": "",
    } | fields
    return workflow.open_round(term=term, target_year=year, committee=committee, by=by, now=now, **options)


def fill(record, values=None, answers=None, level="B", **texts):
    """Save a whole draft; ``values`` by indicator and ``answers`` by promise, as the form gives them."""
    scale = RatingScale.objects.get(term=record.request.term, stage="self")
    rating = scale.levels.get(code=level)
    return progress.save_draft(
        record=record,
        version=record.version,
        texts=TEXTS | {"self_rating": rating} | texts,
        values=values or {v.indicator_id: {"actual": 12, "missing_reason": ""} for v in record.values.all()},
        answers=answers
        or {p.pk: {"answer": "done", "answer_reason": "9月に開いた。"} for p in record.promises.all()},
        today=last_day(record.request.target_year) + timedelta(days=9),
    )


def submitted(record, by, **content):
    """Hand a whole record in; where shares are missing, with the reason for not waiting."""
    record = fill(record, **content)
    seen = {"version": record.version, "share_reason": "関係課には電話で聞き取ったため。"}
    return progress.submit(record=record, by=by, now=NOW + timedelta(days=1), **seen)


def supported(record, department) -> RecordShare:
    """Let a department support a record of a call that is open already; gives its share."""
    record.support_departments.add(department)
    return RecordShare.objects.create(record=record, department=department)


def share_of(record, department):
    return record.shares.get(department=department)


def handed(record, department, by, done="教室の場所を貸した。", issue=""):
    """The share of a supporting department, written and handed to the lead."""
    share = share_of(record, department)
    texts = {"done": done, "issue": issue}
    return shares.write(share=share, version=share.version, hand_in=True, by=by, now=NOW, **texts)


def without_report(record, outcome="not_applicable", reason="隔年で行う取組のため。"):
    """今年度は対象外 or 完了, with its reason, as far as the check page."""
    return progress.set_outcome(record=record, version=record.version, outcome=outcome, reason=reason)


def closed_off(record, by, **why):
    """今年度は対象外 or 完了, submitted and accepted."""
    record = without_report(record, **why)
    record = progress.submit(record=record, version=record.version, by=by, now=NOW)
    return progress.accept(record=record, version=record.version, by=by, now=NOW + timedelta(days=2))


def accepted(record, by, **content):
    record = submitted(record, by, **content)
    return progress.accept(record=record, version=record.version, by=by, now=NOW + timedelta(days=2))


def in_committee(round, by):
    """Fill and accept every record that is still open, and hand the round to the committee."""
    for record in round.request.records.exclude(state="accepted"):
        accepted(record, by)
    return workflow.start_committee(round=round)


def opinion(round, member, record=None, text="もっと若い人に声をかけてほしい。", kind="opinion"):
    return workflow.write_opinion(round=round, record=record, member=member, kind=kind, text=text, now=NOW)


def review_link(round, member, by, **fields) -> ReviewLink:
    """A personal link that is good for years: the clock of the pages is the real one."""
    options = {"expires_at": datetime(2099, 1, 1, tzinfo=UTC), "now": NOW} | fields
    return links.issue(round=round, member=member, by=by, **options)


def review_key(link, means="mail") -> str:
    """The secret part of a new address of the link, as it stands in a mail or a letter."""
    return links.new_address(link, means, NOW).rstrip("/").rpartition("/")[2]


def reviewed(round, member, record, text="", level=None, **fields):
    """What a member said of one 取組 in their 事前意見."""
    row = {"version": 0, "kind": "opinion", "now": NOW} | fields
    return writing.save(round=round, record=record, member=member, text=text, level=level, **row)


def voice(text="夜も相談できるようにしてほしい。", source="window", received_on=date(2023, 5, 8), **fields):
    """An opinion that did not come from the committee."""
    return intake.take_in(source=source, text=text, received_on=received_on, now=NOW, **fields)


def published_voice(opinion, by, **reply):
    """The opinion with an approved reply of everybody who owes one, made public."""
    for response in opinion.responses.filter(is_approved=False):
        opinion.refresh_from_db()
        replied(opinion, by, response.organization, version=response.version, **reply)
    opinion.refresh_from_db()
    return publishing.publish(opinion=opinion, version=opinion.version, by=by, now=NOW)


def opinion_change(opinion, words="夜の相談を始めた。", **links):
    fields = {"happened_on": date(2023, 4, 1), "initiative": None, "revision_change": None} | links
    return outcome.note_change(opinion=opinion, change=None, version=0, words=words, **fields)


def reply_template(name="すでに行っている取組", text="すでに行っています。", disposition="reference"):
    fields = {"name": name, "text": text, "disposition": disposition}
    return template_writing.save(template=None, version=0, **fields)


def replied(opinion, by, organization=None, **fields):
    """The reply of one organisation that owes one: the person's own, else the first."""
    owing = [response.organization for response in opinion.responses.select_related("organization")]
    options = {
        "organization": organization or (by.organization if by.organization in owing else owing[0]),
        "summary": opinion.text,
        "text": "学校と相談して進めます。",
        "disposition": "reflected",
        "what_changed": "",
        "approve": True,
        "version": 0,
        "seen_version": opinion.version,
    } | fields
    return replies.reply(opinion=opinion, by=by, now=NOW, **options)


def decided(round, by, level="B"):
    """Set the final evaluation of every record of the round."""
    scale = RatingScale.objects.get(term=round.request.term, stage="final")
    for record in round.request.records.reported():
        workflow.decide_final(
            round=round,
            record=record,
            seen_version=record.version,
            version=0,
            level=scale.levels.get(code=level),
            comment="",
            by=by,
            now=NOW + timedelta(days=3),
        )


def letter(round, **texts):
    """The draft of a 答申書, by our proposal but for its date."""
    sensible = recommendations.first_texts(round) | {"dated_on": date(2023, 11, 10)}
    return recommendations.write(round=round, version=0, **sensible | texts)


def fixed_letter(round, chair, by, comment="おおむね順調に進んでいる。", **texts):
    """A 答申書 that was fixed after the deadline of the opinions, and its PDF."""
    if not hasattr(round, "overall_comment"):
        workflow.write_overall_comment(round=round, member=chair, version=0, text=comment)
    draft = round.recommendations.drafts().first() or letter(round, **texts)
    after = round.opinions_due_on + timedelta(days=1)
    fixed = recommendations.fix(recommendation=draft, version=draft.version, by=by, today=after, now=NOW)
    print_recommendation.func(fixed.pk)
    return fixed


def goal_rated(round, by, place=0, stage="committee", level="B", reason="記録と意見から判断した。"):
    """How people rate the plan as a whole (place 0) or a goal."""
    return goal_ratings.rate_goal(
        round=round,
        subject=goal_ratings.subjects(round)[place],
        stage=stage,
        version=0,
        level=next(row for row in goal_ratings.levels_for(round, stage) if row.code == level),
        reason=reason,
        by=by,
        now=NOW,
    )


def published(round, by):
    """Carry a round through to its publication, whatever stage it is in."""
    if round.stage == "collecting":
        round = in_committee(round, by)
    decided(round, by)
    for row in round.opinions.unanswered():
        for response in row.responses.filter(is_approved=False):
            row.refresh_from_db()
            replied(row, by, response.organization, version=response.version)
    round = workflow.close_opinions(round=round, now=NOW)
    workflow.publish(round=round, version=round.version, by=by, now=NOW)
    round.refresh_from_db()
    return round


def chapter(term, number=1, body="地域のつながりが薄れています。", **fields) -> Chapter:
    sensible = {"slug": f"chapter-{number}", "title": f"第{number}章の題"}
    return Chapter.objects.create(term=term, number=number, body=body, **sensible | fields)


# ---- pictures ----------------------------------------------------------------------------------------------


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


def answer_upload(by) -> AnswerUpload:
    """A 回答票 that says nothing."""
    return AnswerUpload.objects.create(by=by, sent_at=NOW, name="回答票.csv", sheets=[])


# ---- 見直し ------------------------------------------------------------------------------------------------


def revision(term, **head) -> PlanRevision:
    sensible = {
        "reason": "社会の変化に合わせるため。",
        "decided_by": "市長決裁",
        "decided_on": date(2023, 2, 1),
        "meeting": "",
    }
    return revisions.prepare(term=term, **sensible | head)


def change(revision, row, kind="", remarks="", **after) -> RevisionChange:
    """Prepare new texts of a row; the targets of an indicator are named as in ``target_2023="30"``."""
    kind = kind or {
        Initiative: "initiative",
        Measure: "measure",
        Chapter: "chapter",
        PlanTerm: "philosophy",
    }.get(type(row), "indicator")
    if any(name.startswith("target_") for name in after):
        kind, after = "target", {name.removeprefix("target_"): text for name, text in after.items()}
    draft = revision.changes.filter(kind=kind, row_id=row.pk).first()
    row = type(row)._base_manager.get(pk=row.pk)  # as the page would show it now
    return revisions.change(
        revision=revision,
        kind=kind,
        row=row,
        version=draft.version if draft else 0,
        after=after,
        remarks=remarks,
    )


def new_initiative(revision, measure, lead, **after) -> RevisionChange:
    texts = {"number": "1-9", "title": "雪かきの手伝い", "content": "雪かきを手伝います。", "first_year": ""}
    return revisions.add(
        revision=revision,
        kind="new_initiative",
        parent=measure,
        version=0,
        after=texts | {"lead": str(lead.pk)} | after,
        remarks="",
    )


def publish_revision(revision, by, now=NOW) -> PlanRevision:
    return revisions.publish(revision=revision, seen=revisions.fingerprint(revision), by=by, now=now)


def published_revision(term, by, changes: dict, **head) -> PlanRevision:
    """A revision with ``changes`` (new texts by row), published."""
    row = revision(term, **head)
    for subject, after in changes.items():
        change(row, subject, **after)
    return publish_revision(row, by)


# ---- 次の期への引継ぎ ---------------------------------------------------------------------------------------


def carried_over(old_term, **fields) -> CarryOver:
    """The next term, not public yet, with one goal; 引継ぎ is begun and nothing is decided."""
    new_term = term(old_term.plan, "第2期", 2, 2024, 2028, published=False, **fields)
    goal(new_term)
    return carry_over.begin(old_term=old_term, new_term=new_term)


def carried(
    bridge, initiative, kind="continued", reason="", successors=None, **new
) -> list[InitiativeLineage]:
    """Decide what becomes of a 取組; ``new`` says what is otherwise in the one that is made."""
    endings = InitiativeLineage.ENDINGS
    return carry_over.decide(
        carry_over=bridge,
        initiative=initiative,
        kind=kind,
        reason=reason or ("" if kind == "continued" else "地域の実情に合わせるため。"),
        successors=successors or ([] if kind in endings else [Successor(**new)]),
    )

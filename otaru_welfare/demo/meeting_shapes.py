"""What the sample files hold of meetings: agenda, papers, and the minutes with what members answered to them."""

from dataclasses import dataclass, field

from otaru_welfare.demo.shapes import Day, Sample

# ---- meetings ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class MeetingSample(Sample):
    """``answers`` holds a letter for each member; see ``demo.meetings.LETTERS``."""

    name: str
    round: str
    held_on: Day
    starts_at: str
    mode: str
    state: str
    ends_at: str = ""
    venue: str = ""
    online_address: str = ""
    openness: str = "open"
    closed_reason: str = ""
    audience_capacity: int | None = None
    audience_note: str = ""
    audience_count: int | None = None
    answer_due_on: Day | None = None
    called_on: Day = 0
    answers: str = ""
    is_published: bool = False
    agenda: list[dict] = field(default_factory=list)
    papers: list[dict] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class AgendaSample(Sample):
    title: str
    kind: str = "deliberation"
    description: str = ""
    is_closed: bool = False
    summary: str = ""
    decision: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperSample(Sample):
    """``file`` is a PDF in ``papers/``, ``item`` the place of its point on the agenda, ``corrected`` a corrected file."""

    kind: str
    number: str
    title: str
    file: str
    item: int = 0
    correction: str = ""
    corrected: str = ""


# ---- 会議録 ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class MinutesSample(Sample):
    year: str
    ordinal: int
    state: str
    drafted_on: Day
    due_on: Day
    method: str
    contact: str
    speakers: str = "role"
    sent_on: Day | None = None
    finished_on: Day | None = None
    confirmed: list[str] = field(default_factory=list)
    said: list[dict] = field(default_factory=list)
    proposal: list[dict] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class SaidSample(Sample):
    """``item`` counts the points of the agenda from 1; ``who`` is a member, office or explainer."""

    item: int
    who: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ProposalSample(Sample):
    """``old`` is how the text begins that the member wants to read otherwise."""

    item: int
    old: str
    who: str
    text: str
    reason: str
    answer: str = ""
    refused: str = ""

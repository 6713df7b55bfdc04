"""A long section is written some passages at a time: which ones stand on a page, and where somebody goes on."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q

from accounts.models import UnsavedPage, User
from accounts.versioning import read_version
from evaluations.models import MinutesPassage, MinutesSection

PASSAGES_ON_A_PAGE = 20


@dataclass(frozen=True)
class Place:
    """``number`` is the page that was asked for, ``shown`` what is on it; ``unsaved`` other pages on which typed text waits.

    ``resumed`` says that nobody asked for this page: it is where the person left off.
    """

    number: int
    shown: Page
    unsaved: list[int]
    resumed: bool

    @property
    def pages(self) -> list[tuple[int, str]]:
        """Number and words (21～40番) of each page."""
        paginator = self.shown.paginator
        pages = (paginator.page(number) for number in paginator.page_range)
        return [(page.number, f"{page.start_index()}～{page.end_index()}番") for page in pages]


def place(section: MinutesSection, by: User, path: str, asked: str, now: datetime) -> Place:
    """Give the page that was asked for; without one, that with unsaved text, or that of the last passage ``by`` saved.

    ``path`` is the address of the section, under which typed text and saves are noted.
    """
    paginator = _paginator(section)
    waiting = UnsavedPage.objects.waiting(now).filter(person=by, path__startswith=f"{path}?page=")
    paths = waiting.order_by("-saved_at").values_list("path", flat=True)
    unsaved = [read_version(path.rpartition("=")[2]) or 1 for path in paths]
    number = read_version(asked)
    found = number or next(iter(unsaved), 0) or _left_off(section, by, path)
    found = found or 1
    others = sorted(page for page in unsaved if page != found)
    return Place(found, paginator.get_page(found), others, resumed=not number and found > 1)


def last(section: MinutesSection) -> int:
    """The page with the last passage, and the empty boxes after it."""
    return _paginator(section).num_pages


def _paginator(section: MinutesSection) -> Paginator:
    return Paginator(section.passages.standing(), PASSAGES_ON_A_PAGE)


def _left_off(section: MinutesSection, by: User, path: str) -> int:
    """The page of the passage that the person wrote on last on this page; 0 when there is none."""
    events = MinutesPassage.pgh_event_model.objects.filter(
        section=section.pk, pgh_context__metadata__user=by.pk, pgh_context__metadata__url=path
    )
    pk = events.order_by("-pgh_id").values_list("pgh_obj_id", flat=True).first()
    passage = pk and section.passages.filter(pk=pk).first()
    if not passage:
        return 0
    before = Q(position__lt=passage.position) | Q(position=passage.position, pk__lt=passage.pk)
    return section.passages.standing().filter(before).count() // PASSAGES_ON_A_PAGE + 1

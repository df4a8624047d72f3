"""The story to follow: six cards, each with who acts, where, and what to do there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from referrals.kit.calendar import day_starts, local_day
from referrals.models import OnwardReferral, Person, Referral, Session
from socialrx.tools.example.draws import nhs_numbers

FULL, FREE = "Longford park walk", "Breathe easy stroll"


@dataclass(frozen=True, slots=True)
class Act:
    """One persona at work: the button signs them in and opens `url`."""

    persona: str
    button: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """One step of the story."""

    title: str
    what_to_do: str
    acts: tuple[Act, ...]


def widow() -> Person | None:
    """The person whose story it is: the first to meet has the first NHS number."""
    return Person.objects.filter(nhs_number=next(nhs_numbers())).first()


def cards() -> list[Card]:
    """The six steps, each opening her record as it is now; none where the example is not loaded."""
    person = widow()
    return list(_cards(Places(person), person.full_name)) if person else []


def _cards(places: "Places", name: str) -> Iterator[Card]:
    yield Card(
        _("A GP refers her"),
        _("%(name)s is 74, widowed and short of breath. Choose why you refer her, answer about risk, and send.")
        % {"name": name},
        (Act("gp-1", _("Refer her as Dr Helen Ames"), places.refer()),),
    )
    yield Card(
        _("A link worker asks what matters"),
        _("Claim her, note that you reached her, agree what matters and a goal. Then refer on to the %(service)s.")
        % {"service": FULL},
        (Act("link_worker-1", _("Support her as Joy Ellison"), places.episode()),),
    )
    yield Card(
        _("The first service is full, and someone notices"),
        _("Every place is taken: decline. It comes back as a task, and the link worker refers on to the %(service)s.")
        % {"service": FREE},
        (
            Act("provider-1", _("Decline as Nina Booth"), places.offer(FULL)),
            Act("link_worker-1", _("Refer on as Joy Ellison"), places.episode()),
        ),
    )
    yield Card(
        _("Another says yes, and she comes"),
        _("Accept her. Then open today's register and mark that she came."),
        (Act("provider-3", _("Accept and mark as Aled Price"), places.offer(FREE)),),
    )
    yield Card(
        _("Her steps arrive"),
        _("The step counter that she was lent sends every hour. See her days, her goal and when she came."),
        (Act("link_worker-1", _("See her steps as Joy Ellison"), places.episode()),),
    )
    yield Card(
        _("The week is counted, and the GP hears back"),
        _("The commissioner sees the week by groups of people, never one person. The GP sees what came of it."),
        (
            Act("commissioner-1", _("See the week as Philippa Dunn"), reverse("observatory:weekly")),
            Act("gp-1", _("See the news as Dr Helen Ames"), places.news()),
        ),
    )


class Places:
    """Where each persona acts, as far as the story has come."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._referral = Referral.objects.filter(person=person).select_related("episode").first()

    def refer(self) -> str:
        """The form that refers her."""
        return reverse("gp:refer_person", args=[self._person.public_id])

    def news(self) -> str:
        """What became of the referral."""
        if self._referral is None:
            return reverse("gp:referrals")
        return reverse("gp:referral", args=[self._referral.public_id])

    def episode(self) -> str:
        """Her page; the caseload, where she waits, until someone has claimed her."""
        if self._referral is None or self._referral.episode.holder_id is None:
            return reverse("link_worker:caseload")
        return reverse("link_worker:episode", args=[self._referral.episode.public_id])

    def offer(self, service: str) -> str:
        """The offer that waits for an answer; the register once she has a place; else the inbox."""
        offers = OnwardReferral.objects.filter(episode__person=self._person, service__name=service)
        waiting = offers.filter(status="requested").first()
        if waiting:
            return reverse("provider:offer", args=[waiting.public_id])
        tomorrow = day_starts(local_day(timezone.now()) + timedelta(days=1))
        session = Session.objects.filter(service__name=service, starts_at__lt=tomorrow).last()
        if session and offers.taking_a_place().exists():
            return reverse("provider:register", args=[session.public_id])
        return reverse("provider:inbox")

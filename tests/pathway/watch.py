"""What the product says after a step, and what must hold whatever happened."""

from django.db.models import Count, F, Q

from referrals.models import (
    Attendance,
    AuditEvent,
    Episode,
    OnwardReferral,
    OnwardStatusChange,
    Referral,
    ReferralStatusChange,
    Service,
    Task,
)
from referrals.models.status_words import REFERRAL_STATUSES
from tests.pathway.model import HELD, OFFER_OPEN, OPEN, TAKES_A_PLACE, Truth

WORDS = {status: str(words) for status, words in REFERRAL_STATUSES}
# The moves that an act of another name explains: marking a register begins a place, a talk or a plan is a review.
EXPLAINED = {"start": "attendance.marked", "review": "contact.recorded"}
# A place outlives the episode, so the team has to do with a service that closes later.
AFTERWARDS = {"service_closed"}
LOOKS = Q(did__endswith=".opened") | Q(did__endswith=".listed") | Q(did__endswith="_listed")


def cases_agree(truth: Truth) -> None:
    """Each referral stands where it should, with whom it should."""
    said = {
        str(public_id): (status, holder or "")
        for public_id, status, holder in Referral.objects.values_list("public_id", "status", "holder__user__name")
    }
    assert {case.public_id: said[case.public_id] for case in truth.cases} == {
        case.public_id: (case.status, case.holder) for case in truth.cases
    }


def offers_agree(truth: Truth) -> None:
    said = {str(public_id): status for public_id, status in OnwardReferral.objects.values_list("public_id", "status")}
    assert {offer.public_id: said[offer.public_id] for offer in truth.offers} == {
        offer.public_id: offer.status for offer in truth.offers
    }


def gp_sees_the_truth(truth: Truth, shown: dict[str, tuple[str, str]], team: str) -> None:
    """The practice's list: in which words each referral stands, and who has it."""
    for case in truth.cases:
        words, who = shown[case.reference]
        assert words == WORDS[case.status]
        whose = case.support.team or team
        expected = "Nobody: it has ended" if case.status not in OPEN else f"{case.holder} {whose}".strip()
        assert who == expected


def one_holder_one_next_action_one_due_day() -> None:
    """Nothing open is without them, and it stands on exactly one list: a worker's caseload or the team's inbox."""
    is_open = Referral.objects.filter(status__in=OPEN)
    assert not is_open.filter(Q(due_on=None) | Q(next_action="")).exists()
    assert not Referral.objects.filter(status__in=HELD).exclude(holder=F("episode__holder")).exists()
    assert not Referral.objects.filter(status="received").exclude(holder=None, episode__holder=None).exists()
    assert not is_open.exclude(episode__closed_at=None).exists()
    assert not Referral.objects.exclude(status__in=OPEN).filter(Q(holder__isnull=False) | ~Q(due_on=None)).exists()
    offers = OnwardReferral.objects.filter(status__in=OFFER_OPEN)
    assert not offers.filter(Q(due_on=None) | Q(next_action="")).exists()
    unfinished = Episode.objects.open().annotate(
        work=Count("referrals", filter=Q(referrals__status__in=OPEN), distinct=True)
    )
    assert not unfinished.filter(work=0).exists()


def every_task_is_on_its_holders_list() -> None:
    """A task follows its episode; what comes up after the end of one is the team's."""
    tasks = Task.objects.open()
    ended = tasks.exclude(episode__closed_at=None)
    assert not ended.exclude(kind__in=AFTERWARDS, holder=None).exists()
    under_way = tasks.filter(episode__closed_at=None)
    assert not under_way.filter(holder__isnull=False).exclude(holder=F("episode__holder")).exists()
    assert not under_way.filter(holder=None).exclude(episode__holder=None).exists()


def places_are_not_oversold() -> None:
    taken = Count("onward_referrals", filter=Q(onward_referrals__status__in=TAKES_A_PLACE))
    assert not Service.objects.annotate(taken=taken).filter(taken__gt=F("places")).exists()


def only_who_was_accepted_came() -> None:
    accepted = OnwardStatusChange.objects.filter(event="accept").values("onward_referral")
    assert not Attendance.objects.exclude(onward_referral__in=accepted).exists()


def every_move_is_audited() -> None:
    """Each row of history has its own act in the audit."""
    for changes, name in ((ReferralStatusChange, "referral"), (OnwardStatusChange, "onward_referral")):
        moves = changes.objects.exclude(event__in=EXPLAINED)
        counted = dict(moves.order_by().values_list(f"{name}_id").annotate(Count("pk")))
        audited = AuditEvent.objects.filter(object_type=name.replace("_", ""), did__startswith=f"{name}.")
        written = dict(audited.exclude(LOOKS).order_by().values_list("object_id").annotate(Count("pk")))
        assert {key: written.get(key) for key in counted} == counted


def acts() -> int:
    """How many acts the audit holds; looks are left out."""
    return AuditEvent.objects.exclude(LOOKS).count()

"""Reporting who looks like whom, and saying that two are two. Nobody is merged here: that is a human's act."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from referrals import finding
from referrals.actions.people import known_contacts
from referrals.drafts import PersonDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.isolation import each
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.likeness import Reason, keys
from referrals.models import LikelyDuplicate, Person, PersonKeys
from referrals.models.choices import Decision
from referrals.selectors.people import likeness, search

AT_ONCE = 500


def report(*, person: Person, by: Actor, compared_again: bool = False) -> None:
    """Write down everyone who looks like the person, in the transaction that registers or changes them.

    A pair that was reported before stays as it is, whatever was decided.
    """
    facts = likeness.facts_of([person.pk])[person.pk]
    words = search.vector(finding.kept(facts))
    row = PersonKeys(person=person, keys=sorted(keys(facts)), words=words, compared_again=compared_again)
    columns = ["keys", "words", "compared_again"]
    PersonKeys.objects.bulk_create([row], update_conflicts=True, unique_fields=["person"], update_fields=columns)
    found = likeness.like(facts, but=person.pk)
    if not found:
        return
    reported = LikelyDuplicate.objects.filter(Q(first=person) | Q(second=person)).values_list("first_id", "second_id")
    others = found.keys() - {key for pair in reported for key in pair}
    pairs = [_pair(person.pk, other, found[other]) for other in sorted(others)]
    LikelyDuplicate.objects.bulk_create(pairs, ignore_conflicts=True)
    known_contacts.share_what_is_unsafe(person=person, others=others, by=by)
    if pairs:
        audit.record(by=by, did="duplicates.reported", to=person, person_id=person.pk, rows=len(pairs))


def _pair(one: int, other: int, reasons: tuple[Reason, ...]) -> LikelyDuplicate:
    first, second = sorted((one, other))
    return LikelyDuplicate(first_id=first, second_id=second, reasons=[reason.value for reason in reasons])


@transaction.atomic
def compare_again(*, by: Actor) -> int:
    """Compare once more whoever was registered or changed since; how many. Of two who came at once, neither saw
    the other: whoever is compared after both does.
    """
    check(by, Permission.RUN_SCHEDULE)
    waiting = Person.objects.filter(Q(keys=None) | Q(keys__compared_again=False)).order_by("pk")[:AT_ONCE]
    return each("person", list(waiting), lambda person: report(person=person, by=by, compared_again=True))


@transaction.atomic
def warn(*, draft: PersonDraft, by: Actor) -> list[likeness.Known]:
    """Whoever the draft may be among the people whom the actor may open anyway; that they were shown is written down.

    Whom only others know is not told: the receiving team hears of it when the person is registered.
    """
    check(by, Permission.REFER)
    shown = likeness.known_and_like(by, draft)
    for one in shown:
        audit.look(by=by, at=one.person, person_id=one.person.pk)
    return shown


@transaction.atomic
def tell_apart(*, duplicate: LikelyDuplicate, by: Actor, now: datetime) -> None:
    """These are two people; the pair is not asked about again."""
    check(by, Permission.MERGE)
    decide(duplicate=duplicate, decision=Decision.DIFFERENT, by=by, now=now)
    audit.record(by=by, did="duplicate.told_apart", to=duplicate, person_id=duplicate.first_id)


def decide(*, duplicate: LikelyDuplicate, decision: str, by: Actor, now: datetime) -> None:
    """Settle an open pair that the actor's team sees; whoever comes second is refused."""
    rows = LikelyDuplicate.objects.visible_to(by).open().filter(pk=duplicate.pk)
    changed = rows.update(decision=decision, decided_by_id=by.member(), decided_at=now, version=F("version") + 1)
    if not changed:
        raise Refusal("decided", _("Someone has decided this meanwhile."))


def said_on_one(kept: Person, gone: Person) -> dict[str, object]:
    """What the record that goes says and the one that stays does not, as columns of the one that stays.

    An interpreter with the language, how they want to be told; a time that is bad on either is bad.
    """
    added: dict[str, object] = {}
    if gone.needs_interpreter and not kept.needs_interpreter:
        added |= {"needs_interpreter": True, "language": gone.language}
    if gone.wanted_channel and not kept.wanted_channel:
        added |= {"preferred_channel": gone.preferred_channel, "channel_said_on": gone.channel_said_on}
    if more := [time for time in gone.bad_times if time not in kept.bad_times]:
        added["bad_times"] = [*kept.bad_times, *more]
    return added

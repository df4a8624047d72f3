"""Every rule that says no is seen to say it: one case for each code that no test of its room names.

Each case acts on the world through the actions until one is refused. `tests/architecture/test_refusals.py` fails for a
code that is named nowhere.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.test import RequestFactory

from devices.actions import devices
from devices.actions.lending import hand_over
from devices.kinds import DeviceKind
from referrals.actions.access import links
from referrals.actions.intake import record_entries, referrals
from referrals.actions.messages import letters
from referrals.actions.onward import onward_referrals
from referrals.actions.organisation import accounts
from referrals.actions.people import agreements, deaths, erasure, merges, people, proofs, subject_access
from referrals.actions.register import attendance, scans, sessions, tags
from referrals.actions.services import ledger, services
from referrals.actions.support import pathways, risks
from referrals.actions.work import answers
from referrals.drafts import PathwayDraft, ReferralDraft, ServiceDraft
from referrals.kit import rate_limit
from referrals.kit.actor import SCHEDULE, Actor
from referrals.kit.permissions import Role
from referrals.kit.refusal import Refusal
from referrals.models import (
    ContactPoint,
    LedgerEntry,
    LikelyDuplicate,
    OutboundMessage,
    PathwayTemplate,
    Person,
    PersonAddress,
    RegisterLink,
    Service,
    Session,
    SignInLink,
)
from referrals.selectors.access import links as kinds
from referrals.selectors.organisation.accounts import actor_of
from tests.support.contact_points import proved
from tests.support.world import World, an_nhs_number, person_draft, refer, register

Act = Callable[[], object]


class Case(NamedTuple):
    """`arrange` brings the world to where `code` stops an act, and returns that act."""

    code: str
    arrange: Callable[[World], Act]


def gp(world: World) -> Actor:
    return world.ours.actor(Role.GP)


def link_worker(world: World) -> Actor:
    return world.ours.actor(Role.LINK_WORKER)


def provider(world: World) -> Actor:
    return world.ours.actor(Role.PROVIDER)


def manager(world: World) -> Actor:
    return world.ours.actor(Role.MANAGER)


# Intake and people


def entered_twice(world: World) -> Act:
    def enter() -> object:
        return record_entries.enter(referral=world.ours.referral, by=gp(world), now=world.now)

    enter()
    return enter


def registered_twice(world: World) -> Act:
    draft = person_draft(nhs_number=an_nhs_number(1), practice_id=world.ours.practice.pk)
    return lambda: people.register(draft=draft, by=gp(world), now=world.now)


def of_somebody_restricted(world: World) -> Act:
    erasure.restrict(person=world.ours.person, reason="asked", by=SCHEDULE, now=world.now)
    known = Person.objects.get(pk=world.ours.person.pk)
    draft = person_draft(nhs_number=known.nhs_number, born_on=known.born_on, practice_id=world.ours.practice.pk)
    return lambda: people.find_or_register(draft=draft, by=gp(world), now=world.now)


def died_before_birth(world: World) -> Act:
    person = world.ours.person
    before = person.born_on - timedelta(days=1)
    return lambda: deaths.record(person=person, died_on=before, by=link_worker(world), now=world.now)


def died_tomorrow(world: World) -> Act:
    later = world.today + timedelta(days=1)
    return lambda: deaths.record(person=world.ours.person, died_on=later, by=link_worker(world), now=world.now)


def erased_unrestricted(world: World) -> Act:
    return lambda: erasure.erase(person=world.ours.person, reason="asked", by=SCHEDULE)


def merged_pair(world: World) -> tuple[Person, LikelyDuplicate]:
    """Someone whom a link worker merged into the world's person."""
    known = world.ours.person
    other = register(world.ours, given_name=known.given_name, family_name=known.family_name, born_on=known.born_on)
    refer(world.ours, other, at=world.now)
    pair = LikelyDuplicate.objects.filter(second=other).first() or LikelyDuplicate.objects.get(first=other)
    merges.merge(duplicate=pair, kept=known, by=link_worker(world), now=world.now)
    other.refresh_from_db()
    return other, pair


def erased_though_merged(world: World) -> Act:
    other, _pair = merged_pair(world)
    erasure.restrict(person=other, reason="asked", by=SCHEDULE, now=world.now)
    return lambda: erasure.erase(person=other, reason="asked", by=SCHEDULE)


def exported_though_merged(world: World) -> Act:
    other, _pair = merged_pair(world)
    return lambda: subject_access.export(person=other, by=SCHEDULE, now=world.now)


def undone_out_of_order(world: World) -> Act:
    _first, pair = merged_pair(world)
    merged_pair(world)
    earlier = pair.merges.get()
    return lambda: merges.undo(merge=earlier, by=link_worker(world), now=world.now)


def given_again_though_never_given(world: World) -> Act:
    return lambda: agreements.give_again(
        person=world.ours.person, purpose="wear_device", by=link_worker(world), now=world.now
    )


# Support


def released_after_support_began(world: World) -> Act:
    waiting = refer(world.ours, world.ours.person, at=world.now)
    return lambda: referrals.release(referral=waiting, by=link_worker(world), now=world.now)


def told_where_no_practice_referred(world: World) -> Act:
    person = register(world.ours, family_name="Alone")
    draft = ReferralDraft(needs=("loneliness",), risk="none", route="self")
    referral = referrals.refer(person=person, draft=draft, team=world.ours.team, by=link_worker(world), now=world.now)
    return lambda: risks.tell_practice(episode=referral.episode, note="Knives", by=link_worker(world), now=world.now)


def template(world: World, name: str = "Lonely") -> PathwayTemplate:
    goals = ((20, "Meet somebody"),)
    return pathways.keep(draft=PathwayDraft(name, ("loneliness",), goals), by=link_worker(world))


def named_like_another(world: World) -> Act:
    template(world)
    return lambda: template(world)


def restored_beside_its_successor(world: World) -> Act:
    first = template(world)
    pathways.retire(template=first, by=link_worker(world), now=world.now)
    template(world)
    return lambda: pathways.restore(template=first, by=link_worker(world))


def use(world: World, kept: PathwayTemplate) -> None:
    episode = world.ours.referral.episode
    pathways.use(template=kept, episode=episode, what_matters="", by=link_worker(world), now=world.now)


def used_though_retired(world: World) -> Act:
    kept = template(world)
    pathways.retire(template=kept, by=link_worker(world), now=world.now)
    kept.refresh_from_db()
    return lambda: use(world, kept)


def used_by_another_team(world: World) -> Act:
    theirs = world.theirs.actor(Role.LINK_WORKER)
    kept = pathways.keep(draft=PathwayDraft("Theirs", ("debt",), ((5, "Pay"),)), by=theirs)
    return lambda: use(world, kept)


def used_twice(world: World) -> Act:
    kept = template(world)
    use(world, kept)
    return lambda: use(world, kept)


# Onward referrals, registers and services


def another_service(world: World, **listing: object) -> Service:
    draft = ServiceDraft("Lunch club", ("loneliness",))
    return services.add(
        organisation=world.ours.provider,
        draft=replace(draft, **listing),  # type: ignore[arg-type]  # a listing's own fields
        by=SCHEDULE,
        confirmed_on=world.today,
    )


def offer(world: World, service: Service, *, is_agreed: bool = False) -> object:
    return onward_referrals.offer(
        episode=world.ours.referral.episode,
        service=service,
        need="loneliness",
        note="",
        by=link_worker(world),
        now=world.now,
        is_agreed=is_agreed,
    )


def offered_twice(world: World) -> Act:
    return lambda: offer(world, world.ours.service)


def offered_to_whom_it_does_not_take(world: World) -> Act:
    service = another_service(world, oldest=30)
    return lambda: offer(world, service)


def issue(world: World, code: str = "T-1") -> object:
    return tags.issue(place=world.ours.onward_referral, code=code, by=provider(world), now=world.now)


def tag_carried_by_another(world: World) -> Act:
    issue(world)
    return lambda: issue(world, " t-1\n")


def coded_like_another(world: World) -> Act:
    session = world.ours.session
    return lambda: services.schedule(
        service=session.service,
        code=session.code,
        starts_at=world.now,
        ends_at=world.now + timedelta(hours=1),
        by=provider(world),
    )


def scan(world: World, *, session: str | None = None, tag: str = "T-1") -> object:
    return scans.scan(
        session_code=session or world.ours.session.code,
        tag_code=tag,
        at=world.now,
        organisation_id=world.ours.provider.pk,
        by=provider(world),
    )


def scanned_with_an_unknown_tag(world: World) -> Act:
    return lambda: scan(world)


def scanned_at_an_unknown_session(world: World) -> Act:
    issue(world)
    return lambda: scan(world, session="NOWHERE")


def scanned_without_a_place(world: World) -> Act:
    issue(world)
    onward_referrals.move(
        onward_referral=world.ours.onward_referral, event="complete", by=provider(world), now=world.now
    )
    return lambda: scan(world)


def session_on(world: World, days: int) -> Session:
    starts_at = world.now + timedelta(days=days)
    return services.schedule(
        service=world.ours.service,
        code=f"DAY-{days}",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        by=provider(world),
    )


def mark(world: World, session: Session) -> object:
    marks = {world.ours.onward_referral.pk: "attended"}
    return attendance.mark_some(session=session, marks=marks, by=provider(world), now=world.now)


def marked_though_cancelled(world: World) -> Act:
    session = session_on(world, 2)
    sessions.cancel(session=session, reason="weather", by=provider(world), now=world.now)
    return lambda: mark(world, session)


def marked_too_early(world: World) -> Act:
    session = session_on(world, 2)
    return lambda: mark(world, session)


def kept_by_link_though_cancelled(world: World) -> Act:
    session = session_on(world, 2)
    sessions.cancel(session=session, reason="weather", by=provider(world), now=world.now)
    return lambda: links.make_for_volunteer(session=session, by=provider(world), now=world.now)


def kept_by_link_afterwards(world: World) -> Act:
    return lambda: links.make_for_volunteer(session=world.ours.session, by=provider(world), now=world.now)


def grant(world: World) -> LedgerEntry:
    return ledger.enter(
        kind="grant", on=world.today, pence=100, purpose="Shoes", service=None, session=None, by=provider(world)
    )


def taken_back_twice(world: World) -> Act:
    entry = grant(world)
    ledger.reverse(entry=entry, by=provider(world))
    return lambda: ledger.reverse(entry=entry, by=provider(world))


def taken_back_itself(world: World) -> Act:
    opposite = ledger.reverse(entry=grant(world), by=provider(world))
    return lambda: ledger.reverse(entry=opposite, by=provider(world))


# Messages, organisations, access and devices


def letter(world: World) -> OutboundMessage:
    agreements.give(person=world.ours.person, purpose="get_messages", by=link_worker(world), now=world.now)
    PersonAddress.objects.filter(person=world.ours.person).update(lines="1 High Street, Sale")
    return OutboundMessage.objects.create(
        once_key="letter",
        kind="place_found",
        channel="letter",
        to_person=world.ours.person,
        onward_referral=world.ours.onward_referral,
        not_before=world.now,
    )


def posted_twice(world: World) -> Act:
    waiting = letter(world)
    letters.post(letter=waiting, by=link_worker(world), now=world.now)
    return lambda: letters.post(letter=waiting, by=link_worker(world), now=world.now)


def posted_though_taken_back(world: World) -> Act:
    waiting = letter(world)
    agreements.withdraw(person=world.ours.person, purpose="get_messages", by=link_worker(world), now=world.now)
    return lambda: letters.post(letter=waiting, by=link_worker(world), now=world.now)


def signed_in_without_an_address(world: World) -> Act:
    person = register(world.ours, family_name="Unreachable")
    return lambda: links.send_sign_in(person=person, by=link_worker(world), now=world.now)


def link_of_two_who_share_an_address(world: World) -> SignInLink:
    other = register(world.ours, family_name="Other", born_on=date(1950, 1, 1))
    for person in (world.ours.person, other):
        proved(person, "both@example.org")
    link, _token = links.make(kinds.SIGN_IN, world.ours.person, now=world.now)
    return link


def confirmed_twice(world: World) -> Act:
    point = proved(world.ours.person, "ada@example.org")
    return lambda: proofs.confirm(contact_point=point, by=link_worker(world), now=world.now)


def asked_by_a_link_though_anybody_typed_it(world: World) -> Act:
    point = ContactPoint.objects.create(
        person=world.ours.person, kind="email", value="ada@example.org", source="public_form"
    )
    return lambda: proofs.ask(contact_point=point, by=link_worker(world), now=world.now)


def asked_on_a_landline(world: World) -> Act:
    point = ContactPoint.objects.get(person=world.ours.person)
    return lambda: proofs.ask(contact_point=point, by=link_worker(world), now=world.now)


def signed_in_twice(world: World) -> Act:
    link = link_of_two_who_share_an_address(world)

    def sign_in() -> object:
        return links.sign_in(link=link, born_on=world.ours.person.born_on, now=world.now)

    sign_in()
    return sign_in


def signed_in_with_nobodys_birthday(world: World) -> Act:
    link = link_of_two_who_share_an_address(world)
    return lambda: links.sign_in(link=link, born_on=date(1949, 1, 1), now=world.now)


def ended_by_oneself(world: World) -> Act:
    own = world.ours.members[Role.MANAGER]
    return lambda: accounts.end_membership(membership=own, by=actor_of(own), now=world.now)


def asked_with_another_body(world: World) -> Act:
    def ask(content: bytes) -> None:
        with answers.once(by=gp(world), method="POST", path="/x/", key="k", content=content, now=world.now) as first:
            first.give(answers.Answer(201, {}, None))

    ask(b"one")
    return lambda: ask(b"two")


def sent_too_often(world: World) -> Act:
    request = RequestFactory().post("/refer/", REMOTE_ADDR="192.0.2.1")

    def send() -> None:
        rate_limit.check(request, "refusals")

    for _sending in range(rate_limit.PUBLIC_FORM.most):
        send()
    return send


def lent_long_ago(world: World) -> Act:
    device, _secret = devices.register(
        organisation=world.ours.team, kind=DeviceKind.WEARABLE, label="Watch", serial="W-1", by=manager(world)
    )
    return lambda: hand_over(
        device=device,
        person=world.ours.person,
        since=world.today - timedelta(days=31),
        by=link_worker(world),
        now=world.now,
    )


CASES = (
    Case("already-entered", entered_twice),
    Case("already-known", registered_twice),
    Case("not-possible-now", of_somebody_restricted),
    Case("not-a-date-of-death", died_before_birth),
    Case("not-a-date-of-death", died_tomorrow),
    Case("not-restricted", erased_unrestricted),
    Case("merged", erased_though_merged),
    Case("merged", exported_though_merged),
    Case("later-merge", undone_out_of_order),
    Case("never-agreed", given_again_though_never_given),
    Case("support-began", released_after_support_began),
    Case("no-practice", told_where_no_practice_referred),
    Case("name-taken", named_like_another),
    Case("name-taken", restored_beside_its_successor),
    Case("not-in-use", used_though_retired),
    Case("not-in-use", used_by_another_team),
    Case("used-already", used_twice),
    Case("already-offered", offered_twice),
    Case("criteria-not-met", offered_to_whom_it_does_not_take),
    Case("tag-in-use", tag_carried_by_another),
    Case("code-taken", coded_like_another),
    Case("unknown-tag", scanned_with_an_unknown_tag),
    Case("unknown-session", scanned_at_an_unknown_session),
    Case("not-expected", scanned_without_a_place),
    Case("session-cancelled", marked_though_cancelled),
    Case("session-cancelled", kept_by_link_though_cancelled),
    Case("too-early", marked_too_early),
    Case("session-over", kept_by_link_afterwards),
    Case("reversed-before", taken_back_twice),
    Case("is-reversal", taken_back_itself),
    Case("not-to-be-posted", posted_twice),
    Case("not-to-be-posted", posted_though_taken_back),
    Case("no-address", signed_in_without_an_address),
    Case("settled", confirmed_twice),
    Case("ask-them", asked_by_a_link_though_anybody_typed_it),
    Case("no-link-there", asked_on_a_landline),
    Case("link-gone", signed_in_twice),
    Case("wrong-date", signed_in_with_nobodys_birthday),
    Case("own-membership", ended_by_oneself),
    Case("key-reused", asked_with_another_body),
    Case("too-many", sent_too_often),
    Case("too-long-ago", lent_long_ago),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.arrange.__name__}")
def test_it_is_refused(world: World, case: Case) -> None:
    act = case.arrange(world)
    with pytest.raises(Refusal) as refused:
        act()
    assert refused.value.code == case.code
    assert refused.value.message


def test_what_is_agreed_with_a_service_may_be_sent_all_the_same(world: World) -> None:
    service = another_service(world, oldest=30)
    assert offer(world, service, is_agreed=True)


def test_a_link_of_today_and_a_register_of_today_are_open(world: World) -> None:
    session = session_on(world, 0)
    links.make_for_volunteer(session=session, by=provider(world), now=world.now)
    assert RegisterLink.objects.filter(session=session, revoked_at=None).count() == 1
    mark(world, session)


def test_a_death_on_the_day_of_birth_and_today_is_a_date_of_death(world: World) -> None:
    for died_on in (world.ours.person.born_on, world.today):
        person = Person.objects.get(pk=world.ours.person.pk)
        deaths.record(person=person, died_on=died_on, by=link_worker(world), now=world.now)

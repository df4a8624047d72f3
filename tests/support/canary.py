"""A person whose every text is a marker that is found nowhere else, walked through the real pathway."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from referrals.actions.access import links, sign_ins
from referrals.actions.intake import numbered, referrals
from referrals.actions.onward import onward_referrals
from referrals.actions.organisation import accounts, clients
from referrals.actions.people import agreements, circumstances, contact_points, corrections, identity, people
from referrals.actions.register import attendance, feedback
from referrals.actions.support import appointments, contacts, flags, handovers, outcomes, plans, risks, threads
from referrals.actions.work import answers
from referrals.drafts import (
    AddressDraft,
    AppointmentDraft,
    ContactDraft,
    FeedbackDraft,
    GoalDraft,
    IntakeDraft,
    PersonDraft,
    PlanDraft,
    ReferralDraft,
    RelatedDraft,
)
from referrals.kit.actor import SCHEDULE, Actor
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role, Scope
from referrals.models import Attendance, Person, Referral, User
from referrals.selectors.access import links as of_kind
from referrals.selectors.organisation.accounts import actor_of
from referrals.selectors.people import identity as selectors
from referrals.ways_in import PRACTICE_FORM
from tests.devices import kit
from tests.support.world import World, an_nhs_number, signed_in

# Every marker holds this, so that one search finds them all.
CANARY = "canary"


@dataclass(slots=True)
class Canary:
    """The person, their browser, and the markers by what they stand for."""

    world: World
    markers: dict[str, str] = field(default_factory=dict)
    person: Person = field(init=False)
    browser: Client = field(init=False)

    def mark(self, name: str, form: str = "{}") -> str:
        """A marker, in the form that a field needs (`{}@example.org`)."""
        self.markers[name] = form.format(f"{CANARY}{len(self.markers):03}{name}")
        return self.markers[name]


def build(world: World) -> Canary:
    """Registered, referred, supported, referred on, given an account and a wearable; each text is a marker."""
    canary = Canary(world)
    canary.person = people.register(draft=_person(canary), by=world.ours.actor(Role.GP), now=world.now)
    _support(canary)
    _change(canary)
    _give_account(canary)
    _lend(canary)
    return canary


def _person(canary: Canary) -> PersonDraft:
    mark = canary.mark
    canary.markers |= {"nhs_number": an_nhs_number(777), "born_on": "1911-11-11", "postcode": "M33 9ZQ"}
    return PersonDraft(
        given_name=mark("given"),
        family_name=mark("family"),
        preferred_name=mark("preferred"),
        wanted_channel="email",
        born_on=date(1911, 11, 11),
        nhs_number=canary.markers["nhs_number"],
        address=mark("first-address"),
        postcode=canary.markers["postcode"],
        ethnic_category="P",
        practice_id=canary.world.ours.practice.pk,
        language=mark("language"),
        communication_needs=mark("communication"),
        contacts=(
            ContactDraft.safe("email", mark("email", "{}@example.org")),
            ContactDraft.safe("mobile", mark("phone")),
        ),
        related=(
            RelatedDraft(mark("related"), mark("relationship"), phone=mark("related-phone"), is_emergency_contact=True),
        ),
        conditions=("copd",),
    )


def _support(canary: Canary) -> None:
    mark, ours, now = canary.mark, canary.world.ours, canary.world.now
    gp, link_worker, provider = (ours.actor(role) for role in (Role.GP, Role.LINK_WORKER, Role.PROVIDER))
    draft = ReferralDraft(
        needs=("loneliness",),
        risk="read_first",
        risk_note=mark("risk"),
        route="gp",
        note=mark("note"),
        on_behalf_of=mark("colleague"),
        consent_given_by=mark("consent"),
        referrer_organisation=mark("ward"),
        referrer_name=mark("sister"),
        referrer_phone=mark("ward-tel"),
    )
    agreements.give(person=canary.person, purpose="get_messages", by=gp, now=now, given_by=mark("agreed"))
    sent, numbers = IntakeDraft(referral=draft, known=canary.person.public_id), [("", mark("their-number"))]
    referral, _is_new = numbered.receive_numbered(draft=sent, way=PRACTICE_FORM, numbers=numbers, by=gp, now=now)
    referrals.claim(referral=referral, by=link_worker, now=now)
    second = accounts.add_user(email="second@example.org", name="Second", password=None, by=SCHEDULE)
    heir = accounts.add_member(
        user=second, role=Role.LINK_WORKER, organisation=ours.team, by=SCHEDULE, starts_on=date(2020, 1, 1)
    )
    handovers.to_colleague(episode=referral.episode, heir=heir, note=mark("handover"), by=link_worker, now=now)
    risks.tell_practice(episode=referral.episode, note=mark("told"), by=link_worker, now=now)
    flag = flags.raise_flag(episode=referral.episode, kind="safeguarding", note=mark("flag"), by=link_worker, now=now)
    flags.end(flag=flag, reason=mark("flag-end"), by=link_worker, now=now)
    contacts.record(
        episode=referral.episode,
        mode="phone",
        outcome="reached",
        note=mark("contact"),
        agreed=mark("agreement"),
        occurred_at=now,
        by=link_worker,
        now=now,
    )
    tomorrow = now + timedelta(days=1)
    meeting = AppointmentDraft(tomorrow, tomorrow + timedelta(hours=1), "home_visit", mark("place"))
    appointments.make(episode=referral.episode, draft=meeting, by=link_worker, now=now)
    for round_ in ("first", "second"):
        goal = GoalDraft(mark(f"{round_}-goal"), local_day(now) + timedelta(days=30))
        needs = (("loneliness", mark(f"{round_}-need")),)
        plan = PlanDraft(mark(f"{round_}-matters"), goal.review_on, needs, (goal,))
        plans.agree(episode=referral.episode, draft=plan, by=link_worker, now=now)
    concern = "mycaw_concern_1"
    outcomes.record(
        episode=referral.episode,
        stage="start",
        answers={"ons_anxiety": 9, concern: 6},
        own_words={concern: mark("concern")},
        by=link_worker,
        now=now,
    )
    threads.begin(episode=referral.episode, text=mark("comment"), by=link_worker, now=now)
    onward = onward_referrals.offer(
        episode=referral.episode,
        service=ours.service,
        need="inactivity",
        note=mark("onward"),
        what_to_do=mark("what-to-do"),
        by=link_worker,
        now=now,
    )
    onward_referrals.accept(onward_referral=onward, by=provider, now=now)
    attendance.mark_some(session=ours.session, marks={onward.pk: "attended"}, by=provider, now=now)
    said = FeedbackDraft("good", comment=mark("feedback"))
    row = Attendance.objects.get(onward_referral=onward)
    feedback.give(attendance=row, draft=said, by=link_worker, now=now)
    _mend_and_close(canary, referral, draft)


def _mend_and_close(canary: Canary, referral: Referral, draft: ReferralDraft) -> None:
    """A contact that was wrong, and a second referral that ends with what came of it."""
    link_worker, now = canary.world.ours.actor(Role.LINK_WORKER), canary.world.now
    wrong = contacts.record(
        episode=referral.episode, mode="phone", outcome="reached", note="", occurred_at=now, by=link_worker, now=now
    )
    contacts.strike_out(contact=wrong, reason=canary.mark("struck-out"), by=link_worker, now=now)
    gp, team = canary.world.ours.actor(Role.GP), canary.world.ours.team
    second = referrals.refer(person=canary.person, draft=draft, team=team, by=gp, now=now)
    note = canary.mark("what-came-of-it")
    referrals.end(referral=second, event="close", reason="goals_met", note=note, by=link_worker, now=now)


def _change(canary: Canary) -> None:
    """What is changed stays in the history, and must be found there too."""
    link_worker = canary.world.ours.actor(Role.LINK_WORKER)
    later = canary.world.now + timedelta(days=1)
    moved = AddressDraft(lines=canary.mark("second-address"), postcode=canary.markers["postcode"])
    people.move_house(person=canary.person, draft=moved, by=link_worker, now=later)
    canary.person.refresh_from_db()


def _sign_in_by_link(canary: Canary, user: User) -> None:
    """A link went to their address, and opened their page."""
    address, now = canary.markers["email"], canary.world.now
    links.make(of_kind.SIGN_IN, canary.person, now=now, reaches=address)
    sign_ins.begin(user=user, agent="", now=now, person_id=canary.person.pk, reaches=address)


def _give_account(canary: Canary) -> None:
    email = canary.mark("account", "{}@example.org")
    user = accounts.add_user(email=email, name=canary.mark("account-name"), password=None, by=SCHEDULE)
    member = accounts.add_member(
        user=user, role=Role.PERSON, person=canary.person, by=SCHEDULE, starts_on=date(2020, 1, 1)
    )
    EmailAddress.objects.create(user=user, email=canary.mark("second-email", "{}@example.org"))
    canary.browser = signed_in(member)
    _sign_in_by_link(canary, user)
    own = actor_of(member)
    asked = corrections.ask(about="other", text=canary.mark("wrong"), by=own, now=canary.world.now)
    link_worker = canary.world.ours.actor(Role.LINK_WORKER)
    said = canary.mark("said-by-phone")
    corrections.note(episode=asked.episode, about="plan", text=said, by=link_worker, now=canary.world.now)
    _correct(canary, link_worker)
    corrections.answer(
        request=asked, outcome="changed", text=canary.mark("put-right"), by=link_worker, now=canary.world.now
    )
    client = clients.register(
        name=canary.mark("program"), oauth_client_id=canary.mark("client"), scopes=[Scope.DAYS], by=SCHEDULE
    ).client
    clients.register_keys(client=client, keys=[{"kid": canary.mark("public-key")}], by=SCHEDULE)
    clients.grant(client=client, role=Role.PERSON, person=canary.person, by=SCHEDULE, now=canary.world.now)
    expires = timezone.now() + timedelta(hours=1)
    canary.markers["token"] = clients.issue_token(client=client, scopes=[Scope.DAYS], expires=expires, by=SCHEDULE)
    with answers.once(
        by=canary.world.ours.actor(Role.GP),
        method="POST",
        path="/api/v1/referrals/",
        key=canary.mark("key"),
        content=b"{}",
        now=canary.world.now,
    ) as first:
        first.give(answers.Answer(201, {"note": canary.mark("answer")}, canary.person.pk))


def _correct(canary: Canary, link_worker: Actor) -> None:
    """Each detail that is text, as it was and as it is since."""
    mark, person, now = canary.mark, canary.person, canary.world.now
    right = replace(selectors.of_person(person), given_name=mark("right"))
    identity.correct(person=person, draft=right, by=link_worker, now=now)
    point = person.contact_points.get(kind="email")
    mailed = ContactDraft.safe("email", mark("new-email", "{}@example.org"))
    contact_points.correct(contact_point=point, draft=mailed, by=link_worker, now=now)
    friend = RelatedDraft(mark("friend"), mark("friendship"), phone=mark("friend-tel"))
    circumstances.add_related(person=person, draft=friend, by=link_worker, now=now)
    circumstances.set_needs(
        person=person,
        language=mark("tongue"),
        needs_interpreter=False,
        communication_needs=mark("loop"),
        is_carer=True,
        digital_access="online",
        by=link_worker,
        now=now,
    )


def _lend(canary: Canary) -> None:
    """A wearable and a reader send what is stored, what stands in its place, and what is rejected."""
    canary.world.ours.person = canary.person
    kept = kit.build(canary.world)
    canary.markers["tag"] = kept.tag.code
    kept.store(
        kept.steps(id=canary.mark("message")),
        kept.steps(id=canary.mark("standing"), seq=2),
        kept.steps(id=canary.mark("rejected"), steps=-1),
        kept.scan(session=canary.mark("unknown-session")),
        kept.scan(id=canary.mark("scan")),
    )

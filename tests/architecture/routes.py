"""Who may open what: one rule for every address. The matrix test holds the product against this table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid5

from django.urls import URLPattern, URLResolver, get_resolver

from devices.actions import devices, loans, responders
from devices.kinds import DeviceKind
from devices.models import Alert, Device, Loan
from referrals.actions.organisation import accounts, clients, covers, invitations, organisations
from referrals.actions.people import agreements, circumstances, corrections, merges
from referrals.actions.services import ledger
from referrals.actions.support import appointments, flags, pathways, risks, threads, written
from referrals.directory.publishing import TAXONOMY_ID
from referrals.drafts import AppointmentDraft, InvitationDraft, OrganisationDraft, PathwayDraft, RelatedDraft
from referrals.kit.actor import SCHEDULE, Actor
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Role, Scope
from referrals.kit.registries import fhir
from referrals.models import (
    Appointment,
    CorrectionRequest,
    Invitation,
    LedgerEntry,
    LikelyDuplicate,
    Organisation,
    OutboundMessage,
    PersonAddress,
    Record,
    StrayScan,
)
from tests.support import demo_site
from tests.support.world import Side, refer, register

GP, LINK_WORKER, PROVIDER, COMMISSIONER, PERSON, MANAGER, ADMINISTRATOR = (
    *(Role.GP, Role.LINK_WORKER, Role.PROVIDER),
    *(Role.COMMISSIONER, Role.PERSON, Role.MANAGER, Role.ADMINISTRATOR),
)
EVERYBODY = frozenset(Role)
# Answers that mean "not for you"; an own record never gets one.
REFUSED = frozenset({401, 403, 404})


@dataclass(frozen=True, slots=True)
class Rule:
    """Which roles an address is for; `public` when nobody needs to sign in.

    `objects` are the parts of the address that name a side's own record (a key of `ids`), `shared` those that name
    what every side may see, `fixed` those that name no record. `answers` replaces the rule that an own record is
    not refused.
    """

    roles: frozenset[Role]
    objects: Mapping[str, str] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    public: bool = False
    api: bool = False
    answers: frozenset[int] = frozenset()


def pages(*roles: Role, **objects: str) -> Rule:
    return Rule(frozenset(roles), objects)


def api(*roles: Role, **objects: str) -> Rule:
    return Rule(frozenset(roles), objects, api=True)


def resource(name: str, kind: str, *roles: Role, **fixed: str) -> Rule:
    """A type of FHIR resource: all types share an address, and each has a rule of its own."""
    return Rule(frozenset(roles), {"public_id": kind}, fixed={"resource_type": name, **fixed}, api=True)


def known_to_all(name: str, kind: str) -> Rule:
    """A type of FHIR resource that is nobody's record."""
    roles = frozenset({GP, LINK_WORKER, PROVIDER})
    return Rule(roles, shared={"public_id": kind}, fixed={"resource_type": name}, api=True)


def all_of(name: str, *roles: Role) -> dict[str, Rule]:
    """The addresses at which a type of FHIR resource is searched."""
    rule = Rule(frozenset(roles), fixed={"resource_type": name}, api=True)
    return {f"fhir-type {name}": rule, f"fhir-search {name}": rule}


def of_episode(**objects: str) -> Rule:
    return pages(LINK_WORKER, episode_id="episode", **objects)


OPEN = Rule(EVERYBODY, public=True)
SIGNED_IN = Rule(EVERYBODY)
# Addresses that each type of FHIR resource has, and those that only some have.
OF_A_HISTORY = frozenset({"fhir-history", "fhir-version"})
OF_A_TYPE = frozenset({"fhir-type", "fhir-search", "fhir-instance"}) | OF_A_HISTORY
# This world has no release yet.
NO_RELEASE = frozenset({404})
# Nor does it know the demo's personas.
NO_PERSONA = frozenset({404})

RULES: dict[str, Rule] = {
    "home": OPEN,
    "help": OPEN,
    "conformance": OPEN,
    "account_login": OPEN,
    "account_logout": Rule(EVERYBODY, public=True, answers=frozenset({200, 302})),
    "account_inactive": OPEN,
    "account_change_password": Rule(EVERYBODY - {PERSON}),
    "account_set_password": Rule(EVERYBODY - {PERSON}),
    "sign_ins": SIGNED_IN,
    # Whoever ends all of theirs is asked to sign in again.
    "sign_in_end": Rule(EVERYBODY, answers=frozenset({302})),
    "unsent_throw_away": SIGNED_IN,
    # Whoever has nothing to show goes on to where their work begins.
    "second_factor": Rule(EVERYBODY, public=True, answers=frozenset({200, 302, 422})),
    "second_factor_set_up": Rule(EVERYBODY, public=True, answers=frozenset({200, 302, 422})),
    "recovery_codes": Rule(EVERYBODY - {PERSON}),
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key": Rule(EVERYBODY, fixed={"uidb36": "1", "key": "no-key"}, public=True),
    "account_reset_password_from_key_done": OPEN,
    "membership": SIGNED_IN,
    # Nobody was mailed this token.
    "invitation": Rule(EVERYBODY, fixed={"token": "no-token"}, public=True, answers=frozenset({404})),
    "gp:referrals": pages(GP),
    "gp:search": pages(GP),
    "gp:refer": pages(GP),
    "gp:find": pages(GP),
    "gp:refer_person": pages(GP, public_id="person"),
    "gp:details": pages(GP, public_id="person"),
    "gp:wishes": pages(GP, public_id="person"),
    "gp:address": pages(GP, public_id="person"),
    "gp:contact_add": pages(GP, public_id="person"),
    "gp:contact": pages(GP, public_id="person", contact_point_id="contact_point"),
    "gp:contact_end": pages(GP, public_id="person", contact_point_id="contact_point"),
    "gp:referral": pages(GP, public_id="referral"),
    "gp:sent": pages(GP, public_id="referral"),
    "gp:correct": pages(GP, public_id="referral"),
    "gp:withdraw": pages(GP, public_id="referral"),
    "gp:enter": pages(GP, public_id="referral"),
    "gp:record": pages(GP, public_id="referral"),
    "gp:risk_read": pages(GP, public_id="referral", notice_id="notice"),
    "self_referral:refer": OPEN,
    "self_referral:sent": OPEN,
    "services:directory": OPEN,
    "services:service": Rule(EVERYBODY, shared={"public_id": "service"}, public=True),
    "link_worker:caseload": pages(LINK_WORKER),
    "link_worker:find_anyone": pages(LINK_WORKER, MANAGER),
    "link_worker:people": pages(LINK_WORKER),
    "link_worker:story": of_episode(),
    "link_worker:away": pages(LINK_WORKER),
    "link_worker:back": pages(LINK_WORKER, public_id="cover"),
    "link_worker:providers": pages(LINK_WORKER),
    "link_worker:provider_add": pages(LINK_WORKER),
    "link_worker:provider_invite": pages(LINK_WORKER, public_id="new_provider"),
    "link_worker:invite_again": pages(LINK_WORKER, public_id="provider_invitation"),
    "link_worker:withdraw_invitation": pages(LINK_WORKER, public_id="provider_invitation"),
    "link_worker:report": pages(LINK_WORKER, MANAGER),
    "link_worker:report_csv": pages(LINK_WORKER, MANAGER),
    "link_worker:refer": pages(LINK_WORKER),
    "link_worker:find": pages(LINK_WORKER),
    "link_worker:refer_person": pages(LINK_WORKER, public_id="person"),
    "link_worker:claim": pages(LINK_WORKER, referral_id="waiting"),
    "link_worker:words_waiting": pages(LINK_WORKER),
    "link_worker:words": of_episode(task_id="words"),
    "link_worker:letters": pages(LINK_WORKER),
    "link_worker:print_letters": pages(LINK_WORKER),
    "link_worker:letter_posted": pages(LINK_WORKER, letter_id="letter"),
    "link_worker:service_needs": pages(LINK_WORKER),
    "link_worker:templates": pages(LINK_WORKER, MANAGER),
    "link_worker:template_add": pages(LINK_WORKER, MANAGER),
    "link_worker:template_edit": pages(LINK_WORKER, MANAGER, template_id="template"),
    "link_worker:template_retire": pages(LINK_WORKER, MANAGER, template_id="template"),
    "link_worker:template_restore": pages(LINK_WORKER, MANAGER, template_id="template"),
    "link_worker:template_choose": of_episode(),
    "link_worker:template_use": of_episode(template_id="template"),
    "link_worker:duplicates": pages(LINK_WORKER),
    "link_worker:duplicate": pages(LINK_WORKER, duplicate_id="duplicate"),
    "link_worker:undo_merge": pages(LINK_WORKER, merge_id="merge"),
    "link_worker:episode": of_episode(),
    "link_worker:flag": of_episode(),
    "link_worker:flag_read": of_episode(flag_id="flag"),
    "link_worker:flag_end": of_episode(flag_id="flag"),
    "link_worker:send_sign_in": of_episode(),
    "link_worker:sign_out": of_episode(),
    "link_worker:feedback": of_episode(session_id="session"),
    "link_worker:withdraw_agreement": Rule(
        frozenset({LINK_WORKER}), {"episode_id": "episode"}, fixed={"purpose": "wear_device"}
    ),
    "link_worker:give_agreement": Rule(
        frozenset({LINK_WORKER}), {"episode_id": "episode"}, fixed={"purpose": "wear_device"}
    ),
    "link_worker:correction": of_episode(correction_id="correction"),
    "link_worker:correction_by_phone": of_episode(),
    "link_worker:print": of_episode(),
    "link_worker:worker": pages(LINK_WORKER, MANAGER, member_id="member"),
    "link_worker:comments": pages(LINK_WORKER, MANAGER, episode_id="episode"),
    "link_worker:thread": pages(LINK_WORKER, MANAGER, episode_id="episode", thread_id="thread"),
    "link_worker:thread_close": pages(LINK_WORKER, MANAGER, episode_id="episode", thread_id="thread"),
    "link_worker:contact": of_episode(),
    "link_worker:contact_correct": of_episode(contact_id="contact"),
    "link_worker:contact_strike_out": of_episode(contact_id="contact"),
    "link_worker:contact_restore": of_episode(contact_id="contact"),
    "link_worker:appointment": of_episode(),
    "link_worker:move_appointment": of_episode(appointment_id="appointment"),
    "link_worker:cancel_appointment": of_episode(appointment_id="appointment"),
    "link_worker:plan": of_episode(),
    "link_worker:goal": of_episode(),
    "link_worker:goal_status": of_episode(goal_id="goal"),
    "link_worker:wrong_scores": of_episode(score_id="score"),
    "link_worker:scores": Rule(frozenset({LINK_WORKER}), {"episode_id": "episode"}, fixed={"measure": "ons4"}),
    "link_worker:refer_on": of_episode(),
    "link_worker:refer_on_service": Rule(
        frozenset({LINK_WORKER}), {"episode_id": "episode"}, shared={"service_id": "service"}
    ),
    "link_worker:onward_cancel": of_episode(onward_id="onward"),
    "link_worker:onward_enter_in_error": of_episode(onward_id="onward"),
    "link_worker:hand_over": of_episode(),
    "link_worker:pass_on": of_episode(),
    "link_worker:note_read": of_episode(),
    "link_worker:tell_practice": of_episode(),
    "link_worker:acknowledge_risk": of_episode(referral_id="referral"),
    "link_worker:correction_read": of_episode(referral_id="referral"),
    "link_worker:release": of_episode(referral_id="referral"),
    "link_worker:reopen": of_episode(referral_id="referral"),
    "link_worker:reopen_by_phone": of_episode(referral_id="referral"),
    "link_worker:close": of_episode(referral_id="referral"),
    "link_worker:decline": of_episode(referral_id="referral"),
    "link_worker:return": of_episode(referral_id="referral"),
    "link_worker:person": of_episode(),
    "link_worker:identity": of_episode(),
    "link_worker:practice": of_episode(),
    "link_worker:needs": of_episode(),
    "link_worker:conditions": of_episode(),
    "link_worker:wishes": of_episode(),
    "link_worker:contact_point_add": of_episode(),
    "link_worker:contact_point": of_episode(contact_point_id="contact_point"),
    "link_worker:contact_point_end": of_episode(contact_point_id="contact_point"),
    "link_worker:contact_checked": of_episode(contact_point_id="contact_point"),
    "link_worker:contact_confirm": of_episode(contact_point_id="contact_point"),
    "link_worker:related_add": of_episode(),
    "link_worker:related": of_episode(related_id="related"),
    "link_worker:related_end": of_episode(related_id="related"),
    "link_worker:safety": of_episode(contact_point_id="contact_point"),
    "link_worker:ethnicity": of_episode(),
    "link_worker:address": of_episode(),
    "link_worker:death": of_episode(),
    "wearables:hand_over": of_episode(),
    "wearables:take_back": of_episode(loan_id="loan"),
    "provider:inbox": pages(PROVIDER),
    "provider:offer": pages(PROVIDER, public_id="onward"),
    # Nobody was mailed this token.
    "provider:answer": Rule(EVERYBODY, fixed={"token": "no-token"}, public=True, answers=frozenset({404})),
    "provider:listing": Rule(EVERYBODY, fixed={"token": "no-token"}, public=True, answers=frozenset({404})),
    "provider:service": pages(PROVIDER, public_id="service"),
    "provider:add_service": pages(PROVIDER),
    "provider:edit_service": pages(PROVIDER, public_id="service"),
    "provider:close_service": pages(PROVIDER, public_id="service"),
    "provider:reopen_service": pages(PROVIDER, public_id="service"),
    "provider:feedback": pages(PROVIDER, public_id="service"),
    "provider:series": pages(PROVIDER, public_id="service"),
    "provider:confirm": pages(PROVIDER, public_id="service"),
    "provider:tags": pages(PROVIDER, MANAGER, public_id="service"),
    "provider:tag_sheet": pages(PROVIDER, MANAGER, public_id="service"),
    "provider:tag": pages(PROVIDER, MANAGER, public_id="onward"),
    "provider:tag_end": pages(PROVIDER, MANAGER, public_id="onward"),
    "provider:stray_scans": pages(PROVIDER),
    "provider:stray_scan": pages(PROVIDER, public_id="stray_scan"),
    "provider:register": pages(PROVIDER, public_id="session"),
    "provider:cancel_session": pages(PROVIDER, public_id="session"),
    "provider:register_print": pages(PROVIDER, public_id="session"),
    # Its session is over.
    "provider:volunteer": Rule(frozenset({PROVIDER}), {"public_id": "session"}, answers=frozenset({200, 409})),
    "provider:volunteer_revoke": pages(PROVIDER, public_id="session"),
    "provider:ledger": pages(PROVIDER),
    "provider:ledger_csv": pages(PROVIDER),
    "provider:ledger_reverse": pages(PROVIDER, public_id="ledger_entry"),
    "provider:by_link": Rule(EVERYBODY, fixed={"token": "no-token"}, public=True, answers=frozenset({404})),
    "person:me": pages(PERSON),
    "person:sign_in": OPEN,
    # Nobody was mailed this token.
    "person:sign_in_by_link": Rule(EVERYBODY, fixed={"token": "no-token"}, public=True, answers=frozenset({404})),
    "person:confirm_by_link": Rule(EVERYBODY, fixed={"token": "no-token"}, public=True, answers=frozenset({404})),
    "person:feedback": pages(PERSON, session_id="session"),
    "person:how_was_it": Rule(EVERYBODY, fixed={"token": "no-token"}, public=True, answers=frozenset({404})),
    "person:calendar": pages(PERSON),
    "person:calendar_of_one": pages(PERSON, public_id="appointment"),
    "person:correct": pages(PERSON),
    "person:details": pages(PERSON),
    "person:wishes": pages(PERSON),
    "person:address": pages(PERSON),
    "person:contact_add": pages(PERSON),
    "person:contact": pages(PERSON, contact_point_id="contact_point"),
    "person:contact_end": pages(PERSON, contact_point_id="contact_point"),
    "person:contact_confirm": pages(PERSON, contact_point_id="contact_point"),
    "person:print": pages(PERSON),
    "person:download": pages(PERSON),
    "person:ask_again": pages(PERSON, public_id="referral"),
    "person:give": Rule(frozenset({PERSON}), fixed={"purpose": "wear_device"}),
    "person:withdraw": Rule(frozenset({PERSON}), fixed={"purpose": "wear_device"}),
    "manager:home": pages(MANAGER),
    "manager:add": pages(MANAGER),
    "manager:end": pages(MANAGER, ADMINISTRATOR, public_id="member"),
    "manager:role": pages(MANAGER, ADMINISTRATOR, public_id="member"),
    "manager:second_factor": pages(MANAGER, ADMINISTRATOR, public_id="member"),
    "manager:invite_again": pages(MANAGER, ADMINISTRATOR, public_id="invitation"),
    "manager:withdraw_invitation": pages(MANAGER, ADMINISTRATOR, public_id="invitation"),
    "manager:close": pages(MANAGER),
    "manager:tags": pages(MANAGER),
    "manager:caseload_import": pages(MANAGER),
    "manager:caseload_template": pages(MANAGER),
    "manager:away": pages(MANAGER, public_id="member"),
    "manager:back": pages(MANAGER, public_id="cover"),
    "administrator:organisations": pages(ADMINISTRATOR),
    "administrator:staff": pages(ADMINISTRATOR),
    "administrator:setup": pages(ADMINISTRATOR),
    "administrator:add": pages(ADMINISTRATOR),
    "administrator:organisation": pages(ADMINISTRATOR, public_id="organisation"),
    "administrator:edit": pages(ADMINISTRATOR, public_id="organisation"),
    "administrator:end": pages(ADMINISTRATOR, public_id="organisation"),
    "administrator:merge": pages(ADMINISTRATOR, public_id="organisation"),
    "administrator:invite": pages(ADMINISTRATOR, public_id="organisation"),
    "administrator:clients": pages(ADMINISTRATOR),
    "administrator:client_add": pages(ADMINISTRATOR),
    "administrator:client": pages(ADMINISTRATOR, public_id="client"),
    "administrator:client_scopes": pages(ADMINISTRATOR, public_id="client"),
    "administrator:client_keys": pages(ADMINISTRATOR, public_id="client"),
    "administrator:client_secret": pages(ADMINISTRATOR, public_id="client"),
    "administrator:client_end": pages(ADMINISTRATOR, public_id="client"),
    "administrator:client_withdraw": pages(ADMINISTRATOR, public_id="client", role_id="client_role"),
    "devices:list": pages(MANAGER),
    "devices:register": pages(MANAGER),
    "devices:rejected": pages(MANAGER),
    "devices:answering": pages(MANAGER),
    "devices:take_off": pages(MANAGER, public_id="responder"),
    "devices:rules": pages(MANAGER),
    "alerts:list": pages(LINK_WORKER, MANAGER),
    "alerts:acknowledge": pages(LINK_WORKER, MANAGER, public_id="alert"),
    "devices:device": pages(MANAGER, public_id="device"),
    "devices:secret": pages(MANAGER, public_id="device"),
    "devices:disable": pages(MANAGER, public_id="device"),
    "devices:enable": pages(MANAGER, public_id="device"),
    "devices:lend": pages(MANAGER, public_id="device"),
    "devices:return": pages(MANAGER, public_id="device"),
    "observatory:weekly": SIGNED_IN,
    "observatory:chart": SIGNED_IN,
    "observatory:csv": SIGNED_IN,
    "observatory:measures": SIGNED_IN,
    "openapi": OPEN,
    "asyncapi": OPEN,
    "api-base": OPEN,
    "referrals": api(GP, LINK_WORKER),
    "referral": api(GP, LINK_WORKER, public_id="referral"),
    "person-days": api(LINK_WORKER, PERSON, public_id="person"),
    "device-days": api(LINK_WORKER, MANAGER, public_id="device"),
    "observatory-weekly": api(*Role),
    "observatory-blocks": api(*Role),
    "observatory-releases": api(*Role),
    "observatory-release": Rule(EVERYBODY, fixed={"week": "2019-W01"}, api=True, answers=NO_RELEASE),
    "observatory-revision": Rule(EVERYBODY, fixed={"week": "2019-W01", "revision": "1"}, api=True, answers=NO_RELEASE),
    "api-not-found": Rule(EVERYBODY, public=True, answers=frozenset({404})),
    "fhir-metadata": OPEN,
    # Whatever is sent there is an outcome that says so.
    "fhir-base": Rule(EVERYBODY, public=True, answers=frozenset({302, 404})),
    "fhir-instance HealthcareService": known_to_all("HealthcareService", "service"),
    "fhir-instance Organization": known_to_all("Organization", "organisation"),
    "fhir-instance Patient": resource("Patient", "person", GP, LINK_WORKER, PROVIDER),
    "fhir-instance ServiceRequest": resource("ServiceRequest", "onward", GP, LINK_WORKER, PROVIDER),
    "fhir-instance Task": resource("Task", "onward", GP, LINK_WORKER, PROVIDER),
    "fhir-history Task": resource("Task", "onward", GP, LINK_WORKER, PROVIDER),
    "fhir-version Task": resource("Task", "onward", GP, LINK_WORKER, PROVIDER, version="1"),
    **all_of("HealthcareService", GP, LINK_WORKER, PROVIDER),
    **all_of("Organization", GP, LINK_WORKER, PROVIDER),
    **all_of("Patient", GP, LINK_WORKER, PROVIDER),
    **all_of("ServiceRequest", GP, LINK_WORKER, PROVIDER),
    **all_of("Task", GP, LINK_WORKER, PROVIDER),
    "fhir-validate": Rule(EVERYBODY, fixed={"resource_type": "Patient"}, api=True),
    "fhir-nothing": Rule(EVERYBODY, public=True, answers=frozenset({404})),
    "open_referral:about": OPEN,
    "open_referral:services": OPEN,
    "open_referral:service": Rule(EVERYBODY, shared={"public_id": "service"}, public=True),
    "open_referral:taxonomies": OPEN,
    "open_referral:taxonomy": Rule(EVERYBODY, fixed={"public_id": str(TAXONOMY_ID)}, public=True),
    "open_referral:terms": OPEN,
    "open_referral:term": Rule(EVERYBODY, fixed={"public_id": str(uuid5(TAXONOMY_ID, "debt"))}, public=True),
    "open_referral:places": OPEN,
    "open_referral:place": Rule(EVERYBODY, shared={"public_id": "service"}, public=True),
    "open_referral:nothing": Rule(EVERYBODY, public=True, answers=frozenset({404})),
    # 401 for a program that does not say who it is.
    "smart-configuration": OPEN,
    "fhir-smart-configuration": OPEN,
    "oauth-token": Rule(EVERYBODY, public=True, answers=frozenset({400, 401})),
    # Nobody is named in the tests.
    "security_txt": Rule(EVERYBODY, public=True, answers=frozenset({404})),
    "livez": OPEN,
    "readyz": Rule(EVERYBODY, public=True, answers=frozenset({200, 503})),
    "demo:story": OPEN,
    "demo:code": Rule(EVERYBODY, public=True, answers=frozenset({200, 302})),
    "demo:sign_in": Rule(EVERYBODY, fixed={"name": "gp-1"}, public=True, answers=NO_PERSONA),
}


def routes() -> Iterator[tuple[str, Any]]:
    """Every address of the product and its demo with its view: (namespaced name, callback)."""
    yield from _walk(get_resolver(demo_site.__name__).url_patterns, "")


def _walk(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        elif pattern.name in OF_A_TYPE:
            types = [one for one in fhir.types() if one.has_history or pattern.name not in OF_A_HISTORY]
            yield from ((f"{pattern.name} {one.name}", pattern.callback) for one in types)
        else:
            yield f"{namespace}{pattern.name}", pattern.callback


def ids(side: Side, now: datetime) -> dict[str, str]:
    """A record of each kind that belongs to a side, by its public id."""
    link_worker, manager = side.actor(LINK_WORKER), side.actor(MANAGER)
    agreements.give(person=side.person, purpose="wear_device", by=link_worker, now=now)
    device, _secret = devices.register(
        organisation=side.team, kind=DeviceKind.WEARABLE, label=f"Band of {side.name}", by=manager
    )
    loan = loans.lend(device=device, person=side.person, by=link_worker, now=now)
    draft = AppointmentDraft(now + timedelta(days=3), now + timedelta(days=3, hours=1), "phone")
    appointment = appointments.make(episode=side.referral.episode, draft=draft, by=link_worker, now=now)
    user = accounts.add_user(email=f"cover.{side.name}@example.org", name="Cover", password=None, by=SCHEDULE)
    colleague = accounts.add_member(
        user=user, role=LINK_WORKER, organisation=side.team, by=SCHEDULE, starts_on=local_day(now)
    )
    absence: dict[str, Any] = {"first_day": local_day(now), "last_day": local_day(now), "by": manager, "now": now}
    for_merge = [register(side, given_name="Merged", family_name=side.name, contacts=()) for _twice in range(2)]
    for one in for_merge:
        refer(side, one, at=now)
    pair = LikelyDuplicate.objects.get(first=for_merge[0], second=for_merge[1])
    third = register(side, given_name="Merged", family_name=side.name, contacts=())
    records = {
        **_of_the_area(side, now),
        "alert": _alert(device, loan, now),
        "appointment": appointment,
        "cover": covers.arrange(away=side.members[LINK_WORKER], covering=colleague, **absence),
        "duplicate": LikelyDuplicate.objects.get(first=for_merge[0], second=third),
        "merge": merges.merge(duplicate=pair, kept=for_merge[0], by=link_worker, now=now),
        "correction": _correction(side, now),
        "contact": side.referral.episode.contacts.first(),
        "contact_point": side.person.contact_points.first(),
        "device": device,
        "episode": side.referral.episode,
        "flag": flags.raise_flag(
            episode=side.referral.episode, kind="safeguarding", note="Be careful", by=link_worker, now=now
        ),
        "goal": side.plan.goals.first(),
        "letter": _letter(side, appointment, link_worker, now),
        "ledger_entry": _entry(side, now),
        "loan": loan,
        "member": side.members[LINK_WORKER],
        "notice": risks.tell_practice(episode=side.referral.episode, note="Read this", by=link_worker, now=now),
        "onward": side.onward_referral,
        "person": side.person,
        "referral": side.referral,
        "responder": responders.add(member=side.members[LINK_WORKER], hours="always", mobile="", by=manager, now=now),
        "related": circumstances.add_related(
            person=side.person, draft=RelatedDraft("Jo", "neighbour"), by=link_worker, now=now
        ),
        "score": side.referral.episode.outcome_scores.first(),
        "service": side.service,
        "session": side.session,
        "template": pathways.keep(draft=PathwayDraft("Usual", ("debt",), ((20, "A budget"),)), by=manager),
        "stray_scan": StrayScan.objects.create(session=side.session, person=side.person, scanned_at=now),
        "thread": threads.begin(episode=side.referral.episode, text="Well done", by=manager, now=now),
        "waiting": refer(side, register(side, family_name=f"Waiting {side.name}")),
    }
    written.let_be_read(about=side.referral, episode=side.referral.episode, by=link_worker, now=now)
    records["words"] = side.referral.episode.tasks.get(kind="words_unread")
    return {name: str(record.public_id) for name, record in records.items() if record}


def _alert(device: Device, loan: Loan, now: datetime) -> Alert:
    return Alert.objects.create(device=device, person=loan.person, event="help", occurred_at=now, received_at=now)


def _of_the_area(side: Side, now: datetime) -> dict[str, Record]:
    """What an administrator and a team keep: organisations, invitations and an API client."""
    administrator, link_worker = side.actor(ADMINISTRATOR), side.actor(LINK_WORKER)
    provider = organisations.add_from(
        draft=OrganisationDraft(f"New to {side.name}", "provider"), by=link_worker, now=now
    )
    client = clients.register(name=f"System of {side.name}", scopes=[Scope.REFERRALS], by=administrator).client
    return {
        "organisation": side.practice,
        "new_provider": provider,
        "invitation": invite(side.team, LINK_WORKER, side.actor(MANAGER), now),
        "provider_invitation": invite(provider, PROVIDER, link_worker, now),
        "client": client,
        "client_role": clients.grant(client=client, role=GP, organisation=side.practice, by=administrator, now=now),
    }


def invite(organisation: Organisation, role: Role, by: Actor, now: datetime) -> Invitation:
    """Somebody is asked to work there."""
    draft = InvitationDraft("Nia Newcomer", f"nia.{organisation.pk}@example.org", role)
    return invitations.invite(organisation=organisation, draft=draft, by=by, now=now)


def _correction(side: Side, now: datetime) -> CorrectionRequest:
    return corrections.ask(about="name", text="Adah", by=side.actor(PERSON), now=now)


def _letter(side: Side, appointment: Appointment, link_worker: Actor, now: datetime) -> OutboundMessage:
    """A letter to the side's person that waits to be posted."""
    agreements.give(person=side.person, purpose="get_messages", by=link_worker, now=now)
    PersonAddress.objects.filter(person=side.person).update(lines="1 High Street")
    return OutboundMessage.objects.create(
        once_key=f"letter to {side.name}",
        kind="appointment_told",
        channel="letter",
        to_person=side.person,
        appointment=appointment,
        not_before=now,
    )


def _entry(side: Side, now: datetime) -> LedgerEntry:
    return ledger.enter(
        kind="grant",
        on=local_day(now),
        pence=5000,
        purpose="Small grant",
        service=None,
        session=None,
        by=side.actor(PROVIDER),
    )

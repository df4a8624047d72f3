"""Setting an area up: its board, networks, practices, first team, and the two people who go on from there."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from referrals.actions.access import links as actions
from referrals.actions.organisation import invitations, organisations
from referrals.area_plan import AreaPlan, Coded, Practice, Someone, Team
from referrals.drafts import InvitationDraft, OrganisationDraft
from referrals.kit import audit
from referrals.kit.actor import Actor, check
from referrals.kit.calendar import local_day
from referrals.kit.permissions import Permission, Role
from referrals.kit.refusal import Refusal
from referrals.models import Organisation
from referrals.selectors.access import links
from referrals.selectors.organisation import accounts, areas
from referrals.selectors.organisation import invitations as selectors
from referrals.selectors.organisation import organisations as found


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody and the token of their link, which is kept nowhere; none for whoever accepted before."""

    someone: Someone
    role: Role
    token: str


@dataclass(slots=True)
class SetUp:
    """What was there already, what was added, and who was invited."""

    added: list[Organisation] = field(default_factory=list)
    there: list[Organisation] = field(default_factory=list)
    invited: list[Invited] = field(default_factory=list)


@transaction.atomic
def set_up(*, plan: AreaPlan, by: Actor, now: datetime, dry_run: bool = False) -> SetUp:
    """Add what the plan has and the database has not, and invite the manager and the administrator.

    What is there stays as it is: names, networks and teams are changed on the administrator's pages. Whoever has not
    come yet gets another link; their earlier one opens as well, and the first that is used ends both.
    """
    check(by, Permission.RUN_SCHEDULE)
    done = SetUp()
    keep = partial(_keep, done, by, now)
    board = keep(_by_code(plan.board, "icb"), _draft(plan.board, "icb"))
    networks = {
        one.ods_code: keep(_by_code(one, "pcn"), replace(_draft(one, "pcn"), parent_id=board.pk))
        for one in plan.networks
    }
    # A team lies in the one network, or where there are several in the board.
    lies_in = next(iter(networks.values())) if len(networks) == 1 else board
    team = keep(_team(plan.team, board), replace(_draft(plan.team, "team"), parent_id=lies_in.pk))
    for one in plan.practices:
        parent = networks.get(one.network, board)
        draft = replace(_draft(one, "gp_practice"), parent_id=parent.pk, refers_to_id=team.pk)
        keep(_by_code(one, "gp_practice"), draft)
    done.invited = [
        _invite(plan.manager, Role.MANAGER, team, by, now),
        _invite(plan.administrator, Role.ADMINISTRATOR, board, by, now),
    ]
    if dry_run:
        transaction.set_rollback(True)
    return done


def _draft(one: Coded | Practice | Team, kind: str) -> OrganisationDraft:
    """What the plan says of an organisation."""
    draft = OrganisationDraft(one.name, kind, one.ods_code if isinstance(one, Coded) else "")
    if isinstance(one, Practice | Team):
        return replace(draft, email=one.email, phone=one.phone, area_code=one.local_authority)
    return draft


def _by_code(one: Coded, kind: str) -> Organisation | None:
    known = found.by_code_or_id(one.ods_code)
    if known and known.kind != kind:
        named = {"code": one.ods_code, "name": known.name}
        raise Refusal("other-kind", _("%(code)s is the code of %(name)s, which is of another kind.") % named)
    return known


def _team(one: Team, board: Organisation) -> Organisation | None:
    """The area's team of that name; teams have no code."""
    return areas.below(board).filter(kind="team", name=one.name).first()


def _keep(done: SetUp, by: Actor, now: datetime, known: Organisation | None, draft: OrganisationDraft) -> Organisation:
    if known:
        done.there.append(known)
        return known
    made = organisations.add_from(draft=draft, by=by, now=now)
    done.added.append(made)
    return made


def _invite(someone: Someone, role: Role, organisation: Organisation, by: Actor, now: datetime) -> Invited:
    user = accounts.user_by_email(someone.email)
    mine = accounts.memberships_of(user.pk, local_day(now)).filter(organisation=organisation, role=role) if user else ()
    if mine:
        return Invited(someone, role, "")
    waiting = selectors.standing(organisation.pk).filter(email=someone.email.lower(), role=role).first()
    invitation = waiting or invitations.invite(
        organisation=organisation, draft=InvitationDraft(someone.name, someone.email, role), by=by, now=now
    )
    _link, token = actions.make(links.INVITATION, invitation, now=now)
    audit.record(by=by, did="invitation.link_made", to=invitation)
    return Invited(someone, role, token)

"""Who someone is in words, and what would come of putting it right."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from referrals.drafts import IdentityDraft
from referrals.kit.actor import Actor
from referrals.kit.calendar import week_of
from referrals.kit.registries import person_data
from referrals.models import Episode, Organisation, OutboundMessage, Person
from referrals.models.choices import MissingReason, Sex
from referrals.models.people.detail_choices import Detail
from referrals.selectors.people import likeness
from referrals.templatetags.nhsuk import nhs_date, nhs_number


@dataclass(frozen=True, slots=True)
class Alike:
    """Someone whom the actor may open and who may be the same, with the reasons in words."""

    person: Person
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a change of identity does: `changed` is (label, before, after); `alike` may be the same; `teams` know people
    who may be the same and whom the actor may not see; `weeks` are counted anew; `messages` wait to go out.
    """

    changed: list[tuple[str, str, str]]
    alike: list[Alike]
    teams: list[Organisation]
    weeks: int
    messages: int


def of_person(person: Person) -> IdentityDraft:
    """Who they are today."""
    return IdentityDraft(
        given_name=person.given_name,
        family_name=person.family_name,
        preferred_name=person.preferred_name,
        born_on=person.born_on,
        sex=person.sex,
        nhs_number=person.nhs_number,
        nhs_number_missing_reason=person.nhs_number_missing_reason,
    )


def in_words(draft: IdentityDraft) -> dict[Detail, str]:
    """Each part as a reader sees it."""
    reason = draft.nhs_number_missing_reason
    return {
        Detail.GIVEN_NAME: draft.given_name,
        Detail.FAMILY_NAME: draft.family_name,
        Detail.PREFERRED_NAME: draft.preferred_name,
        Detail.BORN_ON: nhs_date(draft.born_on),
        Detail.SEX: str(Sex(draft.sex).label),
        Detail.NHS_NUMBER: nhs_number(draft.nhs_number)
        if draft.nhs_number
        else _("None: %(reason)s") % {"reason": MissingReason(reason).label},
    }


def consequences(by: Actor, person: Person, draft: IdentityDraft) -> Consequences:
    """What would come of it. Of people whom the actor may not see no more is told than which team to call."""
    now = of_person(person)
    before, after = in_words(now), in_words(draft)
    found = _new_likenesses(person, draft)
    seen = Person.objects.visible_to(by).in_bulk(found)
    hidden = Episode.objects.filter(person__in=found.keys() - seen.keys())
    moves_figures = (now.born_on, now.sex) != (draft.born_on, draft.sex)
    counted = {week_of(day) for day in person_data.counted_days(person.pk)} if moves_figures else set()
    return Consequences(
        changed=[(str(one.label), before[one], after[one]) for one in before if before[one] != after[one]],
        alike=[Alike(one, found[key]) for key, one in seen.items()],
        teams=list(Organisation.objects.filter(pk__in=hidden.values("team")).order_by("name")),
        weeks=len(counted),
        messages=OutboundMessage.objects.filter(to_person=person, state="waiting").count(),
    )


def _new_likenesses(person: Person, draft: IdentityDraft) -> dict[int, list[str]]:
    """Who would look like them, by key, with the reasons in words; whoever has the number comes with that reason."""
    facts = replace(
        likeness.facts_of([person.pk])[person.pk],
        given_name=draft.given_name,
        family_name=draft.family_name,
        preferred_name=draft.preferred_name,
        born_on=draft.born_on,
        nhs_number=draft.nhs_number or "",
    )
    found = {key: likeness.in_words(reasons) for key, reasons in likeness.like(facts, but=person.pk).items()}
    same = Person.objects.filter(nhs_number=draft.nhs_number or "", restricted_at=None).exclude(pk=person.pk)
    return found | {one.pk: [_("The same NHS number"), *found.get(one.pk, [])] for one in same}

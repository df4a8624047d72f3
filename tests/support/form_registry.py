"""Every form of the product, and what someone types who fills it in right. A new form adds its row here."""

from observatory.forms.choice import FigureChoice
from referrals.forms.access import membership
from referrals.forms.intake import (
    caseload,
    caseload_columns,
    caseload_line,
    corrected,
    referral,
    search,
    self_referral,
)
from referrals.forms.organisation import organisations
from referrals.forms.people import duplicates, person_details, wishes
from referrals.forms.services import services
from referrals.forms.support import threads
from referrals.forms.work import workbench
from referrals.kit.forms.base import NHSForm
from referrals.kit.permissions import Role
from referrals.models import LikelyDuplicate
from tests.referrals.support import test_threads
from tests.support import (
    account_forms,
    administrator_forms,
    details_forms,
    link_worker_forms,
    listing_forms,
    organisation_forms,
    person_forms,
)
from tests.support import forms_typed as typed
from tests.support.bad_input import FormCase
from tests.support.caseload_files import case, caseload_file
from tests.support.world import an_nhs_number

# Forms that others are made of; no page draws them.
PARTS: set[type[NHSForm]] = {
    *(referral.PersonFields, referral.NewPersonFields, referral.ReferralFields, referral.MadeForThem),
    *(person_details.DetailsForm, person_details.ReasonedForm, wishes.WishFields),
    organisations.OrganisationFields,
    # A line of a file: `test_caseload_import` tries it.
    caseload_line.CaseForm,
    # The headings of one file: `test_caseload_files` tries them.
    caseload_columns.ColumnsForm,
}
# Filters in an address: they write nothing, and what they do not know they leave out.
FILTERS: set[type[NHSForm]] = {
    *(services.FilterForm, services.ReferOnFilterForm, services.ServiceFilterForm),
    *(organisations.FilterForm, organisations.ProviderFilterForm),
    workbench.WorkbenchForm,
}

MORE_OF_THE_PERSON = {
    "email": "nia@example.org",
    "address": "1 Example Street",
    "needs_interpreter": "yes",
    "language": "Welsh",
    "communication_needs": "Large print",
    "told_by": "email",
    "bad_times": ["weekends"],
}
RISK = {"risk": "read_first", "risk_note": "Dog at the door"}
PROXY = {"consent_given_by": "Her daughter", "on_behalf_of": "Dr Hall"}
CODES = {"sex": "female", "ethnic_category": "A"}
REASONS = {
    "nhs_number": "",
    "nhs_number_missing_reason": "not_registered",
    "postcode": "",
    "postcode_missing_reason": "withheld",
}

CASES = [
    FormCase(
        caseload.FileForm,
        Role.MANAGER,
        lambda world: "/manager/caseload-import/",
        lambda world: {"file": caseload_file(case(world))},
    ),
    FormCase(search.SearchForm, Role.GP, lambda world: "/gp/search/", lambda world: {"search": "Nia"}),
    FormCase(
        search.FindPatientForm,
        Role.GP,
        lambda world: "/gp/refer/find/",
        lambda world: {"find-number": an_nhs_number(9)},
    ),
    FormCase(
        referral.ReferralForm,
        Role.GP,
        lambda world: f"/gp/refer/{world.ours.person.public_id}/",
        lambda world: typed.referral(**RISK, **PROXY),
    ),
    FormCase(
        corrected.CorrectedReferralForm,
        Role.GP,
        lambda world: f"/gp/referrals/{world.ours.referral.public_id}/correct/",
        lambda world: {"version": str(world.ours.referral.version), "needs": ["debt"], "note": "New words", **RISK},
        did="referral.corrected",
    ),
    FormCase(
        referral.NewPatientForm,
        Role.GP,
        lambda world: "/gp/refer/",
        lambda world: typed.new_patient(**MORE_OF_THE_PERSON, **RISK, **PROXY, **CODES),
    ),
    FormCase(
        referral.NewPatientForm,
        Role.GP,
        lambda world: "/gp/refer/",
        lambda world: typed.new_patient(**REASONS),
        name="NewPatientForm with reasons",
        attacked=("nhs_number_missing_reason", "postcode_missing_reason"),
    ),
    FormCase(
        self_referral.SelfReferralForm,
        None,
        lambda world: "/refer/",
        lambda world: typed.self_referral(world.ours.practice, **MORE_OF_THE_PERSON, **RISK),
    ),
    FormCase(
        membership.MembershipForm,
        Role.GP,
        lambda world: "/accounts/membership/",
        lambda world: {"membership": str(world.ours.members[Role.GP].public_id)},
    ),
    FormCase(
        FigureChoice,
        Role.COMMISSIONER,
        lambda world: "/observatory/",
        lambda world: {"measure": "referred", "by": "imd_quintile", "period": "week"},
        is_query=True,
    ),
    FormCase(
        threads.ThreadForm,
        Role.MANAGER,
        lambda world: f"/link-worker/episodes/{world.ours.referral.episode.public_id}/comments/",
        lambda world: {
            "text": "Well done",
            "about": str(world.ours.referral.episode.tasks.get(done_at=None).public_id),
            "asked": str(world.ours.members[Role.LINK_WORKER].public_id),
        },
    ),
    FormCase(threads.ReplyForm, Role.LINK_WORKER, test_threads.thread_url, lambda world: {"text": "Thank you"}),
    FormCase(
        duplicates.DuplicateForm,
        Role.LINK_WORKER,
        lambda world: f"/link-worker/duplicates/{LikelyDuplicate.objects.get().public_id}/",
        lambda world: {"decision": "different"},
        did="duplicate.told_apart",
    ),
    *account_forms.CASES,
    *administrator_forms.CASES,
    *details_forms.CASES,
    *link_worker_forms.CASES,
    *listing_forms.CASES,
    *organisation_forms.CASES,
    *person_forms.CASES,
]

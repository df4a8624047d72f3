"""A person takes a copy of their own record."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from referrals.actions.people import subject_access
from referrals.kit.access import ActorRequest, for_roles
from referrals.kit.permissions import Role
from referrals.selectors.people import own_record


@require_POST
@for_roles(Role.PERSON)
def download(request: ActorRequest) -> HttpResponse:
    """`my-record.zip`: everything that is held on them, as JSON and as a page."""
    person = own_record.person(request.actor)
    if person is None:
        raise Http404
    packed = subject_access.export(person=person, by=request.actor, now=timezone.now())
    return HttpResponse(
        packed,
        content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="my-record.zip"'},
    )

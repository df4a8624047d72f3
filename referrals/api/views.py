"""REST: referrals. The same actions and selectors as the pages."""

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from referrals import ways_in
from referrals.actions.access import opening
from referrals.actions.intake.receive import receive
from referrals.actions.work import answers
from referrals.api.serializers import ReferralIn, ReferralOut, intake_draft
from referrals.kit import audit, rate_limit
from referrals.kit.api.authentication import actor_of
from referrals.kit.api.paging import NewestFirst
from referrals.kit.api.permissions import needs
from referrals.kit.permissions import Permission
from referrals.kit.refusal import Refusal
from referrals.selectors.intake import referrals as selectors

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="Repeats of a request with one key give one referral."
)


class ReferralList(APIView):
    """The client's referrals, and sending a new one."""

    # Read by the OpenAPI document; `get` does the paging.
    pagination_class = NewestFirst

    def get_permissions(self) -> list[BasePermission]:
        return [needs(Permission.REFER if self.request.method == "POST" else Permission.READ_REFERRALS)()]

    @extend_schema(responses=ReferralOut(many=True), operation_id="referrals_list")
    def get(self, request: Request) -> Response:
        by = actor_of(request)
        pages = self.pagination_class()
        with transaction.atomic():
            rows = pages.paginate_queryset(selectors.visible(by), request, view=self) or []
            audit.record(by=by, did="referrals.listed", rows=len(rows))
        return pages.get_paginated_response(ReferralOut(rows, many=True).data)

    @extend_schema(request=ReferralIn, responses={201: ReferralOut}, parameters=[IDEMPOTENCY_KEY])
    def post(self, request: Request) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if len(key) > 200:
            raise Refusal("key-too-long", _("An Idempotency-Key has at most 200 characters."))
        with rate_limit.details(actor_of(request)):
            return _respond(self._send_once(request, key) if key else self._send(request))

    def _send_once(self, request: Request, key: str) -> answers.Answer:
        with answers.once(
            by=actor_of(request),
            method="POST",
            path=request.path,
            key=key,
            content=request.body,
            now=timezone.now(),
        ) as first:
            return first.answer or first.give(self._send(request))

    def _send(self, request: Request) -> answers.Answer:
        by = actor_of(request)
        form = ReferralIn(data=request.data)
        form.is_valid(raise_exception=True)
        referral = receive(draft=intake_draft(form.validated_data), way=ways_in.REST, by=by, now=timezone.now())
        body = ReferralOut(selectors.get(by, referral.public_id)).data
        return answers.Answer(201, dict(body), referral.person_id)


class ReferralDetail(APIView):
    """One referral; opening it is audited."""

    permission_classes = [needs(Permission.READ_REFERRALS)]

    @extend_schema(responses=ReferralOut, operation_id="referrals_get")
    def get(self, request: Request, public_id: UUID) -> Response:
        referral = opening.referral(public_id=public_id, by=actor_of(request))
        if referral is None:
            raise Http404
        return Response(ReferralOut(referral).data)


def _respond(answer: answers.Answer) -> Response:
    response = Response(answer.body, status=answer.status_code)
    if isinstance(answer.body, dict) and "id" in answer.body:
        response["Location"] = f"/api/v1/referrals/{answer.body['id']}/"
    return response

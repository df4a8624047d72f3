"""REST: days of steps, of a person and of a device."""

from datetime import date
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from devices.actions import opening
from devices.api.serializers import DayOut, RangeIn
from referrals.kit.api.authentication import actor_of
from referrals.kit.api.permissions import needs
from referrals.kit.permissions import Permission


def _read_range(request: Request) -> dict[str, date]:
    asked = RangeIn(data=request.query_params)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


class PersonDays(APIView):
    """A person's days of steps; opening them is audited."""

    permission_classes = [needs(Permission.READ_DAYS)]

    @extend_schema(parameters=[RangeIn], responses=DayOut(many=True), operation_id="person_days")
    def get(self, request: Request, public_id: UUID) -> Response:
        days = opening.person_days(public_id=public_id, by=actor_of(request), **_read_range(request))
        if days is None:
            raise Http404
        return Response(DayOut(days, many=True).data)


class DeviceDays(APIView):
    """A device's days of steps, whoever wore it; opening them is audited for each who did."""

    permission_classes = [needs(Permission.LEND_DEVICES)]

    @extend_schema(parameters=[RangeIn], responses=DayOut(many=True), operation_id="device_days")
    def get(self, request: Request, public_id: UUID) -> Response:
        days = opening.device_days(public_id=public_id, by=actor_of(request), **_read_range(request))
        if days is None:
            raise Http404
        return Response(DayOut(days, many=True).data)

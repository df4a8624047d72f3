"""How much one client may ask: far more than a busy system does, and less than one that runs wild."""

from datetime import timedelta

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from referrals.actions.access import tries
from referrals.kit.actor import Actor
from referrals.limits import Quota

# Ten a second for as long as it likes, and a night's work at once.
REQUESTS = Quota(most=3000, within=timedelta(minutes=5))


class PerClient(BaseThrottle):
    """Counts each request that was let in for an API client, whatever organisation it acts for."""

    left: timedelta | None = None

    def allow_request(self, request: Request, view: object) -> bool:
        """Whether it may; it counts if so."""
        if not isinstance(request.auth, Actor):
            return True
        key = tries.key_of("requests", str(request.auth.client_id))
        self.left = tries.count({key: REQUESTS}, now=timezone.now())
        return not self.left

    def wait(self) -> float | None:
        """Seconds until the next may come."""
        return self.left.total_seconds() if self.left else None

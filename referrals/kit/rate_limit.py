"""How often one address may send a public form. Modest: it slows a flood down and never stops a family."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from referrals.kit.refusal import Refusal

MOST = 20
SECONDS = 600


def check(request: HttpRequest, what: str) -> None:
    """Count this sending; a Refusal once the address has sent too many in ten minutes."""
    # A proxy appends the address it saw; what stands before that is the sender's own claim.
    address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or request.META["REMOTE_ADDR"]
    key = f"rate_limit:{what}:{salted_hmac('rate_limit', address).hexdigest()}"
    try:
        cache.add(key, 0, SECONDS)
        count = cache.incr(key)
    except (RedisError, ValueError):
        # The cache is disposable: without it nobody is refused. ValueError is a key that ended in between.
        return
    if count > MOST:
        raise Refusal("too-many", _("Too many were sent from here. Wait ten minutes, or call the team."))

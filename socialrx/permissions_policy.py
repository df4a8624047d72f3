"""What of a device no page may use, its own scripts included: nothing here needs a camera, a place or a payment."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

HEADER = "Permissions-Policy"
NEVER = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen"),
    *("geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment", "serial"),
    *("screen-wake-lock", "usb", "xr-spatial-tracking"),
)
# To copy a link for a volunteer, or codes for the paper.
OURS = ("clipboard-write",)
VALUE = ", ".join([f"{name}=()" for name in NEVER] + [f"{name}=(self)" for name in OURS])


class PermissionsPolicy:
    """Each answer says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, VALUE)
        return response

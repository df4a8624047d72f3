"""`/api/v1/asyncapi.json`: what devices send by MQTT (AsyncAPI 3.0), as the handlers of the messages say it.

Nothing is kept in step by hand: a new kind of message is in it with its module.
"""

from collections.abc import Mapping

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from devices import handlers
from devices.handlers import Handler
from devices.topics import topic_of

Part = Mapping[str, object]


@require_safe
def asyncapi(request: HttpRequest) -> JsonResponse:
    """The document, for everyone. A topic is a channel, and each form that its bodies may have is a message of it."""
    forms: dict[str, dict[str, Handler]] = {}
    for one in handlers.declared():
        if one.sent_by:
            topic = f"{one.kind}-v{one.version}"
            of_topic = forms.setdefault(topic, {})
            of_topic[f"{topic}-{len(of_topic) + 1}" if of_topic else topic] = one
    return JsonResponse(
        {
            "asyncapi": "3.0.0",
            "info": {
                "title": "socialrx",
                "version": "1",
                "description": _("A device signs in with its id and secret, and publishes to its own topics."),
            },
            "defaultContentType": "application/json",
            "channels": {topic: _channel(of_topic) for topic, of_topic in forms.items()},
            "operations": {f"receive-{topic}": _operation(topic) for topic in forms},
            "components": {
                "messages": {
                    name: _message(name, one) for of_topic in forms.values() for name, one in of_topic.items()
                },
                "securitySchemes": {"device": {"type": "userPassword"}},
            },
        }
    )


def _channel(forms: Mapping[str, Handler]) -> Part:
    one = next(iter(forms.values()))
    return {
        "address": topic_of("{device}", one.kind, one.version),
        "parameters": {"device": {"description": _("The device's own id.")}},
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in forms},
    }


def _operation(name: str) -> Part:
    """What we do with it: devices publish, with the quality of service that is acknowledged."""
    return {
        "action": "receive",
        "channel": {"$ref": f"#/channels/{name}"},
        "security": [{"$ref": "#/components/securitySchemes/device"}],
        "bindings": {"mqtt": {"qos": 1, "retain": False, "bindingVersion": "0.2.0"}},
    }


def _message(name: str, one: Handler) -> Part:
    return {"name": name, "summary": (one.__doc__ or "").partition("\n")[0], "payload": one.schema()}

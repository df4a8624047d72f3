"""What pages show in the demo only."""

from typing import Any

from django import template
from django.conf import settings

from socialrx.tools.example import story

register = template.Library()


@register.inclusion_tag("demo/cards.html", takes_context=True)
def story_cards(context: template.Context) -> dict[str, Any]:
    """The story's cards, each with the buttons that sign in whoever acts; nothing outside the demo."""
    return {"cards": story.cards() if settings.DEMO else [], "csrf_token": context.get("csrf_token")}

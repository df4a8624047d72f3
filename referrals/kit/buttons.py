"""Buttons that act: every page says in the same way what came of one."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from referrals.kit.refusal import Refusal


def run_action(request: HttpRequest, action: Callable[[], object], done: str) -> bool:
    """Carry out the action and say so on the next page, or say why it was refused; whether it was done."""
    try:
        action()
    except Refusal as refusal:
        messages.warning(request, refusal.message)
        return False
    messages.success(request, done)
    return True

"""GOV.UK Notify on a real socket, as the demo has it too; here it also fails as a test tells it to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from socialrx.tools.demo.notify import KEY, Answer, NotifySink, fault

__all__ = ["KEY", "NotifyServer"]

Body = dict[str, Any]


@dataclass
class NotifyServer(NotifySink):
    """`answers` are what it says to the next messages: a status, "drop" to keep the message and say nothing, or a body.

    `fate` is what became of a message, or the status or body of the answer to whoever asks; `asked` are the ids that
    they asked of.
    """

    answers: list[int | str | Body] = field(default_factory=list)
    fate: int | str | Body = ""
    asked: list[str] = field(default_factory=list)
    # What happens while a message is on its way.
    meanwhile: Callable[[], object] = lambda: None

    def tell(self, notify_id: str) -> Answer:
        self.asked.append(notify_id)
        self.meanwhile()
        if isinstance(self.fate, int):
            return self.fate, fault(self.fate, "as the test wished")
        if isinstance(self.fate, dict):
            return 200, self.fate
        status, told = super().tell(notify_id)
        return status, told | ({"status": self.fate} if self.fate else {})

    def take(self, kind: str, asked: dict[str, Any]) -> Answer | None:
        self.meanwhile()
        answer = self.answers.pop(0) if self.answers else 201
        if isinstance(answer, int) and answer >= 400:
            return answer, fault(answer, "as the test wished")
        if isinstance(answer, dict):
            return 201, answer
        taken = super().take(kind, asked)
        return None if answer == "drop" else taken

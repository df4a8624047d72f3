"""How a rule says no."""


class Refusal(Exception):
    """A rule said no. `code` is for machines, `message` is a sentence that the user reads as it stands."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message

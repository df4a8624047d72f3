"""What goes wrong while private servers start, as a sentence for the person at the keyboard."""


class ServerError(Exception):
    """A private server cannot be found, prepared or started."""

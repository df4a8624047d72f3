"""The pages that the documentation shows: who looks, at which address, and on what screen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a persona (nobody when empty) reaches it: an address, then links that begin with these words.

    `top` is a heading that the picture begins at, the page's own top when empty. Width and height are CSS pixels.
    """

    name: str
    persona: str
    address: str
    links: tuple[str, ...] = ()
    top: str = ""
    width: int = 1280
    height: int = 800


def on_a_telephone(name: str, persona: str, address: str, links: tuple[str, ...] = ()) -> Picture:
    """A page that people open on the smallest screens."""
    return Picture(name, persona, address, links, width=360, height=780)


PICTURES = (
    Picture("home", "", "/"),
    Picture("gp-referrals", "gp-1", "/gp/", height=720),
    Picture("gp-refer", "gp-1", "/gp/refer/"),
    Picture("caseload", "link_worker-1", "/link-worker/"),
    Picture("episode", "link_worker-1", "/link-worker/?show=team", ("Darren Holt",), top="How they feel"),
    Picture("provider", "provider-1", "/provider/"),
    # A service whose places are all taken, so that its register has people on it whatever the other journeys do.
    on_a_telephone("register", "provider-1", "/provider/", ("Longford park walk, ",)),
    Picture("observatory", "commissioner-1", "/observatory/", top="Referred, by deprivation"),
    on_a_telephone("me", "person-1", "/me/"),
    Picture("devices", "manager-1", "/manager/devices/", height=640),
)

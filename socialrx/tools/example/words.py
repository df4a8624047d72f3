"""What people and link workers say in the example data."""

from random import Random

STREETS = ("Barton Road", "Canal Street", "Chapel Lane", "Derby Street", "Elm Grove", "Furnace Lane", "High Lane")
CONDITIONS = ("copd", "asthma", "diabetes", "prediabetes", "heart", "hypertension", "depression", "arthritis", "other")
# Route -> on whose behalf the link worker writes the referral down.
SENDERS = {
    "hospital": "Discharge team, Mersey Bank Hospital (invented)",
    "agency": "Housing support, Northgate Homes (invented)",
    "outreach": "Outreach at the winter market",
}
RISKS = (
    "There is a dog that bites. Ring before a home visit.",
    "Former partner may answer the phone. Speak only to the person.",
    "Meet at the surgery, not at home.",
)
STEPS_GOAL = "Walk a bit further every week"
NOTES = {
    "loneliness": (
        "Says whole days pass without speaking to anyone.",
        "Moved here to be near family who then moved away.",
    ),
    "low_mood": ("Feels flat and has stopped going out.", "Worries at night and is tired all day."),
    "inactivity": (
        "Would like to get moving again, but not alone.",
        "Was told to walk more and does not know where to begin.",
    ),
    "debt": ("Opens no letters any more.", "Behind with the rent since hours were cut."),
    "long_term_condition": ("Wants to understand what is still possible.", "Tired of being a list of appointments."),
    "bereavement": ("Lost someone close this year.", "The house is too quiet."),
    "housing": ("Damp in both bedrooms.", "Has to leave the flat by the end of the month."),
    "caring": ("Has not had an afternoon off since spring.", "Looks after a parent and two children."),
    "work": ("Out of work for a year and losing heart.", "Would like to train for something new."),
    "digital": ("Cannot book anything since it all went online.", "Has a phone and is afraid of it."),
}
MATTERS = (
    "Being able to get to the shops and back without help.",
    "Seeing my grandchildren and keeping up with them.",
    "Having one thing in the week to look forward to.",
    "Sleeping, and not dreading the post.",
    "Feeling useful again.",
)
GOALS = {
    "loneliness": "Have a conversation with someone new each week",
    "low_mood": "Leave the house every day",
    "inactivity": "Go to a group that moves, each week",
    "debt": "Know what I owe and have a plan for it",
    "long_term_condition": "Do one thing a week that I had given up",
    "bereavement": "Talk about him without falling apart",
    "housing": "Have somewhere dry to live",
    "caring": "Have two hours a week for myself",
    "work": "Send off one application a week",
    "digital": "Book my own appointments online",
    "food": "Eat a hot meal every day",
    "abuse": "Feel safe at home",
}
SPOKE = (
    "Good talk. We went through what matters and what could help.",
    "Glad to be asked. Will think about it and meet again.",
)
DECLINED = ("Thanked me and said this is not for now.", "Has enough appointments as it is.")
REVIEWED = ("Going well, wants to carry on.", "Some weeks are better than others, but there is company now.")
GOOD_FEELINGS = ("ons_satisfaction", "ons_worthwhile", "ons_happiness")
TRIED = (("phone", "no_answer"), ("phone", "message_left"), ("phone", "no_answer"))


def note(random: Random, need: str) -> str:
    """Something that fits a reason for referral."""
    return random.choice(NOTES[need])

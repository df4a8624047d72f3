"""The words that records choose from, each with what a reader sees."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from referrals.likeness import Reason


class OrganisationKind(TextChoices):
    GP_PRACTICE = "gp_practice", _("GP practice")
    PCN = "pcn", _("Primary care network")
    ICB = "icb", _("Integrated care board")
    TEAM = "team", _("Social prescribing team")
    PROVIDER = "provider", _("Voluntary, community or social enterprise")


class Sex(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class EthnicCategory(TextChoices):
    """NHS ethnic category codes (UK Core EthnicCategoryEngland, Apache-2.0); there is no I, O or Q."""

    A = "A", _("White: British")
    B = "B", _("White: Irish")
    C = "C", _("White: any other White background")
    D = "D", _("Mixed: White and Black Caribbean")
    E = "E", _("Mixed: White and Black African")
    F = "F", _("Mixed: White and Asian")
    G = "G", _("Mixed: any other mixed background")
    H = "H", _("Asian or Asian British: Indian")
    J = "J", _("Asian or Asian British: Pakistani")
    K = "K", _("Asian or Asian British: Bangladeshi")
    L = "L", _("Asian or Asian British: any other Asian background")
    M = "M", _("Black or Black British: Caribbean")
    N = "N", _("Black or Black British: African")
    P = "P", _("Black or Black British: any other Black background")
    R = "R", _("Other ethnic groups: Chinese")
    S = "S", _("Other ethnic groups: any other ethnic group")
    Z = "Z", _("Not stated")
    NOT_KNOWN = "99", _("Not known")


class MissingReason(TextChoices):
    """Why a value that is normally there is not."""

    NOT_REGISTERED = "not_registered", _("Not registered with the NHS")
    NO_FIXED_ABODE = "no_fixed_abode", _("No fixed address")
    NOT_KNOWN_YET = "not_known_yet", _("Not known yet")
    WITHHELD = "withheld", _("The person prefers not to say")
    OUTSIDE_ENGLAND = "outside_england", _("Lives outside England")


class ContactKind(TextChoices):
    HOME_PHONE = "home_phone", _("Home phone")
    MOBILE = "mobile", _("Mobile phone")
    EMAIL = "email", _("E-mail")


class Channel(TextChoices):
    """How someone is best reached."""

    PHONE = "phone", _("Phone call")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")


class AgreementChannel(TextChoices):
    """How someone gave an agreement."""

    IN_PERSON = "in_person", _("Face to face")
    PHONE = "phone", _("Phone call")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
    ONLINE = "online", _("On a web page")


class DigitalAccess(TextChoices):
    """Whether someone can be expected to use a page or an app."""

    ONLINE = "online", _("Uses the internet")
    NEEDS_HELP = "needs_help", _("Needs help to go online")
    NO_DEVICE = "no_device", _("Has no device or connection")
    UNKNOWN = "unknown", _("Not known")


class ProxyAuthority(TextChoices):
    NONE = "none", _("No authority to decide")
    PARENT = "parent", _("Parental responsibility")
    WELFARE_ATTORNEY = "welfare_attorney", _("Lasting power of attorney for health and welfare")
    DEPUTY = "deputy", _("Deputy appointed by the Court of Protection")


class AgreementPurpose(TextChoices):
    SHARE_RECORD = "share_record", _("Share what is needed with the link worker team")
    SHARE_WITH_PROVIDER = "share_with_provider", _("Share what is needed with a local service")
    WEAR_DEVICE = "wear_device", _("Wear a step counter and keep its readings")
    GET_MESSAGES = "get_messages", _("Get messages and reminders")


class NeedCode(TextChoices):
    """Why someone is referred and what they want help with."""

    LONELINESS = "loneliness", _("Loneliness or isolation")
    BEREAVEMENT = "bereavement", _("Bereavement")
    LOW_MOOD = "low_mood", _("Low mood, stress or anxiety")
    INACTIVITY = "inactivity", _("Being more active")
    LONG_TERM_CONDITION = "long_term_condition", _("Living with a long-term condition")
    DEBT = "debt", _("Money, debt or benefits")
    HOUSING = "housing", _("Housing")
    WORK = "work", _("Work, training or learning")
    FOOD = "food", _("Food or fuel")
    CARING = "caring", _("Caring for someone")
    DIGITAL = "digital", _("Getting online")
    ABUSE = "abuse", _("Abuse or relationship difficulties")


class LongTermConditionCode(TextChoices):
    COPD = "copd", _("COPD")
    ASTHMA = "asthma", _("Asthma")
    DIABETES = "diabetes", _("Diabetes")
    PREDIABETES = "prediabetes", _("Prediabetes")
    HEART = "heart", _("Heart disease")
    HYPERTENSION = "hypertension", _("High blood pressure")
    DEPRESSION = "depression", _("Depression or anxiety")
    ARTHRITIS = "arthritis", _("Arthritis")
    DEMENTIA = "dementia", _("Dementia")
    OTHER = "other", _("Another condition")


class Route(TextChoices):
    """Who sent the person to the team; counted, so never guessed."""

    GP = "gp", _("GP practice")
    SELF = "self", _("The person themselves")
    HOSPITAL = "hospital", _("Hospital discharge")
    AGENCY = "agency", _("Another agency")
    OUTREACH = "outreach", _("Outreach")


class Risk(TextChoices):
    """The answer to the risk question. An urgent need is never stored: the form stops it."""

    NONE = "none", _("No risk that the link worker must know of")
    READ_FIRST = "read_first", _("Yes: read before making contact")


class FlagKind(TextChoices):
    """What nobody of the team may miss."""

    SAFEGUARDING = "safeguarding", _("Safeguarding concern")
    LONE_WORKER = "lone_worker", _("Do not visit alone")


class StatusReason(TextChoices):
    """Why a referral or an onward referral took the turn it took."""

    NOT_WANTED = "not_wanted", _("The person does not want this")
    NOT_NOW = "not_now", _("Not at this time")
    UNREACHABLE = "unreachable", _("Could not be reached")
    GOALS_MET = "goals_met", _("Goals met")
    MOVED_AWAY = "moved_away", _("Moved away")
    DIED = "died", _("Died")
    NOT_SUITABLE = "not_suitable", _("Needs another kind of help")
    DUPLICATE = "duplicate", _("Referred twice")
    NO_PLACE = "no_place", _("No place free")
    NOT_ELIGIBLE = "not_eligible", _("Does not meet the service's criteria")
    WAITING_LIST = "waiting_list", _("On the waiting list")
    STOPPED_COMING = "stopped_coming", _("Stopped coming")
    SERVICE_CLOSED = "service_closed", _("The service has closed")
    MISTAKE = "mistake", _("Entered by mistake")
    NO_ANSWER = "no_answer", _("No answer in time")
    HANDED_OVER = "handed_over", _("Another team goes on with it")
    ASKED_BY_PHONE = "asked_by_phone", _("The person asked by phone")


class ContactMode(TextChoices):
    PHONE = "phone", _("Phone")
    FACE_TO_FACE = "face_to_face", _("Face to face")
    HOME_VISIT = "home_visit", _("Home visit")
    VIDEO = "video", _("Video")
    TEXT = "text", _("Text or e-mail")
    LETTER = "letter", _("Letter")


class ContactOutcome(TextChoices):
    REACHED = "reached", _("Spoke with the person")
    NO_ANSWER = "no_answer", _("No answer")
    MESSAGE_LEFT = "message_left", _("Message left")
    DID_NOT_ATTEND = "did_not_attend", _("Did not attend")


class GoalStatus(TextChoices):
    ACTIVE = "active", _("Working on it")
    MET = "met", _("Met")
    DROPPED = "dropped", _("No longer wanted")


class OutcomeMeasure(TextChoices):
    """The items of `referrals.measures`: what one answer is the answer to."""

    # Office for National Statistics, OGL 3.0: four questions from 0 to 10, never summed.
    ONS_SATISFACTION = "ons_satisfaction", _("Life satisfaction")
    ONS_WORTHWHILE = "ons_worthwhile", _("Feeling that things are worthwhile")
    ONS_HAPPINESS = "ons_happiness", _("Happiness yesterday")
    ONS_ANXIETY = "ons_anxiety", _("Anxiety yesterday")
    UCLA_1 = "ucla_1", _("Lacking companionship")
    UCLA_2 = "ucla_2", _("Feeling left out")
    UCLA_3 = "ucla_3", _("Feeling isolated")
    LONELY = "lonely", _("How often lonely")
    SWEMWBS_1 = "swemwbs_1", _("Item 1")
    SWEMWBS_2 = "swemwbs_2", _("Item 2")
    SWEMWBS_3 = "swemwbs_3", _("Item 3")
    SWEMWBS_4 = "swemwbs_4", _("Item 4")
    SWEMWBS_5 = "swemwbs_5", _("Item 5")
    SWEMWBS_6 = "swemwbs_6", _("Item 6")
    SWEMWBS_7 = "swemwbs_7", _("Item 7")
    MYCAW_CONCERN_1 = "mycaw_concern_1", _("First concern")
    MYCAW_CONCERN_2 = "mycaw_concern_2", _("Second concern")
    MYCAW_WELLBEING = "mycaw_wellbeing", _("General wellbeing")


class OutcomeStage(TextChoices):
    START = "start", _("At the start")
    REVIEW = "review", _("At a review")
    CLOSE = "close", _("At the end")


class CorrectionAbout(TextChoices):
    """What someone says is wrong in their record."""

    NAME = "name", _("Name")
    BORN_ON = "born_on", _("Date of birth")
    ADDRESS = "address", _("Address")
    PHONE = "phone", _("Phone number or e-mail address")
    PLAN = "plan", _("Plan")
    OTHER = "other", _("Something else")


class CorrectionOutcome(TextChoices):
    """What the team did about it."""

    CHANGED = "changed", _("Changed")
    NOT_CHANGED = "not_changed", _("Not changed")


class Decision(TextChoices):
    """What someone said of two people who look alike."""

    DIFFERENT = "different", _("Two people")
    MERGED = "merged", _("One person: merged")


class MessageState(TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Failed")


LIKENESSES = [
    (Reason.SAME_NAME.value, _("Same date of birth, and the names are the same or sound alike")),
    (Reason.NAMES_SWAPPED.value, _("Same date of birth, first and last name the other way round")),
    (Reason.OTHER_FAMILY_NAME.value, _("Same first name, date of birth and telephone or postcode")),
    (Reason.POSSIBLE_TWINS.value, _("Possible twins: only the first name differs")),
    (Reason.DAY_MONTH_SWAPPED.value, _("Same name, day and month of birth swapped")),
    (Reason.BIRTH_DATE_NEAR.value, _("Same name, one slip in the date of birth")),
    (Reason.SAME_PHONE.value, _("Same telephone number and year of birth")),
    (Reason.SAME_EMAIL.value, _("Same e-mail address and year of birth")),
    (Reason.NUMBERS_NEAR.value, _("The NHS numbers differ in two digits at most")),
]

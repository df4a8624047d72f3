"""The tables that hold nothing on a person, each with the reason. Every other table is declared as a person's data."""

COUNTS = "counts of groups; no row speaks of one person"
WITH_ACCOUNT = "credentials of an account; removed with the account or its program"
LISTS = "a list that comes with the software"
PLACES = "published facts about places"
SERVICES = "what local organisations offer to everybody"
STAFF = "organisations and what belongs to them"

NOT_A_PERSONS = {
    "auth_group": LISTS,
    "auth_group_permissions": LISTS,
    "auth_permission": LISTS,
    "devices_changedday": "a device and a day that wait to be counted; rows live for seconds",
    "devices_device": STAFF,
    "devices_deviceevent": STAFF,
    "devices_devicerules": STAFF,
    "devices_devicestatus": "a device's battery and firmware, whoever has it",
    "devices_tally": COUNTS,
    "django_content_type": LISTS,
    "django_migrations": LISTS,
    "oauth2_provider_accesstoken": WITH_ACCOUNT,
    "oauth2_provider_devicegrant": WITH_ACCOUNT,
    "oauth2_provider_grant": WITH_ACCOUNT,
    "oauth2_provider_idtoken": WITH_ACCOUNT,
    "oauth2_provider_refreshtoken": WITH_ACCOUNT,
    "observatory_geography": PLACES,
    "observatory_population": COUNTS,
    "observatory_release": COUNTS,
    "observatory_releasedfigure": COUNTS,
    "observatory_runningfigure": COUNTS,
    "pghistory_context": "who changed a row; switched off, the audit says it",
    "referrals_askedlink": "an address that anybody typed, until a worker has looked it up; rows live for seconds",
    "referrals_caseloadcolumns": "what the columns of a team's list are called; none of its lines",
    "referrals_changedweek": COUNTS,
    "referrals_erasure": "the tombstone: a random id and a keyed digest, kept so that a restored backup forgets again",
    "referrals_invitation": STAFF,
    "referrals_invitationlink": STAFF,
    "referrals_knownmessagekind": LISTS,
    "referrals_knownsubject": LISTS,
    "referrals_knowntaskkind": LISTS,
    "referrals_listinglink": SERVICES,
    "referrals_trycount": "keyed digests and numbers, kept for a day; no row says whose they are",
    "referrals_ledgerentry": "a provider's grants and costs; the form asks for no names",
    "referrals_organisation": STAFF,
    "referrals_organisationevent": STAFF,
    "referrals_pathwaytemplate": STAFF,
    "referrals_pathwaytemplateevent": STAFF,
    "referrals_postcode": PLACES,
    "referrals_referenceload": "which edition of published facts was loaded, and by which member of staff",
    "referrals_registerlink": "the digest of a link for a session's register",
    "referrals_service": SERVICES,
    "referrals_serviceevent": SERVICES,
    "referrals_session": SERVICES,
    "referrals_sessionevent": SERVICES,
    "referrals_smallarea": PLACES,
    "referrals_user_groups": "unused: what an account may do is in its memberships",
    "referrals_user_user_permissions": "unused: what an account may do is in its memberships",
}

"""What requests read of people whom they are not about, on purpose."""

# Tables that hold something on a person and are no part of anybody's record.
NOT_THE_RECORD = {
    "referrals_user": "an account, read to know who asks",
    "referrals_membership": "who works where, read to know who asks",
    "referrals_signin": "who is signed in, read to know who asks",
    "referrals_secondfactor": "the app of whoever asks, sealed under a key of their own",
    "referrals_recoverycode": "keyed digests of whoever asks",
    "referrals_unsentform": "what somebody typed themselves, sealed under a key of their own",
    "referrals_apiclient": "a program, read to know which one asks",
    "referrals_clientrole": "for whom a program acts, read to know who asks",
    "referrals_cover": "who of a team is away",
    "devices_responder": "who of a team answers calls for help",
    "referrals_answeredrequest": "an answer that was given, found by the random key of its request",
}
# Functions that look at rows of anybody, each with the reason why what they give is for whoever asks.
ON_PURPOSE = {
    # Who may be the same person, whoever knows them.
    "referrals.selectors.people.likeness.like": "who may be the same; pages show whom their readers may see anyway",
    "referrals.selectors.people.identity._new_likenesses": "the same, by a number that is about to be given",
    "referrals.selectors.people.identity.consequences": "which teams know somebody whom the reader may not see",
    "referrals.selectors.people.duplicates.stands_for": "into whom somebody was merged; that one is shown if visible",
    "referrals.selectors.intake.caseloads.here_already": "whom a manager's own team knows already, to count them",
    "referrals.selectors.people.duplicates._side": "how many referrals each record has, for whoever may merge both",
    "referrals.selectors.people.duplicates._pairs": "which teams know somebody whom the reader may not see",
    "referrals.selectors.access.links.people_at": "whose typed address it is; only they hear of it",
    "referrals.selectors.access.links.to_prove_at": "the same, where nobody has proved it yet",
    "socialrx.tools.example.story.__init__": "the same, with her referral and her onward referral",
    "socialrx.tools.example.story.offer": "the same, at one service",
    "socialrx.tools.example.story.widow": "the demo's own person, whose story everybody who tries it is told",
    # What is done with everything that is held on one person, who was found before.
    "referrals.kit.registries.person_data.counted_days": "which weeks a merge of two people changes",
    "referrals.selectors.people.subject_access._rows": "all that is held on whoever takes it along",
    # A token of 192 random bits is the key of one row.
    "referrals.selectors.access.links.find": "what a mailed link is for",
    # Figures without a name.
    "referrals.selectors.onward.provider.going": "how many people go to one of the provider's own services",
    "referrals.selectors.onward.provider.expected_at": "how many people are expected at the provider's session",
    "referrals.selectors.organisation.teams.size": "how many people a manager's own team supports",
    "referrals.selectors.register.feedback._latest": "what several people said of a service, shown from five on",
    "referrals.selectors.register.feedback.of_service": "the same, with comments that were meant for the service",
    "referrals.selectors.support.paired_scores._compared": "differences of scores in the reader's own team",
    "referrals.selectors.work.attention.by_holder": "how many wait for whom in the reader's own team",
    "referrals.selectors.work.team_report._answers": "how many answers came in time in the reader's own team",
    "referrals.selectors.work.team_report._caseloads": "how many people each link worker of the reader's own team has",
    "referrals.selectors.work.team_report._outcomes": "how many onward referrals of the reader's own team ended how",
    "referrals.selectors.work.team_report._routes": "how many referrals came to the reader's own team by which route",
    # Rights that a role has beside `visible_to`.
    "referrals.selectors.onward.provider.register": "who keeps a session's register sees everyone expected there",
    "referrals.selectors.support.threads.caseload": "a manager comments on everybody's support in their own team",
    "referrals.selectors.support.threads.episode": "the same, on one person's",
    "referrals.selectors.messages.messages.episode_of": "who hears that a message did not arrive",
    "devices.selectors.loans.__init__": "everybody who had a device in turn, to work out whose day is whose",
    "devices.selectors.open_kinds.episode_of": "whose worklist a call for help or a silent wearable goes to",
    "devices.selectors.wearers.of_devices": "the same, for what a device has sent",
    "devices.selectors.devices.last_heard": "when the devices that a person has now were heard of, whoever owns them",
}

"""`/link-worker/`: caseload, episodes and everything that is done in them."""

from django.urls import path

from referrals.views.intake import link_worker as taken_down
from referrals.views.messages import letters
from referrals.views.onward import onward
from referrals.views.organisation import covers, providers
from referrals.views.people import (
    contact_points,
    corrections,
    details,
    duplicates,
    identity,
    printout,
    related,
    search,
)
from referrals.views.register import feedback
from referrals.views.services import needs
from referrals.views.support import (
    appointments,
    endings,
    episodes,
    flags,
    handovers,
    mending,
    pathways,
    risks,
    scores,
    story,
    support,
    threads,
    written,
)
from referrals.views.work import caseload, report, workbench

EPISODE = "episodes/<uuid:episode_id>/"
PERSON = f"{EPISODE}person/"
REFERRAL = f"{EPISODE}referrals/<uuid:referral_id>/"
ONWARD = f"{EPISODE}onward/<uuid:onward_id>/"

app_name = "link_worker"
urlpatterns = [
    path("", caseload.caseload, name="caseload"),
    path("people/", workbench.people, name="people"),
    path("find/", search.find, name="find_anyone"),
    path("away/", covers.own, name="away"),
    path("away/<uuid:public_id>/call-off/", covers.call_off_own, name="back"),
    path("providers/", providers.listing, name="providers"),
    path("providers/add/", providers.add, name="provider_add"),
    path("providers/<uuid:public_id>/invite/", providers.invite, name="provider_invite"),
    path("invitations/<uuid:public_id>/again/", providers.invite_again, name="invite_again"),
    path("invitations/<uuid:public_id>/withdraw/", providers.withdraw_invitation, name="withdraw_invitation"),
    path("report/", report.report, name="report"),
    path("report.csv", report.download, name="report_csv"),
    path("referrals/<uuid:referral_id>/claim/", caseload.claim, name="claim"),
    path("words/", written.waiting, name="words_waiting"),
    path("letters/", letters.waiting, name="letters"),
    path("letters/print/", letters.printed, name="print_letters"),
    path("letters/<uuid:letter_id>/posted/", letters.posted, name="letter_posted"),
    path("services/", needs.confirm, name="service_needs"),
    path("templates/", pathways.templates, name="templates"),
    path("templates/add/", pathways.add, name="template_add"),
    path("templates/<uuid:template_id>/", pathways.edit, name="template_edit"),
    path("templates/<uuid:template_id>/retire/", pathways.retire, name="template_retire"),
    path("templates/<uuid:template_id>/restore/", pathways.restore, name="template_restore"),
    path(f"{EPISODE}templates/", pathways.choose, name="template_choose"),
    path(f"{EPISODE}templates/<uuid:template_id>/", pathways.use, name="template_use"),
    path("duplicates/", duplicates.waiting, name="duplicates"),
    path("duplicates/<uuid:duplicate_id>/", duplicates.duplicate, name="duplicate"),
    path("merges/<uuid:merge_id>/undo/", duplicates.undo, name="undo_merge"),
    path("refer/", taken_down.refer, name="refer"),
    path("refer/find/", taken_down.find, name="find"),
    path("refer/<uuid:public_id>/", taken_down.refer_person, name="refer_person"),
    path(EPISODE, episodes.episode, name="episode"),
    path(f"{EPISODE}flags/add/", flags.raise_flag, name="flag"),
    path(f"{EPISODE}flags/<uuid:flag_id>/read/", flags.read, name="flag_read"),
    path(f"{EPISODE}flags/<uuid:flag_id>/end/", flags.end, name="flag_end"),
    path(f"{EPISODE}sign-out/", episodes.sign_out, name="sign_out"),
    path(f"{EPISODE}sign-in-link/", episodes.send_sign_in, name="send_sign_in"),
    path(f"{EPISODE}agreements/<slug:purpose>/withdraw/", episodes.withdraw_agreement, name="withdraw_agreement"),
    path(f"{EPISODE}agreements/<slug:purpose>/give/", episodes.give_agreement, name="give_agreement"),
    path(f"{EPISODE}corrections/add/", corrections.by_phone, name="correction_by_phone"),
    path(f"{EPISODE}corrections/<uuid:correction_id>/", corrections.answer, name="correction"),
    path(f"{EPISODE}story/", story.story, name="story"),
    path(f"{EPISODE}print/", printout.of_episode, name="print"),
    path("workers/<uuid:member_id>/", threads.worker, name="worker"),
    path(f"{EPISODE}comments/", threads.comments, name="comments"),
    path(f"{EPISODE}comments/<uuid:thread_id>/", threads.thread, name="thread"),
    path(f"{EPISODE}comments/<uuid:thread_id>/close/", threads.close, name="thread_close"),
    path(f"{EPISODE}contacts/add/", support.contact, name="contact"),
    path(f"{EPISODE}contacts/<uuid:contact_id>/correct/", mending.correct, name="contact_correct"),
    path(f"{EPISODE}contacts/<uuid:contact_id>/strike-out/", mending.strike_out, name="contact_strike_out"),
    path(f"{EPISODE}contacts/<uuid:contact_id>/restore/", mending.restore, name="contact_restore"),
    path(f"{EPISODE}appointments/add/", appointments.make, name="appointment"),
    path(f"{EPISODE}appointments/<uuid:appointment_id>/", appointments.move, name="move_appointment"),
    path(f"{EPISODE}appointments/<uuid:appointment_id>/cancel/", appointments.cancel, name="cancel_appointment"),
    path(f"{EPISODE}plan/", support.plan, name="plan"),
    path(f"{EPISODE}sessions/<uuid:session_id>/feedback/", feedback.by_phone, name="feedback"),
    path(f"{EPISODE}goals/add/", support.goal, name="goal"),
    path(f"{EPISODE}goals/<uuid:goal_id>/", support.goal_status, name="goal_status"),
    path(f"{EPISODE}scores/<uuid:score_id>/wrong/", scores.wrong, name="wrong_scores"),
    path(f"{EPISODE}scores/<slug:measure>/", scores.scores, name="scores"),
    path(f"{EPISODE}refer-on/", onward.services, name="refer_on"),
    path(f"{EPISODE}refer-on/<uuid:service_id>/", onward.refer_on, name="refer_on_service"),
    *[path(f"{ONWARD}{event}/", onward.end, {"event": event}, f"onward_{event}") for event in onward.TITLES],
    path(f"{EPISODE}hand-over/", handovers.hand_over, name="hand_over"),
    path(f"{EPISODE}another-team/", handovers.pass_on, name="pass_on"),
    path(f"{EPISODE}note-read/", handovers.note_read, name="note_read"),
    path(f"{EPISODE}words/<uuid:task_id>/", written.words, name="words"),
    path(f"{EPISODE}tell-practice/", risks.tell_practice, name="tell_practice"),
    path(f"{REFERRAL}risk-read/", episodes.acknowledge_risk, name="acknowledge_risk"),
    path(f"{REFERRAL}correction-read/", episodes.correction_read, name="correction_read"),
    path(f"{REFERRAL}release/", endings.release, name="release"),
    path(f"{REFERRAL}reopen/", endings.reopen, name="reopen"),
    path(f"{REFERRAL}reopen/by-phone/", endings.reopen, {"reason": "asked_by_phone"}, "reopen_by_phone"),
    path(f"{REFERRAL}close/", endings.close, name="close"),
    *[path(f"{REFERRAL}{event}/", endings.end, {"event": event}, event) for event in ("decline", "return")],
    path(PERSON, details.person, name="person"),
    path(f"{PERSON}identity/", identity.identity, name="identity"),
    path(f"{PERSON}practice/", details.practice, name="practice"),
    path(f"{PERSON}ethnicity/", details.ethnicity, name="ethnicity"),
    path(f"{PERSON}address/", details.address, name="address"),
    path(f"{PERSON}needs/", details.needs, name="needs"),
    path(f"{PERSON}conditions/", details.conditions, name="conditions"),
    path(f"{PERSON}told-by/", details.told_by, name="wishes"),
    path(f"{PERSON}death/", details.death, name="death"),
    path(f"{PERSON}contact-points/add/", contact_points.add, name="contact_point_add"),
    path(f"{PERSON}contact-points/<uuid:contact_point_id>/", contact_points.safety, name="safety"),
    path(f"{PERSON}contact-points/<uuid:contact_point_id>/correct/", contact_points.correct, name="contact_point"),
    path(f"{PERSON}contact-points/<uuid:contact_point_id>/end/", contact_points.end, name="contact_point_end"),
    path(f"{PERSON}contact-points/<uuid:contact_point_id>/checked/", contact_points.checked, name="contact_checked"),
    path(f"{PERSON}contact-points/<uuid:contact_point_id>/confirm/", contact_points.confirm, name="contact_confirm"),
    path(f"{PERSON}related/add/", related.add, name="related_add"),
    path(f"{PERSON}related/<uuid:related_id>/", related.correct, name="related"),
    path(f"{PERSON}related/<uuid:related_id>/end/", related.end, name="related_end"),
]
# Every page of an episode, whoever adds one, waits until its flags are read.
for pattern in urlpatterns:
    if str(pattern.pattern).startswith(EPISODE):
        pattern.callback = flags.flags_read_first(pattern.callback)

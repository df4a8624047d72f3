"""The official examples: each is taken for FHIR or refused for a reason that stands here; none breaks the server."""

import csv
import json
from io import BytesIO
from pathlib import Path
from typing import Any

from rest_framework.exceptions import ParseError

from referrals.api.fhir.base import FhirParser
from referrals.fhir import validating

COMMENTS = "fhir_comments"
RELATIVE = "fullUrl"
UNKNOWN_QUESTIONS = "QuestionnaireResponse.questionnaire"
# File -> the end of the path of what is wrong with it. Comments come from how the XML was turned into JSON; a full
# address that is relative, a list that is none and a code with the wrong hyphen are the publisher's own.
REFUSED = {
    "gravity-sdoh/QuestionnaireResponse-SDOHCC-QuestionnaireResponseHungerVitalSignExample.json": UNKNOWN_QUESTIONS,
    "nhs-bars/OperationOutcome/REC/500-REC_SERVER_ERROR-too_costly.json": "issue[0].code",
    "nhs-bars/appointment/PATCH-body.json": "Appointment.participant",
    "nhs-bars/process_message/POST-success.json": "participant[0].status",
    "nhs-bars/process_message/response/Booking_(HTTP_Response)_.json": "participant[0].status",
    "nhs-bars/service_request/GET-success.json": "entry[0].resource_type",
    "nhs-bars/service_request/POST-success.json": "ServiceRequest.basedOn",
    "nhs-bars/service_request/id/GET-success.json": "ServiceRequest.basedOn",
    "nhs-ers-r4/retrieveBusinessFunctions/responses/PractitionerRoleBundle.json": RELATIVE,
    "nhs-ers-r4/retrieveOboUsers/responses/PractitionerBundle.json": "identifier",
    "nhs-ers-r4/searchForServices/responses/searchServiceWithMaxAndMinAttributes.json": RELATIVE,
    "nhs-ers-r4/searchForServices/responses/searchServiceWithMinmumalAttributes.json": RELATIVE,
    "nhs-ers-r4/searchServiceRequest/responses/ResponseExampleAdvice.json": RELATIVE,
    "nhs-ers-r4/searchServiceRequest/responses/ResponseExampleReferral.json": RELATIVE,
    "nhs-ers-r4/searchServiceRequest/responses/ResponseExampleReferralAndAdvice.json": RELATIVE,
    "uk-core/json/Extension-UKCore-AdditionalContact-Example.json": COMMENTS,
    "uk-core/json/Extension-UKCore-CodingSCT-MoleOfSkin-Example.json": COMMENTS,
    "uk-core/json/Extension-UKCore-CodingSCT-Potassium-Example.json": COMMENTS,
    "uk-core/json/Extension-UKCore-ContactPreference-Example.json": COMMENTS,
    "uk-core/json/Extension-UKCore-DeathNotificationStatus-Example.json": COMMENTS,
    "uk-core/json/Extension-UKCore-InterpreterRequired-Example.json": COMMENTS,
    "uk-core/json/Extension-UKCore-NHSNumberUnavailableReason-Example.json": COMMENTS,
    "uk-core/json/Extension-UKCore-OtherContactSystem-Example.json": COMMENTS,
    "uk-core/json/Extension-UKCore-PriorityReason-Example.json": COMMENTS,
    "uk-core/json/Extension-UKCore-RecordingSetting-Example.json": COMMENTS,
    "uk-core/json/Extension-UKCore-SourceOfServiceRequest-Example.json": COMMENTS,
    "uk-core/json/UKCore-Appointment-OrthopaedicSurgery-Example.json": COMMENTS,
    "uk-core/json/UKCore-Communication-FirstMMRVaccination-Example.json": COMMENTS,
    "uk-core/json/UKCore-Observation-Lab-Albumin-Example.json": COMMENTS,
    "uk-core/json/UKCore-Patient-Sn-Photo-Example.json": COMMENTS,
    "uk-core/json/UKCore-Practitioner-Sn-Qualification-Example.json": COMMENTS,
    "uk-core/json/UKCore-Provenance-RARecordConsent-Example.json": COMMENTS,
    "uk-core/json/UKCore-QuestionnaireResponse-FitnessForWork-Example.json": UNKNOWN_QUESTIONS,
}


def judged(content: bytes) -> str:
    """The path of what is wrong first, `JSON` where it cannot be read, blank where nothing is wrong."""
    try:
        resource: Any = FhirParser().parse(BytesIO(content))
    except ParseError:
        return "JSON"
    issues = validating.issues(resource)
    return (issues[0].path or issues[0].words) if issues else ""


def test_each_case_of_the_reference_validator_is_judged_as_it_judges_it(shared_data: Path) -> None:
    folder = shared_data / "fhir" / "validator-cases"
    with (folder / "EXPECTED.csv").open(newline="") as table:
        cases = {row["file"]: row["expected"] == "valid" for row in csv.DictReader(table)}
    assert len(cases) == 28
    wrong = {name: path for name in cases if cases[name] == bool(path := judged((folder / name).read_bytes()))}
    assert wrong == {}


def test_every_other_example_is_taken_or_refused_for_a_known_reason(shared_data: Path) -> None:
    folder = shared_data / "fhir"
    files = [path for path in sorted(folder.rglob("*.json")) if "validator-cases" not in path.parts]
    assert len(files) == 429
    found = {str(path.relative_to(folder)): judged(path.read_bytes()) for path in files}
    refused = {name: path for name, path in found.items() if path}
    assert refused.keys() == REFUSED.keys()
    assert {name: path for name, path in refused.items() if not path.endswith(REFUSED[name])} == {}


def test_answers_are_judged_by_the_questions_that_come_with_them() -> None:
    questions: dict[str, Any] = {
        "resourceType": "Questionnaire",
        "id": "q",
        "status": "active",
        "item": [
            {"linkId": "1", "type": "integer", "required": True},
            {"linkId": "2", "type": "group", "item": [{"linkId": "2.1", "type": "text"}]},
        ],
    }

    def issues(*items: Any) -> list[str]:
        answers: dict[str, Any] = {
            "resourceType": "QuestionnaireResponse",
            "contained": [questions],
            "questionnaire": "#q",
            "status": "completed",
            "item": list(items),
        }
        return [one.path.removeprefix("QuestionnaireResponse.") for one in validating.issues(answers)]

    one = {"linkId": "1", "answer": [{"valueInteger": 1}]}
    assert issues(one, {"linkId": "2", "item": [{"linkId": "2.1", "answer": [{"valueString": "x"}]}]}) == []
    assert issues() == ["item"]
    assert issues({"linkId": "1", "answer": [{"valueString": "x"}]}) == ["item[0].answer"]
    assert issues(one, {"linkId": "3"}) == ["item[1].linkId"]
    assert issues(one, {"linkId": "2", "item": [{"linkId": "2.1", "answer": [{"valueInteger": 1}]}]}) == [
        "item[1].item[0].answer"
    ]


def test_a_code_that_is_required_is_refused_however_deep_it_stands() -> None:
    patient: dict[str, Any] = {
        "resourceType": "Patient",
        "gender": "F",
        "telecom": [{"system": "pigeon", "value": "x"}],
    }
    task: dict[str, Any] = {"resourceType": "Task", "status": "requested", "intent": "wish", "contained": [patient]}
    found = [(one.code, one.path) for one in validating.issues(json.loads(json.dumps(task)))]
    assert found == [
        ("code-invalid", "Task.intent"),
        ("code-invalid", "Task.contained[0].gender"),
        ("code-invalid", "Task.contained[0].telecom[0].system"),
    ]

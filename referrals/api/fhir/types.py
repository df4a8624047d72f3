"""The record's types of FHIR resources, and what comes in by them."""

from referrals.api.fhir import sending
from referrals.fhir import healthcare_service, organization, patient, service_request, task

SOURCES = (
    healthcare_service.HEALTHCARE_SERVICE,
    organization.ORGANIZATION,
    patient.PATIENT,
    patient.PATIENT_AT_A_SERVICE,
    service_request.OF_REFERRAL,
    service_request.OF_ONWARD_REFERRAL,
    task.OF_REFERRAL,
    task.OF_ONWARD_REFERRAL,
)
WRITERS = (sending.WRITER, task.WRITER)

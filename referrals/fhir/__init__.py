"""The record in FHIR R4 (4.0.1), made with the R4B models of `fhir.resources`."""

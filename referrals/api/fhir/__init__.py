"""The FHIR R4 server: addresses and errors for whatever resources the apps declare. It knows no model."""

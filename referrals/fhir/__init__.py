"""The record in FHIR R4 (4.0.1): resource types of the record, each a module, and what all of them are made with.

What is built here is plain JSON; tests hold it against the R4B models of `fhir.resources`.
"""

"""Registers: sessions, who came, and how it was."""

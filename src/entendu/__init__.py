"""Entendu: a self-hosted support desk in which every message to a customer passes one governor."""

__version__ = "0.1.0"

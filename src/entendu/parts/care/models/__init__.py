"""Records of care, one file a subject."""

from entendu.parts.care.models.calls import CallPutOff
from entendu.parts.care.models.civility import CivilityStep
from entendu.parts.care.models.moments import Moment
from entendu.parts.care.models.solutions import Solution
from entendu.parts.care.models.styles import ContactStyle

__all__ = ["CallPutOff", "CivilityStep", "ContactStyle", "Moment", "Solution"]

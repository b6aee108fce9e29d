"""What is believed and what is known of a case: claims, error codes, changes, causes."""

from entendu.parts.diagnosis.models import causes as causes  # Django looks for the part's tables here
from entendu.parts.diagnosis.models import changes as changes
from entendu.parts.diagnosis.models import claims as claims
from entendu.parts.diagnosis.models import codes as codes
from entendu.parts.diagnosis.models import defects as defects
from entendu.parts.diagnosis.models import escalations as escalations

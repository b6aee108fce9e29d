"""What was heard: restatements, things for the customer to do, calls, needs behind requests, the case page's door."""

from entendu.parts.listening.models.calls import Call as Call
from entendu.parts.listening.models.doors import CaseDoor as CaseDoor
from entendu.parts.listening.models.doors import CasePost as CasePost
from entendu.parts.listening.models.doors import ShortLink as ShortLink
from entendu.parts.listening.models.needs import FeatureRequest as FeatureRequest
from entendu.parts.listening.models.needs import Need as Need
from entendu.parts.listening.models.restatements import Restatement as Restatement
from entendu.parts.listening.models.tasks import Task as Task

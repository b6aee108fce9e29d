"""The records of what the team knows."""

from entendu.parts.knowledge.models.cases import Lesson as Lesson
from entendu.parts.knowledge.models.cases import Reference as Reference
from entendu.parts.knowledge.models.cases import WebSearch as WebSearch
from entendu.parts.knowledge.models.elsewhere import Elsewhere as Elsewhere
from entendu.parts.knowledge.models.items import Item as Item
from entendu.parts.knowledge.models.items import ItemCode as ItemCode
from entendu.parts.knowledge.models.items import Page as Page
from entendu.parts.knowledge.models.items import Version as Version
from entendu.parts.knowledge.models.passages import Counted as Counted
from entendu.parts.knowledge.models.passages import Document as Document
from entendu.parts.knowledge.models.passages import Passage as Passage
from entendu.parts.knowledge.models.passages import Term as Term
from entendu.parts.knowledge.models.replies import ReplyUse as ReplyUse
from entendu.parts.knowledge.models.replies import SavedReply as SavedReply

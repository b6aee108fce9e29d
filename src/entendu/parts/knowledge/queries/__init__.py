"""What others read of what the team knows: one file a kind."""

from entendu.parts.knowledge.queries.found import known_errors_for as known_errors_for
from entendu.parts.knowledge.queries.found import limits_for as limits_for
from entendu.parts.knowledge.queries.found import similar_solved as similar_solved

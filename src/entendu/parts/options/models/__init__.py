"""What was put before a customer as it is: options, temporary fixes, mistakes of ours."""

from entendu.parts.options.models.mistakes import Mistake as Mistake
from entendu.parts.options.models.offers import Choice as Choice
from entendu.parts.options.models.offers import Offer as Offer
from entendu.parts.options.models.offers import Option as Option
from entendu.parts.options.models.temporary import TemporaryFix as TemporaryFix

"""The signs in English, each an expression for folded text."""

from entendu.core.wording.signs.table import Signs

SIGNS = Signs(
    {
        # we, and a future
        "ours-to-come": (
            r"\b(?:i|we)(?:'ll| will| shall| am going to|'m going to|'re going to| are going to|'m gonna)\b|"
            r"\b(?:ill|gonna)\b"
        ),
        # we are at it
        "ours-under-way": (
            r"\b(?:i'm|i am|we're|we are|im) (?:now |just |also |then )?(?!going|looking|writing|calling|"
            r"being|asking|hoping|trying|aiming)\w+ing\b"
        ),
        # we, and a present that is an act
        "ours-now": (
            r"\b(?:i|we) (?:now |then |also |still |just |all )?(?!(?:was|were|had|did|am|are|have|can|could|"
            r"would|should|may|might|do|don't|cannot|must|will|shall|know|see|understand|hope|think|believe|"
            r"regret|need|want|like|love|agree|appreciate|apologi[sz]e|wish|remember|doubt|guess|suppose|sent|"
            r"wrote|told|found|rang|said|made|took|got|gave|came|went|saw|heard|read|met|never|always|usually|"
            r"normally)\b)(?!\w+ed\b)\w+"
        ),
        # what we did
        "ours-past": (
            r"\b(?:i|we) (?:have |had |already |just )?(?:was|were|had|did|sent|wrote|told|found|rang|said|"
            r"made|took|got|gave|put|came|went|saw|heard|met|been|\w+ed)\b"
        ),
        # what we know, want or are
        "ours-thought": (
            r"\b(?:i|we) (?:do |really |quite |fully )?(?:know|see|understand|hope|think|believe|regret|need|"
            r"want|like|love|agree|appreciate|apologi[sz]e|wish|remember|doubt|can|cannot|could|would|am|"
            r"are)\b"
        ),
        # somebody of ours
        "our-people": (
            r"\b(?:our|my) (?:\w+ )?(?:team|colleagues?|technician|engineer|driver|fitter|people|lads?|office|"
            r"crew|staff|brother|manager|\w+er|\w+or|\w+ist)\b"
        ),
        # at our cost
        "our-cost": (
            r"\b(?:on us|by us|from us|from me|by me|at our|our expense|on me|to me|no charge|free|"
            r"at no (?:cost|charge)|costs? you nothing|on the house|refund(?:ed)?|credit(?:ed)?|waived?|"
            r"we pay|in full)\b"
        ),
        # what the customer will have
        "you-get": (
            r"\byou(?:'ll| will|'re going to| shall|r)? (?:also |then |soon )?(?:have|get|hear|receive|"
            r"be (?:paid|told|refunded|called|contacted))\b"
        ),
        # what the customer does
        "you-do": (
            r"^(?:\w+ ){0,2}you (?!(?:will|have|get|hear|receive|shall)\b)\w+|\byou (?:can|need|must|may|"
            r"should|could|had|were|did|have to|want|said|told|wrote|asked)\b"
        ),
        # the customer is spoken to
        "yours": r"\byou(?:r|rs)?\b",
        # a passive that is to come
        "is-done": (
            r"\b(?:will be|is being|are being|is to be|are to be|gets?|is going to be|shall be|to be) (?!able|"
            r"glad|happy|sorry)(?:\w+ed|\w+en|sent|put|made|paid|kept|held|set|done|brought|built|told|"
            r"dealt)\b"
        ),
        # what others, things and machines will do
        "their-future": r"\b(?<!\bi )(?<!\bwe )(?<!\byou )(?:will|won't)\b|\b(?:he|she|it|they|that)'ll\b",
        # a future without its subject, as in chats
        "no-subject": (
            r"^(?:ok|yep|yes|right|sure|no worries|hi|hello|thanks|sorry|got it)?[ ,]*(?:will|gonna|going to|"
            r"shall|back in|back to|on it|done)\b"
        ),
        # an act without its subject
        "doing": (
            r"^(?:ok|yep|yes|right|sure|no worries|hi|hello|thanks|sorry)?[ ,]*(?!nothing|during|morning|"
            r"evening|looking|thank|sorry|having|being|regarding|concerning|according|depending|"
            r"assuming)\w{2,}ing\b"
        ),
        # a past
        "past": r"\b(?:was|were|had|did|yesterday|last|ago|been)\b",
        # a request or an instruction
        "bidding": (
            r"^(?:please|kindly|do not|don't|never|press|hold|switch|turn|open|close|click|take|bring|keep|"
            r"make sure|check|send|tell|call|put|wait|try|use|set|ask|enter|choose|plug|remove|write|read|pay|"
            r"leave|unplug|hand)\b(?! (?:it|this|that|the \w+) (?:to|with) (?:me|us))"
        ),
        # trust is asked for, or a word given
        "wait-for-us": (
            r"\b(?:expect|watch your|leave (?:it|this|that) (?:to|with)|count on|rely on|bear with|give (?:me|"
            r"us)|allow (?:me|us)|my word|promise|pledge|guarantee|undertake|consider it|as good as|our word|"
            r"commit\w*)\b"
        ),
        # a condition or a time of its own
        "if": r"\b(?:if|when|whenever|once|unless|should you)\b",
        # others are spoken of
        "others": r"\b(?:he|she|they|his|her|their|who)\b",
        # somebody said something
        "told": (
            r"\b(?:says|said|told|according|writes|wrote|reads|stated|states|promised|announced|claims?|"
            r"asked)\b"
        ),
        # what is usual
        "usual": r"\b(?:usually|normally|generally|often|as a rule|typically|in general|most)\b",
        # a negation
        "not": r"\b(?:not|never|no|nobody|nothing|cannot|can't|won't)\b|n't\b",
        # what may, can or must be
        "may": r"\b(?:can|could|would|should|may|might|must)\b",
        # thanks, regret and good wishes
        "thanks": r"\b(?:thank\w*|sorry|regret|glad|happy|congratulations|welcome|apolog\w+)\b",
    }
)  # fmt: skip

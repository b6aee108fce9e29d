"""The signs in French, each an expression for folded text."""

from entendu.core.wording.signs.table import Signs

SIGNS = Signs(
    {
        # we, and a future
        "ours-to-come": (
            r"\b(?:je|j'|nous|on) ?(?:(?:vous|te|t'|le|la|les|l'|lui|leur|m'|en|y|nous|me) ?){0,3}\w+(?:rai|"
            r"rons)\b|\bon (?:vous |te |l'|le |la |les |y |en )*\w+ra\b"
        ),
        # we are about to
        "ours-soon": r"\b(?:je vais|nous allons|on va|j'vais|j'vas|je m'en vais|m'as)\b",
        # we, and a present that is an act
        "ours-now": (
            r"\b(?:je|j'|nous|on) ?(?:(?:vous|te|t'|le|la|les|l'|lui|leur|m'|en|y|nous|me) ?){0,3}(?!(?:ai|"
            r"avons|a|suis|sommes|est|ne|n|peux|pouvons|peut|pense|pensons|crois|croyons|comprends|comprenons|"
            r"sais|savons|vois|voyons|veux|voulons|voudrais|souhaite|souhaitons|espere|esperons|regrette|"
            r"regrettons|dois|devons|doit|etais|etions|avais|avions|remercie|remercions|prie|prions|connais|"
            r"\w+(?:rai|rons|rais|rions|ais|ions|ra))\b)\w{2,}(?:e|s|ds|ts|ons|t|d)\b"
        ),
        # what we did
        "ours-past": (
            r"\b(?:j'|je|nous|on) ?(?:(?:vous|te|t'|le|la|les|l'|lui|leur|m'|en|y|nous|me) ?){0,3}(?:ai|avons|"
            r"a|suis|sommes|est|avais|avions|etais|etions)\b"
        ),
        # what we know, want or are
        "ours-thought": (
            r"\b(?:je|nous|on) (?:vous |ne |n'|m'|nous )*(?:peux|pouvons|peut|pense|pensons|crois|croyons|"
            r"comprends|comprenons|sais|savons|vois|voyons|veux|voulons|voudrais|souhaite|souhaitons|regrette|"
            r"regrettons|remercie|remercions|prie|prions|dois|devons)\b"
        ),
        # somebody of ours
        "our-people": (
            r"\b(?:notre|nos|mon|ma|mes|le|la|un|une) (?:\w+ )?(?:technicien\w*|equipe|equipes|collegue\w*|"
            r"chauffeur|livreur|plombier|ingenieur|conseiller\w*|directeur|directrice|service|atelier|gars|"
            r"assistante?|monteur\w*|docteur|\w+eur|\w+ien|\w+iste)\b"
        ),
        # at our cost
        "our-cost": (
            r"\b(?:par nos soins|de notre part|de ma part|a nos frais|a notre charge|pour nous|pour moi|"
            r"par nous|gratuit\w*|offert\w*|sans frais|rembours\w+|aucun supplement|aucuns? frais|"
            r"pris\w* en charge|avoir|compens\w+)\b"
        ),
        # what the customer will have
        "you-get": (
            r"\b(?:vous|tu) (?:(?:en|le|la|les|l'|y) ?)?(?:aurez|recevrez|serez|avez|recevez|auras|recevras|"
            r"as|seras)\b"
        ),
        # what the customer does
        "you-do": (
            r"\b(?:vous|tu) (?:(?:vous|en|le|la|les|l'|y|n'|ne|me|nous) ?)?(?!(?:aurez|recevrez|serez|avez|"
            r"recevez|auras|seras|as)\b)(?:\w+ez|\w+ras|dois|peux|veux)\b"
        ),
        # the customer is spoken to
        "to-you": r"\b(?:vous|votre|vos|te|ton|ta|tes|toi|t')\b",
        # a passive that is to come
        "is-done": (
            r"\b(?:sera|seront|est|sont|va etre|vont etre) (?:\w+ )?(?!(?:fermee?s?|ouverte?s?|situee?s?|"
            r"possible|absente?s?)\b)\w+(?:e|es|ee|ees|u|us|ue|ues|is|ise|ises|it|ite|ert|erte)\b"
        ),
        # what others, things and machines will do
        "their-future": r"\b\w+(?:era|eront|ira|iront|dra|dront|tra|tront)\b",
        # a past
        "past": r"\b(?:ont|avait|avaient|etait|etaient|fut|hier|dernier|derniere|avez|aviez|passe)\b",
        # a request or an instruction
        "bidding": r"^(?:veuillez|merci de|merci d'|ne \w+ez|\w+ez(?:-\w+)?)\b|\b(?:veuillez|merci de|merci d')",
        # trust is asked for, or a word given
        "wait-for-us": (
            r"\b(?:comptez sur|donnez-moi|laissez-(?:moi|nous)|patientez|ma parole|notre parole|promis|"
            r"promets|promettons|engage\w*|garanti\w*|considerez|c'est comme si|c'est note|note|entendu)\b"
        ),
        # a condition or a time of its own
        "if": r"\b(?:si|s'il|s'ils|quand|lorsque|des que|une fois|des reception)\b",
        # others are spoken of
        "others": r"\b(?:il|elle|ils|elles|selon|d'apres)\b",
        # somebody said something
        "told": (
            r"\b(?:dit|disait|annonce|annoncent|indique|precise|affirme|ecrit|ecriviez|promettait|assure|"
            r"demande)\b"
        ),
        # what is usual
        "usual": (
            r"\b(?:toujours|d'habitude|habituellement|en general|chaque|tous les|toutes les|souvent|"
            r"d'ordinaire|generalement|normalement)\b"
        ),
        # a negation
        "not": r"\b(?:ne|n'|pas|jamais|aucun|aucune|rien|personne|ni)\b",
        # what may, can or must be
        "may": (
            r"\b(?:peut|peuvent|pouvez|pourriez|devez|faut|faudra|devrez|pourrez|doit|pourrait|devrait|"
            r"fallait)\b"
        ),
        # thanks, regret and good wishes
        "thanks": (
            r"\b(?:merci|desole\w*|navre\w*|ravie?s?|heureu\w+|felicitations|bienvenue|excus\w+|regret\w+|"
            r"bonne)\b"
        ),
    }
)  # fmt: skip

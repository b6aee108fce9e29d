"""English."""

from __future__ import annotations

from entendu.core.care.words.table import Words
from entendu.core.listening.words.table import any_of

WORDS = Words(
    works=any_of(r"""
        (?:it |that |this |everything |all (?:of it )?)?(?:now )?works?(?: again| now| fine| well| perfectly| for
        me)*; (?:is |it's |it is |all )?(?:working|solved|fixed|resolved|sorted|settled|mended|repaired|done)(?:
        now| again| out)*; (?:that |it |this )?(?:did|does) (?:it|the trick)(?: indeed)?; (?:it |that )?(?:has
        )?(?:helped|worked); no more (?:trouble|errors?|issues?|problems?); (?:no|without)
        (?:trouble|errors?|issues?|problems?) (?:any ?more|since|now); (?:up and |back )?running(?: again| now)?;
        back to normal; all (?:good|fine|well|clear|in order); as it should; you can close (?:it|this|the
        (?:case|ticket)); please close (?:it|this|the (?:case|ticket))
    """),
    fails=any_of(r"""
        not (?:yet|really|quite|solved|fixed|resolved|working|sorted|there)(?: yet| at all)?;
        (?:does|do|did|is|has|have|was|are)(?:n't| not)(?: yet| been| really| even| always)?
        ?(?:work|working|help|helped|solved|solve|fixed|fix|sorted|resolved|better|changed|settled)\w*; (?:it
        )?still (?:not|broken|failing|fails|happens|happening|the
        same|no|shows?|says?|gives?|get|getting|have|stuck|down|wrong|missing|cannot|can't|doesn't|don't|isn't|there|does|won't);
        (?:the )?same (?:problem|error|thing|issue|trouble|message|story)(?: again| as before)?; nothing (?:has
        )?changed; no (?:change|difference|improvement|better|luck); (?:it )?(?:is|came|come|comes|has
        come|started|happened|happens|broke|stopped|failed|crashed) (?:back|again); (?:is|it's) back(?: again)?;
        worse(?: than before)?; only (?:partly|half|sometimes|in part); (?:half|partly)
        (?:works?|working|fixed|solved); unsolved; unresolved; (?:please )?reopen(?: it| this| the
        (?:case|ticket))?; not for me; never worked; works only; only works
    """),
    yet=any_of(r"""
        but; except; although; though; however; until; unless; used to; if; when; yesterday; before; hope\w*;
        should; would; could; might; will; let you know; not sure; wait; test\w*; try; tomorrow
    """),
    outage=any_of(r"""
        (?:is|are|went|gone|goes|been|still|all|completely|totally|again) (?:down|offline|dead|out of service|off
        line); (?:down|offline) (?:since|for|again); outage; black ?out; (?:nobody|no one|none of (?:us|our \w+)|no
        (?:client|customer|guest|patient|order|call|payment|booking)s?) (?:can|gets?|comes?|goes|go|is|are|works?);
        (?:can't|cannot|can not|unable to) (?:\w+ )?(?:work|trade|sell|open|operate|bill|ship|deliver|take (?:any
        )?(?:orders|bookings|payments|calls)|serve|print|reach|log ?in|sign ?in|pay|treat|dispense);
        (?:stopped|stops|not|isn't|aren't|doesn't|don't|won't|no longer) (?:\w+
        )?(?:working|work|running|responding|respond|starting|start|loading|load|answering|open|opening|reachable|available|accepting|printing|cooling|heating);
        nothing (?:works|happens|moves|goes|loads|starts); everything (?:is |has )?(?:stopped|stands
        still|down|frozen|broken|stuck); standstill; shut down; (?:we|i) (?:are|am) (?:closed|stuck|blocked|locked
        out); crash(?:ed|es|ing)?; frozen; (?:lost|losing)
        (?:all|every|data|orders|money|sales|clients|customers|bookings|jobs|the line|connection); no
        (?:power|electricity|water|heating|heat|signal|internet|connection|phones?|line|service|network|gas|light|lights);
        (?:power|water|heating|internet|network|system|server|site|website|shop|till|line|phones?)
        (?:cut|failure|failed|is out|are out|out|dropped); error
    """),
    danger=any_of(r"""
        danger(?:ous|ously)?; (?:on )?fire; burn(?:s|t|ed|ing)?; smoke; smok(?:es|ing); smells? of
        (?:gas|burning|smoke); gas (?:leak|smell); leak(?:s|ing|ed)?; flood(?:s|ed|ing)?; spark(?:s|ing|ed)?;
        (?:electric )?shock(?:s|ed)?; electrocut\w+; explo(?:de|des|ded|sion|ding); overheat\w*; (?:too |red
        |burning )hot; hurt; injur\w+; bleed\w*; ambulance; hospital; emergency; emergencies; unconscious;
        poison\w*; carbon monoxide; alarm (?:is )?(?:ringing|going|on|off|went); suicid\w+; kill
        (?:myself|himself|herself|me|him|her); end my life; hacked; hacker\w*; stolen; breach\w*; leaked; ransom\w*;
        fraud\w*; phishing; trapped; stuck in the (?:lift|elevator); allerg\w+; oxygen;
        medic(?:ine|ation|al|ines)\w*; patients?; infants?; bab(?:y|ies); risk to
        (?:life|health|people|somebody|someone)
    """),
    hurry=any_of(r"""
        urgent(?:ly)?; urgency; asap; immediately; at once; right (?:now|away); straight away; tonight; today;
        tomorrow; this (?:morning|afternoon|evening|hour|minute); within (?:the|an|\w+) (?:hours?|minutes?|days?);
        in (?:an|\w+) (?:hours?|minutes?); by
        (?:noon|midnight|tonight|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d+|the end);
        before (?:noon|midnight|tonight|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d+|we
        open|i open); deadline; last day; expir\w+; runs? out; overdue; time is running; cannot wait; can't wait
    """),
    warm=any_of(r"""
        hope (?:you|this finds you|all is well)\w*(?: \w+){0,5}; how (?:are|is) (?:you|things|everyone|the
        family|everybody); have a (?:lovely|great|nice|wonderful|good) (?:day|weekend|evening|week|one|holiday);
        lovely; wonderful; (?:thank you|thanks) so much; cheers; (?:nice|great|good) (?:talking|speaking|chatting|to
        hear); ha+ha+; weather; weekend; holidays?; the kids; my
        (?:wife|husband|son|daughter|dog|cat|mother|father); fun; love; happy; you guys are; best team; coffee
    """),
    calm=any_of(r"""
        no (?:rush|hurry|worries|pressure); (?:when|whenever) you (?:have|find|get) (?:a
        )?(?:time|moment|minute|chance); take your time; sorry to (?:bother|disturb|trouble|ask); (?:i'm|i
        am|we're|we are) (?:a bit |a little |rather )?(?:worried|unsure|not sure|afraid|nervous|lost); is
        (?:it|that|this) (?:safe|normal|okay|ok|all right|dangerous); could you (?:perhaps|maybe|please)
        (?:explain|help|guide|walk)\w*; step by step; (?:i|we) (?:don't|do not) (?:want to|wish to)
        (?:break|bother|do anything wrong)\w*; reassur\w+; just to be (?:sure|safe); patien\w+; if (?:it is|it's)
        not too much (?:trouble|to ask); did i do (?:something|anything) wrong; whenever it suits
    """),
    detail=any_of(r"""
        versions?; logs?; config\w*; parameters?; exact(?:ly)?; precise(?:ly)?; specific(?:ally)?; details?;
        detailed; list of; documentation; changelog; release notes; attached (?:is|are|please|you|a|the|my|our); see
        attached; screenshots?; steps to reproduce; reproduc\w+; according to; section \d+; measured;
        \d+(?:[.,]\d+)? ?(?:%|percent|ms|mb|gb|seconds|minutes|kb|hz|v|kw|degrees); in (?:the )?table; column; row
        \d+; root cause; why (?:exactly|does|did|is|was); what (?:exactly|precisely)
        (?:changed|caused|is|was|happened); first(?:ly)?; second(?:ly)?; third(?:ly)?; specification; standard;
        test(?:s|ed|ing)?; compared?; timestamps?; utc
    """),
    brief=any_of(r"""
        when (?:will|is|do|can)(?: \w+){1,4}; how (?:long|much|soon); just (?:fix|tell|do|send|give|answer); fix
        (?:it|this|that); (?:i|we) (?:need|want|expect) (?:a |an |the |this |it
        )?(?:date|answer|solution|fix|yes|fixed|solved|done|working|result|refund|call|now|today); yes or no; get
        (?:it|this) (?:done|fixed|sorted); bottom line; in short; keep it short; to the point; no excuses;
        (?:deadline|asap|now)
    """),
)

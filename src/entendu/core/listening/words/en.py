"""English."""

from __future__ import annotations

from entendu.core.listening.words.table import CODE, HOUR, NUMBER, PLACE, Words, any_of, turn

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_CAN = r"(?:can't|cannot|can not|couldn't|could not|unable to|not able to)"

WORDS = Words(
    trouble=any_of(r"""
        (?:do|does|did|is|are|was|were|has|have|had|will|would)(?:n't| not); (?:can't|cannot|can not|couldn't|could
        not|unable to|not able to); nothing happens; does nothing; stop(?:s|ped); broken; broke; break(?:s|ing)?;
        fail(?:s|ed|ing|ure)?; crash\w*; fr(?:ee|o)z\w*; stuck; hang(?:s|ing)?; wrong; missing; disappear\w*;
        vanish\w*; errors?; loop(?:s|ing)?; brings? (?:me|us) back; land(?:s|ed)? on; slow; down; blank; empty; no
        longer; not any more; gone; twice; duplicat\w*; locked out; refus\w*; reject\w*; too late; never arrived;
        overwrit\w*; white page; doubled?; garbled
    """),
    since=any_of(r"""
        since; as of; yesterday; this morning; this afternoon; last night; tonight; today; last
        (?:week|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day); ago; the other day; on
        (?:mon|tues|wednes|thurs|fri|satur|sun)day; (?:mon|tues|wednes|thurs|fri|satur|sun)day; for days; for weeks;
        for (?:the last |the past |about )?(?:\d+|two|three|four|five|a few|several)
        (?:minutes|hours|days|weeks|months); from one day to the next; after (?:the|your|our|an)
        (?:update|change|upgrade|migration|move); overnight; (?:it )?worked (?:until|till|before|last|fine); at first
    """, HOUR),
    effect=any_of(r"""
        los[te]; losing; cost(?:s|ing)?; (?:can't|cannot|can not|couldn't|could not|unable to|not able to)
        (?:work|take|sell|invoice|deliver|send|book|ship|pay|open); (?:clients?|customers?|people|patients|guests)
        (?:are |keep |have |cannot |can't )?(?:wait\w*|complain\w*|leav\w*|ask\w*|call\w*|confirm|order|pay|book);
        money; sales; turnover; by hand; manually; overtime; on hold; have to close; no bookings; jobs? gone; all day;
        deadline; behind; embarrassing; we are waiting; keep(?:s)? asking; out of business; stands still; at a
        standstill; urgent
    """),
    tried=any_of(r"""
        tri(?:ed|ing); re-?start(?:ed)?; re-?boot(?:ed)?; clear(?:ed|ing); re-?install(?:ed)?; logged out; signed out;
        re-?load(?:ed)?; refresh(?:ed)?; incognito; private window; another
        (?:browser|phone|computer|device|card|account); (?:i|we) (?:have |already
        )*(?:checked|reset|changed|switched|updated|deleted|emptied|called|asked); to no avail; did not help; didn't
        help; no change
    """),
    error=any_of(r"""
        error (?:code|message|number); errors?\s*:?\s*\w*\d\w*; (?:it|which|that|screen|message|page)
        (?:says?|said|reads?|shows?); saying; exception; warning; invalid; denied; timed? ?out; not found
    """, CODE),
    nothing=any_of(r"""
        nothing happens; does nothing; did nothing; no (?:error|message|reaction); without any error; without a
        message; blank; just spins; keeps loading; loops?; empty page; white page
    """),
    where=any_of(r"""
        pages?; screens?; apps?; (?:mobile |smart)?phones?; tablets?; computers?; laptop; desktop; mobile; browsers?;
        shops?; stores?; checkout; cart; basket; dashboard; menu; buttons?; forms?; till; printers?; modules?;
        plug-?ins?; reports?; calendar; website; site; account; sign-?in; log-?in; settings; mailbox; template
    """, PLACE),
    who=any_of(r"""
        (?:my|our|some|all|many|several|other|most|two|three|four|five|ten|\d+) (?:of (?:my|our|the) )?(?:\w+
        )?(?:clients?|customers?|colleagues?|users?|people|staff|team|employees?|members?|guests?|students?|patients?);
        every(?:one|body); (?:only|just) (?:me|i|us); nobody; no one; all of us; for me alone; the whole; a
        (?:client|customer|colleague|user); my colleague; half of
    """),
    wish=any_of(r"""
        would (?:like|love|prefer|want); would be (?:nice|great|good|useful|handy|helpful|lovely); wish;
        (?:could|can|would) you (?:please )?(?:add|make|build|offer|allow|let); please add; feature; feature request;
        is there (?:a|any) way; (?:we|i) (?:would )?need (?:a|an|to be able); (?:an|the) (?:ability|option|button)
        (?:to|for|that); possible to have; it would help; suggestion; is it possible to
    """),
    paper=any_of(r"""
        invoices?; bills?; billing; vat; receipts?; statements?; charged; refunds?; credit notes?; amounts?;
        contracts?; orders?; parcels?; deliver(?:y|ies); payments?
    """),
    which=any_of(r"""
        (?:january|february|march|april|may|june|july|august|september|october|november|december)
    """, NUMBER),
    expected=any_of(r"""
        should; instead of; ought; expected; correct one; rather than; supposed to; agreed
    """),
    today=any_of(r"""
        currently; at the moment; right now; today; by hand; manually; (?:we|i) (?:now
        )?(?:use|copy|export|type|print|write|keep|do); workaround; excel; spreadsheet; each time; every time
    """),
    goal=any_of(r"""
        so that; in order to; because; the reason; (?:we|i) want to; the idea; the goal; that way
    """),
    yes=any_of(r"""
        (?:(?:that|it)(?:'s| is) |all )?clear; understood;
        yes; yep; yeah; yup; that(?:'s| is) (?:it|right|correct|true|so|exactly (?:it|right|what i (?:meant|said)));
        (?:that(?:'s| is) )?exactly(?: (?:so|right|that|it))?; correct; right; quite right; precisely; spot on;
        absolutely; perfect; perfectly; confirmed; i confirm; all (?:correct|right|good); it is; indeed; you (?:have
        |'ve )?(?:understood|got)(?: (?:it|me|everything|that))?(?: (?:correctly|right|perfectly|well))?; ok; okay;
        fine; agreed; sounds right; looks right; true
    """),
    no=any_of(r"""
        no; nope; not (?:quite|exactly|really|at all|entirely|right|correct|true); almost; nearly; that(?:'s| is)
        (?:not|wrong); wrong; incorrect; not yet; it is not; it isn't; rather; you forgot; one thing is missing
    """),
    polite=any_of(r"""
        hello; hi; hey; dear(?: \w+)?; good (?:morning|afternoon|evening|day);
        (?:many )?(?:thank(?:s| you)|thx)(?: again)?(?: (?:so|very) much| a (?:lot|million))?(?: again)?(?:
        for \w+(?: \w+){0,5})?;
        many thanks; (?:kind|best|warm) ?(?:regards|wishes)?; regards; best; cheers; great; lovely; wonderful;
        brilliant; excellent; fantastic; awesome; super; that(?: is|'s) (?:very )?kind; you are the best;
        much appreciated; sincerely; yours(?: \w+)?; have a (?:nice|good|great) \w+; bye; please; sent from my \w+;
        take care; talk soon; see you; and; for asking
    """),
    speaker=any_of(r"""
        you(?:'\w+)?; yourself; yours; let me; let us; please; (?:am|was) i; said i
    """),
    turned=(
        turn(r"i (?:am|was)", "you are|you were"), turn(r"i[’']m", "you are"), turn(r"i[’']ve", "you have"),
        turn(r"i[’']d", "you would"), turn(r"i[’']ll", "you will"), turn(r"we[’']re", "you are"),
        turn(r"we[’']ve", "you have"), turn(r"we[’']d", "you would"), turn(r"we[’']ll", "you will"),
        turn("myself", "yourself"), turn("ourselves", "yourselves"), turn("mine", "yours"), turn("ours", "yours"),
        turn("my", "your"), turn("your", "our"), turn("our", "your"), turn("i", "you"), turn("we", "you"),
        turn("me", "you"), turn("us", "you")),
    quote="You say: “{words}”",
    feelings={"worry": "This worries you.", "frustration": "This is frustrating for you.",
              "anger": "You are angry about this, and we hear it."},
)

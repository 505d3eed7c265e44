"""Why a rule on calls cannot tell: what a recording may lack, one clause each, so that it is counted."""

from harness.rules.model import Unjudged

NO_WEBHOOKS = Unjudged("the recording keeps no webhooks")
NO_RING = Unjudged("the recording does not hold the incoming notification")
NO_REQUESTS = Unjudged("the recording keeps no requests to Graph")
NO_TIMES = Unjudged("the recording keeps no times")
NO_TOKEN = Unjudged("the recording does not tell what the token was issued for")
ENDS_EARLY = Unjudged("the recording ends before it could show")

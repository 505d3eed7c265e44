"""Rules on what must not stand in a recording at all: tokens, secrets, and what tells who somebody is.

What tells an organization or a machine has a file of its own (harness.rules.recording.giveaways).
"""

from collections.abc import Iterator

from harness.contract.precedence import Documentation
from harness.findings import Severity
from harness.rules.held import Held
from harness.rules.model import Breach, Rule, Scope
from harness.rules.subject import Kept
from harness.rules.telling import OPENS, clean, noted

AGAIN = "`redial scrub` masks it in place; what redial records is masked before the disk."
"""How a recording of another tool becomes clean."""

MISSED = "It stands in a file that redial masked: it was put there later, or its place is not known; mask it."
"""The same for a recording of ours."""


def breaches(
    kept: Kept, severity: Severity, told: Iterator[tuple[Held, str]], advice: str = ""
) -> Iterator[Breach]:
    """One breach for each place of `told`, texts with what is said of them. advice: what to do besides."""
    seen: set[str] = set()
    for text, message in told:
        if text.where not in seen:
            seen.add(text.where)
            fix = f"{advice} {AGAIN if kept.key is None else MISSED}".strip()
            yield Breach(severity, text.where, message, fix)


def token(kept: Kept, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: no token stands in a recording, neither behind `Bearer` nor anywhere else.

    Known by its form: a JSON web token, or a long word with digits behind `Bearer` or `Basic`. `Bearer
    REDACTED`, as redial and others leave it, is none.

    Why it matters: until it expires, whoever reads the file can place calls for the whole tenant. Its middle
    part is no cipher: tenant, application and user can be read from it for ever.

    Breaks it:

        Authorization: Bearer eyJhbGci.eyJzdWIi.c2ln

    Instead:

        Authorization: Bearer REDACTED

    Who says so: RFC 6750 section 5.3 asks to keep bearer tokens from everybody else. No edition speaks of
    recordings.

    Severity: reference error, v1.0 error, beta error.
    """
    told = (
        (text, "a token stands in the recording in clear") for text in kept.leaking if "token" in text.kinds
    )
    yield from breaches(
        kept, Severity.ERROR, told, "Let the token expire before the file goes anywhere, or revoke it."
    )


def secret(kept: Kept, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: nothing stands under the name of a secret: `client_secret`, `client_assertion`,
    `access_token`, `refresh_token`, `id_token`, `password`; in a query or form also `code` of OAuth.

    Members, form fields, query fields and running text are looked at. A mask and a placeholder such as
    `REDACTED` are let be; a JSON web token is RDS001's, the passcode of a meeting RDS007's.

    Why it matters: a client secret is good for months, and with it anybody is the bot.

    Breaks it:

        HTTP/1.1 200 OK
        Content-Type: application/json

        {"token_type": "Bearer", "access_token": "q8-Xw2kVb7-made-up"}

    Instead:

        HTTP/1.1 200 OK
        Content-Type: application/json

        {"token_type": "Bearer", "access_token": "redacted-63c53b42"}

    Who says so: RFC 6749 section 10.3 and 10.4 on tokens; a client secret is a password by section 2.3.1.

    Severity: reference error, v1.0 error, beta error.
    """
    told = (
        (text, "a secret stands in the recording in clear")
        for text in kept.leaking
        if "secret" in text.kinds and "token" not in text.kinds and _of_meeting(text) is None
    )
    yield from breaches(kept, Severity.ERROR, told, "Replace the secret where it was issued.")


def number(kept: Kept, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: no telephone number stands in a recording: with a plus, as it is dialled in groups
    (`0049 30 ...`), behind `tel:` or `4:`, or in any notation as the id of a phone.

    Masked numbers have `55501` behind their country code. Numbers from 555-0100 to 555-0199, which the North
    American plan keeps for fiction, are let be.

    Why it matters: it is somebody's, and it is dialled from the file as easily as from a telephone book.

    Breaks it:

        "targets": [{"identity": {"phone": {"id": "+493023125042"}}}]

    Instead:

        "targets": [{"identity": {"phone": {"id": "+495550144185574"}}}]

    Who says so: nobody but redial; no edition speaks of recordings. ITU-T E.164 says what a number is.

    Severity: reference error, v1.0 error, beta error.
    """
    told = (
        (text, "a telephone number stands in the recording in clear") for text in kept.texts if _dialled(text)
    )
    yield from breaches(kept, Severity.ERROR, told)


_PHONES = frozenset({"phone", "phonenumber"})


def _dialled(text: Held) -> bool:
    """Whether a text holds a number, by its form or by standing where only numbers do."""
    if "number" in text.kinds:
        return True
    return not _PHONES.isdisjoint(text.names) and noted(text.text)


def person(kept: Kept, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: no name of a person, a bot or a call and no mail address stands in a recording.

    Names are looked for in the members made for them, such as `displayName`; mail addresses and user
    principal names everywhere. A number in the place of a name is RDS003's. Addresses under `example` and the
    other reserved domains are let be.

    Why it matters: with the times beside it, it is a list of who called whom and when.

    Breaks it:

        "targets": [{"identity": {"user": {"displayName": "Ines Marlowe"}}}]

    Instead:

        "targets": [{"identity": {"user": {"displayName": "User 7f3a90c2"}}}]

    Who says so: nobody but redial; no edition speaks of recordings. RFC 2606 reserves the domains.

    Severity: reference error, v1.0 error, beta error.
    """
    told = (
        (text, f"{'a mail address' if 'mail' in text.kinds else 'a name'} stands in the recording in clear")
        for text in kept.leaking
        if "mail" in text.kinds or ("name" in text.kinds and not _dialled(text))
    )
    yield from breaches(kept, Severity.ERROR, told)


def meeting(kept: Kept, _documentation: Documentation) -> Iterator[Breach]:
    """What it checks: nothing that opens a meeting or a chat stands in a recording: `meetingInfo.token`,
    `passcode`, `joinMeetingId`, and the id of a thread.

    An id of a thread whose middle is masked is let be: `19:meeting_redacted-63c53b42@thread.v2`. Where the
    token is a JSON web token RDS001 has it.

    Why it matters: a passcode lets anybody into the meeting, and the id of a thread is part of every link
    that joins it.

    Breaks it:

        "meetingInfo": {"passcode": "Zx81Qp"}

    Instead:

        "meetingInfo": {"passcode": "redacted-63c53b42"}

    Who says so: nobody but redial; no edition speaks of recordings.

    Severity: reference error, v1.0 error, beta error.
    """
    told = (
        (text, f"{what} stands in the recording in clear")
        for text in kept.texts
        if (what := _of_meeting(text))
    )
    yield from breaches(kept, Severity.ERROR, told, "Change a passcode that others may have read.")


def _of_meeting(text: Held) -> str | None:
    """What of a meeting or a chat a text gives away, with its article."""
    if "thread" in text.kinds:
        return "the id of a thread"
    what = OPENS.get(text.names[-1]) if text.names else None
    if what is None or not text.text or "token" in text.kinds or clean(text.text):
        return None
    return what if text.names[-1] != "token" or "meetinginfo" in text.names else None


RULES = (
    Rule("RDS001", "no token stands in the recording", Scope.KEPT, token),
    Rule("RDS002", "no secret stands in the recording", Scope.KEPT, secret),
    Rule("RDS003", "no telephone number stands in the recording", Scope.KEPT, number),
    Rule("RDS004", "no name and no mail address stands in the recording", Scope.KEPT, person),
    Rule("RDS007", "nothing that opens a meeting stands in the recording", Scope.KEPT, meeting),
)

"""What one text becomes, kind by kind, whoever looks after the rest of the message."""

import pytest

from harness.redaction import masking
from harness.redaction.masking import How
from harness.redaction.masks import Masks

MASKS = Masks(b"a key for tests")


class Plain:
    """A brush that masks as the kinds do and leaves hosts, URLs and text as they are."""

    masks = MASKS

    def host(self, text: str) -> str:
        return text

    def url(self, url: str, *, of_bot: bool = False) -> str:
        return f"{url}!" if of_bot else url

    def text(self, text: str) -> str:
        return text


@pytest.mark.parametrize("text", ["Adele", "#microsoft.graph.identity", "12", ""])
def test_what_is_no_number_is_left_to_the_next_row(text: str) -> None:
    assert masking.number(Plain(), text) is None


def test_the_punctuation_after_a_url_is_not_its_own() -> None:
    assert masking.url(Plain(), "https://a.contoso.com/x.).") == "https://a.contoso.com/x.)."


@pytest.mark.parametrize("text", ["https://a.contoso.com/x", "/x", "//a.contoso.com/x"])
def test_the_callback_is_the_bots_own_address(text: str) -> None:
    assert masking.callback(Plain(), text) == f"{text}!"


def test_of_what_is_dropped_nothing_stays() -> None:
    how: How = masking.dropped
    assert how(Plain(), "a=b") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:DB8:0:0::9", "2001:db8::9"),
        ("[2001:db8::9]", "2001:db8::9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_spellings_of_one_address_have_one_mask(one: str, other: str) -> None:
    assert masking.ip(Plain(), one) == masking.ip(Plain(), other) == MASKS.host(other)


@pytest.mark.parametrize("text", ["127.0.0.1", "[::1]", "0.0.0.0", "::", "::1::2"])
def test_the_machine_itself_and_what_is_no_address_stay(text: str) -> None:
    assert masking.ip(Plain(), text) == text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (
            "azsdk-python-identity/1.19.0 Python/3.12.3 (Linux-6.8.0-45-generic)",
            "azsdk-python-identity/1.19.0 Python/3.12.3",
        ),
        ("azsdk-net-Identity/1.12.0 (.NET 8.0.8; Microsoft Windows 10.0.22631)", "azsdk-net-Identity/1.12.0"),
        (
            "core-rest-pipeline/1.16.3 Node/20.11.1 OS/(x64-Darwin-23.6.0)",
            "core-rest-pipeline/1.16.3 Node/20.11.1 OS/",
        ),
        ("Botocore/1.34 Linux/6.8.0-45-generic x", "Botocore/1.34  x"),
        ("Microsoft-Skype/3.0,(Calling/1.0)", "Microsoft-Skype/3.0,(Calling/1.0)"),
    ],
)
def test_a_client_is_named_without_its_machine(sent: str, kept: str) -> None:
    assert masking.platform(Plain(), sent) == kept


GUID = "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054"


@pytest.mark.parametrize("how", [masking.mri, masking.identity])
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (f"8:orgid:{GUID}", f"8:orgid:{MASKS.guid(GUID)}"),
        (f"8:acs:{GUID}_{GUID}", f"8:acs:{MASKS.guid(GUID)}_{MASKS.guid(GUID)}"),
        ("8:live:ines.marlowe", f"8:live:{MASKS.opaque('ines.marlowe')}"),
        ("8%3alive%3aines", f"8%3alive%3a{MASKS.opaque('ines')}"),
        ("28:inesbot", f"28:{MASKS.opaque('inesbot')}"),
    ],
)
def test_an_mri_keeps_what_kind_it_is_of(how: How, sent: str, kept: str) -> None:
    assert how(Plain(), sent) == kept
    assert how(Plain(), kept) == kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (GUID, MASKS.guid(GUID)),
        ("ines@contoso.com", MASKS.mail("ines@contoso.com")),
        ("+493023125042", MASKS.number("+493023125042")),
        ("ines.marlowe", MASKS.opaque("ines.marlowe")),
        ("{userId}", "{userId}"),
        ("", ""),
    ],
)
def test_the_id_of_somebody_keeps_its_type(sent: str, kept: str) -> None:
    assert masking.identity(Plain(), sent) == kept


@pytest.mark.parametrize("text", ["Microsoft-IIS/10.0", "nginx", "Kestrel", "10.0", "audio"])
def test_a_server_that_is_not_named_by_its_host_is_left_to_the_next_row(text: str) -> None:
    assert masking.named_server(Plain(), text) is None


@pytest.mark.parametrize("text", ["audio", "Incoming", " x "])
def test_a_name_of_one_word_may_be_anything(text: str) -> None:
    assert masking.full_name(Plain(), text) is None
    assert masking.full_name(Plain(), "Ines Marlowe") == MASKS.name("Ines Marlowe")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ('filename="Ines Marlowe.vcf', f'filename="{MASKS.opaque("Ines Marlowe")}.vcf'),
        ("filename=ines", f"filename={MASKS.opaque('ines')}"),
        (
            "filename*=UTF-8''Ines%20M.tar.gz",
            f"filename*={MASKS.opaque(chr(39).join(('UTF-8', '', 'Ines%20M.tar')))}.gz",
        ),
    ],
)
def test_of_the_name_of_a_file_its_ending_stays(sent: str, kept: str) -> None:
    assert masking.file_name(Plain(), sent) == masking.file_name(Plain(), kept) == kept

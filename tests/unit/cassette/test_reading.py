"""Reading a cassette of ours: whole, torn, edited by hand, and what is none."""

from pathlib import Path

import pytest

from harness.cassette import HEADER, Entry, Reading, block, entry_at, read
from harness.cassette.pieces import SIGNATURE
from harness.errors import CassetteError
from harness.exchange import Exchange, Response
from tests.unit.cassette.exchanges import CALL, file_of, lines, redirect, webhook

THREE = [redirect(), webhook(), redirect(b'{"timeout":"30"}')]


def reading_of(data: bytes) -> tuple[list[Entry], Reading]:
    reading = read(lines(data))
    return list(reading), reading


def exchanges_of(data: bytes) -> list[Exchange]:
    return [entry.exchange for entry in reading_of(data)[0]]


def test_a_torn_last_block_is_dropped_and_counted_wherever_it_was_cut() -> None:
    whole = file_of(THREE[:2])
    last = block(THREE[2], 3, key=None)
    for cut in range(len(last) + 1):
        entries, reading = reading_of(whole + last[:cut])
        complete = cut >= len(last) - 1  # the block proves itself by its length, without the last line feed
        assert [entry.exchange for entry in entries] == exchanges_of(file_of(THREE))[: 3 if complete else 2]
        assert reading.torn == (0 if complete else cut)
        assert reading.whole == len(whole) + (cut if complete else 0)
        assert reading.last == (3 if complete else 2)


def test_a_torn_first_block_leaves_no_entry_wherever_it_was_cut() -> None:
    data = file_of(THREE[:1])
    for cut in range(1, len(data) - 1):
        entries, reading = reading_of(data[:cut])
        assert entries == []
        assert not reading.foreign
        assert reading.torn == (cut - len(HEADER) if cut >= len(HEADER) else cut)


@pytest.mark.parametrize("tail", [b"\0" * 100, b"- request:\n\xff", b"garbage\n", b"- request: {}\n"])
def test_whatever_stands_behind_the_last_marker_is_torn(tail: bytes) -> None:
    entries, reading = reading_of(file_of(THREE) + tail)
    assert len(entries) == 3
    assert reading.torn == len(tail)


@pytest.mark.parametrize("tail", [b"\n", b"\n\n", b"# a remark\n", b"  # a remark", b"\r\n"])
def test_blank_lines_and_remarks_behind_the_last_marker_are_no_loss(tail: bytes) -> None:
    entries, reading = reading_of(file_of(THREE) + tail)
    assert len(entries) == 3
    assert (reading.torn, reading.whole) == (0, len(file_of(THREE) + tail))


def test_a_header_alone_holds_nothing_and_lacks_nothing() -> None:
    entries, reading = reading_of(HEADER)
    assert (entries, reading.torn, reading.whole) == ([], 0, len(HEADER))


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_block_edited_by_hand_is_taken_wherever_it_stands(at: int) -> None:
    blocks = [block(exchange, n, key=None) for n, exchange in enumerate(THREE, 1)]
    blocks[at] = blocks[at].replace(b"code: 202", b"code: 409").replace(b"    v: 1\n", b"    v: 1 # mine\n")
    entries, reading = reading_of(HEADER + b"".join(blocks))
    answered = [entry.exchange.response.status for entry in entries if entry.exchange.response]
    assert answered == [409 if n == at else 202 for n in range(3)]
    assert reading.torn == 0


def test_a_file_whose_line_ends_an_editor_changed_reads_the_same() -> None:
    data = file_of(THREE)
    assert exchanges_of(data.replace(b"\n", b"\r\n")) == exchanges_of(data)


def test_an_interaction_pasted_in_without_a_marker_counts() -> None:
    first, second, third = (block(exchange, n, key=None) for n, exchange in enumerate(THREE, 1))
    pasted = second[: second.rindex(b"# end")]
    entries, _ = reading_of(HEADER + first + b"# pasted:\n" + pasted + third)
    assert [entry.number for entry in entries] == [1, 2, 3]
    data = HEADER + first + b"# pasted:\n" + pasted + third
    assert [data.split(b"\n")[entry.line - 1] for entry in entries] == [b"- request:"] * 3


def test_a_block_deleted_but_for_its_marker_is_gone() -> None:
    first, _, third = (block(exchange, n, key=None) for n, exchange in enumerate(THREE, 1))
    entries, reading = reading_of(HEADER + first + b"# end 2 77\n" + third)
    assert [entry.number for entry in entries] == [1, 2]
    assert reading.torn == 0


def test_garbage_between_blocks_names_its_line() -> None:
    first, second, third = (block(exchange, n, key=None) for n, exchange in enumerate(THREE, 1))
    data = HEADER + first + second.replace(b"  response: null", b"<<<<<<< HEAD\n  response: null") + third
    line = data.split(b"\n").index(b"<<<<<<< HEAD") + 1
    with pytest.raises(CassetteError, match=rf"line ({line}|{line + 1}): no YAML: "):
        reading_of(data)


def test_text_that_is_no_interaction_between_blocks_names_its_line() -> None:
    first, second, third = (block(exchange, n, key=None) for n, exchange in enumerate(THREE, 1))
    line = (HEADER + first).count(b"\n") + 1
    with pytest.raises(CassetteError, match=rf"line {line}: no interaction opens here"):
        reading_of(HEADER + first + b"some: text\n# end 9 9\n" + second + third)


def test_an_edited_last_block_that_does_not_parse_is_torn() -> None:
    whole, last = file_of(THREE[:2]), block(THREE[2], 3, key=None)
    broken = last.replace(b"  response:", b"  response: [")
    entries, reading = reading_of(whole + broken)
    assert (len(entries), reading.torn) == (2, len(broken))


def test_a_marker_within_a_body_ends_nothing() -> None:
    fooling = b"a\n# end 1 5\n- request:\n# end 2 6\n"
    entries, reading = reading_of(file_of([redirect(fooling), webhook(fooling)]))
    assert [entry.exchange.request.body for entry in entries] == [fooling, fooling]
    assert reading.torn == 0


def test_entries_carry_line_call_key_and_block() -> None:
    data = file_of(THREE, "aabbccdd")
    entries, _ = reading_of(data)
    assert [entry.call for entry in entries] == [CALL] * 3
    assert [entry.key for entry in entries] == ["aabbccdd"] * 3
    assert [entry.marked for entry in entries] == [True] * 3
    for entry in entries:
        assert data.split(b"\n")[entry.line - 1] == b"- request:"
        assert entry.block.encode() in data


def test_an_interaction_of_ours_without_a_marker_between_others_keeps_its_members() -> None:
    plain = file_of(THREE).split(b"\n")
    unmarked = b"\n".join(line for line in plain if not line.startswith(b"#"))
    entries, reading = reading_of(unmarked)
    assert reading.foreign
    assert [entry.marked for entry in entries] == [True] * 3
    assert [entry.exchange for entry in entries] == exchanges_of(file_of(THREE))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"v: 1", b"v: 2", "x_redial.v is 2, and this redial knows 1"),
        (
            b"way: to_graph",
            b"way: sideways",
            "x_redial.way is 'sideways', not one of to_graph, to_bot, to_login",
        ),
        (b"origin: live", b"origin: null", "x_redial.origin is None, not one of live"),
        (b"started_at: '2026", b"started_at: 'x2026", "which is no time of RFC 3339"),
        (b"seconds: 0.25", b"seconds: soon", "x_redial.seconds is 'soon', which is no number"),
        (b"facts: {}", b"facts: [a]", "x_redial.facts is no flat mapping"),
        (b"code: 202", b"code: fine", "its response has no status code"),
        (b"    uri: ", b"    url: ", "its request has no uri"),
        (b"- request:\n", b"- requests:\n", "it has no request"),
    ],
)
def test_a_broken_interaction_says_what_is_broken_and_where(old: bytes, new: bytes, said: str) -> None:
    data = file_of([THREE[1], THREE[0]])
    start = len(file_of([THREE[1]]))
    with pytest.raises(CassetteError, match="interaction 2 is broken") as caught:
        reading_of(data[:start] + data[start:].replace(old, new))
    assert said in caught.value.message
    assert caught.value.message.startswith(f"line {data[:start].count(b'\n') + 1}: ")


def test_a_newer_version_says_to_upgrade() -> None:
    with pytest.raises(CassetteError) as caught:
        reading_of(file_of(THREE).replace(b"v: 1", b"v: 2"))
    assert "upgrade" in caught.value.hint


def test_numbers_that_an_editor_unquoted_are_still_text() -> None:
    data = file_of([THREE[0]]).replace(b"http: '1.1'", b"http: 2").replace(b"code: 202", b"code: '202'")
    (entry,) = reading_of(data)[0]
    assert entry.exchange.http == "2"
    assert isinstance(entry.exchange.response, Response)
    assert entry.exchange.response.status == 202


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b"\x89PNG\r\n\0\0", "it is binary"),
        (b"caf\xe9: 1\n", "it is not text in UTF-8"),
        (b"\n\n", "no list of interactions"),
        (b"services:\n  web: {}\n", "no list of interactions"),
        (b"just text\n", "no list of interactions"),
        (b"- request: {}\n", "it is a list, as vcrpy wrote before version 1"),
        (b"interactions: 3\n", "no list of interactions"),
        (b"interactions: [\n", "line 2: no YAML"),
        (b'{"interactions": 3}', "no list of interactions"),
        (b'{"log": {"entries": []}}', "no list of interactions"),
        (b"interactions:\n- 3\n", "line 2: interaction 1 is broken: it is no mapping"),
        (b"interactions:\n- !!python/object/apply:os.system [x]\n", "line 2: no YAML: could not determine"),
        (b"interactions: " + b"[" * 100_000, "nested deeper than"),
        (b"version: 1\n" + block(THREE[0], 1, key=None), "no `interactions:` stands before its first block"),
    ],
)
def test_what_is_no_cassette_is_said_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(CassetteError) as caught:
        reading_of(data)
    assert said in caught.value.message
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_our_signature_is_recognised_even_when_cut() -> None:
    for cut in range(1, len(SIGNATURE)):
        entries, reading = reading_of(SIGNATURE[:cut])
        assert (entries, reading.torn) == ([], cut)


def test_places_are_those_of_a_full_reading() -> None:
    edited = block(webhook(), 3, key=None).replace(b"code: 202", b"code: 500 ")
    data = file_of(THREE) + edited
    entries, _ = reading_of(data)
    places = list(read(lines(data)).places())
    assert [(place.number, place.line, place.call) for place in places] == [
        (entry.number, entry.line, entry.call) for entry in entries
    ]
    assert [entry_at(place, data[place.offset :][: place.size]) for place in places] == entries


@pytest.mark.slow
def test_a_file_of_any_size_is_read_in_the_memory_of_a_block(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "big.yaml"
    one = block(redirect(b'{"filler":"%s"}' % (b"x" * 4000)), 1, key=None)
    with path.open("wb") as file:
        file.write(HEADER)
        for _ in range(1200):
            file.write(one)
    tracemalloc.start()
    try:
        with path.open("rb") as file:
            assert sum(1 for _ in read(file)) == 1200
        with path.open("rb") as file:
            assert sum(1 for _ in read(file).places()) == 1200
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert path.stat().st_size > 5_000_000
    assert peak < 1_000_000


BOMB = (
    b"[&a [x,x,x,x,x,x,x,x,x,x], "
    + b", ".join(
        b"&%c [%s]" % (name + 1, b",".join([b"*%c" % name] * 10)) for name in range(ord("a"), ord("i"))
    )
    + b"]"
)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        (b"method: POST", b"method: 0x" + b"f" * 6000),
        (b"method: POST", b"method: !!bool abc"),
        (b"method: POST", b"method: !!int ''"),
        (b"method: POST", b"method: !!timestamp abc"),
        (b"code: 202", b"code: " + b"9" * 5000),
        (b"started_at: '", b"started_at: '9999-12-31T23:59:59-14:00' #"),
        (b"started_at: '", b"started_at: '0001-01-01T00:00:00+14:00' #"),
        (b"seconds: ", b"seconds: 0x" + b"f" * 400 + b" #"),
        (b"facts: {}", b"facts: {bytes: 0x" + b"f" * 6000 + b"}"),
        (b"headers:", b"headers: {a: " + BOMB + b"}\n    others:"),
        *(
            (f"{name}: ".encode(), f"{name}: ".encode() + BOMB + b" #")
            for name in ("v", "way", "origin", "seconds", "http")
        ),
        (b"facts: {}", b"facts: " + BOMB),
    ],
)
@pytest.mark.parametrize("marked", [True, False])
def test_a_hostile_cassette_is_refused_in_one_sentence(written: bytes, instead: bytes, marked: bool) -> None:
    data = file_of(THREE[:1] + THREE[:1])
    assert written in data
    if not marked:
        data = b"".join(line for line in data.splitlines(keepends=True) if not line.startswith(b"#"))
    with pytest.raises(CassetteError) as refused:
        reading_of(data.replace(written, instead, 1))
    assert "\n" not in refused.value.message
    assert len(refused.value.message) < 200


def test_mappings_that_merge_ten_others_each_are_refused() -> None:
    levels = ["b0: &b0 {" + ", ".join(f"k{n}: 1" for n in range(10)) + "}"]
    levels += [f"b{n}: &b{n} {{<<: [{', '.join([f'*b{n - 1}'] * 10)}]}}" for n in range(1, 10)]
    data = "\n".join(["version: 1", *levels, "interactions:", "- {request: *b9}", ""]).encode()
    with pytest.raises(CassetteError, match="merges more than"):
        reading_of(data)

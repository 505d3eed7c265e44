"""What became of a text is remembered, if it is short."""

from harness.remembering import remembered


def test_a_short_text_is_asked_of_once_and_a_long_one_each_time() -> None:
    asked: list[str] = []

    @remembered
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    long = "long" * 100
    assert [length(text) for text in ("a", "a", "", "", long, long)] == [1, 1, 0, 0, 400, 400]
    assert asked == ["a", "", long, long]


def test_no_more_texts_are_remembered_than_have_room() -> None:
    asked: list[str] = []
    note = remembered(asked.append)
    for number in range(10_000):
        note(str(number))
    note("9999")
    note("0")
    assert len(asked) == 10_001

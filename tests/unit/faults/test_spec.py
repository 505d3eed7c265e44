"""A fault as it is written on the command line."""

import pytest

from harness.faults.kinds import KINDS
from harness.faults.spec import Spec


@pytest.mark.parametrize(
    ("text", "settings", "at", "times", "chance"),
    [
        ("429", {"status": 429, "retry-after": 1}, None, 1, 1),
        ("429:retry-after=2", {"status": 429, "retry-after": 2}, None, 1, 1),
        ("503*2", {"status": 503}, None, 2, 1),
        ("599:retry-after=0", {"status": 599, "retry-after": 0}, None, 1, 1),
        ("reset@2", {}, 2, 1, 1),
        ("silence:seconds=0.5", {"seconds": 0.5}, None, 1, 1),
        ("truncated:status=500", {"status": 500}, None, 1, 1),
        ("slow:rate=10@3~.25", {"rate": 10}, 3, None, 0.25),
        ("late~0.3", {"seconds": 20}, None, None, 0.3),
        ("duplicate*4~1", {}, None, 4, 1),
    ],
)
def test_a_fault_has_its_settings_its_place_and_its_chance(
    text: str, settings: dict[str, float], at: int | None, times: int | None, chance: float
) -> None:
    spec = Spec.told(text)
    assert (spec.text, spec.settings, spec.at, spec.times, spec.chance) == (text, settings, at, times, chance)


@pytest.mark.parametrize("name", [name for name in KINDS if name != "5xx"])
def test_every_fault_can_be_written_by_its_name_alone(name: str) -> None:
    assert Spec.told(name).kind.does == KINDS[name].does


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("quake", "'quake' is no fault; there are 429, 5xx, silence, reset, "),
        ("404", "'404' is no fault"),
        ("5xx", "'5xx' is no fault"),
        ("", "is not spelled KIND[:NAME=VALUE,...][@N|*N][~CHANCE]"),
        ("503@1*2", "is not spelled"),
        ("503@", "is not spelled"),
        ("Reset", "is not spelled"),
        ("503\n", "is not spelled"),
        ("reset@0", "is for nobody: @N and *N count from 1"),
        ("503*0", "is for nobody"),
        ("reset:seconds=1", "reset has no 'seconds' to set, or not twice; it has nothing"),
        ("429:retry-after=1,retry-after=2", "429 has no 'retry-after' to set, or not twice"),
        ("silence:second=1", "silence has no 'second' to set, or not twice; it has seconds"),
        ("429:retry-after=1.5", "retry-after=1.5 is not a whole number from 0 to 3600"),
        ("429:retry-after=", "retry-after= is not a whole number"),
        ("503:status=404", "status=404 is not a whole number from 503 to 503"),
        ("late:seconds=3601", "seconds=3601 is not a number from 0 to 3600"),
        ("late:seconds=-1", "seconds=-1 is not a number"),
        ("slow:rate=0", "rate=0 is not a number from 1 to 1e+06"),
        ("slow:rate=nan", "rate=nan is not a number"),
        ("503~0", "'0' is no chance: give one above 0 and up to 1, such as ~0.3"),
        ("503~1.1", "'1.1' is no chance"),
        ("503~.", "'.' is no chance"),
    ],
)
def test_what_is_no_fault_is_one_sentence_with_what_there_is(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the sentence is compared below
        Spec.told(text)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)

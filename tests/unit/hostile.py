"""A folder with recordings of all sorts: right, wrong, torn, broken, foreign, and captures."""

from pathlib import Path

from tests.unit.cassette.test_foreign import by_vcrpy, interaction
from tests.unit.cli.terminal import cassette
from tests.unit.har import exports
from tests.unit.rules.exchanges import URL, answered, members, redirect


def hostile(folder: Path) -> Path:
    """Make the folder. Five of its files cannot be read to their end."""
    folder.mkdir()
    good = redirect(answer=answered("reference"))
    wrong = [
        redirect(members(timeout=str(each)), url=URL.replace("9f2c61b8", f"9f2c61{each:02d}"))
        for each in range(40)
    ]
    cassette(folder / "a good one.yaml", [good])
    cassette(folder / "b-wrong.yaml", wrong[:15])
    cassette(folder / "c-wrong-\N{SNOWMAN}.yaml", [*wrong[10:], *wrong[:5], good])
    torn = cassette(folder / "d-torn.yaml", [good, wrong[3]])
    torn.write_bytes(torn.read_bytes()[:-30])
    (folder / "e-empty.yaml").write_bytes(b"")
    (folder / "f-binary.yaml").write_bytes(bytes(range(256)))
    (folder / "g-none.yaml").write_text("[]\n")
    (folder / "h-foreign.yaml").write_text(by_vcrpy(interaction(), interaction()))
    (folder / "i.har").write_bytes(exports.har(exports.entry(), exports.entry(text="{")))
    (folder / "j.har").write_text("{}")
    cassette(folder / "k-wrong.yaml", reversed(wrong))
    return folder

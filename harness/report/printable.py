"""Text of somebody else's on a terminal: what would steer it is spelled out."""


def printable(line: str) -> str:
    """A line in which every character shows: an escape is spelled in four, a newline in two."""
    if line.isprintable():
        return line
    return "".join(each if each.isprintable() else _spelled(each) for each in line)


def _spelled(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")

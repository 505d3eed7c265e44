"""What is said of a cassette that is being recorded. A path is anything that prints as one."""


def unmasked(cassette: object) -> str:
    """The warning about a cassette in which nothing is masked."""
    return f"NOTHING IS MASKED in {cassette}: tokens, names and numbers stand in it; give it to nobody"


def continued(cassette: object) -> str:
    """The sentence about a cassette that is gone on with: a call may have begun in it."""
    return (
        f"what {cassette} holds is not judged again, nor with what comes now: `redial check` judges all of it"
    )


def mended(cassette: object, torn: object) -> str:
    """The sentence about a cassette whose torn tail was moved away. torn: where it is now."""
    return f"{cassette} was torn at its end; what is left of its last exchange is in {torn}"

"""JSON values that hypothesis draws for the tests of differences."""

from typing import Any

from hypothesis import strategies as st

names = st.sampled_from(["timeout", "targets", "@odata.type", "maskCallee", "id", "odd name", ""]) | st.text(
    max_size=3
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.floats()
    | st.text(max_size=3)
    | st.uuids(version=4).map(str)
)
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)

"""How `redial check` prints by itself."""

import pytest

from harness.cli.formats import RENDERERS, SERVICES, default


@pytest.mark.parametrize(
    ("environment", "form"),
    [
        ({}, "text"),
        ({"GITHUB_ACTIONS": "true"}, "github"),
        ({"TF_BUILD": "True"}, "azure"),
        ({"GITHUB_ACTIONS": "false", "TF_BUILD": ""}, "text"),
        ({"CI": "true"}, "text"),
    ],
)
def test_the_variable_of_a_service_decides(environment: dict[str, str], form: str) -> None:
    assert default(environment) == form


def test_the_formats_of_the_services_exist() -> None:
    assert set(SERVICES.values()) < set(RENDERERS)

"""A test that records what its bot does with a call."""

from pathlib import Path

import pytest

USER = "5b0f9a3e-7d41-4c86-9e27-f1c8d2a6b054"

BOT = f"""
import httpx
HEADERS = {{"Authorization": "Bearer secret.token.text", "Content-Type": "application/json"}}
GRAPH = "https://graph.microsoft.com/v1.0/communications/calls"
USER = {{"id": "{USER}", "displayName": "Ines Marlowe"}}
BODY = {{"targets": [{{"identity": {{"user": USER}}}}], "timeout": 30}}
states = []

def hear(told):
    data = told["value"][0]["resourceData"]
    states.append(data["state"])
    if data["state"] == "incoming":
        answer = httpx.post(f"{{GRAPH}}/{{data['id']}}/redirect", json=BODY, headers=HEADERS)
        assert answer.status_code < 300
"""

PLAYED = f"""{BOT}
@pytest.mark.redial("new.yaml")
def test_it(redial):
    redial.play(hear, timeout=0.2)
    assert states == ["incoming", "terminated"]
    assert len(redial.incoming) == 1
"""


def cassette(project: pytest.Pytester, name: str = "new.yaml") -> Path:
    return project.path / "cassettes" / name

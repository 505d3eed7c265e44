"""A Teams calling bot that passes every call on to one user: FastAPI for the webhook, msgraph-sdk for Graph.

Set TENANT_ID, CLIENT_ID, CLIENT_SECRET, and FORWARD_TO, the user's id. PORT is 3978 by default; GRAPH_URL
says where Graph is, if it is not at its own address.
"""

import logging
import os

import uvicorn
from azure.core.exceptions import ClientAuthenticationError
from azure.identity.aio import ClientSecretCredential
from fastapi import BackgroundTasks, FastAPI, Request
from kiota_abstractions.api_error import APIError
from msgraph import GraphServiceClient
from msgraph.generated.communications.calls.item.redirect.redirect_post_request_body import (
    RedirectPostRequestBody,
)
from msgraph.generated.models.identity import Identity
from msgraph.generated.models.identity_set import IdentitySet
from msgraph.generated.models.invitation_participant_info import InvitationParticipantInfo

log = logging.getLogger("uvicorn.error")
app = FastAPI()

credential = ClientSecretCredential(
    os.environ["TENANT_ID"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]
)
graph = GraphServiceClient(credential, scopes=["https://graph.microsoft.com/.default"])
if "GRAPH_URL" in os.environ:
    graph.request_adapter.base_url = f"{os.environ['GRAPH_URL']}/v1.0"


@app.post("/api/calls", status_code=202)
async def notified(request: Request, tasks: BackgroundTasks) -> None:
    """Acknowledge at once; a call is redirected behind the answer."""
    for notification in (await request.json())["value"]:
        call = notification["resourceData"]
        log.info("call %s is %s", call["id"], call["state"])
        if call["state"] == "incoming":
            tasks.add_task(redirect, call["id"])


async def redirect(call: str) -> None:
    """Ring the user for half a minute in place of the bot."""
    user = Identity(id=os.environ["FORWARD_TO"], display_name="Reception")
    target = InvitationParticipantInfo(identity=IdentitySet(user=user))
    body = RedirectPostRequestBody(targets=[target], timeout=30)
    try:
        await graph.communications.calls.by_call_id(call).redirect.post(body)
    except (APIError, ClientAuthenticationError) as error:
        log.error("call %s was not redirected: %s", call, error)


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ.get("PORT", "3978")))

// A Teams calling bot that passes every call on to one user: Node's own server for the webhook, Microsoft's JavaScript
// client for Graph.
//
// Set TENANT_ID, CLIENT_ID, CLIENT_SECRET and FORWARD_TO (the user's id). PORT is 3978 by default; GRAPH_URL is where
// Graph is, if it is not at its own address.

import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { ClientSecretCredential } from "@azure/identity";
import { Client } from "@microsoft/microsoft-graph-client";
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js";

const { TENANT_ID, CLIENT_ID, CLIENT_SECRET, FORWARD_TO, PORT = 3978, GRAPH_URL = "https://graph.microsoft.com" } = process.env;

const credential = new ClientSecretCredential(TENANT_ID, CLIENT_ID, CLIENT_SECRET);
const authProvider = new TokenCredentialAuthenticationProvider(credential, {
  scopes: ["https://graph.microsoft.com/.default"],
});
const graph = Client.initWithMiddleware({
  authProvider,
  baseUrl: `${GRAPH_URL}/`,
  customHosts: new Set([new URL(GRAPH_URL).hostname]),
});

async function redirect(call) {
  const user = { id: FORWARD_TO, displayName: "Reception" };
  try {
    await graph.api(`/communications/calls/${call}/redirect`).post({ targets: [{ identity: { user } }], timeout: 30 });
  } catch (error) {
    console.error(`call ${call} was not redirected: ${error.message}`);
  }
}

const server = createServer(async (request, response) => {
  if (request.method !== "POST" || request.url !== "/api/calls") {
    response.writeHead(404).end();
    return;
  }
  const { value } = await json(request);
  response.writeHead(202).end();
  for (const { resourceData: call } of value) {
    console.log(`call ${call.id} is ${call.state}`);
    if (call.state === "incoming") redirect(call.id);
  }
});

server.listen(PORT, "127.0.0.1", () => console.log(`listening at http://127.0.0.1:${PORT}/api/calls`));
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    server.closeAllConnections();
    server.close();
  });
}

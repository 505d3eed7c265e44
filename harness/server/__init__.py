"""The server: any Responder on a port. HTTP comes in at the door, Requests and Answers are inside."""

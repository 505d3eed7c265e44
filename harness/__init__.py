"""redial: record, check, replay and compare the conversation between a calling bot and Microsoft Graph."""

"""The demonstration: a small bot, and the tour that plays with it. Nothing of redial rests on it."""

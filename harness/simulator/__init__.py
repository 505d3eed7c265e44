"""The simulated Graph: a small one in memory, and the people and places of the calls that it makes up."""

"""The one judge of everything that leaves for a customer: send, hold, merge, drop or ask, and say why."""

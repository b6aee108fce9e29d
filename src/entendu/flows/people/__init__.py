"""Who somebody is, by which ways they are reached, and whose an address is."""

"""Rules: values in, decisions with reasons out; the standard library only, no clock, no chance, no I/O."""

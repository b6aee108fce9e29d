"""The people we write to: contacts, how they are reached and when, and their organisations."""

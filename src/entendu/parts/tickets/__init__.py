"""Mailboxes, tickets and what was said in them, drafts, tags, what each member has read, the words to search."""

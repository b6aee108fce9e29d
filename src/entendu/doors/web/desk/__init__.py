"""The desk itself: lists, tickets, answers, and what becomes of them. One file a page or concern."""

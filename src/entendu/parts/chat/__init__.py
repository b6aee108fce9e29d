"""Chats on other people's pages: who is there, and every line that their window holds, once and in order."""

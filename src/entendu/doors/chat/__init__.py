"""The door for visitors of other people's pages: the chat window."""

"""Signs of a promise: who acts, when, and who else is spoken of, in English, French and Romanian."""

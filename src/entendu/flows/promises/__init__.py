"""The life of a promise: kept by a message or an act, moved before it is due, or broken and said so."""

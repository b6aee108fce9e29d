"""What is understood of a case, step by step on a thread: heard, facts, causes, options, temporary fix, promises,
satisfaction. One file a step; each says in a few cheap queries how far it has come, or stays away."""

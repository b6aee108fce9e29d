"""A member writes: what an experienced colleague would say of the draft."""

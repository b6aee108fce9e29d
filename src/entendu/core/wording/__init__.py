"""What an experienced colleague would say of a text: what we write to customers, and what they write to us."""

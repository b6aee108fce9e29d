"""What somebody says when they describe their situation: what happens, since when, what it does to them, what they
tried; what they have not said; and whether an answer is a yes."""

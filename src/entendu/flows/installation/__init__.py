"""The desk as a whole: its first start, its story to look around in, its health, its backup."""

"""Between the records and each channel: how a message is carried, how one comes in, what a receipt changes."""

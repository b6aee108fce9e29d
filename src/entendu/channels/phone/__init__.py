"""The telephone: links that dial, and what an exchange or Twilio tells of calls."""

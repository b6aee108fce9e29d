"""Where other machines hand in mail: SMTP and LMTP."""

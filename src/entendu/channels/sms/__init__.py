"""SMS: by a Kannel gateway, by Twilio, or by any SMS centre that speaks SMPP 3.4."""

"""Mail: sent by SMTP, fetched by IMAP, shown as safe HTML."""

"""What administrators decide at the desk: mailboxes and their servers, teams, staff."""

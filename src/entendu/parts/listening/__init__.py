"""What was heard: restatements, what is still missing, the need behind a request, what the customer does to help."""

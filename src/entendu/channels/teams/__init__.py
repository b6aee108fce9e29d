"""Microsoft Teams: cards out by a workflow's web hook, messages in by an outgoing web hook."""

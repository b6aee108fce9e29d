"""Who works here: members, their teams and roles."""

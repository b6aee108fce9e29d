"""The developers' trackers, GitHub, GitLab and Jira: a report becomes an issue, and what becomes of it comes back."""

"""Care at the desk: the radar, the brief for a call, the line of ups and downs."""

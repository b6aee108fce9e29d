"""Stories that join the parts, one file each, read from top to bottom.

Here stand those of the way out: what wants to leave (`submit`), what is known of who reads it (`judge`), what is due
(`release`), and the one door (`deliver`). The others have rooms of their own, named after what they are about.
"""

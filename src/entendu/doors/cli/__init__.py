"""The command line: one file a group of commands, each with `add(groups)`, which names its words and its `run`."""

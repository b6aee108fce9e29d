"""A language model behind the published form of chat completions: on the own machine, in the own network, or with a
provider."""

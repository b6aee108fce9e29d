"""What the company's systems want to say: by the relay, by the API, judged with all else."""

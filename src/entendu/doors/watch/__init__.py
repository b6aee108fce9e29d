"""The door for those who watch: /healthz for probes, /metrics for Prometheus."""

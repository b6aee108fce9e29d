"""What is pasted into a page."""

from __future__ import annotations


def snippet(desk: str, token: str) -> str:
    """One element; `desk` is our address without a slash at its end."""
    return f'<script async src="{desk}/chat/{token}/widget.js"></script>'


def policy(desk: str) -> str:
    """What the page's Content-Security-Policy has to allow, where it has one (CSP Level 3): our origin, twice."""
    return f"script-src {desk}; frame-src {desk}"

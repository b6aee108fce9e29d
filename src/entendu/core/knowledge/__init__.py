"""What a firm knows, as text: Markdown made safe, versions compared, words weighed."""

"""format=flowed text put back into paragraphs (RFC 3676)."""

from __future__ import annotations


def unflow(text: str, delete_space: bool = False) -> str:
    """The text with its flowed lines joined; quote depth and the signature separator "-- " are respected.

    `delete_space` is the parameter DelSp=yes (§4.1): the space at a soft break is not part of the text.
    """
    out: list[str] = []
    paragraph: list[str] = []
    depth_before = 0
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")  # §4.4: space-stuffing
        if paragraph and (depth != depth_before or content == "-- "):
            out.append("".join(paragraph))
            paragraph = []
        prefix = ">" * depth + (" " if depth and content else "")
        flowed = content.endswith(" ") and content != "-- "
        piece = content[:-1] if flowed and delete_space else content
        paragraph.append(piece if paragraph else prefix + piece)
        depth_before = depth
        if not flowed:
            out.append("".join(paragraph))
            paragraph = []
    if paragraph:
        out.append("".join(paragraph))
    return "\n".join(out)

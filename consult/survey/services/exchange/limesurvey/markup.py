"""Texts with HTML in them made plain, and what of it was more than looks."""

import re
from html.parser import HTMLParser

BREAKS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol"}
SHOWN = {
    "img": "a picture",
    "video": "a film",
    "audio": "a sound",
    "iframe": "a page of another site",
    "a": "the address of a link",
    "table": "a table",
}
HIDDEN = {"script", "style"}


def plain(text: str) -> tuple[str, set[str]]:
    """Return a text without HTML, and the names of the things that are lost with it."""
    reader = _Plain()
    reader.feed(text)
    reader.close()
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in reader.text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), reader.lost


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.lost: set[str] = set()
        self.hidden = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break the line where the page would; remember what cannot be shown."""
        if tag in HIDDEN:
            self.hidden = tag
            self.lost.add("a script or a style")
        if tag in SHOWN:
            self.lost.add(SHOWN[tag])
        if tag in BREAKS and self.text:
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        """Stop leaving out what stands in a script."""
        if tag == self.hidden:
            self.hidden = ""

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self.hidden:
            self.text += data

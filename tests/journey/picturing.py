"""The pictures of the guide: what of each page of a walk it shows, and how much of it."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import FloatRect, Page, ViewportSize

GUIDE = Path("static/img/guide")
GUIDE_SIZE, WIDER = ViewportSize(width=900, height=1000), ViewportSize(width=1200, height=1000)
MOST_HIGH = 560
# By the page of the guide: the name of each picture, and what of its page it shows.
SHOWN = {
    "/staff/guide": {
        "begin": "[aria-labelledby=earlier]",
        "copy": "main",
        "words": "main",
        "surveys": "[aria-labelledby=surveys]",
        "tasks": "[aria-labelledby=checks]",
        "safety": "main",
        "voices": "main",
        "papers": "main",
        "reason": "main",
        "launch": "[aria-labelledby=checks]",
        "posters": "main",
    },
    "/staff/guide/themes": {
        "ask": "#opened",
        "progress": "#how-far",
        "list": "#themes",
        "open": "#opened",
        "move": ".cmts li:has(:checked)",
        "rename": "#opened",
        "merge": "#opened details[open]",
        "search": "#opened",
        "undo": "#opened",
        "unplaced": "#opened",
        "ten": "#themes",
    },
}
# At the foot of the window stands what is done with the comments above it.
WITH_FOOT = {"merge", "move", "rename", "search", "unplaced"}
PARTS = {name: part for parts in SHOWN.values() for name, part in parts.items()}


def take_for_guide(name: str, page: Page) -> None:
    """Keep the part of the page that matters: its beginning or, before the launch, its end."""
    if name not in PARTS:
        return
    page.set_viewport_size(WIDER if name == "posters" else GUIDE_SIZE)
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    taken = _with_foot(name, page) if name in WITH_FOOT else _part(name, page)
    picture = Image.open(io.BytesIO(taken))
    picture.save(GUIDE / f"{name}.webp", quality=80, method=6)


def _part(name: str, page: Page) -> bytes:
    box = page.locator(PARTS[name]).first.bounding_box()
    assert box
    top, high = box["y"], min(box["height"], MOST_HIGH)
    if name == "launch":
        top += box["height"] - high
    return page.screenshot(full_page=True, clip=_clip(box, top, high))


def _with_foot(name: str, page: Page) -> bytes:
    page.set_viewport_size(ViewportSize(width=GUIDE_SIZE["width"], height=MOST_HIGH))
    part = page.locator(PARTS[name]).first
    part.evaluate("part => scrollBy(0, part.getBoundingClientRect().top)")
    box = page.locator("#opened").bounding_box()
    assert box
    return page.screenshot(clip=_clip(box, 0, MOST_HIGH))


def _clip(box: FloatRect, top: float, high: float) -> FloatRect:
    return FloatRect(x=box["x"], y=top, width=box["width"], height=high)

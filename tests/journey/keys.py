"""A page used with the keyboard alone: where the focus is, and how to bring it somewhere."""

from typing import Any

from playwright.sync_api import Page

MOST_TABS = 60

# Where the focus is, and whether it or what stands for it is marked with an outline.
FOCUS = """() => {
  const at = document.activeElement;
  const marked = e => e && getComputedStyle(e).outlineStyle !== "none"
    && parseFloat(getComputedStyle(e).outlineWidth) >= 2;
  const label = at.closest("label");
  const stands = [at, label, at.nextElementSibling];
  const box = (label || at).getBoundingClientRect();
  return {
    tag: at.tagName.toLowerCase(), type: at.type || "", name: at.name || "",
    value: at.value || "", text: (at.innerText || "").trim(), id: at.id,
    seen: stands.some(marked), onScreen: box.bottom > 0 && box.top < innerHeight,
  };
}"""

Focus = dict[str, Any]


def focus(page: Page) -> Focus:
    """Return where the focus is: it must be seen."""
    found: Focus = page.evaluate(FOCUS)
    assert found["tag"] != "body", f"the focus is lost on {page.url}"
    assert found["seen"], f"nobody sees the focus on {found} at {page.url}"
    assert found["onScreen"], f"the focus is off the screen on {found} at {page.url}"
    return found


def tab_to(page: Page, **wanted: str) -> Focus:
    """Press Tab until the focus is where it is wanted."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.tagName") == "BODY":
            continue
        found = focus(page)
        if all(found[name] == value for name, value in wanted.items()):
            return found
    raise AssertionError(f"no Tab leads to {wanted} at {page.url}")


def press(page: Page, text: str) -> None:
    """Go to a button and press it with Enter."""
    tab_to(page, tag="button", text=text)
    with page.expect_navigation():
        page.keyboard.press("Enter")

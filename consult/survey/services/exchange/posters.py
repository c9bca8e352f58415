"""QR codes and posters for an address: on a page, as a drawing to print large, as PDF."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap

from markupsafe import Markup, escape

from consult.survey.services.exchange.paper import pdf_of

# A quiet edge of four squares, which every camera needs.
EDGE = 4
INK, GROUND, MARIGOLD = "#1f1a3d", "#ffffff", "#ffc847"
FONT = "Atkinson Hyperlegible, Verdana, Arial, sans-serif"
# Sizes in millimetres of an A4 page.
WIDE, HIGH, MARGIN, CODE = 210, 297, 18, 125
TITLE_SIZE, LINE_SIZE, ADDRESS_SIZE = 15, 8.5, 6.5
TITLE_SIGNS, LINE_SIGNS, ADDRESS_SIGNS = 21, 38, 50
MOST_TITLE_LINES, MOST_LINES = 4, 5


def qr_svg(url: str, title: str) -> Markup:
    """Return a QR code as a drawing to put into a page; `title` says what it leads to."""
    side, path = _squares(url)
    return Markup(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}">'
        '<path fill="{}" d="M0 0h{}v{}H0z"/><path fill="#000000" d="{}"/></svg>'
    ).format(title, side, side, GROUND, side, side, path)


def poster_svg(title: str, lines: Sequence[str], url: str) -> str:
    """Return a poster for A4 as the text of an SVG file; a printer can make it any size."""
    head = _wrapped(title, TITLE_SIGNS, MOST_TITLE_LINES)
    under = [part for line in lines for part in wrap(line, LINE_SIGNS)][:MOST_LINES]
    bubble = MARGIN + len(head) * TITLE_SIZE * 1.2 + 10
    top = bubble + 14
    y = top + CODE + 12
    parts = [
        _box(WIDE, HIGH, GROUND),
        f'<path fill="{MARIGOLD}" d="{_bubble(bubble)}"/>',
        *_texts(head, MARGIN + TITLE_SIZE, TITLE_SIZE, "bold"),
        _code(url, (WIDE - CODE) / 2, top),
        *_texts(under, y, LINE_SIZE),
        *_texts(
            wrap(_shown(url), ADDRESS_SIGNS), y + len(under) * LINE_SIZE * 1.25 + 4, ADDRESS_SIZE
        ),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDE}mm" height="{HIGH}mm" '
        f'viewBox="0 0 {WIDE} {HIGH}"><title>{escape(title)}</title>{"".join(parts)}</svg>\n'
    )


def poster_pdf(title: str, lines: Sequence[str], url: str, *, static: Path) -> bytes:
    """Return a poster for A4 as a tagged PDF; `static` is the folder of our style sheets.

    Raises:
        PaperUnavailable: this computer cannot make PDFs.
    """
    told = Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)
    code = qr_svg(url, f"A QR code that opens {_shown(url)}")
    page = Markup(
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{}</title>'
        '<link rel="stylesheet" href="/static/css/tokens.css">'
        '<link rel="stylesheet" href="/static/css/paper.css"></head><body class="poster"><main>'
        '<h1>{}</h1>{}<div class="told">{}</div><p class="address">{}</p></main></body></html>'
    ).format(title, title, code, told, _shown(url))
    return pdf_of(page, static=static)


def _squares(url: str) -> tuple[int, str]:
    """Return the side of a QR code with its edge, and its dark squares as a path."""
    import segno

    rows = [bytes(row) for row in segno.make(url, error="m", micro=False).matrix_iter(border=EDGE)]
    return len(rows), "".join(_run(x, y, n) for y, row in enumerate(rows) for x, n in _dark(row))


def _dark(row: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the dark runs of a row begin, and how long they are."""
    begin = None
    for place, dark in enumerate([*row, 0]):
        if dark and begin is None:
            begin = place
        elif not dark and begin is not None:
            yield begin, place - begin
            begin = None


def _run(x: int, y: int, length: int) -> str:
    return f"M{x} {y}h{length}v1h-{length}z"


def _code(url: str, x: float, y: float) -> str:
    side, path = _squares(url)
    scale = round(CODE / side, 4)
    return f'<path transform="translate({x} {y:.1f}) scale({scale})" fill="#000000" d="{path}"/>'


def _box(wide: float, high: float, colour: str) -> str:
    return f'<path fill="{colour}" d="M0 0h{wide}v{high}H0z"/>'


def _bubble(bottom: float) -> str:
    """Return the bubble in which the council asks: its tail is at the bottom left."""
    left, right, top = MARGIN - 8, WIDE - MARGIN + 8, MARGIN - 8
    return (
        f"M{left} {bottom + 8:.1f}V{top + 10}a10 10 0 0 1 10-10H{right - 10}a10 10 0 0 1 10 10"
        f"V{bottom - 10:.1f}a10 10 0 0 1-10 10H{left + 12}z"
    )


def _texts(lines: Sequence[str], y: float, size: float, weight: str = "normal") -> Iterator[str]:
    for number, line in enumerate(lines):
        at = y + number * size * 1.2
        yield (
            f'<text x="{WIDE / 2}" y="{at:.1f}" font-family="{FONT}" font-size="{size}" '
            f'font-weight="{weight}" text-anchor="middle" fill="{INK}">{escape(line)}</text>'
        )


def _wrapped(text: str, signs: int, most: int) -> list[str]:
    return wrap(text, signs, max_lines=most, placeholder=" …") or [""]


def _shown(url: str) -> str:
    """Return an address as people type it."""
    return url.removeprefix("https://").removeprefix("http://").rstrip("/")

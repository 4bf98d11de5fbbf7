"""Make the pictures of the documentation from the running app: ``make pictures``."""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, ViewportSize

from extract.build import build_index
from graph.concept_graph import load_concept_graph
from tests.serving import launch_chromium, serve

ROOT = Path(__file__).parent.parent
PLACE = Path(__file__).parent / "pictures"
SIZE = ViewportSize(width=1280, height=900)
COLOURS = 256  # of the palette: less than half of the bytes

# By the name of the picture: the address of what it shows, and a text that stands there at last.
SHOWN = {
    "explore": ("?see=concept&see=SPIFFE", "Read it whole"),
    "connection": ("?see=edge&see=SPIFFE&see=SPIRE", "Stability"),
    "paths": ("paths?to=keyless+signing&known=Docker", "To keyless signing"),
    "gaps": ("gaps?see=concept&see=ephemeral+container", "Belongs into"),
    "worklist": ("corpus?part=Work+list", "What may be put right"),
}


def main() -> None:
    """Write a picture of each part of the app on the shipped sample."""
    PLACE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        build_index([ROOT / "data" / "sample"], index)
        load_concept_graph(index)  # computes the layout and stores it
        with serve(index, cache=Path(folder)) as address, launch_chromium() as browser:
            for name, (query, text) in SHOWN.items():
                (PLACE / f"{name}.png").write_bytes(_take(browser, f"{address}/{query}", text))


def _take(browser: Browser, address: str, text: str) -> bytes:
    page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
    page.goto(address)
    page.get_by_text(text).first.wait_for(timeout=120_000)
    page.locator(
        "[data-testid=stApp][data-test-connection-state=CONNECTED]"
        "[data-test-script-state=notRunning]"
    ).wait_for(timeout=120_000)
    page.wait_for_load_state("networkidle")
    page.get_by_test_id("stSkeleton").first.wait_for(state="hidden")
    page.evaluate("document.fonts.ready")
    image = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    page.close()
    output = io.BytesIO()
    # The default method gives small dots of colour, as in the legend, to the greys around them.
    few = image.convert("RGB").quantize(
        COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    few.save(output, "PNG", optimize=True)
    return output.getvalue()


if __name__ == "__main__":
    main()

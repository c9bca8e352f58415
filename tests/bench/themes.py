"""Seconds from comments to themes beside TF-IDF and NMF on the same rows, as JSON lines."""

import json
import math
import os
import random
import time
from collections.abc import Callable
from itertools import pairwise

from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer
from threadpoolctl import threadpool_limits

from consult.analysis.codebook import field_codebook
from consult.analysis.themes import find_themes

SIZES = (1_000, 10_000, 100_000)
ALL = 600_000
BASELINE_UP_TO = 100_000
BASELINE_THEMES = 25


def comments(count: int) -> list[str]:
    """Make comments, nearly all different, from one to three sentences of the codebook."""
    pick = random.Random(count)
    said = [text for theme in field_codebook().themes for text in theme.examples]
    return [". ".join(pick.sample(said, pick.choice((1, 2, 2, 3)))) for _ in range(count)]


def nmf(texts: list[str]) -> None:
    """Do what many would do first."""
    features = TfidfVectorizer(min_df=2, max_features=20_000, stop_words="english")
    NMF(BASELINE_THEMES, init="nndsvd", random_state=0).fit_transform(features.fit_transform(texts))


def timed(work: Callable[[list[str]], object], texts: list[str]) -> dict[str, float]:
    """Return seconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    with threadpool_limits(2):
        work(texts)
    return {
        "seconds": round(time.perf_counter() - clock, 2),
        "cpu": round(time.process_time() - processor, 2),
    }


def measure_themes() -> None:
    """Print one line for each size, and how cost grows between them; BENCH_ALL=1 for 600,000."""
    ours: dict[int, float] = {}
    for size in (*SIZES, ALL) if os.environ.get("BENCH_ALL") else SIZES:
        texts = comments(size)
        figures = timed(find_themes, texts)
        ours[size] = figures["seconds"]
        line = {"bench": "themes", "comments": size, "consult": figures}
        if size <= BASELINE_UP_TO:
            line["nmf"] = timed(nmf, texts)
        print(json.dumps(line), flush=True)
    growth = {
        f"{few} to {many}": round(math.log(ours[many] / ours[few]) / math.log(many / few), 2)
        for few, many in pairwise(ours)
        if few > SIZES[0]
    }
    print(json.dumps({"bench": "themes", "growth_exponent": growth}), flush=True)


if __name__ == "__main__":
    measure_themes()

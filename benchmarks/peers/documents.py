#!/usr/bin/python3
"""Training on many long documents: this product's default trainer beside fastText, both cores, one run; a Markdown table.

usage: benchmarks/peers/documents.py PARAGRAPHS.jsonl
  PARAGRAPHS  JSON lines with "text", "article" and "source"; the seven commonest sources are what is to be told.
              Paragraphs of a source are put together at random into documents of 2,200 characters: 36,000 to learn from,
              4,000 to be judged on, made of articles that the former are not made of.
"""
import collections
import json
import os
import random
import sys
import tempfile

from peers import CLI, read, run, words

TRAINING, TEST, LENGTH, LABELS = 36_000, 4_000, 2_200, 7


def documents(pools, count, rng):
    sources = sorted(pools)
    for i in range(count):
        source = sources[i % len(sources)]
        text = rng.choice(pools[source])
        while len(text) < LENGTH:
            text += " " + rng.choice(pools[source])
        yield {"article": str(i), "text": text[:LENGTH], "labels": [source]}


def main():
    rows = read([sys.argv[1]])
    rng = random.Random(1)
    sources = [s for s, _ in collections.Counter(r["source"] for r in rows).most_common(LABELS)]
    articles = sorted({r["article"] for r in rows})
    held_out = set(rng.sample(articles, len(articles) // 5))
    sets = {}
    for name, count, unseen in (("train", TRAINING, False), ("test", TEST, True)):
        pools = {s: [r["text"] for r in rows if r["source"] == s and (r["article"] in held_out) == unseen] for s in sources}
        sets[name] = list(documents(pools, count, rng))
    with tempfile.TemporaryDirectory() as folder:
        def path(name):
            return os.path.join(folder, name)

        for name, documents_of in sets.items():
            with open(path(name + ".jsonl"), "w", encoding="utf-8") as f:
                f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in documents_of)
            with open(path(name + ".txt"), "w", encoding="utf-8") as f:
                f.writelines(f"__label__{r['labels'][0]} {words(r['text'])}\n" for r in documents_of)

        print("| | training, s | peak memory, MB | accuracy |\n| --- | ---: | ---: | ---: |")
        seconds, memory, _ = run([*CLI, "train", path("train.jsonl"), "--single-label", "--output", path("own.model")])
        judged = json.loads(run([*CLI, "evaluate", path("test.jsonl"), "--model", path("own.model"), "--output", "json"])[2])
        print(f"| arabic-text train --single-label | {seconds:.0f} | {memory:,.0f} | {judged['primary_accuracy']:.3f} |", flush=True)
        for name, options in (("words and bigrams", ["-wordNgrams", "2"]), ("with characters 3–5", ["-wordNgrams", "2", "-minn", "3", "-maxn", "5"])):
            seconds, memory, _ = run(["fasttext", "supervised", "-input", path("train.txt"), "-output", path("ft"), "-dim", "16", "-epoch", "5", "-lr", "0.5", "-thread", "2", *options])
            accuracy = next(line.split()[1] for line in run(["fasttext", "test", path("ft.bin"), path("test.txt")])[2].splitlines() if line.startswith("P@1"))
            print(f"| fastText, {name} | {seconds:.0f} | {memory:,.0f} | {float(accuracy):.3f} |", flush=True)


main()

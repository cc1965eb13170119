"""The contestants of run.sh, one after the other; prints a Markdown table."""
import glob
import json
import os
import pickle
import re
import subprocess
import sys
import tempfile
import time

LABELS = ["attack_report", "cross_border", "official_statement", "security_plan"]
COUNT = 100_000
CLI = ["dotnet", "src/ArabicTextClassifier.Cli/bin/Release/net10.0/arabic-text.dll"]
BENCHMARKS = ["dotnet", "benchmarks/ArabicTextClassifier.Benchmarks/bin/Release/net10.0/ArabicTextClassifier.Benchmarks.dll"]


def read(paths):
    return [json.loads(line) for path in paths for line in open(path, encoding="utf-8") if line.strip()]


def words(text):
    """The usual preparation for fastText: words and marks apart, lower case, one line."""
    return " ".join(re.findall(r"\w+|[^\w\s]", text.lower()))


def run(command, **options):
    """Runs a command; seconds, peak memory in MB, and what it printed."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, **options)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        output.seek(0)
        if status:
            sys.exit(f"{' '.join(command[:4])} failed")
        return seconds, usage.ru_maxrss / 1024, output.read()


def macro_f1(rows, given):
    """rows: labelled paragraphs; given: a set of labels for each."""
    total = 0
    for label in LABELS:
        right = sum(label in g and label in r["labels"] for r, g in zip(rows, given))
        total += 2 * right / max(1, sum(label in g for g in given) + sum(label in r["labels"] for r in rows))
    return total / len(LABELS)


def thresholds(rows, probabilities):
    """For each label the threshold of best F1 on rows the model has not seen: nobody is judged at an arbitrary 0.5."""
    best = {}
    for label in LABELS:
        ranked = sorted(((p.get(label, 0), label in r["labels"]) for r, p in zip(rows, probabilities)), reverse=True)
        positives, found, top = sum(y for _, y in ranked), 0, (0, 0.5)
        for n, (p, y) in enumerate(ranked, 1):
            found += y
            top = max(top, (2 * found / (n + positives), p))
        best[label] = top[1]
    return best


def decide(probabilities, limits):
    return [{label for label in LABELS if p.get(label, 0) >= limits[label]} for p in probabilities]


def fasttext(name, corpus, held_out, texts, judged, folder, extra):
    def write(path, rows):
        with open(path, "w", encoding="utf-8") as f:
            for r in rows:
                f.write(" ".join("__label__" + l for l in r["labels"] or ["none"]) + " " + words(r["text"]) + "\n")

    def predict(model, lines):
        path = os.path.join(folder, "lines.txt")
        with open(path, "w", encoding="utf-8") as f:
            f.writelines(words(t) + "\n" for t in lines)
        seconds, memory, output = run(["fasttext", "predict-prob", model, path, "5", "0"])
        rows = []
        for line in output.splitlines():
            parts = line.split()
            rows.append({parts[i][9:]: float(parts[i + 1]) for i in range(0, len(parts) - 1, 2)})
        return seconds, memory, rows

    def train(rows):
        write(os.path.join(folder, "train.txt"), rows)
        model = os.path.join(folder, "model")
        seconds, _, _ = run(["fasttext", "supervised", "-input", os.path.join(folder, "train.txt"), "-output", model,
                             "-loss", "one-vs-all", "-dim", "16", "-epoch", "25", "-lr", "0.5", "-thread", "1", *extra])
        return seconds, model + ".bin"

    _, part = train([r for r in corpus if r["article"] not in held_out])
    unseen = [r for r in corpus if r["article"] in held_out]
    limits = thresholds(unseen, predict(part, [r["text"] for r in unseen])[2])
    seconds, model = train(corpus)
    cold = min(predict(model, texts[:1])[0] for _ in range(3))
    took, memory, _ = predict(model, texts)
    f1 = macro_f1(judged, decide(predict(model, [r["text"] for r in judged])[2], limits))
    return name, COUNT / (took - cold), memory, os.path.getsize(model), cold, seconds, f1


def sklearn_process(corpus_file, held_file, texts_file, judged_file):
    """Runs in a process of its own, so that its memory is its own."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline

    corpus, judged = read([corpus_file]), read([judged_file])
    held = set(json.load(open(held_file)))
    texts = json.load(open(texts_file))

    def train(rows):
        model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
                              OneVsRestClassifier(LogisticRegression(C=10, max_iter=1000)))
        return model.fit([r["text"] for r in rows], [[l in r["labels"] for l in LABELS] for r in rows])

    def predict(model, rows):
        return [dict(zip(LABELS, p)) for p in model.predict_proba(rows)]

    unseen = [r for r in corpus if r["article"] in held]
    limits = thresholds(unseen, predict(train([r for r in corpus if r["article"] not in held]), [r["text"] for r in unseen]))
    start = time.perf_counter()
    model = train(corpus)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    for i in range(0, len(texts), 10_000):
        model.predict_proba(texts[i:i + 10_000])
    took = time.perf_counter() - start
    f1 = macro_f1(judged, decide(predict(model, [r["text"] for r in judged]), limits))
    print(json.dumps([len(texts) / took, len(pickle.dumps(model)), seconds, f1]))


def scikit(corpus, held_out, texts, judged, folder):
    files = [os.path.join(folder, n) for n in ("corpus.jsonl", "held.json", "texts.json", "judged.jsonl")]
    for path, rows in ((files[0], corpus), (files[3], judged)):
        with open(path, "w", encoding="utf-8") as f:
            f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    json.dump(sorted(held_out), open(files[1], "w"))
    json.dump(texts, open(files[2], "w"))
    _, memory, output = run([sys.executable, __file__, "sklearn", *files])
    rate, size, seconds, f1 = json.loads(output)
    cold, _, _ = run([sys.executable, "-c", "import sklearn.linear_model, sklearn.feature_extraction.text"])
    return "scikit-learn TF-IDF + logistic regression", rate, memory, size, cold, seconds, f1


def figures(output):
    return {line.split()[0]: float(line.split()[1]) for line in output.splitlines() if re.fullmatch(r"[a-z_0-9]+ [-0-9.]+", line)}


def mlnet(texts_file, judged_file):
    _, memory, output = run([*BENCHMARKS, "peer", "mlnet", texts_file, judged_file])
    f = figures(output)
    return "ML.NET FeaturizeText + L-BFGS, PredictionEngine", f["paragraphs_per_second"], memory, f["model_bytes"], None, f["training_seconds"], f["macro_f1"]


def library(texts_file, judged_file):
    _, memory, output = run([*BENCHMARKS, "peer", "library", texts_file, judged_file])
    f = figures(output)
    rest = memory, os.path.getsize("src/ArabicTextClassifier/default.model"), None, None, f["macro_f1"]
    return [("this library", f["paragraphs_per_second"], *rest), ("this library, PredictMany", f["many_per_second"], *rest)]


def command_line(texts_file, first_file, folder, f1):
    options = ["predict", "--jsonl", "--no-context"]
    cold = min(run([*CLI, *options, first_file])[0] for _ in range(3))
    took, memory, _ = run([*CLI, *options, texts_file])
    seconds, _, _ = run([*CLI, "train", "training-data", "--output", os.path.join(folder, "own.model")])
    return "this product's command line", COUNT / (took - cold), memory, os.path.getsize("src/ArabicTextClassifier/default.model"), cold, seconds, f1


def main():
    corpus = read(sorted(glob.glob("training-data/*.jsonl")))
    source = read(sys.argv[1:2]) if len(sys.argv) > 1 else corpus
    judged = [r for r in (read(sys.argv[2:3]) if len(sys.argv) > 2 else corpus) if r.get("labels") is not None]
    texts = [source[i % len(source)]["text"] for i in range(COUNT)]
    articles = sorted({r["article"] for r in corpus})
    held_out = set(articles[::5])
    with tempfile.TemporaryDirectory() as folder:
        texts_file, first_file, judged_file = (os.path.join(folder, n) for n in ("t.jsonl", "first.jsonl", "j.jsonl"))
        for path, rows in ((texts_file, [{"text": t} for t in texts]), (first_file, [{"text": texts[0]}]), (judged_file, judged)):
            with open(path, "w", encoding="utf-8") as f:
                f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
        own = library(texts_file, judged_file)
        rows = [
            *own,
            command_line(texts_file, first_file, folder, own[0][-1]),
            fasttext("fastText, word bigrams", corpus, held_out, texts, judged, folder, ["-wordNgrams", "2"]),
            fasttext("fastText, characters 3–5", corpus, held_out, texts, judged, folder, ["-wordNgrams", "2", "-minn", "3", "-maxn", "5"]),
            scikit(corpus, held_out, texts, judged, folder),
            mlnet(texts_file, judged_file),
        ]
    print(f"{COUNT:,} paragraphs, mean {sum(map(len, texts)) / COUNT:.0f} characters, one core; macro-F1 on {len(judged)} paragraphs\n")
    print("| | paragraphs/s | ratio | peak memory | model | cold start | training | macro-F1 |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, rate, memory, size, cold, seconds, f1 in rows:
        print(f"| {name} | {rate:,.0f} | {rate / own[0][1]:.3f} | {memory:,.0f} MB | {size / 1e6:.1f} MB | "
              f"{'' if cold is None else f'{cold * 1000:,.0f} ms'} | {'' if seconds is None else f'{seconds:.1f} s'} | {f1:.3f} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["sklearn"]:
        sklearn_process(*sys.argv[2:])
    else:
        main()

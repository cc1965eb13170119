using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace ArabicTextClassifier.Training.Tests;

/// <summary>The report in a real browser, without a network.</summary>
public class EvaluationReportTests
{
    private const string Chromium = "/usr/bin/chromium";

    /// <summary>Paragraphs with little of what the model knows, so that there is something to be unsure of.</summary>
    private static readonly string[] s_unsure =
        ["أصيب مدنيون في أسواق درعا", "هاجم الفريق ضيفه قرب حلب", "سقطت أمطار على حي في عدن", "قال مسلحون إن رواتب الشرطة", "في انفجار الأسعار للأسبوع 3", "وقتلوا الوقت في كركوك", "وأكد مجهولون خلال زيارته"];

    private readonly LabelledData _data = new([.. SmallCorpus.Create().Paragraphs.Select((p, i) => p with { File = "data.jsonl", Line = i + 1 }),
        new("x", "قال الوزير </script><b>إن</b> «الخطة» & 3 > 2 جاهزة", ["attack"]) { File = "data.jsonl", Line = 101 },
        new("y", "قتل جنديان في انفجار عبوة ناسفة استهدفت دورية", []) { File = "data.jsonl", Line = 102 },
        .. s_unsure.Select((text, i) => new LabelledParagraph($"z{i}", text, ["attack"]) { File = "data.jsonl", Line = 103 + i })]);

    private TrainedModel _model = null!;
    private string _folder = "";
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private IPage _page = null!;
    private List<string> _complaints = [];

    [OneTimeSetUp]
    public async Task OpenReport()
    {
        if (!File.Exists(Chromium))
        {
            if (Environment.GetEnvironmentVariable("REQUIRE_CHROMIUM") == "1")
                Assert.Fail($"There is no {Chromium}.");
            Assert.Ignore($"There is no {Chromium}: apt-get install chromium.");
        }

        _folder = Directory.CreateTempSubdirectory().FullName;
        _model = ModelTrainer.Train(SmallCorpus.Create(), SmallCorpus.Settings with { UseContext = false });
        IReadOnlyList<LearningCurvePoint> curve = LearningCurve.Measure(SmallCorpus.Create(), SmallCorpus.Settings with { UseContext = false });
        File.WriteAllText(Path.Combine(_folder, "report.html"), EvaluationReport.Create(_model.Classifier, _data, new ReportSettings { Title = "Test <report>", LearningCurve = curve }));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        _page = await Open("report.html", ColorScheme.Light);
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        if (_folder.Length > 0)
            Directory.Delete(_folder, recursive: true);
    }

    [TearDown]
    public void NothingToComplainOf() => Assert.That(_complaints, Is.Empty, "console errors and requests");

    [Test]
    public async Task Its_figures_are_those_of_an_evaluation()
    {
        Evaluation evaluation = Evaluation.Measure(_model.Classifier, _data);
        Assert.That(await _page.InnerTextAsync("#tile-macro"), Is.EqualTo(Number(evaluation.MacroF1)));
        Assert.That(await _page.InnerTextAsync("#tile-primary"), Is.EqualTo(Number(evaluation.PrimaryAccuracy)));
        foreach (LabelMetrics label in evaluation.Labels)
        {
            Assert.That(await Figure(label.Label, "precision"), Is.EqualTo(Number(label.Precision)));
            Assert.That(await Figure(label.Label, "recall"), Is.EqualTo(Number(label.Recall)));
            Assert.That(await Figure(label.Label, "f1"), Is.EqualTo(Number(label.F1)));
            Assert.That(await _page.InnerTextAsync($"[data-label='{label.Label}'] figure:nth-of-type(2) figcaption"), Does.EndWith(Number(label.CalibrationError)));
        }
    }

    [Test]
    public async Task Every_plot_is_drawn()
    {
        string[] drawn = await _page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll("canvas")].map(c => {
              const pixels = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
              let colored = 0;
              for (let i = 0; i < pixels.length; i += 4) colored += pixels[i + 3] > 0 && Math.max(pixels[i], pixels[i + 1], pixels[i + 2]) - Math.min(pixels[i], pixels[i + 1], pixels[i + 2]) > 60;
              return String(colored);
            })
            """);
        Assert.That(drawn, Has.Length.EqualTo(5), "two a label, and the learning curve");
        Assert.That(drawn.Select(d => int.Parse(d, CultureInfo.InvariantCulture)), Is.All.GreaterThan(200));
    }

    [Test]
    public async Task Confidence_intervals_hold_the_figure()
    {
        string text = await _page.InnerTextAsync("[data-label='attack'] .figures div:has([data-figure='f1']) small");
        double[] ends = [.. text.Split(',')[1].Split('–').Select(e => double.Parse(e, CultureInfo.InvariantCulture))];
        double f1 = double.Parse(await Figure("attack", "f1"), CultureInfo.InvariantCulture);
        Assert.That(f1, Is.InRange(ends[0] - 0.005, ends[1] + 0.005));
        Assert.That(ends[0], Is.LessThan(ends[1]));
    }

    [Test]
    public async Task Arabic_runs_from_right_to_left_with_its_words_marked()
    {
        ILocator text = _page.Locator("#errors p[dir=rtl]").First;
        Assert.That(await text.EvaluateAsync<string>("e => getComputedStyle(e).direction"), Is.EqualTo("rtl"));
        double[] lefts = await text.EvaluateAsync<double[]>("e => [...e.querySelectorAll('mark')].filter(m => m.getBoundingClientRect().top < e.getBoundingClientRect().top + 30).map(m => m.getBoundingClientRect().left)");
        Assert.That(lefts, Has.Length.GreaterThan(3).And.Ordered.Descending);
        string[] colors = await _page.EvaluateAsync<string[]>("[...document.querySelectorAll('#errors mark')].map(m => getComputedStyle(m).backgroundColor)");
        Assert.That(colors.Distinct().Count(), Is.GreaterThan(4));
    }

    [Test]
    public async Task Errors_show_the_text_as_it_is_and_can_be_chosen_by_label()
    {
        string[] texts = [.. await _page.Locator("#errors p").AllInnerTextsAsync()];
        Assert.That(texts, Has.Member(_data.Paragraphs[100].Text).And.Member(_data.Paragraphs[101].Text));
        Assert.That(await _page.Locator("#errors b").First.InnerTextAsync(), Does.Contain("attack").Or.Contain("statement"));
        await _page.ClickAsync("#filter button:has-text('statement')");
        Assert.That(await _page.Locator("#errors .head b").AllInnerTextsAsync(), Is.All.Contains("statement"));
        await _page.ClickAsync("#filter button:has-text('all')");
        Assert.That(await _page.TitleAsync(), Is.EqualTo("Test <report>"));
    }

    [Test]
    public async Task The_slider_recomputes_the_figures()
    {
        string before = await Figure("attack", "recall");
        float[] unsure = [.. s_unsure.Select(text => _model.Classifier.Predict(text).Scores["attack"]).Order()];
        float own = _model.Classifier.Model.Labels[0].Threshold;
        float threshold = MathF.Round((unsure[^1] < own ? unsure[2] : unsure[^1]) * 200) / 200;
        await _page.Locator("[data-label='attack'] input[type=range]").EvaluateAsync("(e, value) => { e.value = value; e.dispatchEvent(new Event('input')); }", threshold.ToString(CultureInfo.InvariantCulture));
        TestContext.Out.WriteLine($"{string.Join(' ', unsure)}; own {own}, now {threshold}");
        int found = 0, given = 0;
        foreach (LabelledParagraph paragraph in _data.Paragraphs)
        {
            bool yes = _model.Classifier.Predict(paragraph.Text).Scores["attack"] >= threshold;
            given += yes ? 1 : 0;
            found += yes && paragraph.Labels!.Contains("attack") ? 1 : 0;
        }

        Assert.That(await Figure("attack", "precision"), Is.EqualTo(Number((double)found / given)));
        Assert.That(await Figure("attack", "recall"), Is.EqualTo(Number((double)found / _data.Paragraphs.Count(p => p.Labels!.Contains("attack")))).And.Not.EqualTo(before));
        await _page.ClickAsync("#reset");
        Assert.That(await Figure("attack", "recall"), Is.EqualTo(before));
        Assert.That(await _page.IsVisibleAsync("#reset"), Is.False);
    }

    [Test]
    public async Task Confusion_counts_every_label_of_every_paragraph()
    {
        int[] diagonal = await _page.EvaluateAsync<int[]>("[...document.querySelectorAll('#confusion tbody tr')].map((r, i) => Number(r.children[i + 1].textContent.replace('·', '0')))");
        IReadOnlyList<Prediction> predictions = _data.Predict(_model.Classifier);
        int[] expected = [.. _model.Classifier.Labels.Select(label => _data.Paragraphs.Zip(predictions).Count(p => p.First.Labels!.Contains(label) && p.Second.Labels.Contains(label))),
            _data.Paragraphs.Zip(predictions).Count(p => p.First.Labels!.Count == 0 && p.Second.Labels.Count == 0)];
        Assert.That(diagonal, Is.EqualTo(expected));
    }

    [Test]
    public async Task Strong_features_are_words_of_the_texts()
    {
        string[] features = [.. await _page.Locator("#features .card").First.Locator(".bars > div").First.Locator("[dir=rtl]").AllInnerTextsAsync()];
        Assert.That(features, Has.Length.GreaterThan(5));
        Assert.That(string.Join(' ', features), Does.Contain("انفجار").Or.Contain("قتل").Or.Contain("قذائف").Or.Contain("مسلحون"));
    }

    [Test]
    public async Task It_does_without_sideways_scrolling_on_a_phone_and_in_the_dark()
    {
        IPage page = await Open("report.html", ColorScheme.Dark);
        await page.SetViewportSizeAsync(390, 800);
        Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390));
        Assert.That(await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"), Is.EqualTo("rgb(18, 21, 27)"));
        await Keep(page, "report-phone-dark.png");
        await page.CloseAsync();
    }

    [Test]
    public async Task A_training_report_shows_out_of_fold_figures_and_single_labels_have_no_slider()
    {
        LabelledData data = new(SmallCorpus.Create().Paragraphs.Select(p => p with { Labels = [p.Labels!.Count == 0 ? "other" : p.Labels[0]] }));
        foreach (TrainerKind trainer in (TrainerKind[])[TrainerKind.Lbfgs, TrainerKind.FastTree])
        {
            TrainedModel model = ModelTrainer.Train(data, SmallCorpus.Settings with { SingleLabel = true, Trainer = trainer });
            File.WriteAllText(Path.Combine(_folder, "training.html"), EvaluationReport.Create(model, new ReportSettings()));
            IPage page = await Open("training.html", ColorScheme.Light);
            LabelInfo info = model.Classifier.Model.Labels.Single(l => l.Name == "other");
            Assert.That(await page.InnerTextAsync("[data-label='other'] [data-figure='f1']"), Is.EqualTo(Number(info.F1)));
            Assert.That(await page.Locator("input[type=range]").CountAsync(), Is.Zero);
            Assert.That(await page.Locator("#features .feature").CountAsync(), Is.GreaterThan(6));
            Assert.That(await page.IsVisibleAsync("#learning-section"), Is.False);
            await page.CloseAsync();
        }
    }

    [Test]
    public async Task A_picture_of_it_is_kept_to_be_looked_at() => Assert.That(new FileInfo(await Keep(_page, "report.png")).Length, Is.GreaterThan(50_000));

    private async Task<IPage> Open(string name, ColorScheme scheme)
    {
        _complaints = [];
        IPage page = await _browser.NewPageAsync(new() { ViewportSize = new() { Width = 1240, Height = 900 }, ColorScheme = scheme, Offline = true });
        string url = new Uri(Path.Combine(_folder, name)).AbsoluteUri;
        page.Console += (_, message) => Note(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => Note(true, error);
        page.Request += (_, request) => Note(request.Url != url && !request.Url.StartsWith("data:", StringComparison.Ordinal), request.Url);
        await page.GotoAsync(url);
        await page.WaitForSelectorAsync("#errors .error, #errors .note");
        return page;

        void Note(bool bad, string what)
        {
            if (bad)
                _complaints.Add(what);
        }
    }

    private static async Task<string> Keep(IPage page, string name)
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, name);
        await page.ScreenshotAsync(new() { Path = path, FullPage = true });
        TestContext.AddTestAttachment(path);
        return path;
    }

    private Task<string> Figure(string label, string name) => _page.InnerTextAsync($"[data-label='{label}'] [data-figure='{name}']");

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}

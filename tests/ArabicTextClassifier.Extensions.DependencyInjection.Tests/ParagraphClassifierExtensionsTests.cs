using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ArabicTextClassifier.Extensions.DependencyInjection.Tests;

public class ParagraphClassifierExtensionsTests
{
    private const string Attack = "قُتل ثلاثة جنود وجُرح سبعة آخرون بانفجار عبوة ناسفة جنوب القضاء.";

    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory().FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Without_options_the_model_is_the_one_that_comes_with_the_library()
    {
        using ServiceProvider services = new ServiceCollection().AddParagraphClassifier().BuildServiceProvider();
        MeteredClassifier classifier = services.GetRequiredService<MeteredClassifier>();
        Assert.That(classifier.Current, Is.SameAs(ParagraphClassifier.Default));
        Assert.That(services.GetRequiredService<ParagraphClassifier>(), Is.SameAs(ParagraphClassifier.Default));
        Assert.That(services.GetRequiredService<MeteredClassifier>(), Is.SameAs(classifier), "one for the application");
        Assert.That(classifier.Predict(Attack).Scores, Is.EqualTo(ParagraphClassifier.Default.Predict(Attack).Scores));
    }

    [Test]
    public async Task The_model_path_comes_from_configuration()
    {
        string path = CopyDefaultModel();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Classifier:ModelPath", path)]);
        builder.Services.AddParagraphClassifier(builder.Configuration.GetSection("Classifier"));
        using IHost host = builder.Build();
        await host.StartAsync();
        ParagraphClassifier current = host.Services.GetRequiredService<MeteredClassifier>().Current;
        Assert.That(current, Is.Not.SameAs(ParagraphClassifier.Default));
        Assert.That(current.Model.DataSha256, Is.EqualTo(ParagraphClassifier.Default.Model.DataSha256));
        await host.StopAsync();
    }

    [Test]
    public async Task A_missing_model_stops_the_start_and_is_named()
    {
        string path = Path.Combine(_folder, "none.model");
        using IHost host = CreateHost(path);
        OptionsValidationException? bad = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.That(bad?.Message, Does.Contain("ModelPath").And.Contain(path));
    }

    [Test]
    public async Task A_damaged_model_stops_the_start_and_the_message_says_what_is_wrong()
    {
        string path = CopyDefaultModel();
        byte[] model = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, model[..(model.Length / 2)]);
        using IHost host = CreateHost(path);
        OptionsValidationException? bad = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.That(bad?.Message, Does.Contain(path).And.Contain("offset"));
    }

    [Test]
    public void Registering_twice_is_registering_once()
    {
        using ServiceProvider services = new ServiceCollection().AddParagraphClassifier().AddParagraphClassifier(o => o.ModelPath = "").BuildServiceProvider();
        Assert.That(services.GetServices<MeteredClassifier>().Count(), Is.EqualTo(1));
        Assert.That(services.GetServices<IValidateOptions<ParagraphClassifierOptions>>().Count(), Is.LessThanOrEqualTo(2));
    }

    private static IHost CreateHost(string path)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddParagraphClassifier(o => o.ModelPath = path);
        return builder.Build();
    }

    private string CopyDefaultModel()
    {
        string path = Path.Combine(_folder, "my.model");
        using Stream model = typeof(ParagraphClassifier).Assembly.GetManifestResourceStream("default.model")!;
        using FileStream file = File.Create(path);
        model.CopyTo(file);
        return path;
    }
}

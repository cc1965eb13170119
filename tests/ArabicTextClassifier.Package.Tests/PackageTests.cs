using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace ArabicTextClassifier.Package.Tests;

/// <summary>What is in the packages.</summary>
[Parallelizable(ParallelScope.Children)]
public class PackageTests
{
    /// <summary>Custom debug information: where sources are, and a source itself (Portable PDB specification).</summary>
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid s_embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private static string[] Libraries => ["ArabicTextClassifier", "ArabicTextClassifier.Extensions.DependencyInjection", "ArabicTextClassifier.Training"];

    private static string[] Packages => [.. Libraries, "ArabicTextClassifier.Cli"];

    [TestCaseSource(nameof(Packages))]
    public void A_package_says_what_it_is(string id)
    {
        using PackageArchiveReader package = new(Feed.Package(id));
        NuspecReader about = package.NuspecReader;
        Assert.That(about.GetDescription(), Has.Length.GreaterThan(40));
        Assert.That(about.GetTags().Split(' '), Does.Contain("arabic").And.Contain("text-classification"));
        Assert.That(about.GetLicenseMetadata()?.License, Is.EqualTo("MIT"));
        Assert.That(about.GetProjectUrl(), Is.EqualTo(Feed.RepositoryUrl));
        Assert.That(about.GetRepositoryMetadata().Type, Is.EqualTo("git"));
        Assert.That(about.GetRepositoryMetadata().Url, Is.EqualTo(Feed.RepositoryUrl));
        Assert.That(about.GetRepositoryMetadata().Commit, Does.Match("^[0-9a-f]{40}$"));
        Assert.That(Content(package, about.GetIcon()!)[16..24], Is.EqualTo(new byte[] { 0, 0, 0, 128, 0, 0, 0, 128 }), "a PNG's width and height");
        Assert.That(Encoding.UTF8.GetString(Content(package, about.GetReadme()!)), Does.StartWith("# ").And.Contain("```"));
    }

    [TestCaseSource(nameof(Libraries))]
    public void A_library_is_documented_name_by_name(string id)
    {
        using PackageArchiveReader package = new(Feed.Package(id));
        foreach (string assembly in package.GetFiles("lib").Where(f => f.EndsWith(".dll", StringComparison.Ordinal)))
        {
            using Stream xml = package.GetStream(Path.ChangeExtension(assembly, ".xml"));
            Assert.That(XDocument.Load(xml).Descendants("member").Count(m => m.Attribute("name")!.Value.StartsWith("T:", StringComparison.Ordinal)), Is.GreaterThan(2));
        }
    }

    [TestCaseSource(nameof(Packages))]
    public void Symbols_fit_their_assembly_and_lead_to_the_sources(string id)
    {
        using PackageArchiveReader package = new(Feed.Package(id));
        using PackageArchiveReader symbols = new(Feed.Package(id, "snupkg"));
        string[] files = [.. symbols.GetFiles().Where(f => f.EndsWith(".pdb", StringComparison.Ordinal))];
        Assert.That(files, Is.Not.Empty);
        string commit = package.NuspecReader.GetRepositoryMetadata().Commit;
        foreach (string file in files)
        {
            using PEReader assembly = new([.. Content(package, Path.ChangeExtension(file, ".dll"))]);
            using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbImage([.. Content(symbols, file)]);
            MetadataReader pdb = provider.GetMetadataReader();
            CodeViewDebugDirectoryData link = assembly.ReadCodeViewDebugDirectoryData(assembly.ReadDebugDirectory().First(e => e.Type == DebugDirectoryEntryType.CodeView));
            Assert.That(new BlobContentId(pdb.DebugMetadataHeader!.Id).Guid, Is.EqualTo(link.Guid), file);
            Assert.That(assembly.ReadDebugDirectory().Select(e => e.Type), Does.Contain(DebugDirectoryEntryType.Reproducible), "built deterministically");
            Assert.That(link.Path, Does.StartWith("/_/"), "no folder of the machine it was built on");
            Assert.That(pdb.Documents.Select(d => pdb.GetString(pdb.GetDocument(d).Name)), Has.All.StartsWith("/_/"));
            Assert.That(Information(pdb, s_sourceLink).Select(Encoding.UTF8.GetString).Single(), Does.Contain($"{Feed.RepositoryUrl}/raw/{commit}/*"));
        }
    }

    [Test]
    public void Symbols_carry_the_sources_when_nobody_said_where_the_repository_is()
    {
        using FileStream file = File.OpenRead(Path.ChangeExtension(typeof(ParagraphClassifier).Assembly.Location, ".pdb"));
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(file);
        MetadataReader pdb = provider.GetMetadataReader();
        Assert.That(Information(pdb, s_embeddedSource).Count(), Is.EqualTo(pdb.Documents.Count));
    }

    [Test]
    public void The_runtime_library_depends_on_nothing_and_runs_on_both_frameworks()
    {
        using PackageArchiveReader package = new(Feed.Package("ArabicTextClassifier"));
        Assert.That(package.GetPackageDependencies().SelectMany(g => g.Packages), Is.Empty);
        Assert.That(package.GetReferenceItems().Select(g => g.TargetFramework.GetShortFolderName()), Is.EquivalentTo(new[] { "net8.0", "net10.0" }));
    }

    [TestCase("ArabicTextClassifier.Training")]
    [TestCase("ArabicTextClassifier.Extensions.DependencyInjection")]
    public void The_other_libraries_take_the_runtime_library_of_their_own_version_only(string id)
    {
        using PackageArchiveReader package = new(Feed.Package(id));
        foreach (PackageDependencyGroup framework in package.GetPackageDependencies())
        {
            PackageDependency own = framework.Packages.Single(p => p.Id == "ArabicTextClassifier");
            Assert.That(own.VersionRange.ToShortString(), Is.EqualTo($"[{Feed.Version}]"));
        }
    }

    [Test]
    public async Task Packing_the_same_sources_again_gives_the_same_assemblies_and_symbols_byte_for_byte()
    {
        string again = await Feed.PackAgainAsync();
        foreach ((string id, string extension) in Packages.SelectMany(id => new[] { (id, "nupkg"), (id, "snupkg") }))
        {
            string first = Feed.Package(id, extension);
            using PackageArchiveReader before = new(first);
            using PackageArchiveReader after = new(Path.Combine(again, Path.GetFileName(first)));
            string[] files = [.. before.GetFiles().Where(f => Path.GetExtension(f) is ".dll" or ".pdb" or ".xml" or ".nuspec")];
            Assert.That(files, Has.Length.GreaterThan(1), first);
            Assert.That(after.GetFiles(), Is.SupersetOf(files));
            foreach (string file in files)
                Assert.That(Content(after, file).AsSpan().SequenceEqual(Content(before, file)), Is.True, $"{id}: {file}");
        }
    }

    private static byte[] Content(PackageArchiveReader package, string file)
    {
        using Stream stream = package.GetStream(file);
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>All custom debug information of a kind.</summary>
    private static IEnumerable<byte[]> Information(MetadataReader pdb, Guid kind) => pdb.CustomDebugInformation
        .Select(pdb.GetCustomDebugInformation)
        .Where(i => pdb.GetGuid(i.Kind) == kind)
        .Select(i => pdb.GetBlobBytes(i.Value));
}

using System.Text;

namespace ArabicTextClassifier.Training.Tests;

public class AtomicFileTests
{
    private string _folder = "";
    private string _path = "";

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory().FullName;
        _path = Path.Combine(_folder, "my.model");
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_file_is_replaced_and_nothing_else_is_left()
    {
        AtomicFile.Write(_path, "old"u8);
        AtomicFile.Write(_path, "new"u8);
        Assert.That(File.ReadAllText(_path), Is.EqualTo("new"));
        Assert.That(Directory.GetFiles(_folder), Is.EqualTo(new[] { _path }));
    }

    [Test]
    public void What_killed_writers_left_of_the_same_file_goes_with_the_next_write()
    {
        string stale = Leave($"my.model.{Guid.NewGuid():N}.tmp", TimeSpan.FromHours(2));
        string[] others =
        [
            Leave($"my.model.{Guid.NewGuid():N}.tmp", TimeSpan.FromMinutes(1)), // may still be being written
            Leave($"other.model.{Guid.NewGuid():N}.tmp", TimeSpan.FromHours(2)),
            Leave($"my.model.other.{Guid.NewGuid():N}.tmp", TimeSpan.FromHours(2)),
            Leave("my.model.notes.tmp", TimeSpan.FromHours(2)),
            Leave("my.model.tmp", TimeSpan.FromHours(2)),
        ];
        AtomicFile.Write(_path, "new"u8);
        Assert.That(Directory.GetFiles(_folder), Is.EquivalentTo([_path, .. others]));
        Assert.That(stale, Does.Not.Exist);
    }

    [Test]
    public void A_name_without_a_folder_is_in_the_working_directory()
    {
        string before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(_folder);
        try
        {
            string stale = Leave($"my.model.{Guid.NewGuid():N}.tmp", TimeSpan.FromHours(2));
            AtomicFile.Write("my.model", Encoding.UTF8.GetBytes("new"));
            Assert.That(File.ReadAllText(_path), Is.EqualTo("new"));
            Assert.That(stale, Does.Not.Exist);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
        }
    }

    [Test]
    public void What_cannot_be_written_leaves_what_was_there()
    {
        Directory.CreateDirectory(_path); // a folder stands in the way
        Assert.That(() => AtomicFile.Write(_path, "new"u8), Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
        Assert.That(Directory.Exists(_path), Is.True);
        Assert.That(Directory.GetFiles(_folder), Is.Empty);
    }

    private string Leave(string name, TimeSpan age)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, "half");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow - age);
        return path;
    }
}

using System.Collections.Concurrent;
using ArabicTextClassifier.Model;

namespace ArabicTextClassifier.Tests;

public class ReloadingClassifierTests
{
    private const string Text = "هز انفجار المدينة وقال الوزير";

    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_never = TimeSpan.FromDays(1);
    private static readonly byte[] s_first = ModelFile.Write(SmallModel.Create());
    private static readonly byte[] s_second = ModelFile.Write(SmallModel.Create(labels: 3));
    private static readonly byte[] s_bad = [.. s_first[..^1], (byte)(s_first[^1] ^ 1)];

    private string _folder = "";
    private string _path = "";

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory().FullName;
        _path = Path.Combine(_folder, "my.model");
        File.WriteAllBytes(_path, s_first);
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [TestCase(true)]
    [TestCase(false)]
    public void A_file_that_is_replaced_or_rewritten_is_taken_up(bool byRename)
    {
        using ReloadingClassifier watched = ReloadingClassifier.Watch(_path, s_quiet, s_never);
        ParagraphClassifier before = watched.Current;
        using BlockingCollection<ModelReloadedEventArgs> reloaded = [];
        watched.Reloaded += (_, e) => reloaded.Add(e);
        Put(s_second, byRename);
        ModelReloadedEventArgs happened = Next(reloaded);
        Assert.That(watched.Current.Labels, Has.Count.EqualTo(3));
        Assert.That(happened.Before, Is.SameAs(before));
        Assert.That(happened.Now, Is.SameAs(watched.Current));
        Assert.That(watched.LastFailure, Is.Null);
        Assert.That(before.Predict(Text).Scores, Has.Count.EqualTo(2), "who still holds the old model can go on");
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_bad_file_changes_nothing_is_reported_and_a_good_one_is_taken_up_after_it(bool byRename)
    {
        using ReloadingClassifier watched = ReloadingClassifier.Watch(_path, s_quiet, s_never);
        ParagraphClassifier before = watched.Current;
        using BlockingCollection<ModelReloadFailedEventArgs> failed = [];
        using BlockingCollection<ModelReloadedEventArgs> reloaded = [];
        watched.ReloadFailed += (_, e) => failed.Add(e);
        watched.Reloaded += (_, e) => reloaded.Add(e);
        Put(s_bad, byRename);
        ModelReloadFailedEventArgs happened = Next(failed);
        Assert.That(happened.Failure, Is.TypeOf<InvalidModelException>().With.Message.Contains(_path).And.Message.Contains("checksum"));
        Assert.That(happened.Current, Is.SameAs(before));
        Assert.That(watched.Current, Is.SameAs(before));
        Assert.That(watched.LastFailure, Is.SameAs(happened.Failure));

        Put(s_second, byRename);
        Next(reloaded);
        Assert.That(watched.Current.Labels, Has.Count.EqualTo(3));
        Assert.That(watched.LastFailure, Is.Null);
    }

    [Test]
    public void A_file_that_goes_changes_nothing_and_is_taken_up_when_it_comes_back()
    {
        using ReloadingClassifier watched = ReloadingClassifier.Watch(_path, s_quiet, s_quiet);
        using BlockingCollection<ModelReloadFailedEventArgs> failed = [];
        using BlockingCollection<ModelReloadedEventArgs> reloaded = [];
        watched.ReloadFailed += (_, e) => failed.Add(e);
        watched.Reloaded += (_, e) => reloaded.Add(e);
        File.Delete(_path);
        Assert.That(Next(failed).Failure, Is.TypeOf<FileNotFoundException>());
        Assert.That(watched.Current.Predict(Text).Scores, Has.Count.EqualTo(2));
        Put(s_second, byRename: true);
        Next(reloaded);
        Assert.That(watched.Current.Labels, Has.Count.EqualTo(3));
    }

    [Test]
    public void A_file_of_the_same_size_and_time_is_taken_up()
    {
        DateTime written = File.GetLastWriteTimeUtc(_path);
        using ReloadingClassifier watched = ReloadingClassifier.Watch(_path, s_quiet, s_never);
        using BlockingCollection<ModelReloadedEventArgs> reloaded = [];
        watched.Reloaded += (_, e) => reloaded.Add(e);
        Put(s_first, byRename: true, written);
        Assert.That(Next(reloaded).Now, Is.SameAs(watched.Current));
    }

    [Test]
    public void A_link_that_is_turned_to_another_file_is_taken_up()
    {
        // As container platforms change mounted files: nothing happens to the path itself.
        string data = Path.Combine(_folder, "data");
        Directory.CreateDirectory(Path.Combine(_folder, "one"));
        Directory.CreateDirectory(Path.Combine(_folder, "two"));
        File.WriteAllBytes(Path.Combine(_folder, "one", "my.model"), s_first);
        File.WriteAllBytes(Path.Combine(_folder, "two", "my.model"), s_second);
        Directory.CreateSymbolicLink(data, Path.Combine(_folder, "one"));
        string link = Path.Combine(_folder, "linked.model");
        File.CreateSymbolicLink(link, Path.Combine(data, "my.model"));
        using ReloadingClassifier watched = ReloadingClassifier.Watch(link, s_quiet, s_quiet);
        using BlockingCollection<ModelReloadedEventArgs> reloaded = [];
        watched.Reloaded += (_, e) => reloaded.Add(e);
        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, Path.Combine(_folder, "two"));
        Next(reloaded);
        Assert.That(() => watched.Current.Labels.Count, Is.EqualTo(3).After(5_000, 20));
    }

    [Test]
    public void A_file_written_in_drops_is_loaded_once_it_rests()
    {
        using ReloadingClassifier watched = ReloadingClassifier.Watch(_path, TimeSpan.FromMilliseconds(400), s_never);
        int failures = 0;
        using BlockingCollection<ModelReloadedEventArgs> reloaded = [];
        watched.ReloadFailed += (_, _) => Interlocked.Increment(ref failures);
        watched.Reloaded += (_, e) => reloaded.Add(e);
        using (FileStream file = new(_path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            foreach (byte[] drop in s_second.Chunk(s_second.Length / 20 + 1))
            {
                file.Write(drop);
                file.Flush(flushToDisk: true);
                Thread.Sleep(20);
            }
        }

        Next(reloaded);
        Assert.That(watched.Current.Labels, Has.Count.EqualTo(3));
        Assert.That(failures, Is.Zero, "a file half written is not looked at");
        Assert.That(reloaded, Is.Empty, "many changes in a row are one");
    }

    [Test]
    public void Under_load_no_prediction_fails_and_each_is_made_by_one_model()
    {
        using ReloadingClassifier watched = ReloadingClassifier.Watch(_path, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(5));
        float[][] possible = [.. new[] { s_first, s_second }.Select(model => ParagraphClassifier.Load(model).Predict(Text).Scores.Values.ToArray())];
        int swaps = 0;
        int failures = 0;
        long predictions = 0;
        watched.Reloaded += (_, _) => Interlocked.Increment(ref swaps);
        watched.ReloadFailed += (_, _) => Interlocked.Increment(ref failures);
        using CancellationTokenSource end = new();
        Task[] load = [.. Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    float[] found = [.. watched.Current.Predict(Text).Scores.Values];
                    if (!possible.Any(p => p.SequenceEqual(found)))
                        throw new InvalidOperationException($"No model says {string.Join(", ", found)}.");
                    Interlocked.Increment(ref predictions);
                }
            },
            TaskCreationOptions.LongRunning))];

        for (int i = 0; (swaps < 20 || failures < 5) && i < 2_000; i++)
        {
            Put((i % 3) switch { 0 => s_second, 1 => s_bad, _ => s_first }, byRename: i % 2 == 0);
            Thread.Sleep(15);
        }

        end.Cancel();
        Assert.That(() => Task.WaitAll(load), Throws.Nothing);
        Assert.That(swaps, Is.GreaterThanOrEqualTo(20));
        Assert.That(failures, Is.GreaterThanOrEqualTo(5));
        Assert.That(predictions, Is.GreaterThan(1_000));
    }

    [Test]
    public void After_disposal_the_model_goes_on_and_nothing_is_taken_up()
    {
        ReloadingClassifier watched = ReloadingClassifier.Watch(_path, s_quiet, s_quiet);
        bool told = false;
        watched.Reloaded += (_, _) => told = true;
        watched.Dispose();
        watched.Dispose();
        Put(s_second, byRename: true);
        Thread.Sleep(200);
        Assert.That(told, Is.False);
        Assert.That(watched.Current.Predict(Text).Scores, Has.Count.EqualTo(2));
    }

    [Test]
    public void What_cannot_be_watched_is_refused()
    {
        Assert.That(() => ReloadingClassifier.Watch(null!), Throws.ArgumentNullException);
        Assert.That(() => ReloadingClassifier.Watch(Path.Combine(_folder, "none")), Throws.TypeOf<FileNotFoundException>());
        Assert.That(() => ReloadingClassifier.Watch(_path, TimeSpan.Zero), Throws.TypeOf<ArgumentOutOfRangeException>());
        File.WriteAllBytes(_path, s_bad);
        Assert.That(() => ReloadingClassifier.Watch(_path), Throws.TypeOf<InvalidModelException>());
    }

    private static T Next<T>(BlockingCollection<T> events)
    {
        Assert.That(events.TryTake(out T? next, TimeSpan.FromSeconds(20)), Is.True, "nothing happened");
        return next!;
    }

    private void Put(byte[] model, bool byRename, DateTime? written = null)
    {
        string target = byRename ? _path + ".new" : _path;
        File.WriteAllBytes(target, model);
        if (written is { } time)
            File.SetLastWriteTimeUtc(target, time);
        if (byRename)
            File.Move(target, _path, overwrite: true);
    }
}

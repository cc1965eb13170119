namespace ArabicTextClassifier;

/// <summary>
/// Serves the model in a file, and the new one when the file is replaced or rewritten, while predictions go on. A file that
/// is no good changes nothing but is reported.
/// </summary>
/// <remarks>
/// The file system tells of changes where it can; the file is looked at now and then as well, as network drives and mounted
/// volumes often do not tell. Safe from any thread. A prediction takes <see cref="Current"/> once and is made by that model
/// from beginning to end, whatever is swapped meanwhile.
/// </remarks>
public sealed class ReloadingClassifier : IDisposable
{
    private static readonly TimeSpan s_quietTime = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly TimeSpan _quietTime;
    private readonly TimeSpan _pollInterval;
    private readonly FileSystemWatcher? _watcher;
    private readonly Timer _timer;
    private volatile ParagraphClassifier _current;
    private volatile Exception? _lastFailure;
    private Stamp _seen;
    private Stamp _tried;
    private int _told;
    private volatile bool _disposed;

    private ReloadingClassifier(string path, TimeSpan quietTime, TimeSpan pollInterval)
    {
        Path = System.IO.Path.GetFullPath(path);
        _quietTime = quietTime;
        _pollInterval = pollInterval;
        _seen = _tried = Stamp.Of(Path);
        _current = ParagraphClassifier.Load(Path);
        _timer = new Timer(_ => Look());
        _watcher = StartWatcher();
        Arm(pollInterval);
    }

    /// <summary>A new model is in use. Raised on a thread of the pool; a handler must not throw.</summary>
    public event EventHandler<ModelReloadedEventArgs>? Reloaded;

    /// <summary>The file changed and is no good, or has gone: the old model stays in use. Raised on a thread of the pool; a handler must not throw.</summary>
    public event EventHandler<ModelReloadFailedEventArgs>? ReloadFailed;

    /// <summary>The file, as a full path.</summary>
    public string Path { get; }

    /// <summary>The model in use. Take it once for what belongs together, such as an article or a batch.</summary>
    public ParagraphClassifier Current => _current;

    /// <summary>Why the file as it is now is not in use; null if it is.</summary>
    public Exception? LastFailure => _lastFailure;

    /// <summary>Loads a model file and watches it.</summary>
    /// <param name="path">The file. Replace it by renaming a complete file to it, as <c>arabic-text train</c> does, or write it in place.</param>
    /// <param name="quietTime">For how long the file must have stayed as it is before it is loaded; by default a quarter of a second.</param>
    /// <param name="pollInterval">How often the file is looked at where the file system does not tell of changes; by default every five seconds.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is not positive, or longer than a day.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidModelException">The file is no model.</exception>
    public static ReloadingClassifier Watch(string path, TimeSpan? quietTime = null, TimeSpan? pollInterval = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new ReloadingClassifier(path, Checked(quietTime ?? s_quietTime, nameof(quietTime)), Checked(pollInterval ?? s_pollInterval, nameof(pollInterval)));

        static TimeSpan Checked(TimeSpan time, string name) => time > TimeSpan.Zero && time <= TimeSpan.FromDays(1)
            ? time
            : throw new ArgumentOutOfRangeException(name, time, $"{name} must be more than zero and at most a day.");
    }

    /// <summary>Stops watching. <see cref="Current"/> goes on working.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _watcher?.Dispose();
            _timer.Dispose();
        }
    }

    private FileSystemWatcher? StartWatcher()
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(System.IO.Path.GetDirectoryName(Path)!, System.IO.Path.GetFileName(Path));
            watcher.Changed += (_, _) => OnTold();
            watcher.Created += (_, _) => OnTold();
            watcher.Renamed += (_, _) => OnTold();
            watcher.Error += (_, _) => OnTold();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException)
        {
            // No watchers left, or none on this kind of drive: looking now and then has to do.
            watcher?.Dispose();
            return null;
        }
    }

    private void OnTold()
    {
        // A file can be replaced by one of the same size and time, so being told counts even if nothing seems changed.
        Interlocked.Exchange(ref _told, 1);
        lock (_gate)
            Arm(_quietTime);
    }

    private void Look()
    {
        EventArgs? happened = null;
        lock (_gate)
        {
            if (_disposed)
                return;
            bool told = Interlocked.Exchange(ref _told, 0) != 0;
            Stamp now = Stamp.Of(Path);
            if (now != _seen)
            {
                // It may still be being written.
                _seen = now;
                Interlocked.CompareExchange(ref _told, told ? 1 : 0, 0);
                Arm(_quietTime);
                return;
            }

            if (told || now != _tried)
            {
                _tried = now;
                happened = Reload();
            }

            Arm(Volatile.Read(ref _told) != 0 ? _quietTime : _pollInterval);
        }

        if (happened is ModelReloadedEventArgs reloaded)
            Reloaded?.Invoke(this, reloaded);
        else if (happened is ModelReloadFailedEventArgs failed)
            ReloadFailed?.Invoke(this, failed);
    }

    private EventArgs Reload()
    {
        ParagraphClassifier before = _current;
        try
        {
            _current = ParagraphClassifier.Load(Path);
            _lastFailure = null;
            return new ModelReloadedEventArgs(before, _current);
        }
        catch (Exception failure)
        {
            // Whatever it is: on this thread it would end the process, and the old model is as good as it was.
            _lastFailure = failure;
            return new ModelReloadFailedEventArgs(before, failure);
        }
    }

    private void Arm(TimeSpan due)
    {
        if (!_disposed)
            _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What tells one state of a file from another without reading it: of the file itself, where the path is a link.</summary>
    private readonly record struct Stamp(long Length, DateTime Written, string? Target)
    {
        public static Stamp Of(string path)
        {
            try
            {
                FileInfo file = new(path);
                if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                    file = target;
                return file.Exists ? new(file.Length, file.LastWriteTimeUtc, file.FullName) : new(-1, default, null);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                return new(-1, default, null);
            }
        }
    }
}

/// <summary>A new model is in use.</summary>
/// <param name="before">The model that was in use.</param>
/// <param name="now">The model that is in use now.</param>
public sealed class ModelReloadedEventArgs(ParagraphClassifier before, ParagraphClassifier now) : EventArgs
{
    /// <summary>The model that was in use.</summary>
    public ParagraphClassifier Before { get; } = before;

    /// <summary>The model that is in use now.</summary>
    public ParagraphClassifier Now { get; } = now;
}

/// <summary>A model file changed and could not be loaded.</summary>
/// <param name="current">The model that stays in use.</param>
/// <param name="failure">Why the file could not be loaded.</param>
public sealed class ModelReloadFailedEventArgs(ParagraphClassifier current, Exception failure) : EventArgs
{
    /// <summary>The model that stays in use.</summary>
    public ParagraphClassifier Current { get; } = current;

    /// <summary>Why the file could not be loaded: as a rule an <see cref="InvalidModelException"/> or an <see cref="IOException"/>.</summary>
    public Exception Failure { get; } = failure;
}

using ArabicTextClassifier.Fuzz;
using SharpFuzz;

// <target>: under afl-fuzz. <target> <file>...: replays files. seeds <folder>: writes what to start from. See run.sh.
if (args is ["seeds", string folder])
{
    Seeds.Write(folder);
    return 0;
}

if (args.Length == 0 || FuzzTarget.All.FirstOrDefault(t => t.Name == args[0]) is not { } target)
{
    Console.Error.WriteLine($"usage: {string.Join('|', FuzzTarget.All.Select(t => t.Name))} [FILE...], or seeds FOLDER");
    return 2;
}

foreach (string file in args[1..])
{
    Console.WriteLine(file);
    target.Run(File.ReadAllBytes(file));
}

if (args.Length == 1)
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        target.Run(bytes.ToArray());
    });
}

return 0;

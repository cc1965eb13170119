using ArabicTextClassifier.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["peer", _, _, _])
    PeerRun.Run(args[1..]);
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

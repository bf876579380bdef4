using Argosy.Benchmarks.Measures;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// Whole runs and whole programs are measured once each, side by side with what they are compared to; see README.md.
if (args is ["measure", .. var which])
{
    await Measure.RunAsync(which);
    return;
}

// In this process: the ratios are what matters, and a program per case takes minutes.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)).WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile);
BenchmarkSwitcher.FromAssembly(typeof(Measure).Assembly).Run(args, config);

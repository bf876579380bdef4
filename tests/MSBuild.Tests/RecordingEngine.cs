using System.Collections;
using Microsoft.Build.Framework;

namespace Argosy.MSBuild.Tests;

/// <summary>A build engine that keeps what a task says.</summary>
internal sealed class RecordingEngine : IBuildEngine
{
    public List<string> Errors { get; } = [];

    public List<string> Messages { get; } = [];

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "test.csproj";

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => throw new NotSupportedException();

    public void LogCustomEvent(CustomBuildEventArgs e) => Messages.Add(e.Message ?? "");

    public void LogErrorEvent(BuildErrorEventArgs e) =>
        Errors.Add($"{e.File}{(e.LineNumber, e.ColumnNumber) switch { (0, _) => "", (var line, 0) => $"({line})", var (line, column) => $"({line},{column})" }}: error {e.Code}: {e.Message}");

    public void LogMessageEvent(BuildMessageEventArgs e) => Messages.Add(e.Message ?? "");

    public void LogWarningEvent(BuildWarningEventArgs e) => Messages.Add(e.Message ?? "");
}

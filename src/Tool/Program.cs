using Argosy.Cli;
using Argosy.Cli.Commands;
using Argosy.Tool.Import;

var context = new CliContext { Terminal = Terminal.OfProcess(Environment.GetEnvironmentVariable), Commands = [.. CommandList.All, new ImportCommand()] };
return await new CliFrame(context).RunAsync(args, default);

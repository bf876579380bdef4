using Argosy.Cli;

var context = new CliContext { Terminal = Terminal.OfProcess(Environment.GetEnvironmentVariable) };
return await new CliFrame(context).RunAsync(args, default);

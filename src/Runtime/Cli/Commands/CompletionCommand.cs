using System.CommandLine;

namespace Argosy.Cli.Commands;

/// <summary><c>completion</c>: the script that lets a shell complete commands and options.</summary>
internal sealed class CompletionCommand : CliCommand
{
    public override Command Build(CliFrame frame)
    {
        var shell = Flags.Names("SHELL", "bash, zsh, fish or powershell");
        return Runs(frame, new Command("completion", "Print a completion script for a shell: source <(argosy completion bash)") { shell }, run =>
        {
            Flags.Exactly(run.Value(shell), 1);
            var program = run.Context.ProgramName;

            // The program itself knows the completions: a shell asks it by the [suggest] directive.
            run.Out.Write(run.Value(shell)![0] switch
            {
                "bash" => $$"""
                    _{{program}}_complete() {
                        local IFS=$'\n'
                        COMPREPLY=($(compgen -W "$("{{program}}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
                    }
                    complete -o default -F _{{program}}_complete {{program}}

                    """,
                "zsh" => $$"""
                    #compdef {{program}}
                    _{{program}}() {
                        local -a found
                        found=("${(@f)$("{{program}}" "[suggest:${#BUFFER}]" "$BUFFER" 2>/dev/null)}")
                        compadd -a found
                    }
                    compdef _{{program}} {{program}}

                    """,
                "fish" => $"complete -c {program} -f -a '({program} \"[suggest:\"(string length (commandline -cp))\"]\" (commandline -cp) 2>/dev/null)'\n",
                "powershell" => $$"""
                    Register-ArgumentCompleter -Native -CommandName {{program}} -ScriptBlock {
                        param($word, $line, $position)
                        {{program}} "[suggest:$position]" "$line" | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
                    }

                    """,
                var other => throw new CliException($"invalid shell '{other}': there are scripts for bash, zsh, fish and powershell"),
            });
            return Task.CompletedTask;
        });
    }
}
